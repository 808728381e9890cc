"""Special functions."""

from adjoint.dialects.aten.binary_float import LogaddexpOp, XlogyOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.special import (
    DigammaOp,
    ErfcOp,
    ErfinvOp,
    ErfOp,
    LgammaOp,
    LogitOp,
    PolygammaOp,
    SincOp,
)
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of

__all__ = [
    "digamma",
    "erf",
    "erfc",
    "erfinv",
    "lgamma",
    "logaddexp",
    "logit",
    "polygamma",
    "sinc",
    "xlogy",
]


def erf(input: Tensor) -> Tensor:
    """The error function."""
    return result_of(ErfOp, value_of(input))


def erfc(input: Tensor) -> Tensor:
    """`1 - erf(input)`."""
    return result_of(ErfcOp, value_of(input))


def erfinv(input: Tensor) -> Tensor:
    """The inverse of the error function."""
    return result_of(ErfinvOp, value_of(input))


def lgamma(input: Tensor) -> Tensor:
    """`log |Γ(input)|`."""
    return result_of(LgammaOp, value_of(input))


def digamma(input: Tensor) -> Tensor:
    """`Γ'(input) / Γ(input)`."""
    return result_of(DigammaOp, value_of(input))


def sinc(input: Tensor) -> Tensor:
    """`sin(π input) / (π input)`."""
    return result_of(SincOp, value_of(input))


def polygamma(n: int, input: Tensor) -> Tensor:
    """The n-th derivative of the digamma function."""
    return result_of(PolygammaOp, n, value_of(input))


def logit(input: Tensor, eps: float | None = None) -> Tensor:
    """`log(z / (1 - z))` of the input, clamped to [eps, 1 - eps] where eps is given."""
    return result_of(LogitOp, value_of(input), eps)


def logaddexp(input: TensorLike, other: TensorLike) -> Tensor:
    """`log(e^input + e^other)`."""
    return result_of(LogaddexpOp, *values_of(input, other))


def xlogy(input: TensorLike, other: TensorLike) -> Tensor:
    """`input · log(other)`, 0 where input is 0."""
    return result_of(XlogyOp, *values_of(input, other))
