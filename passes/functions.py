"""The functions of a module that a pass works on, by name."""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import FunctionType, ModuleOp, StringAttr
from xdsl.ir import Attribute, Block
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located


def defined_functions(module: ModuleOp) -> list[func.FuncOp]:
    """The functions of the module that have a body, in order."""
    return [op for op in module.ops if isinstance(op, func.FuncOp) and not op.is_declaration]


def find_function(module: ModuleOp, name: str | None) -> func.FuncOp:
    """The function of this name, or the only one of the module where no name is given.

    Raises PassFailedException where there is none, where it has no body, or where there are several to choose from.
    """
    functions = defined_functions(module)
    if name is None and len(functions) == 1:
        return functions[0]
    for function in functions:
        if function.sym_name.data == name:
            return function
    known = ", ".join(f"@{function.sym_name.data}" for function in functions) or "none"
    if name is None:
        raise PassFailedException(f"error: which function? Give function=…: the module defines {known}")
    raise PassFailedException(f"error: there is no function @{name} with a body: the module defines {known}")


def selected_functions(module: ModuleOp, name: str | None) -> list[func.FuncOp]:
    """The function of this name, or every function that has a body where no name is given.

    Raises PassFailedException where there is no function of this name with a body.
    """
    return defined_functions(module) if name is None else [find_function(module, name)]


def body_block(function: func.FuncOp) -> Block:
    """The one block of the function.

    Raises PassFailedException where control flow connects several.
    """
    if len(function.body.blocks) != 1:
        raise PassFailedException(
            located(
                function,
                f"@{function.sym_name.data} has {len(function.body.blocks)} blocks: only straight-line "
                "functions can be differentiated",
            )
        )
    return function.body.block


def return_of(function: func.FuncOp) -> func.ReturnOp:
    """The return of the function.

    Raises PassFailedException where the function's block ends in another op.
    """
    terminator = body_block(function).last_op
    if not isinstance(terminator, func.ReturnOp):
        raise PassFailedException(located(function, f"@{function.sym_name.data} does not end in 'func.return'"))
    return terminator


def update_function_type(function: func.FuncOp) -> None:
    """Makes the function's type that of its block arguments and of what it returns."""
    results: Sequence[Attribute] = [value.type for value in return_of(function).arguments]
    function.function_type = FunctionType.from_lists([argument.type for argument in function.args], results)


def calls_of(module: ModuleOp, name: str) -> list[func.CallOp]:
    """The calls of the function of this name, anywhere in the module."""
    return [op for op in module.walk() if isinstance(op, func.CallOp) and op.callee.string_value() == name]


def unused_name(module: ModuleOp, wanted: str) -> str:
    """The wanted symbol name, with a number appended where the module has it already."""
    taken = {name.data for op in module.ops if isinstance(name := op.get_attr_or_prop("sym_name"), StringAttr)}
    if wanted not in taken:
        return wanted
    number = 1
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"
