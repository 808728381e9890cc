"""Tensors of given elements. They have no gradient."""

import numpy as np
from numpy.typing import ArrayLike
from xdsl.dialects.builtin import f32
from xdsl.ir import Attribute

from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.creation import ConstantOp, DimArangeOp, FullOp, OnesLikeOp, ZerosLikeOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.literals import Number, array_elements, element_type_of_number
from adjoint.dialects.aten.operands import scalar, target_of
from adjoint.dialects.aten.tensor import Size, Tensor, result_of

__all__ = [
    "constant",
    "dim_arange",
    "full",
    "ones_like",
    "zeros_like",
]


def constant(value: ArrayLike, dtype: Attribute | None = None) -> Tensor:
    """A number, an array or nested lists as a constant, of `dtype` or their own type; floats of Python are f32."""
    if isinstance(value, bool | int | float):
        return Tensor(scalar(value, dtype))
    array = np.asarray(value)
    if dtype is None and not isinstance(value, np.ndarray | np.generic) and array.dtype == np.float64:
        dtype = f32
    with errors_of(ConstantOp.name):
        elements = array_elements(array, dtype)
    return result_of(ConstantOp, elements)


def full(size: Size, fill_value: Number, dtype: Attribute | None = None) -> Tensor:
    """A number repeated in a shape, of `dtype` or the number's own type."""
    return result_of(
        FullOp, target_of(size), fill_value, element_type_of_number(fill_value) if dtype is None else dtype
    )


def zeros_like(input: Tensor) -> Tensor:
    """Zeros in the shape and element type of `input`."""
    return result_of(ZerosLikeOp, value_of(input))


def ones_like(input: Tensor) -> Tensor:
    """Ones in the shape and element type of `input`."""
    return result_of(OnesLikeOp, value_of(input))


def dim_arange(like: Tensor, dim: int) -> Tensor:
    """The indices of dimension `dim` of `like`, as i64."""
    return result_of(DimArangeOp, value_of(like), dim)
