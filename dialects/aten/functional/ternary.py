"""Elementwise functions of three operands that broadcast against each other."""

from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of
from adjoint.dialects.aten.ternary import AddcdivOp, AddcmulOp, LerpOp

__all__ = [
    "addcdiv",
    "addcmul",
    "lerp",
]


def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1) -> Tensor:
    """`input + value * tensor1 * tensor2`."""
    return result_of(AddcmulOp, value_of(input), value_of(tensor1), value_of(tensor2), value=value)


def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Number = 1) -> Tensor:
    """`input + value * tensor1 / tensor2`."""
    return result_of(AddcdivOp, value_of(input), value_of(tensor1), value_of(tensor2), value=value)


def lerp(input: Tensor, end: Tensor, weight: TensorLike) -> Tensor:
    """`input + weight * (end - input)`."""
    return result_of(LerpOp, *values_of(input, end, weight))
