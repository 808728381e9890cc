"""The circular and hyperbolic functions and their inverses."""

from adjoint.dialects.aten.binary_float import Atan2Op, HypotOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of
from adjoint.dialects.aten.trigonometric import (
    AcoshOp,
    AcosOp,
    AsinhOp,
    AsinOp,
    AtanhOp,
    AtanOp,
    CoshOp,
    CosOp,
    SinhOp,
    SinOp,
    TanhOp,
    TanOp,
)
from adjoint.dialects.aten.unary_composite import Deg2radOp

__all__ = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cos",
    "cosh",
    "deg2rad",
    "hypot",
    "sin",
    "sinh",
    "tan",
    "tanh",
]


def sin(input: Tensor) -> Tensor:
    """The sine."""
    return result_of(SinOp, value_of(input))


def cos(input: Tensor) -> Tensor:
    """The cosine."""
    return result_of(CosOp, value_of(input))


def tan(input: Tensor) -> Tensor:
    """The tangent."""
    return result_of(TanOp, value_of(input))


def asin(input: Tensor) -> Tensor:
    """The inverse of the sine, in [-π/2, π/2]."""
    return result_of(AsinOp, value_of(input))


def acos(input: Tensor) -> Tensor:
    """The inverse of the cosine, in [0, π]."""
    return result_of(AcosOp, value_of(input))


def atan(input: Tensor) -> Tensor:
    """The inverse of the tangent, in [-π/2, π/2]."""
    return result_of(AtanOp, value_of(input))


def sinh(input: Tensor) -> Tensor:
    """The hyperbolic sine."""
    return result_of(SinhOp, value_of(input))


def cosh(input: Tensor) -> Tensor:
    """The hyperbolic cosine."""
    return result_of(CoshOp, value_of(input))


def tanh(input: Tensor) -> Tensor:
    """The hyperbolic tangent."""
    return result_of(TanhOp, value_of(input))


def asinh(input: Tensor) -> Tensor:
    """The inverse of the hyperbolic sine."""
    return result_of(AsinhOp, value_of(input))


def acosh(input: Tensor) -> Tensor:
    """The inverse of the hyperbolic cosine, from 0 up."""
    return result_of(AcoshOp, value_of(input))


def atanh(input: Tensor) -> Tensor:
    """The inverse of the hyperbolic tangent."""
    return result_of(AtanhOp, value_of(input))


def deg2rad(input: Tensor) -> Tensor:
    """Angles in degrees in radians."""
    return result_of(Deg2radOp, value_of(input))


def atan2(input: TensorLike, other: TensorLike) -> Tensor:
    """The angle of the point (other, input), in [-π, π]."""
    return result_of(Atan2Op, *values_of(input, other))


def hypot(input: TensorLike, other: TensorLike) -> Tensor:
    """`sqrt(input² + other²)`."""
    return result_of(HypotOp, *values_of(input, other))
