"""Activation functions: elementwise functions of one tensor, by PyTorch's names and arguments."""

from adjoint.dialects.aten.activation import (
    CeluOp,
    EluOp,
    GluOp,
    HardshrinkOp,
    HardsigmoidOp,
    HardswishOp,
    HardtanhOp,
    LeakyReluOp,
    LogSigmoidOp,
    MishOp,
    Relu6Op,
    SeluOp,
    SoftplusOp,
    SoftshrinkOp,
    SoftsignOp,
    TanhshrinkOp,
    ThresholdOp,
)
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "celu",
    "elu",
    "glu",
    "hardshrink",
    "hardsigmoid",
    "hardswish",
    "hardtanh",
    "leaky_relu",
    "log_sigmoid",
    "logsigmoid",
    "mish",
    "relu6",
    "selu",
    "softplus",
    "softshrink",
    "softsign",
    "tanhshrink",
    "threshold",
]


def hardsigmoid(input: Tensor) -> Tensor:
    """`relu6(input + 3) / 6`."""
    return result_of(HardsigmoidOp, value_of(input))


def hardswish(input: Tensor) -> Tensor:
    """`input * hardsigmoid(input)`."""
    return result_of(HardswishOp, value_of(input))


def relu6(input: Tensor) -> Tensor:
    """The elements, none below 0 or above 6."""
    return result_of(Relu6Op, value_of(input))


def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """0 from `-lambd` to `lambd`, the elements themselves elsewhere."""
    return result_of(HardshrinkOp, value_of(input), lambd)


def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """0 from `-lambd` to `lambd`, the elements moved towards 0 by `lambd` elsewhere."""
    return result_of(SoftshrinkOp, value_of(input), lambd)


def hardtanh(input: Tensor, min_val: Number = -1.0, max_val: Number = 1.0) -> Tensor:
    """The elements, none below `min_val` or above `max_val`."""
    return result_of(HardtanhOp, value_of(input), min_val, max_val)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The elements, those that are not positive times `negative_slope`."""
    return result_of(LeakyReluOp, value_of(input), negative_slope)


def threshold(input: Tensor, threshold: Number, value: Number) -> Tensor:
    """The elements above `threshold`, `value` in place of the others."""
    return result_of(ThresholdOp, value_of(input), threshold, value)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """The elements above 0, `alpha * (e^input - 1)` below."""
    return result_of(EluOp, value_of(input), alpha)


def celu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """The elements above 0, `alpha * (e^(input / alpha) - 1)` below."""
    return result_of(CeluOp, value_of(input), alpha)


def selu(input: Tensor) -> Tensor:
    """The scaled exponential linear unit."""
    return result_of(SeluOp, value_of(input))


def log_sigmoid(input: Tensor) -> Tensor:
    """`log(sigmoid(input))`."""
    return result_of(LogSigmoidOp, value_of(input))


logsigmoid = log_sigmoid
"""PyTorch's name of `log_sigmoid` in `torch.nn.functional`."""


def mish(input: Tensor) -> Tensor:
    """`input * tanh(softplus(input))`."""
    return result_of(MishOp, value_of(input))


def softplus(input: Tensor, beta: float = 1.0, threshold: float = 20.0) -> Tensor:
    """`log(1 + e^(beta * input)) / beta`, linear where `beta * input` is above `threshold`."""
    return result_of(SoftplusOp, value_of(input), beta, threshold)


def softsign(input: Tensor) -> Tensor:
    """`input / (1 + |input|)`."""
    return result_of(SoftsignOp, value_of(input))


def tanhshrink(input: Tensor) -> Tensor:
    """`input - tanh(input)`."""
    return result_of(TanhshrinkOp, value_of(input))


def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half along `dim` times the sigmoid of the second half."""
    return result_of(GluOp, value_of(input), dim)
