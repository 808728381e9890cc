"""Elementwise functions of one tensor."""

from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import clampable, values_of
from adjoint.dialects.aten.tensor import Approximation, Tensor, TensorLike, result_of
from adjoint.dialects.aten.ternary import ClampTensorOp
from adjoint.dialects.aten.unary import (
    AbsOp,
    ClampOp,
    Exp2Op,
    Expm1Op,
    ExpOp,
    GeluOp,
    Log1pOp,
    Log2Op,
    Log10Op,
    LogOp,
    NegOp,
    ReciprocalOp,
    ReluOp,
    RsqrtOp,
    SigmoidOp,
    SiluOp,
    SqrtOp,
)
from adjoint.dialects.aten.unary_composite import SquareOp

__all__ = [
    "abs",
    "clamp",
    "exp",
    "exp2",
    "expm1",
    "gelu",
    "log",
    "log10",
    "log1p",
    "log2",
    "neg",
    "reciprocal",
    "relu",
    "rsqrt",
    "sigmoid",
    "silu",
    "sqrt",
    "square",
]


def abs(input: Tensor) -> Tensor:
    """`|input|`."""
    return result_of(AbsOp, value_of(input))


def neg(input: Tensor) -> Tensor:
    """`-input`."""
    return result_of(NegOp, value_of(input))


def exp(input: Tensor) -> Tensor:
    """`e^input`."""
    return result_of(ExpOp, value_of(input))


def exp2(input: Tensor) -> Tensor:
    """`2^input`."""
    return result_of(Exp2Op, value_of(input))


def expm1(input: Tensor) -> Tensor:
    """`e^input - 1`."""
    return result_of(Expm1Op, value_of(input))


def log(input: Tensor) -> Tensor:
    """The natural logarithm."""
    return result_of(LogOp, value_of(input))


def log2(input: Tensor) -> Tensor:
    """The binary logarithm."""
    return result_of(Log2Op, value_of(input))


def log10(input: Tensor) -> Tensor:
    """The decimal logarithm."""
    return result_of(Log10Op, value_of(input))


def log1p(input: Tensor) -> Tensor:
    """`log(1 + input)`."""
    return result_of(Log1pOp, value_of(input))


def sqrt(input: Tensor) -> Tensor:
    """The square root."""
    return result_of(SqrtOp, value_of(input))


def rsqrt(input: Tensor) -> Tensor:
    """`1 / sqrt(input)`."""
    return result_of(RsqrtOp, value_of(input))


def square(input: Tensor) -> Tensor:
    """`input²`."""
    return result_of(SquareOp, value_of(input))


def reciprocal(input: Tensor) -> Tensor:
    """`1 / input`."""
    return result_of(ReciprocalOp, value_of(input))


def sigmoid(input: Tensor) -> Tensor:
    """`1 / (1 + e^-input)`."""
    return result_of(SigmoidOp, value_of(input))


def relu(input: Tensor) -> Tensor:
    """`max(input, 0)`."""
    return result_of(ReluOp, value_of(input))


def silu(input: Tensor) -> Tensor:
    """`input * sigmoid(input)`."""
    return result_of(SiluOp, value_of(input))


def gelu(input: Tensor, approximate: Approximation = "none") -> Tensor:
    """`input * Φ(input)`, Φ the normal distribution's, by erf or its tanh approximation."""
    return result_of(GeluOp, value_of(input), approximate)


def clamp(input: Tensor, min: TensorLike | None = None, max: TensorLike | None = None) -> Tensor:
    """The elements, none below min or above max, which may be tensors; converted as sums with the bounds are."""
    if isinstance(min, Tensor) or isinstance(max, Tensor):
        low, high = (None if bound is None else values_of(input, bound)[1] for bound in (min, max))
        return result_of(ClampTensorOp, value_of(input), low, high)
    return result_of(ClampOp, clampable(input, min, max), min, max)
