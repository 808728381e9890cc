"""Rules of normalisation by statistics of channels. Running statistics have no gradient."""

from collections.abc import Callable
from functools import cache

from adjoint.dialects import aten
from adjoint.dialects.aten.channel_normalization import ChannelNormOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.channel_normalization import (
    by_channel,
    by_group,
    in_groups,
    native_batch_norm as with_statistics,
    running_scale,
)
from adjoint.passes.differentiate.registry import Cotangent, Cotangents, adjoint_rule, forward_rewrite
from adjoint.passes.differentiate.rules.normalization import Normalization
from adjoint.passes.differentiate.rules.sizes import only_first, reshape_like, size_of


def of_operands(op: ChannelNormOp, input: Cotangent, weight: Callable[[], Tensor], bias: Callable[[], Tensor]):
    """The cotangents of the operands that are there; none for the running statistics, which come last."""
    given: list[Cotangent] = [input]
    if op.weight is not None:
        given.append(weight)
    if op.bias is not None:
        given.append(bias)
    return [*given, *[None] * (len(op.operands) - len(given))]


@forward_rewrite(aten.BatchNormOp)
def batch_norm(op: aten.BatchNormOp) -> aten.NativeBatchNormOp:
    """The reverse needs the statistics of the batch."""
    return with_statistics(op)


@adjoint_rule(aten.NativeBatchNormOp, aten.NativeBatchNormLegitFunctionalOp)
def native_batch_norm(
    op: aten.NativeBatchNormOp, g: Tensor | None, g_mean: Tensor | None, g_scale: Tensor | None, *_: Tensor | None
) -> Cotangents:
    """With x̂ the normalised input, r = 1/σ, and means over each channel of n elements: the input gets
    `r · weight · (g - mean(g) - x̂ · mean(g x̂))` in training, `r · weight · g` else, the weight `Σ g x̂`, the bias `Σ g`.

    The saved mean gives `g_mean / n`, the saved r `-g_scale · r² x̂ / n`.
    """
    x, dims, in_training = Tensor(op.input), op.dims, op.training is not None
    if op.is_empty:
        return only_first(op, g)
    if not in_training:
        g_mean = g_scale = None
    mean, scale = (Tensor(op.save_mean), Tensor(op.save_invstd)) if in_training else running_scale(op)

    @cache
    def normalized() -> Tensor:
        return (x - by_channel(mean, x.ndim)) * by_channel(scale, x.ndim)

    def by_result(g: Tensor) -> Tensor:
        if in_training:
            correlation = (g * normalized()).mean(dims)
            g = g - by_channel(g.mean(dims), x.ndim) - normalized() * by_channel(correlation, x.ndim)
        return g * by_channel(scale if op.weight is None else scale * Tensor(op.weight), x.ndim)

    def by_input() -> Tensor:
        count = aten.numel(x, dims)
        parts: list[Tensor] = [] if g is None else [by_result(g)]
        if g_scale is not None:
            parts.append(normalized() * by_channel(-g_scale * scale * scale / count, x.ndim))
        if g_mean is not None:
            part = by_channel(g_mean / count, x.ndim)
            parts.append(part if parts else part.expand(size_of(x)))
        total, *others = parts
        for other in others:
            total = total + other
        return total

    if g is None:
        return only_first(op, by_input if in_training else None)
    return of_operands(op, by_input, lambda: (g * normalized()).sum(dims), lambda: g.sum(dims))


@adjoint_rule(aten.InstanceNormOp)
def instance_norm(op: aten.InstanceNormOp, g: Tensor) -> Cotangents:
    """As that of layer norm over each channel of a sample; `r · weight · g` with running statistics."""
    x = Tensor(op.input)
    if op.is_empty:
        return only_first(op, g)
    of_channel = [0, *op.dims]
    weighted = g if op.weight is None else g * by_channel(Tensor(op.weight), x.ndim)
    if op.use_input_stats is None:
        mean, scale = running_scale(op)
        return of_operands(
            op,
            lambda: weighted * by_channel(scale, x.ndim),
            lambda: (g * ((x - by_channel(mean, x.ndim)) * by_channel(scale, x.ndim))).sum(of_channel),
            lambda: g.sum(of_channel),
        )
    normalization = Normalization(x, op.dims, op.eps.value.data)
    return of_operands(
        op,
        lambda: normalization.input_cotangent(weighted),
        lambda: (g * normalization.normalized).sum(of_channel),
        lambda: g.sum(of_channel),
    )


@adjoint_rule(aten.GroupNormOp)
def group_norm(op: aten.GroupNormOp, g: Tensor) -> Cotangents:
    """As that of layer norm over each group of channels of a sample."""
    x = Tensor(op.input)
    if op.is_empty:
        return only_first(op, g)
    groups = op.num_groups.value.data
    normalization = Normalization(in_groups(x, groups), [2, 3], op.eps.value.data)
    grouped = in_groups(g, groups)

    def by_input() -> Tensor:
        weighted = grouped if op.weight is None else grouped * by_group(Tensor(op.weight), normalization.x)
        return reshape_like(normalization.input_cotangent(weighted), x)

    return of_operands(
        op,
        by_input,
        lambda: (grouped * normalization.normalized).sum([0, 3]).flatten(),
        lambda: grouped.sum([0, 3]).flatten(),
    )
