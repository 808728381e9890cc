"""Rules of the operators that put places in another order, or pick those of a triangle or a diagonal."""

from adjoint.dialects import aten
from adjoint.dialects.aten.diagonals import DiagonalParameters
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, size_of


@adjoint_rule(aten.FlipOp)
def flip(op: aten.FlipOp, g: Tensor) -> Cotangents:
    return lambda: aten.flip(g, op.dims.get_values())


@adjoint_rule(aten.RollOp)
def roll(op: aten.RollOp, g: Tensor) -> Cotangents:
    return lambda: aten.roll(g, [-shift for shift in op.shifts.get_values()], op.dims.get_values() or None)


@adjoint_rule(aten.TrilOp)
def tril(op: aten.TrilOp, g: Tensor) -> Cotangents:
    return lambda: aten.tril(g, op.diagonal.value.data)


@adjoint_rule(aten.TriuOp)
def triu(op: aten.TriuOp, g: Tensor) -> Cotangents:
    return lambda: aten.triu(g, op.diagonal.value.data)


def diagonal_arguments(op: DiagonalParameters) -> tuple[int, int, int]:
    """offset, dim1 and dim2."""
    return op.offset.value.data, op.dim1.value.data, op.dim2.value.data


@adjoint_rule(aten.DiagonalOp)
def diagonal(op: aten.DiagonalOp, g: Tensor) -> Cotangents:
    return lambda: aten.diagonal_backward(g, size_of(Tensor(op.input)), *diagonal_arguments(op))


@adjoint_rule(aten.DiagonalBackwardOp)
def diagonal_backward(op: aten.DiagonalBackwardOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: aten.diagonal(g, *diagonal_arguments(op)))
