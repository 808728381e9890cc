"""The activation functions with bounds and slopes, elementwise."""

from adjoint.dialects import aten
from adjoint.lowering.linalg.registry import elementwise_lowering
from adjoint.lowering.linalg.scalar import Scalar, absolute, constant, exp, expm1, log1p, maximum, minimum, select


@elementwise_lowering(aten.HardsigmoidOp)
def _hardsigmoid(op: aten.HardsigmoidOp, x: Scalar) -> Scalar:
    return _relu6(x + 3) / 6


@elementwise_lowering(aten.HardswishOp)
def _hardswish(op: aten.HardswishOp, x: Scalar) -> Scalar:
    return x * _relu6(x + 3) / 6


def _relu6(x: Scalar) -> Scalar:
    return minimum(maximum(x, 0), 6)


@elementwise_lowering(aten.LogSigmoidOp)
def _log_sigmoid(op: aten.LogSigmoidOp, x: Scalar) -> Scalar:
    return log_sigmoid(x)


def log_sigmoid(x: Scalar) -> Scalar:
    """`log(1 / (1 + e^-x))`, the exponential never above 1."""
    return minimum(x, 0) - log1p(exp(-absolute(x)))


@elementwise_lowering(aten.HardshrinkOp)
def _hardshrink(op: aten.HardshrinkOp, x: Scalar) -> Scalar:
    return select(absolute(x).compare("le", op.lambd.value.data), constant(0, x.type), x)


@elementwise_lowering(aten.SoftshrinkOp)
def _softshrink(op: aten.SoftshrinkOp, x: Scalar) -> Scalar:
    """Subtracting what of the input is within the bounds."""
    lambd = op.lambd.value.data
    return x - minimum(maximum(x, -lambd), lambd)


@elementwise_lowering(aten.HardtanhOp)
def _hardtanh(op: aten.HardtanhOp, x: Scalar) -> Scalar:
    return minimum(maximum(x, op.min_val.value.data), op.max_val.value.data)


@elementwise_lowering(aten.LeakyReluOp)
def _leaky_relu(op: aten.LeakyReluOp, x: Scalar) -> Scalar:
    return select(x.compare("gt", 0), x, x * op.negative_slope.value.data)


@elementwise_lowering(aten.ThresholdOp)
def _threshold(op: aten.ThresholdOp, x: Scalar) -> Scalar:
    return select(x.compare("le", op.threshold.value.data), constant(op.value.value.data, x.type), x)


@elementwise_lowering(aten.EluOp)
def _elu(op: aten.EluOp, x: Scalar) -> Scalar:
    scale, input_scale = op.scale.value.data, op.input_scale.value.data
    negative = _scaled(expm1(_scaled(x, input_scale)), op.alpha.value.data * scale)
    return select(x.compare("le", 0), negative, _scaled(x, scale))


def _scaled(x: Scalar, factor: float) -> Scalar:
    return x if factor == 1 else x * factor


@elementwise_lowering(aten.SoftplusOp)
def _softplus(op: aten.SoftplusOp, x: Scalar) -> Scalar:
    beta = op.beta.value.data
    z = _scaled(x, beta)
    smooth = log1p(exp(z))
    return select(z.compare("gt", op.threshold.value.data), x, smooth if beta == 1 else smooth / beta)
