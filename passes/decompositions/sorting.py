"""What is chosen by order: what is at a place of the elements in order."""

from math import nan

from xdsl.dialects.builtin import DYNAMIC_INDEX, i64

from adjoint.dialects import aten
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(aten.KthvalueOp)
def _kthvalue(op: aten.KthvalueOp) -> tuple[Tensor, Tensor]:
    x, k, keepdim = Tensor(op.input), op.k.value.data, op.keepdim is not None
    if not op.dims:
        return x, aten.constant(0, i64)
    (dim,) = op.dims
    parts = [aten.narrow(each, dim, k - 1, 1) for each in aten.topk(x, k, dim, largest=False)]
    values, indices = parts if keepdim else [part.squeeze(dim) for part in parts]
    return values, indices


@decomposition(aten.MedianDimOp)
def _median_dim(op: aten.MedianDimOp) -> tuple[Tensor, Tensor]:
    x = Tensor(op.input)
    if not op.dims:
        return x, aten.constant(0, i64)
    values, indices = _medians(x, op.dims[0])
    return (values, indices) if op.keepdim is not None else (values.squeeze(op.dims), indices.squeeze(op.dims))


@decomposition(aten.MedianOp)
def _median(op: aten.MedianOp) -> Tensor:
    x = Tensor(op.input)
    if not x.ndim:
        return x
    x = x.flatten()
    if x.shape[0] == 0:
        return aten.constant(nan if is_floating_point(x.dtype) else -(2**63), x.dtype)
    if x.shape[0] == DYNAMIC_INDEX and is_floating_point(x.dtype):
        return _medians(aten.cat([x, aten.constant([nan], x.dtype)]), 0, x.size(0))[0].squeeze(0)
    return _medians(x, 0)[0].squeeze(0)


def _medians(x: Tensor, dim: int, count: int | Tensor | None = None) -> tuple[Tensor, Tensor]:
    """The medians and their indices, of size 1 along the dimension.

    In ascending order NaN comes last: before the first one stand all elements that are numbers. `count` is the number
    of elements where it is not the size: what follows them is NaN, and makes sure that there is an element.
    """
    values, indices = aten.sort(x, dim)
    size = _as_number(x.size(dim) if count is None else count)
    place = aten.div((size - 1).clamp(min=0), 2, rounding_mode="floor")
    if is_floating_point(x.dtype):
        numbers = (x == x).sum(dim, keepdim=True)
        place = aten.where(numbers < size, numbers, place)
    else:
        place = place + aten.zeros_like(aten.narrow(indices, dim, 0, 1))
    return values.gather(dim, place), indices.gather(dim, place)


def _as_number(size: int | Tensor) -> Tensor:
    return aten.constant(size, i64) if isinstance(size, int) else size.to(i64)
