"""The largest and smallest of all elements or along a dimension, and the larger and smaller of two tensors."""

from typing import overload

from adjoint.dialects.aten.binary import FmaxOp, FminOp, MaximumOp, MinimumOp
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.extremum import ArgmaxOp, ArgminOp, MaxDimOp, MinDimOp
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of

__all__ = [
    "argmax",
    "argmin",
    "fmax",
    "fmin",
    "max",
    "maximum",
    "min",
    "minimum",
]


def maximum(input: TensorLike, other: TensorLike) -> Tensor:
    """The larger elements; NaN where one is NaN."""
    return result_of(MaximumOp, *values_of(input, other))


def minimum(input: TensorLike, other: TensorLike) -> Tensor:
    """The smaller elements; NaN where one is NaN."""
    return result_of(MinimumOp, *values_of(input, other))


def fmax(input: TensorLike, other: TensorLike) -> Tensor:
    """The larger elements; the other one where one is NaN."""
    return result_of(FmaxOp, *values_of(input, other))


def fmin(input: TensorLike, other: TensorLike) -> Tensor:
    """The smaller elements; the other one where one is NaN."""
    return result_of(FminOp, *values_of(input, other))


@overload
def max(input: Tensor) -> Tensor: ...
@overload
def max(input: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]: ...
@overload
def max(input: Tensor, dim: Tensor) -> Tensor: ...
@overload
def max(input: Tensor, *, other: Tensor) -> Tensor: ...
def max(
    input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False, *, other: Tensor | None = None
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest of all elements; the largest along `dim` and their indices; or the larger of two tensors."""
    if isinstance(dim, Handle):
        dim, other = None, dim
    if other is not None:
        return maximum(input, other)
    return input.amax() if dim is None else _choice(MaxDimOp, input, dim, keepdim)


@overload
def min(input: Tensor) -> Tensor: ...
@overload
def min(input: Tensor, dim: int, keepdim: bool = False) -> tuple[Tensor, Tensor]: ...
@overload
def min(input: Tensor, dim: Tensor) -> Tensor: ...
@overload
def min(input: Tensor, *, other: Tensor) -> Tensor: ...
def min(
    input: Tensor, dim: int | Tensor | None = None, keepdim: bool = False, *, other: Tensor | None = None
) -> Tensor | tuple[Tensor, Tensor]:
    """The smallest of all elements; the smallest along `dim` and their indices; or the smaller of two tensors."""
    if isinstance(dim, Handle):
        dim, other = None, dim
    if other is not None:
        return minimum(input, other)
    return input.amin() if dim is None else _choice(MinDimOp, input, dim, keepdim)


def _choice(op_type: type[MaxDimOp | MinDimOp], input: Tensor, dim: int, keepdim: bool) -> tuple[Tensor, Tensor]:
    op = build(op_type, value_of(input), dim, keepdim)
    return Tensor(op.values), Tensor(op.indices)


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The first place of the largest element along `dim`, or of all in row-major order."""
    return result_of(ArgmaxOp, value_of(input), dim, keepdim)


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The first place of the smallest element along `dim`, or of all in row-major order."""
    return result_of(ArgminOp, value_of(input), dim, keepdim)
