"""Elementwise functions of operands that broadcast against each other; each may be a number."""

from adjoint.dialects.aten.binary import AddOp, MulOp, PowOp, RsubOp, SubOp
from adjoint.dialects.aten.comparison import EqOp, GeOp, GtOp, LeOp, LtOp, NeOp
from adjoint.dialects.aten.division import DivOp, FmodOp, RemainderOp, RoundingMode
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of
from adjoint.dialects.aten.ternary import WhereOp

__all__ = [
    "add",
    "div",
    "eq",
    "fmod",
    "ge",
    "gt",
    "le",
    "lt",
    "mul",
    "ne",
    "pow",
    "remainder",
    "rsub",
    "sub",
    "where",
]


def add(input: TensorLike, other: TensorLike, *, alpha: float = 1) -> Tensor:
    """`input + alpha * other`."""
    return result_of(AddOp, *values_of(input, other), alpha=alpha)


def sub(input: TensorLike, other: TensorLike, *, alpha: float = 1) -> Tensor:
    """`input - alpha * other`."""
    return result_of(SubOp, *values_of(input, other), alpha=alpha)


def rsub(input: TensorLike, other: TensorLike, *, alpha: float = 1) -> Tensor:
    """`other - alpha * input`."""
    return result_of(RsubOp, *values_of(input, other), alpha=alpha)


def mul(input: TensorLike, other: TensorLike) -> Tensor:
    """`input * other`."""
    return result_of(MulOp, *values_of(input, other))


def div(input: TensorLike, other: TensorLike, *, rounding_mode: RoundingMode | None = None) -> Tensor:
    """`input / other`, of integers in f32; or rounded to an integer, towards 0 ("trunc") or down ("floor")."""
    return result_of(DivOp, *values_of(input, other), rounding_mode=rounding_mode)


def fmod(input: TensorLike, other: TensorLike) -> Tensor:
    """The remainder of a division rounded towards 0: `%` of C."""
    return result_of(FmodOp, *values_of(input, other))


def remainder(input: TensorLike, other: TensorLike) -> Tensor:
    """The remainder of a division rounded down: `%` of Python."""
    return result_of(RemainderOp, *values_of(input, other))


def lt(input: TensorLike, other: TensorLike) -> Tensor:
    """`input < other`."""
    return result_of(LtOp, *values_of(input, other))


def le(input: TensorLike, other: TensorLike) -> Tensor:
    """`input <= other`."""
    return result_of(LeOp, *values_of(input, other))


def gt(input: TensorLike, other: TensorLike) -> Tensor:
    """`input > other`."""
    return result_of(GtOp, *values_of(input, other))


def ge(input: TensorLike, other: TensorLike) -> Tensor:
    """`input >= other`."""
    return result_of(GeOp, *values_of(input, other))


def eq(input: TensorLike, other: TensorLike) -> Tensor:
    """`input == other`."""
    return result_of(EqOp, *values_of(input, other))


def ne(input: TensorLike, other: TensorLike) -> Tensor:
    """`input != other`."""
    return result_of(NeOp, *values_of(input, other))


def pow(input: TensorLike, exponent: TensorLike) -> Tensor:
    """`input ** exponent`."""
    return result_of(PowOp, *values_of(input, exponent))


def where(condition: Tensor, input: TensorLike, other: TensorLike) -> Tensor:
    """`input` where the condition is true, `other` elsewhere."""
    return result_of(WhereOp, value_of(condition), *values_of(input, other))
