"""Rules of the activation functions, and of clamp. The composite ones get theirs from their parts."""

from math import pi, sqrt

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.binary import scaled


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


@adjoint_rule(aten.HardsigmoidOp)
def hardsigmoid(op: aten.HardsigmoidOp, g: Tensor) -> Cotangents:
    """`g / 6` between -3 and 3; 0 at the bounds, beyond and at NaN."""
    return lambda: aten.where(Tensor(op.input).abs() < 3, g * (1 / 6), 0)


@adjoint_rule(aten.HardswishOp)
def hardswish(op: aten.HardswishOp, g: Tensor) -> Cotangents:
    """`g (x/3 + 1/2)` between -3 and 3, 0 at -3 and below, g at 3, above and at NaN."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return aten.where(x <= -3, 0, aten.where(x < 3, g * (x * (1 / 3) + 0.5), g))

    return cotangent


@adjoint_rule(aten.LogSigmoidOp)
def log_sigmoid(op: aten.LogSigmoidOp, g: Tensor) -> Cotangents:
    """`g · sigmoid(-x)`, not by the result: that would lose what is small beside 1."""
    return lambda: g * aten.sigmoid(-Tensor(op.input))


@adjoint_rule(aten.HardshrinkOp, aten.SoftshrinkOp)
def shrink(op: aten.HardshrinkOp | aten.SoftshrinkOp, g: Tensor) -> Cotangents:
    """g, and 0 from -lambd to lambd, themselves included; g at NaN."""
    return lambda: aten.where(Tensor(op.input).abs() <= op.lambd.value.data, 0, g)


@adjoint_rule(aten.HardtanhOp)
def hardtanh(op: aten.HardtanhOp, g: Tensor) -> Cotangents:
    """g between the bounds and at NaN, 0 at the bounds and beyond."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return aten.where(y <= op.min_val.value.data, 0, aten.where(y >= op.max_val.value.data, 0, g))

    return cotangent


@adjoint_rule(aten.LeakyReluOp)
def leaky_relu(op: aten.LeakyReluOp, g: Tensor) -> Cotangents:
    """g above 0, `g · negative_slope` at 0, below and at NaN."""
    return lambda: aten.where(Tensor(op.input) > 0, g, g * op.negative_slope.value.data)


@adjoint_rule(aten.ThresholdOp)
def threshold(op: aten.ThresholdOp, g: Tensor) -> Cotangents:
    """g above the threshold and at NaN, 0 at the threshold and below."""
    return lambda: aten.where(Tensor(op.input) <= op.threshold.value.data, 0, g)


@adjoint_rule(aten.EluOp)
def elu(op: aten.EluOp, g: Tensor) -> Cotangents:
    """`g · scale` above 0 and at NaN, `g · scale · alpha · s e^(s x)` at 0 and below, with s the input's scale.

    Above 0 the exponential is not used, and must not be infinite all the same: a second derivative multiplies it by 0.
    """

    def cotangent() -> Tensor:
        x, scale, s = Tensor(op.input), op.scale.value.data, op.input_scale.value.data
        slope = aten.exp(scaled(x.clamp(max=0.0), s))
        return aten.where(x <= 0, scaled(g * slope, scale * op.alpha.value.data * s), scaled(g, scale))

    return cotangent


@adjoint_rule(aten.SoftplusOp)
def softplus(op: aten.SoftplusOp, g: Tensor) -> Cotangents:
    """`g · sigmoid(beta x)`, and g where the function is linear."""

    def cotangent() -> Tensor:
        z = scaled(Tensor(op.input), op.beta.value.data)
        return aten.where(z > op.threshold.value.data, g, g * aten.sigmoid(z))

    return cotangent
