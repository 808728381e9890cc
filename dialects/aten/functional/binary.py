"""Elementwise functions of operands that broadcast against each other; each may be a number."""

from adjoint.dialects.aten.binary import AddOp, DivOp, MaximumOp, MinimumOp, MulOp, PowOp, RsubOp, SubOp
from adjoint.dialects.aten.comparison import EqOp, GeOp, GtOp, LeOp, LtOp, NeOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of
from adjoint.dialects.aten.ternary import WhereOp

__all__ = [
    "add",
    "div",
    "eq",
    "ge",
    "gt",
    "le",
    "lt",
    "maximum",
    "minimum",
    "mul",
    "ne",
    "pow",
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


def div(input: TensorLike, other: TensorLike) -> Tensor:
    """`input / other`; integers are divided in f32."""
    return result_of(DivOp, *values_of(input, other))


def maximum(input: TensorLike, other: TensorLike) -> Tensor:
    """The larger elements; NaN where one is NaN."""
    return result_of(MaximumOp, *values_of(input, other))


def minimum(input: TensorLike, other: TensorLike) -> Tensor:
    """The smaller elements; NaN where one is NaN."""
    return result_of(MinimumOp, *values_of(input, other))


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
