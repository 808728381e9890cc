"""Logic of truth values and of bits."""

from collections.abc import Callable, Mapping

from xdsl.ir import Operation

from adjoint.dialects import aten
from adjoint.lowering.linalg.registry import elementwise_lowering
from adjoint.lowering.linalg.scalar import Scalar

OF_BITS: Mapping[type[Operation], Callable[[Scalar, Scalar], Scalar]] = {
    aten.BitwiseAndOp: lambda x, y: x & y,
    aten.BitwiseOrOp: lambda x, y: x | y,
    aten.BitwiseXorOp: lambda x, y: x ^ y,
}

OF_TRUTH: Mapping[type[Operation], Callable[[Scalar, Scalar], Scalar]] = {
    aten.LogicalAndOp: lambda x, y: x & y,
    aten.LogicalOrOp: lambda x, y: x | y,
    aten.LogicalXorOp: lambda x, y: x ^ y,
}


@elementwise_lowering(*OF_BITS)
def _of_bits(op: Operation, x: Scalar, y: Scalar) -> Scalar:
    return OF_BITS[type(op)](x, y)


@elementwise_lowering(*OF_TRUTH)
def _of_truth(op: Operation, x: Scalar, y: Scalar) -> Scalar:
    return OF_TRUTH[type(op)](is_true(x), is_true(y))


@elementwise_lowering(aten.BitwiseNotOp)
def _bitwise_not(op: aten.BitwiseNotOp, x: Scalar) -> Scalar:
    return x ^ (True if x.is_bool else -1)


@elementwise_lowering(aten.LogicalNotOp)
def _logical_not(op: aten.LogicalNotOp, x: Scalar) -> Scalar:
    return x ^ True if x.is_bool else x.compare("eq", 0)


def is_true(x: Scalar) -> Scalar:
    """Whether a number differs from 0; NaN does."""
    return x if x.is_bool else x.compare("ne", 0)
