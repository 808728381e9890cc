"""Lists of tensors: a tensor split into parts, tensors stacked or put into one shape."""

from collections.abc import Sequence

from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.splitting import ChunkOp, SplitFamilyOp, SplitOp, SplitWithSizesOp, UnbindOp
from adjoint.dialects.aten.stacking import Indexing, MeshgridOp, StackOp
from adjoint.dialects.aten.tensor import Tensor, result_of, tensors as handles

__all__ = [
    "chunk",
    "meshgrid",
    "split",
    "split_with_sizes",
    "stack",
    "unbind",
]


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors joined along a new dimension."""
    return result_of(StackOp, [value_of(tensor) for tensor in tensors], dim)


def split(tensor: Tensor, split_size_or_sections: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """Parts along `dim`: of one size, the last one of what remains, or of the sizes in a list."""
    if not isinstance(split_size_or_sections, int):
        return split_with_sizes(tensor, split_size_or_sections, dim)
    return _parts(build(SplitOp, value_of(tensor), split_size_or_sections, dim))


def split_with_sizes(input: Tensor, split_sizes: Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """Parts of the given sizes along `dim`."""
    return _parts(build(SplitWithSizesOp, value_of(input), split_sizes, dim))


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` parts of equal size along `dim`, the last one of what remains."""
    return _parts(build(ChunkOp, value_of(input), chunks, dim))


def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """The parts at each index of `dim`, which they do not have."""
    return _parts(build(UnbindOp, value_of(input), dim))


def _parts(op: SplitFamilyOp) -> tuple[Tensor, ...]:
    return handles(op.parts)


def meshgrid(*tensors: Tensor | Sequence[Tensor], indexing: Indexing | None = None) -> tuple[Tensor, ...]:
    """For each of the vectors, given one by one or listed, a tensor that varies along a dimension of its own only."""
    vectors = [vector for each in tensors for vector in ([each] if isinstance(each, Tensor) else each)]
    return handles(build(MeshgridOp, [value_of(vector) for vector in vectors], indexing).grids)
