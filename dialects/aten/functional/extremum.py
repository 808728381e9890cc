"""The larger and the smaller of two tensors."""

from adjoint.dialects.aten.binary import FmaxOp, FminOp, MaximumOp, MinimumOp
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of

__all__ = [
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


def max(input: Tensor, other: Tensor) -> Tensor:
    """The larger elements of two tensors; NaN where one is NaN."""
    return maximum(input, other)


def min(input: Tensor, other: Tensor) -> Tensor:
    """The smaller elements of two tensors; NaN where one is NaN."""
    return minimum(input, other)
