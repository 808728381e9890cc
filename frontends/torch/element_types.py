"""PyTorch's dtypes and the element types of `aten`."""

import torch
from xdsl.dialects.builtin import bf16, f16, f32, f64, i1, i8, i16, i32, i64
from xdsl.ir import Attribute

from adjoint.runtime.errors import AdjointError

ELEMENT_TYPES: dict[torch.dtype, Attribute] = {
    torch.float16: f16,
    torch.bfloat16: bf16,
    torch.float32: f32,
    torch.float64: f64,
    torch.bool: i1,
    torch.int8: i8,
    torch.int16: i16,
    torch.int32: i32,
    torch.int64: i64,
}


def element_type_of(dtype: torch.dtype) -> Attribute:
    """The element type that holds a dtype. Raises AdjointError for one that `aten` has none for, such as complex64."""
    element_type = ELEMENT_TYPES.get(dtype)
    if element_type is None:
        known = ", ".join(str(each).removeprefix("torch.") for each in ELEMENT_TYPES)
        raise AdjointError(f"error: dtype {str(dtype).removeprefix('torch.')} is not supported; these are: {known}")
    return element_type
