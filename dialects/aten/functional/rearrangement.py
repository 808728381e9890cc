"""Places of a tensor in another order, repeated, padded, as windows; triangles and diagonals."""

from collections.abc import Sequence

from adjoint.dialects.aten.creation import ConstantOp
from adjoint.dialects.aten.diagonal_matrices import DiagEmbedOp
from adjoint.dialects.aten.diagonals import DiagonalBackwardOp, DiagonalOp, TrilOp, TriuOp
from adjoint.dialects.aten.functional.advanced_indexing import index_select
from adjoint.dialects.aten.functional.data_sized import repeat_interleave_indices
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.padding import PaddingMode, PadOp
from adjoint.dialects.aten.reordering import FlipOp, RollOp
from adjoint.dialects.aten.repetition import RepeatInterleaveOp, RepeatOp, TileOp
from adjoint.dialects.aten.tensor import Size, Tensor, result_of
from adjoint.dialects.aten.windows import Col2imOp, Im2colOp, UnfoldBackwardOp, UnfoldOp

__all__ = [
    "col2im",
    "diag_embed",
    "diagonal",
    "diagonal_backward",
    "flip",
    "fliplr",
    "flipud",
    "fold",
    "im2col",
    "pad",
    "repeat",
    "repeat_interleave",
    "roll",
    "tile",
    "tril",
    "triu",
    "unfold",
    "unfold_backward",
]


def flip(input: Tensor, dims: int | Sequence[int]) -> Tensor:
    """The places of each of the dimensions in reverse order."""
    return result_of(FlipOp, value_of(input), dims)


def fliplr(input: Tensor) -> Tensor:
    """The columns in reverse order."""
    return flip(input, [1])


def flipud(input: Tensor) -> Tensor:
    """The rows in reverse order."""
    return flip(input, [0])


def roll(input: Tensor, shifts: int | Sequence[int], dims: int | Sequence[int] | None = None) -> Tensor:
    """The places of each of the dimensions moved on by its shift, around the end; without `dims` all elements."""
    return result_of(RollOp, value_of(input), shifts, () if dims is None else dims)


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """The lower triangle of each matrix, up to `diagonal` places right of the main one, zeros elsewhere."""
    return result_of(TrilOp, value_of(input), diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """The upper triangle of each matrix, from `diagonal` places right of the main one on, zeros elsewhere."""
    return result_of(TriuOp, value_of(input), diagonal)


def diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """The diagonals of the matrices in two dimensions, as the last dimension."""
    return result_of(DiagonalOp, value_of(input), offset, dim1, dim2)


def diagonal_backward(grad_output: Tensor, size: Size, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """Zeros of shape `size` in which the diagonals are `grad_output`."""
    return result_of(DiagonalBackwardOp, value_of(grad_output), target_of(size), offset, dim1, dim2)


def diag_embed(input: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """The last dimension as the diagonals of square matrices."""
    return result_of(DiagEmbedOp, value_of(input), offset, dim1, dim2)


def pad(input: Tensor, pad: Sequence[int], mode: PaddingMode = "constant", value: Number | None = None) -> Tensor:
    """Places added at the ends of the last dimensions, `value` or what the mode repeats; a negative number removes."""
    return result_of(PadOp, value_of(input), pad, mode, 0.0 if value is None else float(value))


def repeat(input: Tensor, *repeats: int | Sequence[int]) -> Tensor:
    """The whole tensor `repeats[i]` times along dimension i."""
    return result_of(RepeatOp, value_of(input), _listed(repeats))


def tile(input: Tensor, *dims: int | Sequence[int]) -> Tensor:
    """The whole tensor `dims[i]` times along a dimension, counted from the last one."""
    return result_of(TileOp, value_of(input), _listed(dims))


def _listed(numbers: Sequence[int | Sequence[int]]) -> list[int]:
    return [number for each in numbers for number in ([each] if isinstance(each, int) else each)]


def repeat_interleave(
    input: Tensor, repeats: int | Tensor, dim: int | None = None, *, output_size: int | None = None
) -> Tensor:
    """Each place of `dim`, or each element, several times, one after the other.

    A tensor of repeats has a number for each place, or one for all; `output_size` is what they add up to, where known.
    """
    if isinstance(repeats, int):
        return result_of(RepeatInterleaveOp, value_of(input), repeats, dim, output_size)
    if output_size is not None or isinstance(repeats.value.owner, ConstantOp):
        return result_of(RepeatInterleaveOp, value_of(input), value_of(repeats), dim, output_size)
    if dim is None or not input.ndim:
        input, dim = input.flatten(), 0
    if not repeats.ndim or repeats.shape[0] == 1:
        repeats = repeats.expand([input.size(dim)])
    return index_select(input, dim, repeat_interleave_indices(repeats))


def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Every window of `size` places of a dimension, from every `step`-th on; the places become the last dimension."""
    return result_of(UnfoldOp, value_of(input), dimension, size, step)


def unfold_backward(grad_in: Tensor, input_sizes: Size, dim: int, size: int, step: int) -> Tensor:
    """Zeros of shape `input_sizes` to which the windows are added."""
    return result_of(UnfoldBackwardOp, value_of(grad_in), target_of(input_sizes), dim, size, step)


def im2col(
    input: Tensor,
    kernel_size: int | Sequence[int],
    dilation: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    stride: int | Sequence[int] = 1,
) -> Tensor:
    """The windows of images as columns: PyTorch's `nn.functional.unfold`."""
    return result_of(Im2colOp, value_of(input), *map(_pair, (kernel_size, dilation, padding, stride)))


def col2im(
    input: Tensor,
    output_size: Size,
    kernel_size: int | Sequence[int],
    dilation: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    stride: int | Sequence[int] = 1,
) -> Tensor:
    """Images to which the windows in columns are added: PyTorch's `nn.functional.fold`."""
    target = target_of([output_size, output_size] if isinstance(output_size, int) else output_size)
    return result_of(Col2imOp, value_of(input), target, *map(_pair, (kernel_size, dilation, padding, stride)))


fold = col2im


def _pair(value: int | Sequence[int]) -> Sequence[int]:
    """One number, or a list of one, stands for rows and columns."""
    values = [value] if isinstance(value, int) else list(value)
    return values * 2 if len(values) == 1 else values
