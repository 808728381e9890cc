"""A list of parts as slices, each of which is read where it is used."""

from collections.abc import Sequence
from itertools import accumulate

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.splitting import SplitFamilyOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(SplitFamilyOp)
def _split(op: SplitFamilyOp) -> Sequence[Tensor]:
    """The last part goes to the end: that it has its size tells, at run time, that all sizes add up.

    Parts of a size known only at run time are the rows of the dimension, which is split for that.
    """
    if DYNAMIC_INDEX in op.part_sizes:
        rows = aten.unflatten(Tensor(op.input), op.split_dim, [len(op.parts), -1])
        return [rows.select(op.split_dim, index) for index in range(len(op.parts))]
    starts = list(accumulate(op.part_sizes, initial=0))
    ends = [*starts[1:-1], None]
    return [aten.slice(Tensor(op.input), op.split_dim, start, end) for start, end in zip(starts, ends, strict=False)]


@decomposition(aten.UnbindOp)
def _unbind(op: aten.UnbindOp) -> Sequence[Tensor]:
    return [Tensor(op.input).select(op.split_dim, index) for index in range(len(op.parts))]
