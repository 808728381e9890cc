"""The elementary and special functions, each an op of upstream's `math` or a call of a function (lowering/math)."""

import math
from collections.abc import Callable, Mapping

from xdsl.dialects import math as math_dialect
from xdsl.dialects.builtin import f32, f64
from xdsl.ir import Operation, SSAValue

from adjoint.dialects import aten
from adjoint.lowering.linalg.called_functions import special_function
from adjoint.lowering.linalg.registry import elementwise_lowering
from adjoint.lowering.linalg.scalar import (
    Scalar,
    absolute,
    constant,
    convert,
    emit,
    exp,
    log,
    log1p,
    maximum,
    minimum,
    select,
    sin,
    sqrt,
)

MATH_OPS: Mapping[type[Operation], Callable[[SSAValue], Operation]] = {
    aten.AcosOp: math_dialect.AcosOp,
    aten.AcoshOp: math_dialect.AcoshOp,
    aten.AsinOp: math_dialect.AsinOp,
    aten.AsinhOp: math_dialect.AsinhOp,
    aten.AtanOp: math_dialect.AtanOp,
    aten.AtanhOp: math_dialect.AtanhOp,
    aten.CosOp: math_dialect.CosOp,
    aten.CoshOp: math_dialect.CoshOp,
    aten.ErfOp: math_dialect.ErfOp,
    aten.ExpOp: math_dialect.ExpOp,
    aten.Exp2Op: math_dialect.Exp2Op,
    aten.Expm1Op: math_dialect.ExpM1Op,
    aten.LogOp: math_dialect.LogOp,
    aten.Log10Op: math_dialect.Log10Op,
    aten.Log1pOp: math_dialect.Log1pOp,
    aten.Log2Op: math_dialect.Log2Op,
    aten.RsqrtOp: math_dialect.RsqrtOp,
    aten.SinOp: math_dialect.SinOp,
    aten.SinhOp: math_dialect.SinhOp,
    aten.SqrtOp: math_dialect.SqrtOp,
    aten.TanOp: math_dialect.TanOp,
    aten.TanhOp: math_dialect.TanhOp,
}
"""Functions of one real that `math` has."""

SPECIAL_FUNCTIONS: Mapping[type[Operation], str] = {
    aten.DigammaOp: "digamma",
    aten.ErfcOp: "erfc",
    aten.ErfinvOp: "erfinv",
    aten.LgammaOp: "lgamma",
}
"""Those that it does not have."""


@elementwise_lowering(*MATH_OPS)
def _math_op(op: Operation, x: Scalar) -> Scalar:
    return emit(MATH_OPS[type(op)](x.value))


@elementwise_lowering(*SPECIAL_FUNCTIONS)
def _special_function(op: Operation, x: Scalar) -> Scalar:
    return special_function(SPECIAL_FUNCTIONS[type(op)], x)


@elementwise_lowering(aten.PolygammaOp)
def _polygamma(op: aten.PolygammaOp, x: Scalar) -> Scalar:
    n = op.n.value.data
    return special_function(f"polygamma{n}" if n else "digamma", x)


@elementwise_lowering(aten.LogitOp)
def _logit(op: aten.LogitOp, x: Scalar) -> Scalar:
    if op.eps is not None:
        low, high = op.eps.value.data, 1 - op.eps.value.data
        x = select(x.compare("lt", low), low, select(x.compare("gt", high), high, x))
    return log(x / (1 - x))


@elementwise_lowering(aten.SincOp)
def _sinc(op: aten.SincOp, x: Scalar) -> Scalar:
    angle = x * math.pi
    return select(x.compare("eq", 0), 1, sin(angle) / angle)


@elementwise_lowering(aten.Atan2Op)
def _atan2(op: aten.Atan2Op, y: Scalar, x: Scalar) -> Scalar:
    return emit(math_dialect.Atan2Op(y.value, x.value))


@elementwise_lowering(aten.XlogyOp)
def _xlogy(op: aten.XlogyOp, x: Scalar, y: Scalar) -> Scalar:
    is_zero = x.compare("eq", 0) & y.compare("eq", y)
    return select(is_zero, 0, x * log(y))


@elementwise_lowering(aten.LogaddexpOp)
def _logaddexp(op: aten.LogaddexpOp, x: Scalar, y: Scalar) -> Scalar:
    """Of two equal ones, which may be infinite, it is `x + log 2`."""
    larger = maximum(x, y)
    return select(x.compare("eq", y), x + math.log(2), larger + log1p(exp(-absolute(x - y))))


@elementwise_lowering(aten.HypotOp)
def _hypot(op: aten.HypotOp, x: Scalar, y: Scalar) -> Scalar:
    """Of f32 in f64; of f64 with both scaled by a power of 2 where their squares are out of range."""
    x, y = absolute(x), absolute(y)
    if x.type == f32:
        wide_x, wide_y = convert(x, f64), convert(y, f64)
        result = convert(sqrt(wide_x * wide_x + wide_y * wide_y), f32)
    else:
        larger, smaller = maximum(x, y), minimum(x, y)
        is_large, is_small = larger.compare("gt", 2.0**500), larger.compare("lt", 2.0**-500)
        scale = select(is_large, 2.0**-600, select(is_small, 2.0**600, constant(1, x.type)))
        inverse = select(is_large, 2.0**600, select(is_small, 2.0**-600, constant(1, x.type)))
        larger, smaller = larger * scale, smaller * scale
        result = sqrt(emit(math_dialect.FmaOp(smaller.value, smaller.value, (larger * larger).value))) * inverse
    return select(x.compare("eq", math.inf) | y.compare("eq", math.inf), math.inf, result)
