"""Rules of the activation functions, and of clamp."""

from math import pi, sqrt

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.ReluOp)
def relu(op: aten.ReluOp, g: Tensor) -> Cotangents:
    """g where the result is positive, 0 at 0; g at NaN, as in PyTorch."""
    return lambda: aten.where(Tensor(op.result) <= 0, 0, g)


@adjoint_rule(aten.ClampOp)
def clamp(op: aten.ClampOp, g: Tensor) -> Cotangents:
    """g within the bounds, themselves included, 0 outside and at NaN."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        within = g
        if op.min is not None:
            within = aten.where(x >= op.min.value.data, within, 0)
        if op.max is not None:
            within = aten.where(x <= op.max.value.data, within, 0)
        return within

    return cotangent


@adjoint_rule(aten.SiluOp)
def silu(op: aten.SiluOp, g: Tensor) -> Cotangents:
    """`g · (s + x s (1 - s))` with s = sigmoid(x)."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        s = aten.sigmoid(x)
        return g * (s * (1 + x * (1 - s)))

    return cotangent


@adjoint_rule(aten.GeluOp)
def gelu(op: aten.GeluOp, g: Tensor) -> Cotangents:
    """The derivative of `x · Φ(x)`, with Φ itself or its tanh approximation."""
    derivative = _tanh_gelu_derivative if op.approximate.data == "tanh" else _erf_gelu_derivative
    return lambda: g * derivative(Tensor(op.input))


def _erf_gelu_derivative(x: Tensor) -> Tensor:
    """`Φ(x) + x φ(x)` with `Φ(x) = (1 + erf(x/√2)) / 2` and `φ(x) = e^(-x²/2) / √(2π)`."""
    cumulative = (aten.erf(x * sqrt(0.5)) + 1) * 0.5
    density = aten.exp(x * x * -0.5) * (1 / sqrt(2 * pi))
    return cumulative + x * density


def _tanh_gelu_derivative(x: Tensor) -> Tensor:
    """`(1 + t)/2 + x/2 (1 - t²) u'` with `t = tanh(u)` and `u = √(2/π) (x + 0.044715 x³)`."""
    scale, cubic = sqrt(2 / pi), 0.044715
    square = x * x
    t = aten.tanh((x + square * x * cubic) * scale)
    slope = square * (3 * scale * cubic) + scale
    return ((t + 1) + x * (1 - t * t) * slope) * 0.5
