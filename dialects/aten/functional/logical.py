"""Logic of truth values and of bits, and questions about numbers."""

from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.logical import (
    BitwiseAndOp,
    BitwiseNotOp,
    BitwiseOrOp,
    BitwiseXorOp,
    IsfiniteOp,
    IsinfOp,
    IsnanOp,
    LogicalAndOp,
    LogicalNotOp,
    LogicalOrOp,
    LogicalXorOp,
)
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of

__all__ = [
    "bitwise_and",
    "bitwise_not",
    "bitwise_or",
    "bitwise_xor",
    "isfinite",
    "isinf",
    "isnan",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
]


def isfinite(input: Tensor) -> Tensor:
    """Which elements are neither infinite nor NaN."""
    return result_of(IsfiniteOp, value_of(input))


def isinf(input: Tensor) -> Tensor:
    """Which elements are infinite."""
    return result_of(IsinfOp, value_of(input))


def isnan(input: Tensor) -> Tensor:
    """Which elements are NaN."""
    return result_of(IsnanOp, value_of(input))


def logical_not(input: Tensor) -> Tensor:
    """Which elements are 0."""
    return result_of(LogicalNotOp, value_of(input))


def bitwise_not(input: Tensor) -> Tensor:
    """The other bits."""
    return result_of(BitwiseNotOp, value_of(input))


def logical_and(input: TensorLike, other: TensorLike) -> Tensor:
    """Where neither of two elements is 0."""
    return result_of(LogicalAndOp, *values_of(input, other))


def logical_or(input: TensorLike, other: TensorLike) -> Tensor:
    """Where one of two elements is not 0."""
    return result_of(LogicalOrOp, *values_of(input, other))


def logical_xor(input: TensorLike, other: TensorLike) -> Tensor:
    """Where exactly one of two elements is not 0."""
    return result_of(LogicalXorOp, *values_of(input, other))


def bitwise_and(input: TensorLike, other: TensorLike) -> Tensor:
    """The bits that both have."""
    return result_of(BitwiseAndOp, *values_of(input, other))


def bitwise_or(input: TensorLike, other: TensorLike) -> Tensor:
    """The bits that one of them has."""
    return result_of(BitwiseOrOp, *values_of(input, other))


def bitwise_xor(input: TensorLike, other: TensorLike) -> Tensor:
    """The bits in which they differ."""
    return result_of(BitwiseXorOp, *values_of(input, other))
