"""Rules of running sums and products, and of products along a dimension."""

from functools import cache

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import reshape_like, restore_dims


@adjoint_rule(aten.CumsumOp)
def cumsum(op: aten.CumsumOp, g: Tensor) -> Cotangents:
    """The sum of the cotangents of all sums that an element is in."""
    return lambda: aten.cumsum(g, op.scanned_dim, reverse=op.reverse is None)


@adjoint_rule(aten.CumprodOp)
def cumprod(op: aten.CumprodOp, g: Tensor) -> Cotangents:
    """The product of what comes before `x[i]`, times `s[i] = g[i] + x[i + 1] · s[i + 1]`: right at zeros as well."""

    def cotangent() -> Tensor:
        x, dim, step = Tensor(op.input), op.scanned_dim, _step(op)
        following = aten.linear_recurrence(g, aten.shift(x, dim, -step), dim, reverse=op.reverse is None)
        return following * aten.shift(Tensor(op.result), dim, step, 1)

    return cotangent


@adjoint_rule(aten.LinearRecurrenceOp)
def linear_recurrence(op: aten.LinearRecurrenceOp, g: Tensor) -> Cotangents:
    """With `s[i] = g[i] + factor[i + 1] · s[i + 1]`: s by the input, `s[i] · result[i - 1]` by the factor."""
    dim, step = op.scanned_dim, _step(op)

    @cache
    def by_input() -> Tensor:
        return aten.linear_recurrence(g, aten.shift(Tensor(op.factor), dim, -step), dim, reverse=op.reverse is None)

    return by_input, lambda: by_input() * aten.shift(Tensor(op.result), dim, step)


@adjoint_rule(aten.ShiftOp)
def shift(op: aten.ShiftOp, g: Tensor) -> Cotangents:
    return lambda: aten.shift(g, op.shifted_dim, -op.offset.value.data)


@adjoint_rule(aten.ProdOp)
def prod(op: aten.ProdOp, g: Tensor) -> Cotangents:
    """g times the product of all others: at the only zero that of the rest, 0 everywhere where there are two.

    The others are those before and those after, so that nothing is divided.
    """

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        if not x.ndim:
            return g
        if len(op.dims) == 1:
            return restore_dims(g, op) * _product_of_others(x, op.dims[0])
        return g * reshape_like(_product_of_others(x.flatten(), 0), x)

    return cotangent


def _product_of_others(x: Tensor, dim: int) -> Tensor:
    before = aten.shift(aten.cumprod(x, dim), dim, 1, 1)
    return before * aten.shift(aten.cumprod(x, dim, reverse=True), dim, -1, 1)


def _step(op: aten.CumprodOp | aten.LinearRecurrenceOp) -> int:
    """The way the scan goes."""
    return 1 if op.reverse is None else -1
