"""Rules of the special functions: the error and gamma functions and their relatives."""

from math import nan, pi, sqrt

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.ErfOp)
def erf(op: aten.ErfOp, g: Tensor) -> Cotangents:
    """`g · 2/√π e^(-x²)`."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return g * aten.exp(-x * x) * (2 / sqrt(pi))

    return cotangent


@adjoint_rule(aten.ErfcOp)
def erfc(op: aten.ErfcOp, g: Tensor) -> Cotangents:
    """`-g · 2/√π e^(-x²)`."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return g * aten.exp(-x * x) * (-2 / sqrt(pi))

    return cotangent


@adjoint_rule(aten.ErfinvOp)
def erfinv(op: aten.ErfinvOp, g: Tensor) -> Cotangents:
    """`g · √π/2 e^(y²)`: inf at ±1."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return g * aten.exp(y * y) * (sqrt(pi) / 2)

    return cotangent


@adjoint_rule(aten.LgammaOp)
def lgamma(op: aten.LgammaOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.digamma(Tensor(op.input))


@adjoint_rule(aten.DigammaOp)
def digamma(op: aten.DigammaOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.polygamma(1, Tensor(op.input))


@adjoint_rule(aten.PolygammaOp)
def polygamma(op: aten.PolygammaOp, g: Tensor) -> Cotangents:
    return lambda: g * aten.polygamma(op.n.value.data + 1, Tensor(op.input))


@adjoint_rule(aten.LogitOp)
def logit(op: aten.LogitOp, g: Tensor) -> Cotangents:
    """`g / (x (1 - x))`; outside of [eps, 1 - eps] it is 0, and without eps NaN outside of [0, 1]."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        low, outside = (0.0, nan) if op.eps is None else (op.eps.value.data, 0.0)
        inside = g / (x * (1 - x))
        return aten.where(aten.logical_or(x < low, x > 1 - low), outside, inside)

    return cotangent


@adjoint_rule(aten.SincOp)
def sinc(op: aten.SincOp, g: Tensor) -> Cotangents:
    """`g · (cos(πx) - sinc(x)) / x`, 0 at 0."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return aten.where(x == 0, 0, g * ((aten.cos(x * pi) - Tensor(op.result)) / x))

    return cotangent


@adjoint_rule(aten.LogaddexpOp)
def logaddexp(op: aten.LogaddexpOp, g: Tensor) -> Cotangents:
    """`g · e^a / (e^a + e^b)` and `g · e^b / (e^a + e^b)`; NaN where both are the same infinity."""
    a, b = Tensor(op.input), Tensor(op.other)
    return lambda: g * aten.sigmoid(a - b), lambda: g * aten.sigmoid(b - a)


@adjoint_rule(aten.XlogyOp)
def xlogy(op: aten.XlogyOp, g: Tensor) -> Cotangents:
    """`g · log(y)`, 0 where x is 0 and y is not positive; and `g · x / y`."""
    x, y = Tensor(op.input), Tensor(op.other)

    def first_cotangent() -> Tensor:
        return g * aten.where(aten.logical_and(x == 0, y <= 0), 0, aten.log(y))

    return first_cotangent, lambda: g * (x / y)
