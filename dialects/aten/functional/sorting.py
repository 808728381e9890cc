"""Elements in order, and elements chosen by order."""

from typing import overload

from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.sorting import KthvalueOp, MedianDimOp, MedianOp, SortOp, TopkOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = ["argsort", "kthvalue", "median", "msort", "sort", "topk"]


def sort(input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool = True) -> tuple[Tensor, Tensor]:
    """The elements along `dim` in order, and where each was. Equal ones keep their order, asked for or not."""
    op = build(SortOp, value_of(input), dim, descending)
    return Tensor(op.values), Tensor(op.indices)


def argsort(input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool = True) -> Tensor:
    """Where the elements along `dim`, in order, were."""
    return sort(input, dim, descending, stable=stable)[1]


def msort(input: Tensor) -> Tensor:
    """The elements along the first dimension in ascending order."""
    return sort(input, 0)[0]


def topk(
    input: Tensor, k: int, dim: int | None = None, largest: bool = True, sorted: bool = True
) -> tuple[Tensor, Tensor]:
    """The `k` largest or smallest elements along `dim`, in order, asked for or not, and where each was."""
    op = build(TopkOp, value_of(input), k, -1 if dim is None else dim, largest)
    return Tensor(op.values), Tensor(op.indices)


def kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> tuple[Tensor, Tensor]:
    """The `k`-th smallest element along `dim`, counted from 1, and where it is."""
    op = build(KthvalueOp, value_of(input), k, dim, keepdim)
    return Tensor(op.values), Tensor(op.indices)


@overload
def median(input: Tensor) -> Tensor: ...
@overload
def median(input: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]: ...
def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor | tuple[Tensor, Tensor]:
    """The lower median of all elements; or those along `dim` and where each is."""
    if dim is None:
        return result_of(MedianOp, value_of(input))
    op = build(MedianDimOp, value_of(input), dim, keepdim)
    return Tensor(op.values), Tensor(op.indices)
