"""A function of a module, cut out with what it calls: what is compiled, and how its parameters and results read."""

from dataclasses import dataclass
from typing import Protocol

from xdsl.dialects.builtin import ModuleOp, StringAttr, SymbolRefAttr, TensorType
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.ir import Attribute
from xdsl.traits import SymbolTable

from adjoint.dialects.location import located
from adjoint.dialects.size_ranges import size_ranges_of
from adjoint.runtime.arguments import Parameter
from adjoint.runtime.errors import AdjointError


class ImportedProgram(Protocol):
    """A program from elsewhere: a module, and which of its functions is meant. Exported PyTorch programs are some."""

    module: ModuleOp
    name: str


AnyModule = ModuleOp | ImportedProgram
"""What stands for a module wherever one is taken."""


@dataclass(frozen=True)
class Program:
    """One function of a module of the `aten` stage."""

    module: ModuleOp
    name: str

    @staticmethod
    def of(module: AnyModule, name: str | None) -> "Program":
        """The function of this name; the module's only one where the name is None. Raises AdjointError without it."""
        if not isinstance(module, ModuleOp):
            if not isinstance(getattr(module, "module", None), ModuleOp):
                raise AdjointError(f"error: expected a module, got {type(module).__name__}")
            module, name = module.module, module.name if name is None else name
        functions = {op.sym_name.data: op for op in module.ops if isinstance(op, FuncOp) and not op.is_declaration}
        listed = ", ".join(f"@{each}" for each in functions) or "none"
        if name is None:
            if len(functions) != 1:
                raise AdjointError(f"error: the module does not have exactly one function, name one: {listed}")
            (name,) = functions
        if name not in functions:
            raise AdjointError(f"error: the module has no function @{name}; its functions: {listed}")
        program = Program(module, name)
        if len(program.function.body.blocks) != 1:
            raise AdjointError(
                located(
                    program.function, f"@{name} has control flow between blocks; only straight-line code can be run"
                )
            )
        for type_ in (*program.function.function_type.inputs, *program.function.function_type.outputs):
            if not isinstance(type_, TensorType):
                raise AdjointError(
                    located(program.function, f"@{name} takes or gives {type_}; only ranked tensors can be run")
                )
        return program

    @property
    def function(self) -> FuncOp:
        """The function itself."""
        return _function(self.module, self.name)

    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, named as the block arguments are in the text."""
        arguments = self.function.body.block.args
        return tuple(
            Parameter.of(
                argument.name_hint or f"arg{index}",
                _ranked(argument.type),
                size_ranges_of(self.function, index),
            )
            for index, argument in enumerate(arguments)
        )

    def results(self) -> tuple[Parameter, ...]:
        """The results."""
        return tuple(
            Parameter.of(f"result{index}", _ranked(type_))
            for index, type_ in enumerate(self.function.function_type.outputs)
        )

    def called(self) -> list[FuncOp]:
        """This function and all that it calls. Raises AdjointError where one of them has no body."""
        found: dict[str, FuncOp] = {}
        waiting = [self.name]
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            function = found[name] = _function(self.module, name)
            if function.is_declaration:
                raise AdjointError(located(function, f"@{name} is called and has no body"))
            waiting.extend(op.callee.string_value() for op in function.walk() if isinstance(op, CallOp))
        return list(found.values())

    def isolated(self) -> ModuleOp:
        """A new module with copies of this function, public, and of all it calls, private."""
        copies = [function.clone() for function in self.called()]
        for function in copies:
            function.sym_visibility = None if function.sym_name.data == self.name else StringAttr("private")
        return ModuleOp(copies)


def _function(module: ModuleOp, name: str) -> FuncOp:
    function = SymbolTable.lookup_symbol(module, SymbolRefAttr(name))
    if not isinstance(function, FuncOp):
        raise AdjointError(f"error: @{name} is called and is not a function of the module")
    return function


def _ranked(type_: Attribute) -> TensorType[Attribute]:
    assert isinstance(type_, TensorType)
    return type_  # pyright: ignore[reportUnknownVariableType]  # isinstance forgets the type parameter
