"""PyTorch's type promotion: which element type an operator computes in.

https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc: types are of three categories, bool,
integral and floating point; a 0-d tensor changes the result type only where its category is the higher one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xdsl.dialects.builtin import AnyFloat, IndexType, bf16, f16, f32, f64, i1, i8, i16, i32, i64
from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

if TYPE_CHECKING:
    from adjoint.dialects.aten.base import AnyTensorType

_CATEGORY_AND_WIDTH: dict[Attribute, tuple[int, int]] = {
    i1: (0, 1),
    i8: (1, 8),
    i16: (1, 16),
    i32: (1, 32),
    i64: (1, 64),
    IndexType(): (1, 64),
    f16: (2, 16),
    bf16: (2, 16),
    f32: (2, 32),
    f64: (2, 64),
}


def _category_and_width(element_type: Attribute) -> tuple[int, int]:
    known = _CATEGORY_AND_WIDTH.get(element_type)
    if known is None:
        names = ", ".join(str(each) for each in _CATEGORY_AND_WIDTH)
        raise VerifyException(f"element type {element_type} is not one that aten knows: {names}")
    return known


def category(element_type: Attribute) -> int:
    """0 for bool (i1), 1 for integers and index, 2 for floating point.

    Raises VerifyException for an element type that aten does not know.
    """
    return _category_and_width(element_type)[0]


def is_floating_point(element_type: Attribute) -> bool:
    """Whether the element type is f16, bf16, f32 or f64."""
    return isinstance(element_type, AnyFloat)


def computation_type(element_type: Attribute) -> Attribute:
    """The type that elements are computed in: f32 for f16 and bf16, which are for storage, else the type itself."""
    return f32 if element_type in (f16, bf16) else element_type


def _promote(first: Attribute, second: Attribute) -> Attribute:
    if first == second:
        return first
    if {first, second} == {f16, bf16}:
        return f32
    return first if _category_and_width(first) >= _category_and_width(second) else second


def is_lossless(source: Attribute, target: Attribute) -> bool:
    """Whether every element of the source type is one of the target type: a wider one of the category, or a bool."""
    return category(source) == 0 or (category(source) == category(target) and _promote(source, target) == target)


def promote_element_types(element_types: Sequence[Attribute]) -> Attribute:
    """The type of the highest category, and in it of the greatest width; f32 for f16 with bf16."""
    result, *others = element_types
    for element_type in others:
        result = _promote(result, element_type)
    return result


def promote_types(types: Sequence[AnyTensorType]) -> Attribute:
    """The element type that an operator on these tensors computes in."""
    with_dims = [type_.element_type for type_ in types if type_.get_num_dims() > 0]
    zero_dims = [type_.element_type for type_ in types if type_.get_num_dims() == 0]
    if not with_dims or not zero_dims:
        return promote_element_types(with_dims or zero_dims)
    result, scalar = promote_element_types(with_dims), promote_element_types(zero_dims)
    return scalar if category(scalar) > category(result) else result
