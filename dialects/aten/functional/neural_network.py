"""Losses."""

from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.loss import CrossEntropyOp, NllLossOp, Reduction
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "cross_entropy",
    "nll_loss",
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
