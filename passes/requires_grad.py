"""Which values depend on an input that wants a gradient: the marks `autodiff.requires_grad`, and how they follow.

A mark is a unit attribute or `true` (the results require a gradient), `false` (they are constants to whoever
differentiates: PyTorch's detach), or a list of those, one a result. It stands in the attributes of an op or of a
function argument. Where no argument is marked, every floating point argument wants a gradient.
"""

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import ArrayAttr, BoolAttr, DictionaryAttr, IntegerAttr, UnitAttr
from xdsl.ir import Attribute, BlockArgument, Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException
from xdsl.utils.hints import isa

from adjoint.dialects.aten.base import is_tensor_type
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.location import located
from adjoint.passes.differentiate.registry import is_without_gradient
from adjoint.passes.functions import body_block

REQUIRES_GRAD = "autodiff.requires_grad"


def can_have_gradient(type_: Attribute) -> bool:
    """Whether values of the type have gradients: tensors of floating point numbers do."""
    return is_tensor_type(type_) and is_floating_point(type_.element_type)


def _as_bool(mark: Attribute | None) -> bool | None:
    match mark:
        case None:
            return None
        case UnitAttr():
            return True
        case IntegerAttr():
            return bool(mark.value.data)
        case _:
            raise PassFailedException(f"error: {REQUIRES_GRAD} must be true, false or a list of them, got {mark}")


def argument_marks(function: func.FuncOp) -> list[bool | None]:
    """The mark of each argument, None where it has none."""
    if function.arg_attrs is None:
        return [None] * len(function.args)
    return [_as_bool(attributes.data.get(REQUIRES_GRAD)) for attributes in function.arg_attrs]


def mark_arguments(function: func.FuncOp, marks: Sequence[bool | None]) -> None:
    """Marks each argument, or takes its mark away where None is given."""
    existing = [DictionaryAttr({}) for _ in marks] if function.arg_attrs is None else function.arg_attrs.data
    attributes = [dict(each.data) for each in existing]
    for each, mark in zip(attributes, marks, strict=True):
        each.pop(REQUIRES_GRAD, None)
        if mark is not None:
            each[REQUIRES_GRAD] = UnitAttr() if mark else BoolAttr.from_bool(False)
    function.arg_attrs = ArrayAttr(DictionaryAttr(each) for each in attributes) if any(attributes) else None


def result_marks(op: Operation) -> Sequence[bool | None]:
    """The mark of each result of the op, None where it has none."""
    mark = op.attributes.get(REQUIRES_GRAD)
    if mark is None or isinstance(mark, UnitAttr) or not isa(mark, ArrayAttr[Attribute]):
        return [_as_bool(mark)] * len(op.results)
    marks = [_as_bool(each) for each in mark]
    if len(marks) != len(op.results):
        raise PassFailedException(
            located(op, f"{REQUIRES_GRAD} lists {len(marks)} marks for {len(op.results)} results")
        )
    return marks


def mark_results(op: Operation, marks: Sequence[bool]) -> None:
    """Marks the results of the op that require a gradient; no mark stands for none."""
    if not any(marks):
        op.attributes.pop(REQUIRES_GRAD, None)
    elif all(marks):
        op.attributes[REQUIRES_GRAD] = UnitAttr()
    else:
        op.attributes[REQUIRES_GRAD] = ArrayAttr(BoolAttr.from_bool(mark) for mark in marks)


def is_detached(op: Operation) -> bool:
    """Whether the program says that no result of the op requires a gradient."""
    return REQUIRES_GRAD in op.attributes and not any(result_marks(op))


def wanted_arguments(function: func.FuncOp, wrt: Sequence[int] | None) -> tuple[int, ...]:
    """The arguments that want a gradient: `wrt` if given, else the marked ones, else all floating point ones.

    Raises PassFailedException where one does not exist or has no gradient.
    """
    name = function.sym_name.data
    marks = argument_marks(function)
    if wrt is None:
        if all(mark is None for mark in marks):
            return tuple(index for index, argument in enumerate(function.args) if can_have_gradient(argument.type))
        wrt = [index for index, mark in enumerate(marks) if mark]
    for index in wrt:
        if not 0 <= index < len(function.args):
            raise PassFailedException(
                located(function, f"@{name} has no argument {index} to differentiate by: it has {len(function.args)}")
            )
        if not can_have_gradient(function.args[index].type):
            raise PassFailedException(
                located(
                    function,
                    f"argument {index} of @{name} is a {function.args[index].type}: "
                    "only tensors of floating point numbers have gradients",
                )
            )
    return tuple(wrt)


def infer_requires_grad(function: func.FuncOp, wrt: Sequence[int] | None = None) -> tuple[int, ...]:
    """Marks the wanted arguments and every op with a result that depends on one; gives the wanted arguments."""
    wanted = wanted_arguments(function, wrt)
    mark_arguments(function, [index in wanted for index in range(len(function.args))])
    requiring: set[SSAValue] = {function.args[index] for index in wanted}
    for op in body_block(function).ops:
        if is_detached(op):
            continue
        depends = not is_without_gradient(type(op)) and any(
            operand in requiring for inner in _with_nested(op) for operand in inner.operands
        )
        marks = [depends and can_have_gradient(result.type) for result in op.results]
        mark_results(op, marks)
        requiring.update(result for result, mark in zip(op.results, marks, strict=True) if mark)
    return wanted


def _with_nested(op: Operation) -> Sequence[Operation]:
    return list(op.walk()) if op.regions else (op,)


def has_marks(function: func.FuncOp) -> bool:
    """Whether it has been inferred what requires a gradient: every argument is marked then."""
    return all(mark is not None for mark in argument_marks(function))


def requires_grad(value: SSAValue) -> bool:
    """Whether the value is marked: an argument of a function, or the result of an op."""
    if isinstance(value, BlockArgument):
        function = value.owner.parent_op()
        return isinstance(function, func.FuncOp) and bool(argument_marks(function)[value.index])
    owner = value.owner
    return isinstance(owner, Operation) and bool(result_marks(owner)[owner.results.index(value)])
