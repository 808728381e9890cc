"""The message for an op without an adjoint rule: the op, and the chain of values that made a gradient necessary."""

from collections.abc import Container

from xdsl.dialects import func
from xdsl.ir import BlockArgument, Operation, SSAValue

from adjoint.dialects.location import describe_location, located, name_of


def describe_missing_rule(op: Operation, requiring: Container[SSAValue], with_cotangent: Container[SSAValue]) -> str:
    """Why `op`, which has no rule, needs one.

    `requiring` are the values that depend on an input that wants a gradient, `with_cotangent` those that an output
    depends on.
    """
    function = op.parent_op()
    assert isinstance(function, func.FuncOp)
    name = function.sym_name.data
    before, argument = _path_from_argument(op, requiring)
    after, output = _path_to_output(op, with_cotangent)
    hint = f" (%{argument.name_hint})" if argument.name_hint else ""
    lines = [
        located(op, "it has no adjoint rule, and a gradient has to pass through it:"),
        f"  argument {argument.index}{hint} of @{name} wants a gradient",
        *(f"  {_describe(each)} depends on it" for each in (*before, op, *after)),
        f"  it is output {output} of @{name}, which is given a cotangent",
        "Register a rule with @adjoint_rule, declare the op with without_gradient, or detach its result with "
        "{autodiff.requires_grad = false}.",
    ]
    return "\n".join(lines)


def _describe(op: Operation) -> str:
    place = describe_location(op.location)
    return f"'{name_of(op)}' at {place}" if place else f"'{name_of(op)}'"


def _path_from_argument(op: Operation, requiring: Container[SSAValue]) -> tuple[list[Operation], BlockArgument]:
    """The ops between an argument that wants a gradient and this op, and the argument."""
    path: list[Operation] = []
    while True:
        value = next(operand for inner in op.walk() for operand in inner.operands if operand in requiring)
        if isinstance(value, BlockArgument):
            return path[::-1], value
        assert isinstance(value.owner, Operation)
        op = value.owner
        path.append(op)


def _path_to_output(op: Operation, with_cotangent: Container[SSAValue]) -> tuple[list[Operation], int]:
    """The ops between this op and an output that is given a cotangent, and the number of the output."""
    path: list[Operation] = []
    while True:
        value = next(result for result in op.results if result in with_cotangent)
        users = [use for use in value.uses if use.operation.parent is op.parent]
        for use in users:
            if isinstance(use.operation, func.ReturnOp):
                return path, use.index
        op = next(use.operation for use in users if any(result in with_cotangent for result in use.operation.results))
        path.append(op)
