"""What is known of elements when compiling: constants, and the results of operators on them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, cast

import ml_dtypes
import numpy as np
from numpy.typing import NDArray
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, bf16, f16, f32, f64, i1, i8, i16, i32, i64
from xdsl.ir import Attribute, SSAValue

from adjoint.dialects.aten.base import AnyTensorType, tensor_type
from adjoint.dialects.aten.creation import ConstantOp, FullOp, OnesLikeOp, ZerosLikeOp
from adjoint.dialects.aten.literals import DenseElements, Number, dense_elements

Elements: TypeAlias = NDArray[Any]
"""Elements while an operator is computed on them. Any: the dtype is that of the element type."""

_DTYPES: dict[Attribute, type[np.generic]] = {
    f16: np.float16,
    bf16: ml_dtypes.bfloat16,
    f32: np.float32,
    f64: np.float64,
    i1: np.bool_,
    i8: np.int8,
    i16: np.int16,
    i32: np.int32,
    i64: np.int64,
    IndexType(): np.int64,
}


def constant_of(value: SSAValue) -> DenseElements | None:
    """The elements of a constant, None where the value is not one."""
    return value.owner.value if isinstance(value.owner, ConstantOp) else None


def splat_of(value: SSAValue) -> Number | None:
    """The number that every element is equal to, for a tensor of static shape with at least one element."""
    owner, shape = value.owner, tensor_type(value).get_shape()
    if not has_static_shape(value) or 0 in shape:
        return None
    match owner:
        case ConstantOp():
            elements = owner.value
            number = cast(Number, next(iter(elements.iter_values()))) if not shape or elements.is_splat() else None
        case FullOp():
            number = owner.fill_value.value.data
        case OnesLikeOp():
            number = 1
        case ZerosLikeOp():
            number = 0
        case _:
            number = None
    # The bit of an i1 is its sign to xDSL, so that true is -1.
    return bool(number) if number is not None and tensor_type(value).element_type == i1 else number


def has_static_shape(value: SSAValue) -> bool:
    """Whether every size is known when compiling."""
    return DYNAMIC_INDEX not in tensor_type(value).get_shape()


def is_positive_zero(value: SSAValue) -> bool:
    """Whether every element is the zero that can be subtracted from anything, -0 included, without changing it."""
    number = splat_of(value)
    return number is not None and number == 0 and not np.signbit(number)


def is_additive_identity(value: SSAValue) -> bool:
    """Whether every element is the zero that can be added to anything, -0 included, without changing it."""
    number = splat_of(value)
    return number is not None and number == 0 and (isinstance(number, int) or bool(np.signbit(number)))


def fold_numbers(
    operands: Sequence[SSAValue],
    computed_in: Attribute,
    result_type: AnyTensorType,
    function: Callable[..., Elements | None],
) -> DenseElements | None:
    """An elementwise function of 0-d constants, converted to the type that the op computes in first.

    None where an operand is not a constant, the result is not 0-d, or the function is not one to compute here.
    """
    dtype, result_dtype = _DTYPES.get(computed_in), _DTYPES.get(result_type.element_type)
    constants = [constant_of(operand) for operand in operands]
    if result_type.get_num_dims() or dtype is None or result_dtype is None:
        return None
    numbers = [np.asarray(elements.get_values(), dtype) for elements in constants if elements is not None]
    if len(numbers) != len(constants):
        return None
    with np.errstate(all="ignore"):
        result = function(*numbers)
    return None if result is None else dense_elements(result.astype(result_dtype).tolist(), result_type)
