"""Rounding, signs, and questions about numbers."""

import math
from collections.abc import Callable, Mapping

from xdsl.dialects import math as math_dialect
from xdsl.dialects.builtin import i1
from xdsl.ir import Operation, SSAValue

from adjoint.dialects import aten
from adjoint.lowering.linalg.registry import elementwise_lowering
from adjoint.lowering.linalg.scalar import Scalar, absolute, constant, emit, select

ROUNDING: Mapping[type[Operation], Callable[[SSAValue], Operation]] = {
    aten.CeilOp: math_dialect.CeilOp,
    aten.FloorOp: math_dialect.FloorOp,
    aten.TruncOp: math_dialect.TruncOp,
}
"""Functions of floats; integers stay as they are."""


def truncated(x: Scalar) -> Scalar:
    """The integer part of a float."""
    return emit(math_dialect.TruncOp(x.value))


def floor(x: Scalar) -> Scalar:
    """The greatest integer that is not more than a float."""
    return emit(math_dialect.FloorOp(x.value))


def copy_sign(x: Scalar, sign: Scalar) -> Scalar:
    """The magnitude of a float with the sign of another."""
    return emit(math_dialect.CopySignOp(x.value, sign.value))


@elementwise_lowering(*ROUNDING)
def _rounding(op: Operation, x: Scalar) -> Scalar:
    return emit(ROUNDING[type(op)](x.value)) if x.is_float else x


@elementwise_lowering(aten.RoundOp)
def _round(op: aten.RoundOp, x: Scalar) -> Scalar:
    decimals = op.decimals.value.data
    if not x.is_float:
        return x
    if not decimals:
        return emit(math_dialect.RoundEvenOp(x.value))
    power = 10.0 ** abs(decimals)
    scaled = x * power if decimals > 0 else x / power
    nearest = emit(math_dialect.RoundEvenOp(scaled.value))
    return nearest / power if decimals > 0 else nearest * power


@elementwise_lowering(aten.FracOp)
def _frac(op: aten.FracOp, x: Scalar) -> Scalar:
    return x - truncated(x)


@elementwise_lowering(aten.SignOp, aten.SgnOp)
def _sign(op: Operation, x: Scalar) -> Scalar:
    if x.is_bool:
        return x
    return select(x.compare("gt", 0), 1, select(x.compare("lt", 0), -1, constant(0, x.type)))


@elementwise_lowering(aten.CopysignOp)
def _copysign(op: aten.CopysignOp, x: Scalar, sign: Scalar) -> Scalar:
    return copy_sign(x, sign)


@elementwise_lowering(aten.IsnanOp)
def _isnan(op: aten.IsnanOp, x: Scalar) -> Scalar:
    return x.compare("ne", x) if x.is_float else constant(False, i1)


@elementwise_lowering(aten.IsinfOp)
def _isinf(op: aten.IsinfOp, x: Scalar) -> Scalar:
    return absolute(x).compare("eq", math.inf) if x.is_float else constant(False, i1)


@elementwise_lowering(aten.IsfiniteOp)
def _isfinite(op: aten.IsfiniteOp, x: Scalar) -> Scalar:
    return absolute(x).compare("lt", math.inf) if x.is_float else constant(True, i1)
