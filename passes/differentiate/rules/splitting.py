"""Rules of the operators that split a tensor into parts: the parts' cotangents joined, zeros where one has none.

Only what is missing becomes zero (pytorch issue 14484: a chunk with some undefined cotangents).
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.splitting import SplitFamilyOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.partial_cat import cat_with_zeros


@adjoint_rule(aten.SplitOp, aten.SplitWithSizesOp, aten.ChunkOp)
def split(op: SplitFamilyOp, *g: Tensor | None) -> Cotangents:
    """Parts of a size known only at run time are all of that size: they are stacked, which tells how many zeros."""

    def cotangent() -> Tensor:
        dim, sizes = op.split_dim, op.part_sizes
        if DYNAMIC_INDEX in sizes:
            return stack_with_zeros(g, dim).flatten(dim, dim + 1)
        return cat_with_zeros(g, sizes, dim)

    return cotangent


@adjoint_rule(aten.UnbindOp)
def unbind(op: aten.UnbindOp, *g: Tensor | None) -> Cotangents:
    return lambda: stack_with_zeros(g, op.split_dim)


def stack_with_zeros(parts: Sequence[Tensor | None], dim: int) -> Tensor:
    """The parts along a new dimension, zeros in place of None."""
    rows = [None if part is None else part.unsqueeze(dim) for part in parts]
    return cat_with_zeros(rows, [1] * len(rows), dim)
