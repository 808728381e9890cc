"""The losses of a classifier as compositions of other operators.

The score of the true class is picked before the logarithm of the sum is subtracted from it: one element a sample.
"""

from typing import cast

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.loss import ClassificationLossOp, Reduction
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.normalization import shifted_and_log_sum
from adjoint.passes.decompositions.registry import decomposition

Scores = Tensor
"""[n, c]: a number for each sample and class."""


class _Batch:
    """The scores and the true classes of the samples, of which some may be ignored."""

    def __init__(self, op: ClassificationLossOp):
        scores, target = Tensor(op.input), Tensor(op.target)
        self.is_one_sample = not target.ndim
        if self.is_one_sample:
            scores, target = scores.unsqueeze(0), target.unsqueeze(0)
        self.scores, target = _of_equal_length(scores, target)
        self.counts = target != op.ignore_index.value.data
        self.classes = aten.where(self.counts, target, 0)
        self.weight = None if op.weight is None else Tensor(op.weight)
        self.true_weights = None if self.weight is None else self.weight.gather(0, self.classes)
        self.reduction = op.reduction.data

    def pick(self, scores: Scores) -> Tensor:
        """[n]: the score of the true class of each sample."""
        index = self.classes.unsqueeze(1)
        if DYNAMIC_INDEX in (scores.shape[0], index.shape[0]):
            index = index.expand([scores.size(0), 1])
        return scores.gather(1, index).squeeze(1)

    def reduce(self, losses: Tensor) -> Tensor:
        """The result of the op from the loss of each sample, weighted, that of ignored ones included."""
        losses = aten.where(self.counts, losses, 0.0)
        match self.reduction:
            case "none":
                return losses.squeeze(0) if self.is_one_sample else losses
            case "sum":
                return losses.sum()
            case _:
                return losses.sum() / self.total_weight()

    def weighted(self, losses: Tensor) -> Tensor:
        """The losses times the weights of the true classes."""
        return losses if self.true_weights is None else losses * self.true_weights

    def total_weight(self) -> Tensor:
        """The sum of the weights of the true classes that count."""
        if self.true_weights is None:
            return self.counts.sum()
        return aten.where(self.counts, self.true_weights, 0.0).sum()


def _of_equal_length(scores: Scores, target: Tensor) -> tuple[Scores, Tensor]:
    """Scores and targets for one sample, where one of them is known to be; neither broadcasts then."""
    if scores.shape[0] == 1 != target.shape[0]:
        return scores, target.expand([1])
    if target.shape[0] == 1 != scores.shape[0]:
        return scores.expand([1, scores.size(1)]), target
    return scores, target


@decomposition(aten.NllLossOp)
def _nll_loss(op: aten.NllLossOp) -> Tensor:
    """Of a log softmax it is the cross entropy."""
    producer = op.input.owner
    if isinstance(producer, aten.LogSoftmaxOp) and producer.normalized_dim == Tensor(op.input).ndim - 1:
        return aten.cross_entropy(
            Tensor(producer.input),
            Tensor(op.target),
            None if op.weight is None else Tensor(op.weight),
            ignore_index=op.ignore_index.value.data,
            reduction=cast(Reduction, op.reduction.data),
        )
    batch = _Batch(op)
    return batch.reduce(batch.weighted(-batch.pick(batch.scores)))


@decomposition(aten.CrossEntropyOp)
def _cross_entropy(op: aten.CrossEntropyOp) -> Tensor:
    """With smoothing ε: `(1 - ε) w[t] · -p[t] + ε / c · Σ w[k] · -p[k]`, p being the log probabilities."""
    batch = _Batch(op)
    shifted, log_sum = shifted_and_log_sum(batch.scores, 1)
    losses = batch.weighted(log_sum.squeeze(1) - batch.pick(shifted))
    smoothing = op.label_smoothing.value.data
    if smoothing:
        of_classes = log_sum - shifted
        if batch.weight is not None:
            of_classes = of_classes * batch.weight
        classes = batch.scores.size(1)
        losses = losses * (1 - smoothing) + of_classes.sum(1) * smoothing / classes
    return batch.reduce(losses)
