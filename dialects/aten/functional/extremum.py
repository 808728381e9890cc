"""The largest and smallest of all elements, along a dimension, or of two tensors."""

from typing import overload

from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.extremum import ArgmaxOp, ArgminOp, MaxDimOp, MinDimOp
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.tensor import Tensor, tensors

__all__ = ["argmax", "argmin", "max", "min"]


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
) -> Tensor | tuple[Tensor, ...]:
    """The largest of all elements; the largest along `dim` and their indices; or the larger of two tensors."""
    if isinstance(dim, Handle):
        dim, other = None, dim
    if other is not None:
        return input.maximum(other)
    return input.amax() if dim is None else tensors(build(MaxDimOp, value_of(input), dim, keepdim).results)


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
) -> Tensor | tuple[Tensor, ...]:
    """The smallest of all elements; the smallest along `dim` and their indices; or the smaller of two tensors."""
    if isinstance(dim, Handle):
        dim, other = None, dim
    if other is not None:
        return input.minimum(other)
    return input.amin() if dim is None else tensors(build(MinDimOp, value_of(input), dim, keepdim).results)


def argmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The first place of the largest element along `dim`, or of all in row-major order."""
    return Tensor(build(ArgmaxOp, value_of(input), dim, keepdim).result)


def argmin(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """The first place of the smallest element along `dim`, or of all in row-major order."""
    return Tensor(build(ArgminOp, value_of(input), dim, keepdim).result)
