"""Rounding and signs."""

from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.rounding import CeilOp, FloorOp, FracOp, RoundOp, TruncOp
from adjoint.dialects.aten.sign import CopysignOp, SgnOp, SignOp
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of

__all__ = [
    "ceil",
    "copysign",
    "floor",
    "frac",
    "round",
    "sgn",
    "sign",
    "trunc",
]


def ceil(input: Tensor) -> Tensor:
    """The smallest integers that are not less."""
    return result_of(CeilOp, value_of(input))


def floor(input: Tensor) -> Tensor:
    """The greatest integers that are not more."""
    return result_of(FloorOp, value_of(input))


def trunc(input: Tensor) -> Tensor:
    """The integer parts."""
    return result_of(TruncOp, value_of(input))


def frac(input: Tensor) -> Tensor:
    """The fractional parts, of the sign of the input."""
    return result_of(FracOp, value_of(input))


def sign(input: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return result_of(SignOp, value_of(input))


def sgn(input: Tensor) -> Tensor:
    """-1, 0 or 1."""
    return result_of(SgnOp, value_of(input))


def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """The nearest multiples of `10^-decimals`, a tie going to the even one."""
    return result_of(RoundOp, value_of(input), decimals)


def copysign(input: TensorLike, other: TensorLike) -> Tensor:
    """`|input|` with the sign of `other`."""
    return result_of(CopysignOp, *values_of(input, other))
