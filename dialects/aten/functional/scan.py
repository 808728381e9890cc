"""Running sums and products, and what their gradients are made of."""

from xdsl.ir import Attribute

from adjoint.dialects.aten.functional.reduction import converted
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.scan import CumprodOp, CumsumOp, LinearRecurrenceOp, ShiftOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = ["cumprod", "cumsum", "linear_recurrence", "shift"]


def cumsum(input: Tensor, dim: int, *, dtype: Attribute | None = None, reverse: bool = False) -> Tensor:
    """The sums of the elements up to each along `dim`, itself included; from it on where `reverse` is set."""
    return converted(result_of(CumsumOp, value_of(converted(input, dtype)), dim, reverse), dtype)


def cumprod(input: Tensor, dim: int, *, dtype: Attribute | None = None, reverse: bool = False) -> Tensor:
    """The products of the elements up to each along `dim`, itself included; from it on where `reverse` is set."""
    return converted(result_of(CumprodOp, value_of(converted(input, dtype)), dim, reverse), dtype)


def linear_recurrence(input: Tensor, factor: Tensor, dim: int, *, reverse: bool = False) -> Tensor:
    """`result[i] = factor[i] · result[i - 1] + input[i]` along `dim`; with `reverse`, i + 1 in place of i - 1."""
    return result_of(LinearRecurrenceOp, value_of(input), value_of(factor), dim, reverse)


def shift(input: Tensor, dim: int, offset: int, fill_value: float = 0) -> Tensor:
    """The elements `offset` places further along `dim`; `fill_value` comes in."""
    return result_of(ShiftOp, value_of(input), dim, offset, fill_value)
