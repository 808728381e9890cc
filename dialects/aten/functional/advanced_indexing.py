"""Elements at places that tensors of indices, or masks, name: taken, replaced, or added to."""

from collections.abc import Sequence

from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import IndexOp, IndexPutOp
from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.index_along import IndexAddOp, IndexCopyOp, IndexSelectOp
from adjoint.dialects.aten.indexing_compositions import (
    IndexFillOp,
    MaskedFillOp,
    TakeAlongDimOp,
    expanded,
    indexed_sizes,
)
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.masks import fitting_mask, is_mask, without_masks
from adjoint.dialects.aten.operands import scalar
from adjoint.dialects.aten.scatter import ScatterAddOp, ScatterOp, ScatterReduction
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.ternary import WhereOp

__all__ = [
    "index",
    "index_add",
    "index_copy",
    "index_fill",
    "index_put",
    "index_select",
    "masked_fill",
    "scatter",
    "scatter_add",
    "take_along_dim",
]


def index(input: Tensor, indices: Sequence[Tensor | None]) -> Tensor:
    """`input[indices]`: each tensor indexes the dimension at its position in the list, None leaves it as it is.

    A boolean mask stands for as many dimensions as it has, and chooses the elements in which it is true.
    """
    if all(each is None for each in indices):
        return input
    return result_of(IndexOp, value_of(input), without_masks(input.value, _values(indices)))


def index_put(input: Tensor, indices: Sequence[Tensor | None], values: Tensor, accumulate: bool = False) -> Tensor:
    """The input with `values`, which broadcast, in the places `input[indices]`, or added to what is there.

    A boolean mask stands for as many dimensions as it has, and chooses the elements in which it is true.
    """
    value_of(values)
    chosen = _put_by_mask(input, indices, values, accumulate)
    if chosen is not None:
        return chosen
    listed = without_masks(value_of(input), _values(indices))
    indices = [None if each is None else Tensor(each) for each in listed]
    with errors_of(IndexPutOp.name):
        if all(each is None for each in indices):
            raise VerifyException("expected at least one index tensor")
        if len(indices) > input.ndim:
            raise VerifyException(f"{len(indices)} indices are too many for a tensor of rank {input.ndim}")
    sizes = indexed_sizes(input, indices)
    values = expanded(values, sizes)
    return result_of(IndexPutOp, input.value, listed, values.value, accumulate)


def _values(indices: Sequence[Tensor | None]) -> list[SSAValue | None]:
    return [None if each is None else value_of(each) for each in indices]


def _put_by_mask(input: Tensor, indices: Sequence[Tensor | None], values: Tensor, accumulate: bool) -> Tensor | None:
    """`index_put` by one mask, as a choice between tensors; None where the values tell the chosen elements apart."""
    dims = [dim for dim, each in enumerate(indices) if each is not None]
    mask = indices[dims[0]] if len(dims) == 1 else None
    if mask is None or not is_mask(mask.value) or not mask.ndim or mask.ndim + dims[0] > input.ndim:
        return None
    # The values broadcast to [leading dims, chosen elements, trailing dims].
    trailing = input.ndim - dims[0] - mask.ndim
    if values.ndim > trailing:
        if values.shape[-trailing - 1] != 1:
            return None
        for _ in range(mask.ndim - 1):
            values = values.unsqueeze(-trailing - 1)
    mask = Tensor(fitting_mask(input.value, dims[0], mask.value))
    for _ in range(trailing):
        mask = mask.unsqueeze(-1)
    if accumulate:
        return input + result_of(WhereOp, mask.value, values.value, scalar(0, input.dtype))
    return result_of(WhereOp, mask.value, values.value, input.value)


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The slices along `dim` that `index` names."""
    return result_of(IndexSelectOp, value_of(input), dim, value_of(index))


def index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Number = 1) -> Tensor:
    """The input with `alpha` times the slices of `source` added to those along `dim` that `index` names."""
    return result_of(IndexAddOp, value_of(input), dim, value_of(index), value_of(source), alpha=float(alpha))


def index_copy(input: Tensor, dim: int, index: Tensor, source: Tensor) -> Tensor:
    """The input with the slices of `source` in place of those along `dim` that `index` names."""
    return result_of(IndexCopyOp, value_of(input), dim, value_of(index), value_of(source))


def index_fill(input: Tensor, dim: int, index: Tensor, value: Tensor | Number) -> Tensor:
    """The input with one value in the slices along `dim` that `index` names."""
    return result_of(IndexFillOp, value_of(input), dim, value_of(index), _number(input, value))


def masked_fill(input: Tensor, mask: Tensor, value: Tensor | Number) -> Tensor:
    """The input with one value where the mask is true."""
    return result_of(MaskedFillOp, value_of(input), value_of(mask), _number(input, value))


def _number(input: Tensor, value: Tensor | Number) -> SSAValue:
    """A number in the element type of the input, a tensor as it is."""
    return value_of(value) if isinstance(value, Handle) else scalar(value, input.dtype)


def take_along_dim(input: Tensor, indices: Tensor, dim: int | None = None) -> Tensor:
    """The elements that `indices` picks along `dim`, both broadcast; of all elements without a `dim`."""
    return result_of(TakeAlongDimOp, value_of(input), value_of(indices), dim)


def scatter(
    input: Tensor,
    dim: int,
    index: Tensor,
    src: Tensor | Number | None = None,
    *,
    value: Number | None = None,
    reduce: ScatterReduction | None = None,
) -> Tensor:
    """The input with the elements of `src`, or a number, at the places along `dim` that `index` names."""
    written = src if value is None else value
    if written is None:
        raise TypeError("scatter() needs a src tensor or a value")
    source = written if isinstance(written, Handle) else _repeated(input, written, index)
    return result_of(ScatterOp, value_of(input), dim, value_of(index), value_of(source), reduce=reduce)


def _repeated(input: Tensor, number: Number, index: Tensor) -> Tensor:
    """A number in the shape of the index."""
    repeated = Tensor(scalar(number, input.dtype))
    return repeated.expand([index.size(dim) for dim in range(index.ndim)]) if index.ndim else repeated


def scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """The input with the elements of `src` added at the places along `dim` that `index` names."""
    return result_of(ScatterAddOp, value_of(input), dim, value_of(index), value_of(src))
