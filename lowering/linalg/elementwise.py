"""The elementwise operators: for each, one element of the result from one of every operand."""

import math
from collections.abc import Callable, Mapping

from xdsl.dialects import arith
from xdsl.ir import Operation

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.base import tensor_type
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.powers import power
from adjoint.lowering.linalg.registry import broadcast_operands, elementwise_lowering, linalg_lowering
from adjoint.lowering.linalg.scalar import (
    Predicate,
    Scalar,
    absolute,
    convert,
    emit,
    erf,
    exp,
    maximum,
    minimum,
    select,
    tanh,
)
from adjoint.lowering.linalg.sizes import size_rule
from adjoint.lowering.linalg.views import LoweredTensor


def _larger_number(x: Scalar, y: Scalar) -> Scalar:
    return emit(arith.MaxnumfOp(x.value, y.value)) if x.is_float else maximum(x, y)


def _smaller_number(x: Scalar, y: Scalar) -> Scalar:
    return emit(arith.MinnumfOp(x.value, y.value)) if x.is_float else minimum(x, y)


def _sigmoid(x: Scalar) -> Scalar:
    return 1 / (1 + exp(-x))


UNARY: Mapping[type[Operation], Callable[[Scalar], Scalar]] = {
    aten.AbsOp: absolute,
    aten.NegOp: lambda x: -x,
    aten.ReciprocalOp: lambda x: 1 / x,
    aten.ReluOp: lambda x: maximum(x, 0),
    aten.SigmoidOp: _sigmoid,
    aten.SiluOp: lambda x: x / (1 + exp(-x)),
}
"""Functions of one element, computed in the element type of the result."""

BINARY: Mapping[type[Operation], Callable[[Scalar, Scalar], Scalar]] = {
    aten.FmaxOp: _larger_number,
    aten.FminOp: _smaller_number,
    aten.MaximumOp: maximum,
    aten.MinimumOp: minimum,
    aten.MulOp: lambda x, y: x & y if x.is_bool else x * y,
    autodiff.AccumulateOp: lambda x, y: x + y,
}
"""Functions of two elements of the promoted type."""

COMPARISONS: Mapping[type[Operation], Predicate] = {
    aten.EqOp: "eq",
    aten.GeOp: "ge",
    aten.GtOp: "gt",
    aten.LeOp: "le",
    aten.LtOp: "lt",
    aten.NeOp: "ne",
}
"""Comparisons, false where an element is NaN, but for "ne"."""


@elementwise_lowering(*UNARY)
def _unary(op: Operation, x: Scalar) -> Scalar:
    return UNARY[type(op)](x)


@elementwise_lowering(*BINARY)
def _binary(op: Operation, x: Scalar, y: Scalar) -> Scalar:
    return BINARY[type(op)](x, y)


@elementwise_lowering(*COMPARISONS)
def _compare(op: Operation, x: Scalar, y: Scalar) -> Scalar:
    return x.compare(COMPARISONS[type(op)], y)


@elementwise_lowering(aten.AddOp)
def _add(op: aten.AddOp, x: Scalar, y: Scalar) -> Scalar:
    if x.is_bool:
        return x | y if op.alpha.value.data else x
    return x + _scaled(y, op.alpha.value.data)


@elementwise_lowering(aten.SubOp)
def _sub(op: aten.SubOp, x: Scalar, y: Scalar) -> Scalar:
    return x - _scaled(y, op.alpha.value.data)


@elementwise_lowering(aten.RsubOp)
def _rsub(op: aten.RsubOp, x: Scalar, y: Scalar) -> Scalar:
    return y - _scaled(x, op.alpha.value.data)


def _scaled(x: Scalar, alpha: float) -> Scalar:
    return x if alpha == 1 else x * alpha


@elementwise_lowering(aten.PowOp)
def _pow(op: aten.PowOp, x: Scalar, exponent: Scalar) -> Scalar:
    return power(x, exponent)


@elementwise_lowering(aten.GeluOp)
def _gelu(op: aten.GeluOp, x: Scalar) -> Scalar:
    if op.approximate.data == "tanh":
        return 0.5 * x * (1 + tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * (x * x * x))))
    return 0.5 * x * (1 + erf(x * math.sqrt(0.5)))


@elementwise_lowering(aten.ClampOp)
def _clamp(op: aten.ClampOp, x: Scalar) -> Scalar:
    if op.min is not None:
        x = maximum(x, op.min.value.data)
    if op.max is not None:
        x = minimum(x, op.max.value.data)
    return x


@elementwise_lowering(aten.AddcmulOp)
def _addcmul(op: aten.AddcmulOp, x: Scalar, a: Scalar, b: Scalar) -> Scalar:
    return x + _scaled(a, op.value.value.data) * b


@elementwise_lowering(aten.AddcdivOp)
def _addcdiv(op: aten.AddcdivOp, x: Scalar, a: Scalar, b: Scalar) -> Scalar:
    return x + _scaled(a, op.value.value.data) / b


@elementwise_lowering(aten.LerpOp)
def _lerp(op: aten.LerpOp, a: Scalar, b: Scalar, weight: Scalar) -> Scalar:
    """From the nearer end, so that it gives `b` for a weight of 1."""
    near, far = a + weight * (b - a), b - (b - a) * (1 - weight)
    return select(absolute(weight).compare("lt", 0.5), near, far)


@elementwise_lowering(aten.ClampTensorOp)
def _clamp_by_tensors(op: aten.ClampTensorOp, x: Scalar, *bounds: Scalar) -> Scalar:
    if op.min is not None:
        x = maximum(x, bounds[0])
    return x if op.max is None else minimum(x, bounds[-1])


@elementwise_lowering(aten.WhereOp, promote=False)
def _where(op: aten.WhereOp, condition: Scalar, x: Scalar, y: Scalar) -> Scalar:
    type_ = tensor_type(op.result).element_type
    return select(condition, convert(x, type_), convert(y, type_))


@linalg_lowering(aten.ToOp)
def _to(op: aten.ToOp, lowering: FunctionLowering) -> LoweredTensor:
    return lowering.converted(lowering.tensor(op.input), op.dtype)


size_rule(aten.ToOp)(broadcast_operands)


@linalg_lowering(aten.DetachOp)
def _detach(op: aten.DetachOp, lowering: FunctionLowering) -> LoweredTensor:
    return lowering.tensor(op.input)


size_rule(aten.DetachOp)(broadcast_operands)
