"""What the operators of the builder take for operands: tensors, and numbers and sizes that become constants."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import prod
from typing import TypeAlias, cast

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.binary import MulOp
from adjoint.dialects.aten.builder import build, errors_of
from adjoint.dialects.aten.conversion import ToOp
from adjoint.dialects.aten.creation import ConstantOp
from adjoint.dialects.aten.dimensions import UnsqueezeOp
from adjoint.dialects.aten.handle import Handle, value_of
from adjoint.dialects.aten.indexing import SelectOp
from adjoint.dialects.aten.joining import CatOp
from adjoint.dialects.aten.literals import Number, dense_elements, element_type_of_number
from adjoint.dialects.aten.promotion import promote_element_types
from adjoint.dialects.aten.shape import SizeOp
from adjoint.dialects.aten.shapes import normalize_dim, normalize_dims

TargetSizes: TypeAlias = int | Handle | Sequence[int | Handle]
"""One size, a list of sizes, or all sizes as a 1-d tensor; a 0-d index is a size known only at run time."""


def scalar(value: Number, dtype: Attribute | None = None) -> SSAValue:
    """A number as a 0-d constant, of `dtype` or the number's own type."""
    element_type = element_type_of_number(value) if dtype is None else dtype
    with errors_of(ConstantOp.name):
        elements = dense_elements([value], TensorType(element_type, []))
    return build(ConstantOp, elements).result


def values_of(*operands: Handle | Number) -> list[SSAValue]:
    """The values of tensors and numbers that meet in one operator.

    A number takes the type that PyTorch's promotion gives it beside the first tensor.
    """
    beside = next((operand.dtype for operand in operands if isinstance(operand, Handle)), None)
    return [_value_beside(operand, beside) for operand in operands]


def _value_beside(operand: Handle | Number, beside: Attribute | None) -> SSAValue:
    if isinstance(operand, np.generic):  # numpy's float64 is a float, its float32 is not
        operand = cast(Number, operand.item())
    if isinstance(operand, bool | int | float):
        return scalar(operand, element_type_of_number(operand, beside))
    return value_of(operand)


def clampable(input: Handle, *bounds: Number | None) -> SSAValue:
    """The tensor to clamp, converted where a bound is of a higher category: integers for a float, bools for an int."""
    value = value_of(input)
    dtypes = [element_type_of_number(bound, input.dtype) for bound in bounds if bound is not None]
    dtype = promote_element_types([input.dtype, *dtypes])
    return value if dtype == input.dtype else build(ToOp, value, dtype).result


def size_of_dim(input: SSAValue, dim: int) -> int | SSAValue:
    """The size of one dimension: an int where it is known when compiling, else a 0-d index."""
    shape = tensor_type(input).get_shape()
    with errors_of(SizeOp.name):
        dim = normalize_dim(dim, len(shape))
        if not shape:
            raise VerifyException("a 0-d tensor has no sizes")
    return build(SelectOp, build(SizeOp, input).result, 0, dim).result if shape[dim] == DYNAMIC_INDEX else shape[dim]


def element_count(input: SSAValue, dim: int | Sequence[int] | None) -> int | SSAValue:
    """The number of elements along `dim`: an int where it is known when compiling, else a 0-d index."""
    shape = tensor_type(input).get_shape()
    with errors_of(SizeOp.name):
        dims = normalize_dims([dim] if isinstance(dim, int) else dim, len(shape))
    known = prod(shape[each] for each in dims if shape[each] != DYNAMIC_INDEX)
    dynamic = [each for each in dims if shape[each] == DYNAMIC_INDEX]
    if known == 0 or not dynamic:
        return known
    sizes = build(SizeOp, input).result
    factors: list[SSAValue] = [build(SelectOp, sizes, 0, each).result for each in dynamic]
    if known != 1:
        factors.append(scalar(known, IndexType()))
    count, *others = factors
    for other in others:
        count = build(MulOp, count, other).result
    return count


def target_of(size: TargetSizes) -> Sequence[int] | SSAValue:
    """A target shape as the constructors of ops take it: ints only, or one tensor of indices."""
    if isinstance(size, int):
        return [size]
    if isinstance(size, Handle):
        return size.value if size.ndim == 1 else build(UnsqueezeOp, size.value, 0).result
    pieces = [int(piece) if isinstance(piece, np.integer) else piece for piece in size]
    static = [piece for piece in pieces if isinstance(piece, int)]
    if len(static) == len(pieces):
        return static
    with errors_of(CatOp.name):
        if -1 in static:
            raise VerifyException("-1 cannot stand beside a size known only at run time: use aten.flatten")
    return build(CatOp, list(_runs_of_sizes(pieces))).result


def _runs_of_sizes(pieces: Sequence[int | Handle]) -> Iterable[SSAValue]:
    """1-d tensors of indices, one for each run of ints and one for each size known only at run time."""
    for is_static, run in groupby(pieces, lambda piece: isinstance(piece, int)):
        if is_static:
            sizes = [piece for piece in run if isinstance(piece, int)]
            yield build(ConstantOp, dense_elements(sizes, TensorType(IndexType(), [len(sizes)]))).result
        else:
            yield from (build(UnsqueezeOp, value_of(piece), 0).result for piece in run if not isinstance(piece, int))
