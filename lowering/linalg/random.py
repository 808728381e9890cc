"""Random operators: each element is a function of the seed, the op's offset and its place."""

import math
from collections.abc import Sequence
from functools import reduce

from xdsl.dialects.builtin import bf16, f16, f32, f64, i64
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.random import RandomLikeOp, RandomOp
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.philox import philox
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, cos, log, loop_index, select, sqrt, zero_extended
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat


@size_rule(aten.DropoutMaskOp, RandomLikeOp)
def _sizes_of_input(op: RandomOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)]


@linalg_lowering(aten.DropoutMaskOp)
def _dropout_mask(op: aten.DropoutMaskOp, lowering: FunctionLowering) -> LoweredTensor:
    """A random word w keeps its element where `w / 2^32 >= p`."""
    p, shape, element_type = op.p.value.data, lowering.shape(op.result), tensor_type(op.result).element_type
    dropped_words = math.ceil(p * 2**32)
    if dropped_words in (0, 2**32):
        return Splat(number_attribute(0 if dropped_words else 1, element_type), shape)

    def body(seed: Scalar) -> Scalar:
        word, *_ = _words(op, lowering, shape, seed)
        kept = zero_extended(word, i64).compare("ge", dropped_words)
        return select(kept, constant(1 / (1 - p), element_type), 0)

    return lowering.elementwise(shape, element_type, [lowering.tensor(op.seed)], body)


@linalg_lowering(aten.RandLikeOp)
def _rand_like(op: aten.RandLikeOp, lowering: FunctionLowering) -> LoweredTensor:
    shape, element_type = lowering.shape(op.result), tensor_type(op.result).element_type
    bits = _MANTISSA_BITS[element_type]

    def body(seed: Scalar) -> Scalar:
        first, second, *_ = _words(op, lowering, shape, seed)
        return convert(_uniform(first, second, bits), element_type)

    return lowering.elementwise(shape, element_type, [lowering.tensor(op.seed)], body)


@linalg_lowering(aten.RandnLikeOp)
def _randn_like(op: aten.RandnLikeOp, lowering: FunctionLowering) -> LoweredTensor:
    """By Box and Muller, of `1 - u`, which is never 0."""
    shape, element_type = lowering.shape(op.result), tensor_type(op.result).element_type
    bits = max(_MANTISSA_BITS[element_type], _MANTISSA_BITS[f32])

    def body(seed: Scalar) -> Scalar:
        first, second, third, fourth = _words(op, lowering, shape, seed)
        if bits <= 32:
            u, v = _uniform(first, first, bits), _uniform(second, second, bits)
        else:
            u, v = _uniform(first, second, bits), _uniform(third, fourth, bits)
        radius = sqrt(log(1 - u) * -2.0)
        return convert(radius * cos(v * (2 * math.pi)), element_type)

    return lowering.elementwise(shape, element_type, [lowering.tensor(op.seed)], body)


_MANTISSA_BITS: dict[Attribute, int] = {f16: 11, bf16: 8, f32: 24, f64: 53}


def _uniform(first: Scalar, second: Scalar, bits: int) -> Scalar:
    """A number in [0, 1) that is a multiple of `2^-bits`, as f32, or f64 where one word has not enough bits."""
    if bits <= 32:
        return convert(first >> (32 - bits), f32) * 2.0**-bits
    high, low = zero_extended(first, i64), zero_extended(second >> (64 - bits), i64)
    return convert(high * 2 ** (bits - 32) + low, f64) * 2.0**-bits


def _words(op: RandomOp, lowering: FunctionLowering, shape: Shape, seed: Scalar) -> Sequence[Scalar]:
    """The four random words of the element."""
    return philox(seed, convert(_linear_index(lowering, shape), i64), op.offset.value.data)


def _linear_index(lowering: FunctionLowering, shape: Shape) -> Scalar:
    """The place of the element in row-major order."""
    if not shape:
        return constant(0, i64)
    indices = [loop_index(dim) for dim in range(len(shape))]
    return reduce(
        lambda outer, dim: outer * lowering.scalar(shape[dim]) + indices[dim], range(1, len(shape)), indices[0]
    )
