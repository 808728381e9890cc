"""Random operators: each element is a function of the seed, the op's offset and its place."""

import math
from collections.abc import Sequence
from functools import reduce

from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.philox import philox
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, loop_index, select, zero_extended
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat


@size_rule(aten.DropoutMaskOp)
def _mask_sizes(op: aten.DropoutMaskOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)]


@linalg_lowering(aten.DropoutMaskOp)
def _dropout_mask(op: aten.DropoutMaskOp, lowering: FunctionLowering) -> LoweredTensor:
    """A random word w keeps its element where `w / 2^32 >= p`."""
    p, shape, element_type = op.p.value.data, lowering.shape(op.result), tensor_type(op.result).element_type
    dropped_words = math.ceil(p * 2**32)
    if dropped_words in (0, 2**32):
        return Splat(number_attribute(0 if dropped_words else 1, element_type), shape)

    def body(seed: Scalar) -> Scalar:
        word = philox(seed, convert(_linear_index(lowering, shape), i64), op.offset.value.data)
        kept = zero_extended(word, i64).compare("ge", dropped_words)
        return select(kept, constant(1 / (1 - p), element_type), 0)

    return lowering.elementwise(shape, element_type, [lowering.tensor(op.seed)], body)


def _linear_index(lowering: FunctionLowering, shape: Shape) -> Scalar:
    """The place of the element in row-major order."""
    if not shape:
        return constant(0, i64)
    indices = [loop_index(dim) for dim in range(len(shape))]
    return reduce(
        lambda outer, dim: outer * lowering.scalar(shape[dim]) + indices[dim], range(1, len(shape)), indices[0]
    )
