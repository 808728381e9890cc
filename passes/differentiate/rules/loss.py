"""Rules of the classification losses, computed row by row from the class indices.

Both losses are `Σₙ sₙ Σₖ wₖ uₙₖ (-pₙₖ)` of log probabilities p and class weights w. The share uₙₖ that class k has in
the target of sample n is 1 for the true class and 0 for the others, until cross_entropy smooths it. The scale sₙ is 0
for a sample that is ignored, and otherwise 1, or for "mean" `1 / Σₙ w[tₙ]`.
"""

from dataclasses import dataclass
from functools import cached_property

from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@dataclass(frozen=True)
class Target:
    """The terms of a loss that come from its target, each emitted where it is first asked for."""

    op: aten.NllLossOp | aten.CrossEntropyOp
    g: Tensor
    """The cotangent of the loss."""
    like: Tensor
    """A tensor whose last dimension is that of the classes."""

    @cached_property
    def counts(self) -> Tensor:
        """For each sample, whether it is not ignored."""
        return Tensor(self.op.target) != self.op.ignore_index.value.data

    @cached_property
    def is_true(self) -> Tensor:
        """For each sample and class, whether it is the true one, of a sample that is not ignored."""
        is_true = aten.dim_arange(self.like, -1) == Tensor(self.op.target).unsqueeze(-1)
        return is_true * self.counts.unsqueeze(-1) if self.op.ignore_index.value.data >= 0 else is_true

    @cached_property
    def scale(self) -> Tensor:
        """The cotangent of `Σₖ wₖ uₙₖ (-pₙₖ)`, as a column: `g sₙ`."""
        g = self.g
        if self.op.reduction.data == "mean":
            weights = self.counts if self.op.weight is None else aten.where(self.is_true, Tensor(self.op.weight), 0)
            g = g / weights.sum()
        return aten.where(self.counts, g, 0).unsqueeze(-1)

    def weight_cotangent(self, losses: Tensor) -> Tensor:
        """Of w, given `uₙₖ (-pₙₖ)`: what a class adds to the loss, less what it adds to the divisor of a mean."""
        if self.op.reduction.data == "mean":
            losses = losses - aten.where(self.is_true, Tensor(self.op.result), 0)
        cotangent = losses * self.scale
        return cotangent.sum(0) if cotangent.ndim == 2 else cotangent


@adjoint_rule(aten.NllLossOp)
def nll_loss(op: aten.NllLossOp, g: Tensor) -> Cotangents:
    """`-g sₙ w[tₙ]` at the true class, 0 elsewhere. Of the input only the number of classes is captured."""
    like = aten.full([aten.numel(Tensor(op.input), -1)], 0, i64) if op.weight is None else Tensor(op.weight)
    target = Target(op, g, like)

    def input_cotangent() -> Tensor:
        weighted = -target.scale if op.weight is None else -target.scale * Tensor(op.weight)
        return aten.where(target.is_true, weighted, 0)

    if op.weight is None:
        return input_cotangent, None
    return input_cotangent, None, lambda: target.weight_cotangent(aten.where(target.is_true, -Tensor(op.input), 0))


@adjoint_rule(aten.CrossEntropyOp)
def cross_entropy(op: aten.CrossEntropyOp, g: Tensor) -> Cotangents:
    """`g sₙ (softmax(xₙ)ₖ Σⱼ wⱼ uₙⱼ - wₖ uₙₖ)`; without weights the sum is 1. The softmax is computed again."""
    x = Tensor(op.input)
    target = Target(op, g, x)

    def shares() -> Tensor:
        smoothing, u = op.label_smoothing.value.data, target.is_true.to(x.dtype)
        if smoothing == 0:
            return u
        classes = aten.numel(x, -1)
        evenly = smoothing / classes if isinstance(classes, int) else aten.constant(smoothing, x.dtype) / classes
        return u * (1 - smoothing) + evenly

    def input_cotangent() -> Tensor:
        p, u = aten.softmax(x, -1), shares()
        if op.weight is not None:
            u = u * Tensor(op.weight)
            p = p * u.sum(-1, keepdim=True)
        return (p - u) * target.scale

    if op.weight is None:
        return input_cotangent, None
    return input_cotangent, None, lambda: target.weight_cotangent(-aten.log_softmax(x, -1) * shares())
