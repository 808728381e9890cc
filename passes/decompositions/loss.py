"""The losses of a classifier as compositions of other operators.

The score of the true class is picked before the logarithm of the sum is subtracted from it: one element a sample.
"""

from collections.abc import Sequence
from typing import cast

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.loss import ClassificationLossOp, Reduction
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.normalization import shifted_and_log_sum
from adjoint.passes.decompositions.registry import decomposition

Scores = Tensor
"""[n, c, *]: a number for each sample and class."""


class _Batch:
    """The scores and the true classes of the samples, of which some may be ignored."""

    def __init__(self, op: ClassificationLossOp):
        scores, target = Tensor(op.input), Tensor(op.target)
        self.is_one_sample = not target.ndim
        if self.is_one_sample:
            scores, target = scores.unsqueeze(0), target.unsqueeze(0)
        self.scores, target = _of_equal_sizes(scores, target)
        self.counts = target != op.ignore_index.value.data
        self.classes = aten.where(self.counts, target, 0)
        self.weight = None if op.weight is None else Tensor(op.weight)
        self.true_weights = None if self.weight is None else self._weights_of_classes(self.weight)
        self.reduction = op.reduction.data

    def pick(self, scores: Scores) -> Tensor:
        """[n, *]: the score of the true class of each sample."""
        index = self.classes.unsqueeze(1)
        if DYNAMIC_INDEX in (*scores.shape[:1], *scores.shape[2:], *index.shape):
            index = index.expand([1 if dim == 1 else scores.size(dim) for dim in range(scores.ndim)])
        return scores.gather(1, index).squeeze(1)

    def _weights_of_classes(self, weight: Tensor) -> Tensor:
        """[n, *]: the weight of the true class of each sample."""
        if self.classes.ndim == 1:
            return weight.gather(0, self.classes)
        shape = self.scores.shape
        target = self.scores.size() if DYNAMIC_INDEX in shape else shape
        return self.pick(along_classes(weight, self.scores).expand(target))

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


def along_classes(weight: Tensor, scores: Scores) -> Tensor:
    """One number a class, such that it broadcasts to the scores."""
    for _ in range(scores.ndim - 2):
        weight = weight.unsqueeze(-1)
    return weight


def _of_equal_sizes(scores: Scores, target: Tensor) -> tuple[Scores, Tensor]:
    """Scores and targets of one size where one of them is known to be of size 1; neither broadcasts then."""
    samples = (scores.shape[0], *scores.shape[2:])
    ones = [1 if 1 in sizes else -1 for sizes in zip(samples, target.shape, strict=True)]
    if _differ(samples, ones):
        scores = scores.expand([ones[0], -1, *ones[1:]])
    if _differ(target.shape, ones):
        target = target.expand(ones)
    return scores, target


def _differ(shape: Sequence[int], ones: Sequence[int]) -> bool:
    """Whether a size is not known to be 1 that has to be."""
    return any(known == 1 != size for size, known in zip(shape, ones, strict=True))


@decomposition(aten.NllLossOp)
def _nll_loss(op: aten.NllLossOp | aten.NllLossForwardOp) -> Tensor:
    """Of a log softmax it is the cross entropy."""
    producer = op.input.owner
    if isinstance(producer, aten.LogSoftmaxOp) and producer.normalized_dim == op.class_dim:
        return aten.cross_entropy(
            Tensor(producer.input),
            Tensor(op.target),
            None if op.weight is None else Tensor(op.weight),
            ignore_index=op.ignore_index.value.data,
            reduction=cast(Reduction, op.reduction.data),
        )
    batch = _Batch(op)
    return batch.reduce(batch.weighted(-batch.pick(batch.scores)))


@decomposition(aten.NllLossForwardOp)
def _nll_loss_forward(op: aten.NllLossForwardOp) -> Sequence[Tensor]:
    return _nll_loss(op), _Batch(op).total_weight().to(Tensor(op.input).dtype)


@decomposition(aten.CrossEntropyOp)
def _cross_entropy(op: aten.CrossEntropyOp) -> Tensor:
    """With smoothing ε: `(1 - ε) w[t] · -p[t] + ε / c · Σ w[k] · -p[k]`, p being the log probabilities."""
    if op.has_probabilities:
        return _cross_entropy_of_probabilities(op)
    batch = _Batch(op)
    shifted, log_sum = shifted_and_log_sum(batch.scores, 1)
    losses = batch.weighted(log_sum.squeeze(1) - batch.pick(shifted))
    smoothing = op.label_smoothing.value.data
    if smoothing:
        of_classes = log_sum - shifted
        if batch.weight is not None:
            of_classes = of_classes * along_classes(batch.weight, of_classes)
        losses = losses * (1 - smoothing) + of_classes.sum(1) * smoothing / batch.scores.size(1)
    return batch.reduce(losses)


def smoothing_share(op: aten.CrossEntropyOp) -> float | Tensor:
    """`ε / c`: what every class gets of a smoothed target."""
    scores, smoothing = Tensor(op.input), op.label_smoothing.value.data
    classes = scores.size(op.class_dim)
    return smoothing / classes if isinstance(classes, int) else aten.constant(smoothing, scores.dtype) / classes


def _cross_entropy_of_probabilities(op: aten.CrossEntropyOp) -> Tensor:
    """`Σ w[k] · ((1 - ε) t[k] + ε / c) · -p[k]`, t being the probabilities of the target."""
    scores, shares, smoothing = Tensor(op.input), Tensor(op.target), op.label_smoothing.value.data
    if smoothing:
        shares = shares * (1 - smoothing) + smoothing_share(op)
    if op.weight is not None:
        shares = shares * along_classes(Tensor(op.weight), scores)
    shifted, log_sum = shifted_and_log_sum(scores, op.class_dim)
    losses = ((log_sum - shifted) * shares).sum(op.class_dim)
    match op.reduction.data:
        case "none":
            return losses
        case "sum":
            return losses.sum()
        case _:
            return losses.mean()
