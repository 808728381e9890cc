"""Other shapes and orders of the same elements, and sizes as values."""

from collections.abc import Sequence

from adjoint.dialects.aten.dimensions import FlattenOp, SqueezeOp, UnflattenOp, UnsqueezeOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import element_count, target_of
from adjoint.dialects.aten.permutation import MovedimOp, PermuteOp, TOp, TransposeOp
from adjoint.dialects.aten.reshaping import BroadcastToOp, ContiguousOp, ExpandAsOp, ReshapeAsOp, ViewAsOp
from adjoint.dialects.aten.shape import ExpandOp, ReshapeOp, SizeOp, ViewOp
from adjoint.dialects.aten.tensor import Dims, Size, Tensor, one_size, result_of

__all__ = [
    "broadcast_to",
    "contiguous",
    "expand",
    "expand_as",
    "flatten",
    "movedim",
    "numel",
    "permute",
    "reshape",
    "reshape_as",
    "size",
    "squeeze",
    "t",
    "transpose",
    "unflatten",
    "unsqueeze",
    "view",
    "view_as",
]


def size(input: Tensor) -> Tensor:
    """The sizes as a tensor of indices."""
    return result_of(SizeOp, value_of(input))


def numel(input: Tensor, dim: Dims = None) -> int | Tensor:
    """The number of elements along `dim`: an int where it is known when compiling, else a 0-d index."""
    count = element_count(value_of(input), dim)
    return count if isinstance(count, int) else Tensor(count)


def t(input: Tensor) -> Tensor:
    """The transpose of a matrix."""
    return result_of(TOp, value_of(input))


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two dimensions swapped."""
    return result_of(TransposeOp, value_of(input), dim0, dim1)


def permute(input: Tensor, dims: Sequence[int]) -> Tensor:
    """The dimensions in the order `dims`."""
    return result_of(PermuteOp, value_of(input), dims)


def movedim(input: Tensor, source: int | Sequence[int], destination: int | Sequence[int]) -> Tensor:
    """Each dimension `source[i]` at the place `destination[i]`, the others in their order."""
    return result_of(MovedimOp, value_of(input), source, destination)


def contiguous(input: Tensor) -> Tensor:
    """The input as it is: values have no strides."""
    return result_of(ContiguousOp, value_of(input))


def reshape(input: Tensor, *shape: Size) -> Tensor:
    """The elements in row-major order in another shape, in which one size may be -1: what remains."""
    return result_of(ReshapeOp, value_of(input), target_of(one_size(shape)))


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """The elements in row-major order in the shape of `other`."""
    return result_of(ReshapeAsOp, value_of(input), value_of(other))


def view(input: Tensor, *size: Size) -> Tensor:
    """The same as `reshape`."""
    return result_of(ViewOp, value_of(input), target_of(one_size(size)))


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """The same as `reshape_as`."""
    return result_of(ViewAsOp, value_of(input), value_of(other))


def expand(input: Tensor, *size: Size) -> Tensor:
    """Broadcast to a shape, in which -1 keeps a size."""
    return result_of(ExpandOp, value_of(input), target_of(one_size(size)))


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Broadcast to the shape of `other`."""
    return result_of(ExpandAsOp, value_of(input), value_of(other))


def broadcast_to(input: Tensor, size: Size) -> Tensor:
    """The same as `expand`."""
    return result_of(BroadcastToOp, value_of(input), target_of(size))


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from `start_dim` to `end_dim` merged into one."""
    return result_of(FlattenOp, value_of(input), start_dim, end_dim)


def unflatten(input: Tensor, dim: int, sizes: int | Sequence[int]) -> Tensor:
    """Dimension `dim` split into dimensions of the given sizes, one of which may be -1: what remains."""
    return result_of(UnflattenOp, value_of(input), dim, [sizes] if isinstance(sizes, int) else sizes)


def squeeze(input: Tensor, dim: Dims = None) -> Tensor:
    """Without those of the dimensions `dim`, or of all, that have size 1."""
    return result_of(SqueezeOp, value_of(input), dim)


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """With a dimension of size 1 inserted at `dim`."""
    return result_of(UnsqueezeOp, value_of(input), dim)
