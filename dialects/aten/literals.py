"""Numbers and arrays of Python as attributes: what constants hold."""

from collections.abc import Sequence
from math import isnan
from typing import Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from xdsl.dialects.builtin import (
    AnyFloat,
    DenseIntOrFPElementsAttr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    TensorType,
    bf16,
    f16,
    f32,
    f64,
    i1,
    i8,
    i16,
    i32,
    i64,
)
from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.promotion import category, is_floating_point

Number: TypeAlias = int | float | bool

NumberAttr: TypeAlias = FloatAttr[AnyFloat] | IntegerAttr[IntegerType | IndexType]
"""A number with its element type."""

DenseElements: TypeAlias = DenseIntOrFPElementsAttr[Any]
"""The elements of a tensor of static shape, in row-major order. Any: its parameter is the element type."""

_ELEMENT_TYPES: dict[str, Attribute] = {
    "bool": i1,
    "int8": i8,
    "int16": i16,
    "int32": i32,
    "int64": i64,
    "float16": f16,
    "bfloat16": bf16,
    "float32": f32,
    "float64": f64,
}


def element_type_of_number(value: Number, beside: Attribute | None = None) -> Attribute:
    """The element type of a number: that of the tensor beside it, unless the number is of a higher category.

    On its own a bool is i1, an int i64 and a float f32, as in PyTorch.
    """
    own = i1 if isinstance(value, bool) else i64 if isinstance(value, int) else f32
    return own if beside is None or category(beside) < category(own) else beside


def number_attribute(value: Number, element_type: Attribute) -> NumberAttr:
    """A number as an attribute of the element type; a float is truncated to an integer, as in PyTorch."""
    return next(iter(dense_elements([value], TensorType(element_type, [])).iter_attrs()))


def dense_elements(values: Sequence[Number], type_: AnyTensorType) -> DenseElements:
    """The elements of a tensor of static shape; one element stands for all. Floats become integers by truncation.

    Raises VerifyException where a number does not fit into an integer type.
    """
    element_type = type_.element_type
    category(element_type)
    if is_floating_point(element_type):
        return _dense_floats([float(value) for value in values], cast(TensorType[AnyFloat], type_))
    integers = [bool(value) if element_type == i1 else int(value) for value in values]
    try:
        return DenseIntOrFPElementsAttr.from_list(cast(TensorType[IntegerType], type_), integers)
    except ValueError as error:
        raise VerifyException(str(error)) from error


def _dense_floats(values: Sequence[float], type_: TensorType[AnyFloat]) -> DenseElements:
    """Rounded to nearest even; what is larger than every number of the type becomes infinite."""
    try:
        return DenseIntOrFPElementsAttr.from_list(type_, values)
    except OverflowError:
        with np.errstate(over="ignore"):
            rounded = np.asarray(values, np.float16 if type_.element_type == f16 else np.float32)
        return DenseIntOrFPElementsAttr.from_list(type_, cast(list[float], rounded.tolist()))


def converted_number(value: Number, element_type: Attribute) -> NumberAttr:
    """A number of one type in another, as native code converts: integers wrap around, floats saturate, NaN is 0."""
    if category(element_type) == 0:
        return number_attribute(value != 0, element_type)
    if category(element_type) == 1:
        width = 64 if isinstance(element_type, IndexType) else cast(IntegerType, element_type).width.data
        half = 1 << (width - 1)
        if isinstance(value, float):
            value = 0 if isnan(value) else int(max(-half, min(value, half - 1)))
        value = (int(value) + half) % (2 * half) - half
    return number_attribute(value, element_type)


def array_elements(values: "NDArray[np.generic]", element_type: Attribute | None = None) -> DenseElements:
    """The elements of an array, in its own element type or a given one."""
    if element_type is None:
        element_type = _ELEMENT_TYPES.get(values.dtype.name)
    if element_type is None:
        known = ", ".join(_ELEMENT_TYPES)
        raise VerifyException(f"an array of dtype {values.dtype} cannot be a constant: expected one of {known}")
    return dense_elements(values.ravel().tolist(), TensorType(element_type, values.shape))
