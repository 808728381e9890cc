"""Rules of sums, products, means and variances."""

from collections.abc import Sequence
from math import inf

from adjoint.dialects import aten
from adjoint.dialects.aten.reduction import VarianceOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, without_gradient
from adjoint.passes.differentiate.rules.sizes import expand_reduced, restore_dims


@adjoint_rule(aten.SumOp)
def sum(op: aten.SumOp, g: Tensor) -> Cotangents:
    return lambda: expand_reduced(g, op)


@adjoint_rule(aten.MeanOp)
def mean(op: aten.MeanOp, g: Tensor) -> Cotangents:
    """`g / n`, n the number of elements in a mean."""
    return lambda: expand_reduced(share_of_mean(g, Tensor(op.input), op.dims), op)


def share_of_mean(g: Tensor, input: Tensor, dims: Sequence[int]) -> Tensor:
    """`g / n`, n the number of elements along the dimensions.

    A mean of none gives nobody its cotangent; the gradient of that is 0, as in PyTorch, and not 0 / 0.
    """
    count = aten.numel(input, dims)
    return g / (max(count, 1) if isinstance(count, int) else count.clamp(min=1))


@adjoint_rule(aten.VarOp)
def var(op: aten.VarOp, g: Tensor) -> Cotangents:
    """`g · 2 / (n - correction) · (x - mean(x))`: NaN for the variance of one element with a correction of 1."""
    return lambda: along_deviations(op, g * variance_slope(op))


@adjoint_rule(aten.StdOp)
def std(op: aten.StdOp, g: Tensor) -> Cotangents:
    """`g / (n - correction) / std(x) · (x - mean(x))`, and 0 where the deviation is 0."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return along_deviations(op, aten.where(y == 0, 0, g / y * (0.5 * variance_slope(op))))

    return cotangent


def along_deviations(op: VarianceOp, factor: Tensor) -> Tensor:
    """The deviations from the mean times a factor of the shape of the result."""
    x = Tensor(op.input)
    return restore_dims(factor, op) * (x - x.mean(op.dims, keepdim=True))


def variance_slope(op: VarianceOp) -> Tensor | float:
    """`2 / (n - correction)`, with n the number of elements in a variance; a number where n is known."""
    n, correction = aten.numel(Tensor(op.input), op.dims), op.correction.value.data
    if isinstance(n, int):
        return 2 / (n - correction) if n != correction else inf
    return 2 / (n - aten.constant(correction, Tensor(op.input).dtype))


@adjoint_rule(aten.LogsumexpOp)
def logsumexp(op: aten.LogsumexpOp, g: Tensor) -> Cotangents:
    """`g · e^(x - y)`: NaN where all of x is -inf."""
    return lambda: restore_dims(g, op) * aten.exp(Tensor(op.input) - restore_dims(Tensor(op.result), op))


without_gradient(aten.AllOp, aten.AnyOp, aten.CountNonzeroOp)
