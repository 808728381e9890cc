"""Tensors of given elements. They have no gradient."""

from typing import cast

import numpy as np
from numpy.typing import ArrayLike
from xdsl.dialects.builtin import f32, i64
from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.creation import (
    ConstantOp,
    DimArangeOp,
    EmptyLikeOp,
    EmptyOp,
    FullLikeOp,
    FullOp,
    OnesLikeOp,
    OnesOp,
    ZerosLikeOp,
    ZerosOp,
)
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.literals import Number, array_elements, element_type_of_number
from adjoint.dialects.aten.operands import scalar, target_of
from adjoint.dialects.aten.ranges import ArangeOp, EyeOp, LinspaceOp
from adjoint.dialects.aten.tensor import Size, Tensor, one_size, result_of

__all__ = [
    "arange",
    "constant",
    "dim_arange",
    "empty",
    "empty_like",
    "eye",
    "full",
    "full_like",
    "linspace",
    "ones",
    "ones_like",
    "scalar_tensor",
    "zeros",
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


def full_like(input: Tensor, fill_value: Number, dtype: Attribute | None = None) -> Tensor:
    """A number in the shape of `input`, of its element type or of `dtype`."""
    return result_of(FullLikeOp, value_of(input), fill_value, input.dtype if dtype is None else dtype)


def zeros(*size: Size, dtype: Attribute = f32) -> Tensor:
    """Zeros in a shape."""
    return result_of(ZerosOp, target_of(one_size(size)), dtype)


def ones(*size: Size, dtype: Attribute = f32) -> Tensor:
    """Ones in a shape."""
    return result_of(OnesOp, target_of(one_size(size)), dtype)


def empty(*size: Size, dtype: Attribute = f32) -> Tensor:
    """A tensor whose elements do not matter, in a shape."""
    return result_of(EmptyOp, target_of(one_size(size)), dtype)


def zeros_like(input: Tensor, dtype: Attribute | None = None) -> Tensor:
    """Zeros in the shape of `input`, of its element type or of `dtype`."""
    return result_of(ZerosLikeOp, value_of(input)) if dtype in (None, input.dtype) else full_like(input, 0, dtype)


def ones_like(input: Tensor, dtype: Attribute | None = None) -> Tensor:
    """Ones in the shape of `input`, of its element type or of `dtype`."""
    return result_of(OnesLikeOp, value_of(input)) if dtype in (None, input.dtype) else full_like(input, 1, dtype)


def empty_like(input: Tensor, dtype: Attribute | None = None) -> Tensor:
    """A tensor whose elements do not matter, in the shape of `input`, of its element type or of `dtype`."""
    return result_of(EmptyLikeOp, value_of(input)) if dtype in (None, input.dtype) else full_like(input, 0, dtype)


def scalar_tensor(s: Number, dtype: Attribute = f32) -> Tensor:
    """A number as a 0-d tensor."""
    return Tensor(scalar(s, dtype))


def arange(
    start: Number | Tensor, end: Number | Tensor | None = None, step: Number = 1, dtype: Attribute | None = None
) -> Tensor:
    """The numbers from `start`, 0 if it is the only one given, up to `end`, excluded, `step` apart.

    Of i64 where all are ints, else of f32. Start and end may be sizes known only at run time, 0-d indices, for ints
    one apart.
    """
    start, end = (0, start) if end is None else (start, end)
    if isinstance(start, Tensor) or isinstance(end, Tensor):
        return _range_of_sizes(start, end, step, i64 if dtype is None else dtype)
    start, end, step = (_python_number(number) for number in (start, end, step))
    if dtype is None:
        dtype = f32 if any(isinstance(number, float) for number in (start, end, step)) else i64
    return result_of(ArangeOp, start, end, step, dtype)


def _range_of_sizes(start: Number | Tensor, end: Number | Tensor, step: Number, dtype: Attribute) -> Tensor:
    with errors_of(ArangeOp.name):
        if step != 1 or isinstance(start, float) or isinstance(end, float):
            raise VerifyException("a range of a size known only at run time counts ints, in steps of 1")
    if isinstance(start, Tensor):
        length, first = end - start, start.to(i64)
    else:
        length, first = end - start if start else end, start
    assert isinstance(length, Tensor)
    places = dim_arange(full([length], 0), 0)
    return (places if isinstance(first, int) and not first else places + first).to(dtype)


def _python_number(number: Number) -> Number:
    return cast(Number, number.item()) if isinstance(number, np.generic) else number


def linspace(start: Number | Tensor, end: Number | Tensor, steps: int, dtype: Attribute = f32) -> Tensor:
    """`steps` numbers from `start` to `end`, both included, at equal distances; the bounds may be 0-d tensors."""
    first, last = (value_of(bound) if isinstance(bound, Tensor) else scalar(bound, dtype) for bound in (start, end))
    return result_of(LinspaceOp, first, last, steps, dtype)


def eye(n: int, m: int | None = None, dtype: Attribute = f32) -> Tensor:
    """An n by m matrix, square if m is absent, with ones on the diagonal and zeros elsewhere."""
    return result_of(EyeOp, n, n if m is None else m, dtype)


def dim_arange(like: Tensor, dim: int) -> Tensor:
    """The indices of dimension `dim` of `like`, as i64."""
    return result_of(DimArangeOp, value_of(like), dim)
