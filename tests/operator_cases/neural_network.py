"""Losses of a classifier, and dropout."""

import torch
from hypothesis import strategies as st
from philox import philox
from torch.nn import functional

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, shapes, sizes


@st.composite
def loss_instances(draw: st.DrawFn, smooth: bool) -> Instance:
    """`nll_loss`, or with a share of smoothing `cross_entropy`; for a sample or a batch, with and without weights.

    Where a class is ignored, a sample may count for nothing.
    """
    batch, classes = draw(st.lists(sizes, max_size=1).map(tuple)), draw(st.integers(1, 4))
    reduction = draw(st.sampled_from(["none", "mean", "sum"]))
    ignored = draw(st.sampled_from([-100, 0, 1]))
    has_weight = draw(st.booleans())
    smoothing = draw(st.sampled_from([0.0, 0.3])) if smooth else 0.0
    options = {"reduction": reduction, "ignore_index": ignored}
    if smooth:
        options["label_smoothing"] = smoothing
    function = aten.cross_entropy if smooth else aten.nll_loss

    def eager(x: torch.Tensor, target: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
        """With weights by its definition: PyTorch's own has no gradient for them."""
        if weight is None:
            return (functional.cross_entropy if smooth else functional.nll_loss)(x, target, **options)
        p = torch.log_softmax(x, -1) if smooth else x
        one_hot = functional.one_hot(target, classes).to(x.dtype)
        shares = (1 - smoothing) * one_hot + smoothing / classes
        losses = torch.where(target != ignored, -(p * weight * shares).sum(-1), 0)
        weights = torch.where(target != ignored, (one_hot * weight).sum(-1), 0)
        return losses if reduction == "none" else losses.sum() / (weights.sum() if reduction == "mean" else 1)

    arguments = [Argument((*batch, classes)), Argument(batch, 0, classes, integers=True)]
    if has_weight:
        arguments.append(Argument((classes,), 0.2, 2))
    return Instance(lambda x, target, *weight: function(x, target, *weight, **options), eager, arguments)


@st.composite
def dropout_instances(draw: st.DrawFn) -> Instance:
    """Dropout by its own mask: which elements it keeps is tested elsewhere."""
    p, offset = draw(st.sampled_from([0.0, 0.3, 1.0])), draw(st.integers(0, 3))
    return Instance(
        lambda x, seed: aten.dropout(x, seed, p, True, offset),
        lambda x, seed: x * dropout_mask(x, seed, p, offset),
        [Argument(draw(shapes)), Argument((), 0, 2**40, integers=True)],
    )


def dropout_mask(x: torch.Tensor, seed: torch.Tensor, p: float, offset: int) -> torch.Tensor:
    """0 or `1 / (1 - p)`, for each element of x."""
    words = torch.tensor(philox(int(seed), offset, x.numel()).tolist(), dtype=x.dtype).reshape(x.shape)
    return (words / 2**32 >= p).to(x.dtype) / (1 - p) if p < 1 else torch.zeros_like(x)


NEURAL_NETWORK = [
    OperatorCase("nll_loss", loss_instances(smooth=False)),
    OperatorCase("cross_entropy", loss_instances(smooth=True)),
    OperatorCase("dropout", dropout_instances()),
    OperatorCase(
        "dropout_off",
        shapes.map(
            lambda shape: Instance(
                lambda x, seed: aten.dropout(x, seed, train=False),
                lambda x, seed: x + 0,
                [Argument(shape), Argument((), 0, 9, integers=True)],
            )
        ),
    ),
]
