"""Parts of tensors, tensors joined, and parts put into zeros."""

from collections.abc import Sequence

from xdsl.dialects.builtin import IndexType
from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.creation import OnesLikeOp
from adjoint.dialects.aten.functional.advanced_indexing import index_select
from adjoint.dialects.aten.functional.binary import where
from adjoint.dialects.aten.functional.creation import arange, dim_arange, full
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.indexing import SelectBackwardOp, SelectOp, SliceBackwardOp, SliceOp
from adjoint.dialects.aten.joining import CatOp
from adjoint.dialects.aten.lookup import EmbeddingDenseBackwardOp, EmbeddingOp, GatherOp
from adjoint.dialects.aten.narrow import NarrowBackwardOp, NarrowOp
from adjoint.dialects.aten.operands import scalar, target_of
from adjoint.dialects.aten.tensor import Size, Tensor, result_of

__all__ = [
    "cat",
    "embedding",
    "embedding_dense_backward",
    "gather",
    "narrow",
    "narrow_backward",
    "select",
    "select_backward",
    "slice",
    "slice_backward",
]


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors joined along `dim`."""
    return result_of(CatOp, [value_of(tensor) for tensor in tensors], dim)


def slice(input: Tensor, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1) -> Tensor:
    """Every `step`-th part along `dim` from `start` up to `end`, excluded."""
    return result_of(SliceOp, value_of(input), dim, start or 0, end, step)


def slice_backward(
    grad_output: Tensor, size: Size, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Tensor:
    """Zeros of shape `size` in which the slice is `grad_output`."""
    return result_of(SliceBackwardOp, value_of(grad_output), target_of(size), dim, start or 0, end, step)


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """The part at `index` of dimension `dim`."""
    return result_of(SelectOp, value_of(input), dim, index)


def select_backward(grad_output: Tensor, size: Size, dim: int, index: int) -> Tensor:
    """Zeros of shape `size` in which the selected part is `grad_output`."""
    return result_of(SelectBackwardOp, value_of(grad_output), target_of(size), dim, index)


def narrow(input: Tensor, dim: int, start: int | Tensor, length: int | Tensor) -> Tensor:
    """The `length` places of dimension `dim` from `start` on; each a number or a 0-d index, a size of the program.

    A start of another integer type is an element that only run time knows: the places are then looked up.
    """
    if isinstance(start, Handle) and not isinstance(start.dtype, IndexType):
        places = dim_arange(full([length], 0), 0) if isinstance(length, Handle) else arange(length)
        size = input.size(dim)
        end = (size if isinstance(size, int) else size.to(start.dtype)) + start
        return index_select(input, dim, places + where(start < 0, end, start))
    if isinstance(start, int) and start < 0:
        start = input.size(dim) + start
    return result_of(NarrowOp, value_of(input), dim, _index_of(start), _index_of(length))


def narrow_backward(grad_output: Tensor, size: Size, dim: int, start: int | Tensor) -> Tensor:
    """Zeros of shape `size` in which the part from `start` on is `grad_output`."""
    return result_of(NarrowBackwardOp, value_of(grad_output), target_of(size), dim, _index_of(start))


def _index_of(size: int | Tensor) -> SSAValue:
    return value_of(size) if isinstance(size, Handle) else scalar(size, IndexType())


def gather(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The elements that `index` picks along `dim`."""
    return result_of(GatherOp, value_of(input), dim, value_of(index))


def embedding(
    weight: Tensor,
    indices: Tensor,
    padding_idx: int | None = -1,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
    *,
    max_norm: float | None = None,
    norm_type: float = 2.0,
) -> Tensor:
    """The rows of `weight` that `indices` name; the row `padding_idx` gets no gradient, -1 stands for none.

    Gradients are never sparse, and rows are not scaled to a `max_norm`: PyTorch changes the weight for that.
    """
    with errors_of(EmbeddingOp.name):
        if sparse:
            raise VerifyException("sparse gradients are not supported: the gradient of the weight is a dense tensor")
        if max_norm is not None:
            raise VerifyException(
                f"max_norm changes the weight, and tensors do not change: scale rows of {norm_type:g}-norm above "
                f"{max_norm:g} before the lookup"
            )
    padding = -1 if padding_idx is None else padding_idx
    return result_of(EmbeddingOp, value_of(weight), value_of(indices), padding, scale_grad_by_freq)


def embedding_dense_backward(
    grad_output: Tensor, indices: Tensor, size: Size, padding_idx: int = -1, scale_grad_by_freq: bool = False
) -> Tensor:
    """Zeros of shape `size` to whose rows, named by `indices`, those of `grad_output` are added.

    With `scale_grad_by_freq` each is divided by the number of times that its index occurs.
    """
    target = target_of(size)
    if scale_grad_by_freq:
        ones = result_of(OnesLikeOp, indices.value).to(grad_output.dtype).unsqueeze(-1)
        shape = [target[0], 1] if isinstance(target, Sequence) else [Tensor(target)[0], 1]
        counts = result_of(EmbeddingDenseBackwardOp, ones.value, indices.value, target_of(shape))
        grad_output = grad_output / result_of(EmbeddingOp, counts.value, indices.value)
    return result_of(EmbeddingDenseBackwardOp, value_of(grad_output), value_of(indices), target, padding_idx)
