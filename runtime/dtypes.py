"""Element types of MLIR and the numpy dtypes that hold them. numpy has no bfloat16: `ml_dtypes` adds it."""

import ml_dtypes
import numpy as np
from xdsl.dialects.builtin import IndexType, bf16, f16, f32, f64, i1, i8, i16, i32, i64
from xdsl.ir import Attribute

from adjoint.runtime.errors import AdjointError

_DTYPES: dict[Attribute, np.dtype[np.generic]] = {
    f16: np.dtype(np.float16),
    bf16: np.dtype(ml_dtypes.bfloat16),
    f32: np.dtype(np.float32),
    f64: np.dtype(np.float64),
    i1: np.dtype(np.bool_),
    i8: np.dtype(np.int8),
    i16: np.dtype(np.int16),
    i32: np.dtype(np.int32),
    i64: np.dtype(np.int64),
    IndexType(): np.dtype(np.int64),
}

_ELEMENT_TYPES: dict[np.dtype[np.generic], Attribute] = {
    dtype: element_type for element_type, dtype in _DTYPES.items() if element_type != IndexType()
}

_BY_NAME = {dtype.name: dtype for dtype in _DTYPES.values()}

_FLOATS = frozenset(_DTYPES[element_type] for element_type in (f16, bf16, f32, f64))

BFLOAT16 = _DTYPES[bf16]


def is_floating_point(dtype: np.dtype[np.generic]) -> bool:
    """Whether the dtype is float16, bfloat16, float32 or float64. (The `kind` of bfloat16 is "V".)"""
    return dtype in _FLOATS


def dtype_of(element_type: Attribute) -> np.dtype[np.generic]:
    """The numpy dtype of an element type. Raises AdjointError for one that native code does not take."""
    dtype = _DTYPES.get(element_type)
    if dtype is None:
        known = ", ".join(str(each) for each in _DTYPES)
        raise AdjointError(f"error: element type {element_type} cannot be run; these can: {known}")
    return dtype


def dtype_of_name(name: str) -> np.dtype[np.generic]:
    """The dtype that numpy or `ml_dtypes` calls by this name. Raises KeyError for one that cannot be run."""
    return _BY_NAME[name]


def element_type_of(dtype: np.dtype[np.generic]) -> Attribute:
    """The element type of a numpy dtype in native byte order. Raises AdjointError for one without."""
    element_type = _ELEMENT_TYPES.get(dtype)
    if element_type is None:
        known = ", ".join(str(each) for each in _ELEMENT_TYPES)
        raise AdjointError(f"error: dtype {dtype} is not supported; these are: {known}")
    return element_type
