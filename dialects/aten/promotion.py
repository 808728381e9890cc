"""PyTorch's type promotion: which element type an operator computes in.

https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc: types are of three categories, bool,
integral and floating point; a 0-d tensor changes the result type only where its category is the higher one.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    AnyFloat,
    BFloat16Type,
    Float16Type,
    IndexType,
    IntegerType,
    f32,
)
from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType

_HALF_PRECISION = (Float16Type, BFloat16Type)


def category(element_type: Attribute) -> int:
    """0 for bool (i1), 1 for integers and index, 2 for floating point."""
    if isinstance(element_type, AnyFloat):
        return 2
    if isinstance(element_type, IndexType):
        return 1
    if isinstance(element_type, IntegerType):
        return 0 if element_type.bitwidth == 1 else 1
    raise VerifyException(f"element type {element_type} is not one that aten knows")


def is_floating_point(element_type: Attribute) -> bool:
    """Whether the element type is f16, bf16, f32 or f64."""
    return isinstance(element_type, AnyFloat)


def _promote(first: Attribute, second: Attribute) -> Attribute:
    if first == second:
        return first
    rank = category(first), category(second)
    if rank[0] != rank[1]:
        return first if rank[0] > rank[1] else second
    if isinstance(first, _HALF_PRECISION) and isinstance(second, _HALF_PRECISION):
        return f32
    return first if _width(first) >= _width(second) else second


def _width(element_type: Attribute) -> int:
    if isinstance(element_type, IndexType):
        return 64
    assert isinstance(element_type, IntegerType | AnyFloat)
    return element_type.bitwidth


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
