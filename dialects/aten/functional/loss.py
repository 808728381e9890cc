"""Losses. What PyTorch's deprecated `size_average` and `reduce` say, `reduction` says."""

from typing import Literal

from adjoint.dialects.aten.elementwise_loss import (
    BinaryCrossEntropyOp,
    BinaryCrossEntropyWithLogitsOp,
    CosineSimilarityOp,
    HuberLossOp,
    KlDivOp,
    L1LossOp,
    MseLossOp,
    SmoothL1LossOp,
)
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.loss import CrossEntropyOp, NllLossOp, Reduction
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cosine_similarity",
    "cross_entropy",
    "huber_loss",
    "kl_div",
    "l1_loss",
    "mse_loss",
    "nll_loss",
    "smooth_l1_loss",
]


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
) -> Tensor:
    """The negative log likelihood of classes under log probabilities."""
    return result_of(
        NllLossOp,
        value_of(input),
        value_of(target),
        optional_value_of(weight),
        reduction,
        ignore_index,
    )


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    ignore_index: int = -100,
    reduction: Reduction = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """The negative log likelihood of classes under `log_softmax(input)`."""
    return result_of(
        CrossEntropyOp,
        value_of(input),
        value_of(target),
        optional_value_of(weight),
        reduction,
        ignore_index,
        label_smoothing,
    )


def mse_loss(input: Tensor, target: Tensor, *, reduction: Reduction = "mean") -> Tensor:
    """The squares of the differences."""
    return result_of(MseLossOp, value_of(input), value_of(target), reduction=reduction)


def l1_loss(input: Tensor, target: Tensor, *, reduction: Reduction = "mean") -> Tensor:
    """The absolute differences."""
    return result_of(L1LossOp, value_of(input), value_of(target), reduction=reduction)


def huber_loss(input: Tensor, target: Tensor, reduction: Reduction = "mean", delta: float = 1.0) -> Tensor:
    """Half the squares of differences up to `delta`, linear beyond."""
    return result_of(HuberLossOp, value_of(input), value_of(target), reduction, delta)


def smooth_l1_loss(input: Tensor, target: Tensor, *, reduction: Reduction = "mean", beta: float = 1.0) -> Tensor:
    """The absolute differences less half of `beta`, smooth below `beta`."""
    return result_of(SmoothL1LossOp, value_of(input), value_of(target), reduction, beta)


def kl_div(
    input: Tensor,
    target: Tensor,
    *,
    reduction: Reduction | Literal["batchmean"] = "mean",
    log_target: bool = False,
) -> Tensor:
    """The Kullback-Leibler divergence of probabilities `target` from log probabilities `input`."""
    return result_of(KlDivOp, value_of(input), value_of(target), reduction, log_target)


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None = None, *, reduction: Reduction = "mean"
) -> Tensor:
    """`-(target * log(input) + (1 - target) * log(1 - input))`."""
    return result_of(BinaryCrossEntropyOp, value_of(input), value_of(target), optional_value_of(weight), reduction)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    *,
    reduction: Reduction = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """The binary cross entropy of `sigmoid(input)`."""
    return result_of(
        BinaryCrossEntropyWithLogitsOp,
        value_of(input),
        value_of(target),
        optional_value_of(weight),
        optional_value_of(pos_weight),
        reduction,
    )


def cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosines of the angles between vectors along `dim`."""
    return result_of(CosineSimilarityOp, value_of(x1), value_of(x2), dim, eps)
