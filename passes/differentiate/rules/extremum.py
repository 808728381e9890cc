"""Rules of the larger and the smaller of two, and of the largest and smallest of many.

Equal elements share evenly, unless the index of one is a result as well.
"""

from functools import cache

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.extremum import ChoiceOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, without_gradient
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


@adjoint_rule(aten.FmaxOp, aten.FminOp)
def larger_or_smaller_number(op: aten.FmaxOp | aten.FminOp, g: Tensor) -> Cotangents:
    """g to the operand that was chosen; to the first one where they are equal, or both are NaN."""
    first, second = Tensor(op.input), Tensor(op.other)

    @cache
    def is_first() -> Tensor:
        is_chosen = first >= second if isinstance(op, aten.FmaxOp) else first <= second
        return aten.logical_or(is_chosen, aten.isnan(second))

    return lambda: aten.where(is_first(), g, 0), lambda: aten.where(is_first(), 0, g)


@adjoint_rule(aten.AmaxOp, aten.AminOp)
def largest_or_smallest(op: aten.AmaxOp | aten.AminOp, g: Tensor) -> Cotangents:
    """g divided among the elements that equal the result; NaN everywhere where the result is NaN."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        chosen = x == restore_dims(Tensor(op.result), op)
        return restore_dims(g, op) / chosen.sum(op.dims, keepdim=True) * chosen

    return cotangent


@adjoint_rule(aten.MaxDimOp, aten.MinDimOp)
def chosen(op: ChoiceOp, g: Tensor | None, _: Tensor | None) -> Cotangents:
    """g to the elements that were chosen; the indices have no gradient."""
    return None if g is None else lambda: at_indices(g, op)


def at_indices(g: Tensor, op: ChoiceOp) -> Tensor:
    """g where one element was chosen along a dimension, 0 elsewhere."""
    x, index = Tensor(op.input), Tensor(op.indices)
    for dim in op.dims:
        if op.keepdim is None:
            g, index = g.unsqueeze(dim), index.unsqueeze(dim)
        return aten.where(indices_along(x, dim) == index, g, 0)
    return g


def indices_along(x: Tensor, dim: int) -> Tensor:
    """The indices of a dimension, of a shape that broadcasts to that of x; of a static size, x is not captured."""
    size = x.shape[dim]
    indices = aten.dim_arange(x, dim) if size == DYNAMIC_INDEX else aten.arange(size)
    for _ in range(x.ndim - 1 - dim):
        indices = indices.unsqueeze(-1)
    return indices


without_gradient(aten.ArgmaxOp, aten.ArgminOp)
