"""The rule of cat."""

from collections.abc import Sequence
from functools import cache, partial

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.CatOp)
def cat(op: aten.CatOp, g: Tensor) -> Cotangents:
    """For each operand its part of g: a slice where static sizes tell its place, from the front or from the back."""
    dim = normalize_dim(op.dim.value.data, g.ndim)
    joined = [Tensor(operand) for operand in op.joined]
    sizes = [operand.shape[dim] for operand in joined]

    @cache
    def size(position: int) -> int | Tensor:
        return joined[position].size(dim)

    @cache
    def start(position: int) -> int | Tensor:
        return start(position - 1) + size(position - 1) if position > 1 else size(0)

    def part(position: int) -> Tensor:
        bounds = static_bounds(sizes[:position], sizes[position], sizes[position + 1 :])
        if bounds is not None:
            return aten.slice(g, dim, *bounds)
        return aten.narrow(g, dim, start(position) if position else 0, size(position))

    parts = iter([partial(part, position) for position in range(len(joined))])
    if len(joined) == len(op.tensors):
        return list(parts)
    return [next(parts) if operand in op.joined else None for operand in op.tensors]


def static_bounds(before: Sequence[int], size: int, after: Sequence[int]) -> tuple[int, int | None] | None:
    """Start and end of a part between others, negative from the back; None where only sizes at run time tell them."""
    if size == 0:
        return 0, 0
    before_is_known, after_is_known = DYNAMIC_INDEX not in before, DYNAMIC_INDEX not in after
    if size == DYNAMIC_INDEX:
        return (sum(before), -sum(after) or None) if before_is_known and after_is_known else None
    if before_is_known:
        return sum(before), sum(before) + size
    return (-sum(after) - size, -sum(after) or None) if after_is_known else None
