"""Other shapes and orders of the same elements, and sizes as values."""

from collections.abc import Sequence

from adjoint.dialects.aten.dimensions import FlattenOp, SqueezeOp, UnsqueezeOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import element_count, target_of
from adjoint.dialects.aten.permutation import PermuteOp, TOp, TransposeOp
from adjoint.dialects.aten.shape import ExpandOp, ReshapeOp, SizeOp, ViewOp
from adjoint.dialects.aten.tensor import Dims, Size, Tensor, result_of

__all__ = [
    "expand",
    "flatten",
    "numel",
    "permute",
    "reshape",
    "size",
    "squeeze",
    "t",
    "transpose",
    "unsqueeze",
    "view",
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


def reshape(input: Tensor, shape: Size) -> Tensor:
    """The elements in row-major order in another shape, in which one size may be -1: what remains."""
    return result_of(ReshapeOp, value_of(input), target_of(shape))


def view(input: Tensor, size: Size) -> Tensor:
    """The same as `reshape`."""
    return result_of(ViewOp, value_of(input), target_of(size))


def expand(input: Tensor, size: Size) -> Tensor:
    """Broadcast to a shape, in which -1 keeps a size."""
    return result_of(ExpandOp, value_of(input), target_of(size))


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from `start_dim` to `end_dim` merged into one."""
    return result_of(FlattenOp, value_of(input), start_dim, end_dim)


def squeeze(input: Tensor, dim: Dims = None) -> Tensor:
    """Without those of the dimensions `dim`, or of all, that have size 1."""
    return result_of(SqueezeOp, value_of(input), dim)


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """With a dimension of size 1 inserted at `dim`."""
    return result_of(UnsqueezeOp, value_of(input), dim)
