"""Rules of the larger and the smaller of two, and of the largest and smallest of many: ties share evenly."""

from functools import cache

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import restore_dims


@adjoint_rule(aten.MaximumOp, aten.MinimumOp)
def larger_or_smaller(op: aten.MaximumOp | aten.MinimumOp, g: Tensor) -> Cotangents:
    """g to the operand that was chosen, half of it to each where they are equal, all of it to both where one is NaN."""
    chosen, other = Tensor(op.input), Tensor(op.other)
    low, high = (chosen, other) if isinstance(op, aten.MaximumOp) else (other, chosen)

    @cache
    def shared() -> Tensor:
        return aten.where(chosen == other, g * 0.5, g)

    return lambda: aten.where(low < high, 0, shared()), lambda: aten.where(low > high, 0, shared())


@adjoint_rule(aten.AmaxOp, aten.AminOp)
def largest_or_smallest(op: aten.AmaxOp | aten.AminOp, g: Tensor) -> Cotangents:
    """g divided among the elements that equal the result; NaN everywhere where the result is NaN."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        chosen = x == restore_dims(Tensor(op.result), op)
        return restore_dims(g, op) / chosen.sum(op.dims, keepdim=True) * chosen

    return cotangent
