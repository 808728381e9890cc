"""Rules of the losses: of a classifier, computed row by row from the class indices, and of single probabilities.

The losses of a classifier are `Σₙ sₙ Σₖ wₖ uₙₖ (-pₙₖ)` of log probabilities p and class weights w. The share uₙₖ that
class k has in the target of sample n is 1 for the true class and 0 for the others, until cross_entropy smooths it, or
what the target says. The scale sₙ is 0 for a sample that is ignored, and otherwise 1, or for "mean" `1 / Σₙ w[tₙ]`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.loss import Reduction
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.loss import along_classes, smoothing_share
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, forward_rewrite
from adjoint.passes.differentiate.rules.binary import scaled
from adjoint.passes.differentiate.rules.reduction import share_of_mean


@dataclass(frozen=True)
class Target:
    """The terms of a loss that come from its target of class indices, each emitted where it is first asked for."""

    op: aten.NllLossForwardOp | aten.CrossEntropyOp
    g: Tensor
    """The cotangent of the loss."""
    classes: Tensor
    """A tensor whose dimension `dim` is that of the classes."""
    dim: int

    @cached_property
    def counts(self) -> Tensor:
        """For each sample, whether it is not ignored."""
        return Tensor(self.op.target) != self.op.ignore_index.value.data

    @cached_property
    def is_true(self) -> Tensor:
        """For each sample and class, whether it is the true one, of a sample that is not ignored."""
        is_true = self.along_classes(aten.dim_arange(self.classes, self.dim)) == self.of_all_classes(
            Tensor(self.op.target)
        )
        return is_true * self.of_all_classes(self.counts) if self.op.ignore_index.value.data >= 0 else is_true

    @cached_property
    def scale(self) -> Tensor:
        """The cotangent of `Σₖ wₖ uₙₖ (-pₙₖ)`, of size 1 along the classes: `g sₙ`."""
        g = self.g
        if self.op.reduction.data == "mean":
            g = g / self.total_weight
        return self.of_all_classes(aten.where(self.counts, g, 0))

    @cached_property
    def total_weight(self) -> Tensor:
        """`Σₙ w[tₙ]`; captured where there are no weights, on which it would depend and have a gradient itself."""
        if isinstance(self.op, aten.NllLossForwardOp) and self.op.weight is None:
            return Tensor(self.op.total_weight)
        weights = self.counts if self.op.weight is None else aten.where(self.is_true, self.weight, 0)
        return weights.sum()

    @property
    def weight(self) -> Tensor:
        """The weights of the classes, such that they broadcast to the scores."""
        assert self.op.weight is not None
        return self.along_classes(Tensor(self.op.weight))

    def along_classes(self, of_classes: Tensor) -> Tensor:
        """One number a class, such that it broadcasts to the scores."""
        return along_classes(of_classes, Tensor(self.op.input))

    def of_all_classes(self, of_samples: Tensor) -> Tensor:
        """One number a sample, such that it broadcasts to the scores."""
        return of_samples.unsqueeze(self.op.class_dim)

    def weight_cotangent(self, losses: Tensor) -> Tensor:
        """Of w, given `uₙₖ (-pₙₖ)`: what a class adds to the loss, less what it adds to the divisor of a mean."""
        if self.op.reduction.data == "mean":
            losses = losses - aten.where(self.is_true, Tensor(self.op.result), 0)
        return sum_of_classes(losses * self.scale, self.op)


def sum_of_classes(x: Tensor, op: aten.NllLossForwardOp | aten.CrossEntropyOp) -> Tensor:
    """One number a class: the sum over all samples."""
    samples = [dim for dim in range(x.ndim) if dim != op.class_dim]
    return x.sum(samples) if samples else x


@forward_rewrite(aten.NllLossOp)
def nll_loss_forward(op: aten.NllLossOp) -> aten.NllLossForwardOp:
    """The number of samples that a mean divides by is captured, not computed again."""
    return build(
        aten.NllLossForwardOp,
        op.input,
        op.target,
        op.weight,
        cast(Reduction, op.reduction.data),
        op.ignore_index.value.data,
    )


@adjoint_rule(aten.NllLossForwardOp)
def nll_loss(op: aten.NllLossForwardOp, g: Tensor, _: Tensor | None) -> Cotangents:
    """`-g sₙ w[tₙ]` at the true class, 0 elsewhere. Of the input only the number of classes is captured."""
    if op.weight is None:
        target = Target(op, g, aten.full([aten.numel(Tensor(op.input), op.class_dim)], 0, i64), 0)
        return lambda: aten.where(target.is_true, -target.scale, 0), None
    target = Target(op, g, Tensor(op.weight), 0)
    return (
        lambda: aten.where(target.is_true, -target.scale * target.weight, 0),
        None,
        lambda: target.weight_cotangent(aten.where(target.is_true, -Tensor(op.input), 0)),
    )


@adjoint_rule(aten.CrossEntropyOp)
def cross_entropy(op: aten.CrossEntropyOp, g: Tensor) -> Cotangents:
    """`g sₙ (softmax(xₙ)ₖ Σⱼ wⱼ uₙⱼ - wₖ uₙₖ)`; without weights the sum is 1. The softmax is computed again."""
    if op.has_probabilities:
        return cross_entropy_of_probabilities(op, g)
    x = Tensor(op.input)
    target = Target(op, g, x, op.class_dim)

    def shares() -> Tensor:
        return smoothed(target.is_true.to(x.dtype), op)

    def input_cotangent() -> Tensor:
        p, u = aten.softmax(x, op.class_dim), shares()
        if op.weight is not None:
            u = u * target.weight
            p = p * u.sum(op.class_dim, keepdim=True)
        return (p - u) * target.scale

    if op.weight is None:
        return input_cotangent, None
    return input_cotangent, None, lambda: target.weight_cotangent(-aten.log_softmax(x, op.class_dim) * shares())


def smoothed(shares: Tensor, op: aten.CrossEntropyOp) -> Tensor:
    """`(1 - ε) u + ε / c`."""
    smoothing = op.label_smoothing.value.data
    return shares if smoothing == 0 else shares * (1 - smoothing) + smoothing_share(op)


def cross_entropy_of_probabilities(op: aten.CrossEntropyOp, g: Tensor) -> Cotangents:
    """As above with the shares u of the target, and `-g sₙ (1 - ε) wₖ pₙₖ` for these."""
    x, dim, smoothing = Tensor(op.input), op.class_dim, op.label_smoothing.value.data
    weight = None if op.weight is None else along_classes(Tensor(op.weight), x)

    samples = [each for each in range(x.ndim) if each != dim]

    def scale() -> Tensor:
        match op.reduction.data:
            case "none":
                return g.unsqueeze(dim)
            case "mean" if samples:
                return share_of_mean(g, x, samples)
            case _:
                return g

    def input_cotangent() -> Tensor:
        u = smoothed(Tensor(op.target), op)
        if weight is not None:
            u = u * weight
        return (aten.softmax(x, dim) * u.sum(dim, keepdim=True) - u) * scale()

    def target_cotangent() -> Tensor:
        losses = -aten.log_softmax(x, dim) * scale()
        if weight is not None:
            losses = losses * weight
        return scaled(losses, 1 - smoothing)

    def weight_cotangent() -> Tensor:
        return sum_of_classes(-aten.log_softmax(x, dim) * smoothed(Tensor(op.target), op) * scale(), op)

    return (input_cotangent, target_cotangent, *([] if weight is None else [weight_cotangent]))


@adjoint_rule(aten.BinaryCrossEntropyLossesOp)
def binary_cross_entropy(op: aten.BinaryCrossEntropyLossesOp, g: Tensor) -> Cotangents:
    """`g (x - t) / (x (1 - x))`, the divisor not below 1e-12, and `g (log(1 - x) - log(x))`."""
    x, t = Tensor(op.input), Tensor(op.target)
    return (
        lambda: g * (x - t) / ((1 - x) * x).clamp(min=1e-12),
        lambda: g * (aten.log1p(-x) - x.log()),
    )


@adjoint_rule(aten.BinaryCrossEntropyWithLogitsLossesOp)
def binary_cross_entropy_with_logits(op: aten.BinaryCrossEntropyWithLogitsLossesOp, g: Tensor) -> Cotangents:
    """`g ((1 - t + w t) σ - w t)`, `-g (x + (w - 1) log σ)` and `-g t log σ`; σ = sigmoid(x), w is the pos_weight."""
    x, t = Tensor(op.input), Tensor(op.target)
    if op.pos_weight is None:
        return lambda: g * (x.sigmoid() - t), lambda: -g * x
    w = Tensor(op.pos_weight)

    def input_cotangent() -> Tensor:
        positive = w * t
        return g * ((1 - t + positive) * x.sigmoid() - positive)

    return (
        input_cotangent,
        lambda: -g * (x + (w - 1) * aten.log_sigmoid(x)),
        lambda: -g * t * aten.log_sigmoid(x),
    )
