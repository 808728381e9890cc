"""Rules of sums, means and variances."""

from math import inf

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import expand_reduced, restore_dims


@adjoint_rule(aten.SumOp)
def sum(op: aten.SumOp, g: Tensor) -> Cotangents:
    return lambda: expand_reduced(g, op)


@adjoint_rule(aten.MeanOp)
def mean(op: aten.MeanOp, g: Tensor) -> Cotangents:
    """`g / n`, n the number of elements in a mean."""
    return lambda: expand_reduced(g / aten.numel(Tensor(op.input), op.dims), op)


@adjoint_rule(aten.VarOp)
def var(op: aten.VarOp, g: Tensor) -> Cotangents:
    """`g · 2 / (n - correction) · (x - mean(x))`: NaN for the variance of one element with a correction of 1."""

    def cotangent() -> Tensor:
        x = Tensor(op.input)
        return restore_dims(g * variance_slope(op), op) * (x - x.mean(op.dims, keepdim=True))

    return cotangent


def variance_slope(op: aten.VarOp) -> Tensor | float:
    """`2 / (n - correction)`, with n the number of elements in a variance; a number where n is known."""
    n, correction = aten.numel(Tensor(op.input), op.dims), op.correction.value.data
    if isinstance(n, int):
        return 2 / (n - correction) if n != correction else inf
    return 2 / (n - aten.constant(correction, Tensor(op.input).dtype))


@adjoint_rule(aten.LogsumexpOp)
def logsumexp(op: aten.LogsumexpOp, g: Tensor) -> Cotangents:
    """`g · e^(x - y)`: NaN where all of x is -inf."""
    return lambda: restore_dims(g, op) * aten.exp(Tensor(op.input) - restore_dims(Tensor(op.result), op))
