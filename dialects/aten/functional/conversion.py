"""Conversions of the element type."""

from xdsl.ir import Attribute

from adjoint.dialects.aten.conversion import ToOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.type_as import TypeAsOp

__all__ = ["to", "type_as"]


def to(input: Tensor, *target: Attribute | Tensor | str | bool, dtype: Attribute | None = None) -> Tensor:
    """The elements converted to a dtype: `to(x, dtype)`, `to(x, other)` or `to(x, device, dtype)`, as in PyTorch.

    A device, and whether to copy, say nothing of a tensor that is a value.
    """
    for each in target:
        if isinstance(each, Tensor):
            dtype = each.dtype
        elif isinstance(each, Attribute):
            dtype = each
    return input if dtype is None else result_of(ToOp, value_of(input), dtype)


def type_as(input: Tensor, other: Tensor) -> Tensor:
    """The elements converted to the element type of `other`."""
    return result_of(TypeAsOp, value_of(input), value_of(other))
