"""Losses and dropout."""

from adjoint.dialects.aten.builder import next_random_offset
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.loss import CrossEntropyOp, NllLossOp, Reduction
from adjoint.dialects.aten.random import DropoutMaskOp, DropoutOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "cross_entropy",
    "dropout",
    "dropout_mask",
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


def dropout(input: Tensor, seed: Tensor, p: float = 0.5, train: bool = True, offset: int | None = None) -> Tensor:
    """In training, each element is zero with probability `p`, and scaled by `1 / (1 - p)` otherwise.

    `seed` is a 0-d i64 tensor. Without an offset the op gets one that no other random op of this program has.
    """
    offset = next_random_offset() if offset is None else offset
    return result_of(DropoutOp, value_of(input), value_of(seed), p, train, offset)


def dropout_mask(input: Tensor, seed: Tensor, p: float = 0.5, offset: int = 0) -> Tensor:
    """0 or `1 / (1 - p)`, what the dropout of the same seed and offset multiplies by, in the shape of `input`."""
    return result_of(DropoutMaskOp, value_of(input), value_of(seed), p, offset)
