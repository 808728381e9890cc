"""Losses."""

from collections.abc import Callable

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, Shape, broadcasting_shapes, shapes, sizes

reductions = st.sampled_from(["none", "mean", "sum"])


@st.composite
def classifier_instances(draw: st.DrawFn, smooth: bool) -> Instance:
    """`nll_loss`, or with a share of smoothing `cross_entropy`; for a sample or a batch, with and without weights.

    Where a class is ignored, a sample may count for nothing.
    """
    batch, classes = draw(st.lists(sizes, max_size=3).map(tuple)), draw(st.integers(1, 4))
    reduction = draw(reductions)
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
        x = x.movedim(min(x.ndim - 1, 1), -1)
        p = torch.log_softmax(x, -1) if smooth else x
        one_hot = functional.one_hot(target, classes).to(x.dtype)
        shares = (1 - smoothing) * one_hot + smoothing / classes
        losses = torch.where(target != ignored, -(p * weight * shares).sum(-1), 0)
        weights = torch.where(target != ignored, (one_hot * weight).sum(-1), 0)
        return losses if reduction == "none" else losses.sum() / (weights.sum() if reduction == "mean" else 1)

    arguments = [Argument((*batch[:1], classes, *batch[1:])), Argument(batch, 0, classes, integers=True)]
    if has_weight:
        arguments.append(Argument((classes,), 0.2, 2))
    return Instance(lambda x, target, *weight: function(x, target, *weight, **options), eager, arguments)


@st.composite
def probability_instances(draw: st.DrawFn) -> Instance:
    """`cross_entropy` with a target that holds a probability for each class."""
    batch, classes = draw(st.lists(sizes, max_size=2).map(tuple)), draw(st.integers(1, 4))
    options = {"reduction": draw(reductions), "label_smoothing": draw(st.sampled_from([0.0, 0.3]))}
    shape = (*batch[:1], classes, *batch[1:])
    arguments = [Argument(shape), Argument(shape, 0.1, 1)]
    if draw(st.booleans()):
        arguments.append(Argument((classes,), 0.2, 2))

    def eager(x: torch.Tensor, target: torch.Tensor, weight: torch.Tensor | None = None) -> torch.Tensor:
        """With weights by its definition: PyTorch's own has no gradient for them."""
        if weight is None:
            return functional.cross_entropy(x, target, **options)
        dim, smoothing = min(x.ndim - 1, 1), options["label_smoothing"]
        shares = target * (1 - smoothing) + smoothing / classes
        weights = weight.reshape([classes] + [1] * (x.ndim - 2))
        losses = -(torch.log_softmax(x, dim) * shares * weights).sum(dim)
        return {"none": lambda: losses, "sum": losses.sum, "mean": losses.mean}[options["reduction"]]()

    return Instance(lambda x, t, *weight: aten.cross_entropy(x, t, *weight, **options), eager, arguments)


@st.composite
def elementwise_instances(
    draw: st.DrawFn,
    build: Callable[..., Tensor],
    eager: Callable[..., torch.Tensor],
    low: float,
    high: float,
    options: dict[str, object],
) -> Instance:
    """A loss of an input and a target that broadcast."""
    if "reduction" not in options:
        options = {**options, "reduction": draw(reductions)}
    x, target = draw(broadcasting_shapes(2))
    return Instance(
        lambda x, t: build(x, t, **options),
        lambda x, t: eager(*torch.broadcast_tensors(x, t), **options),
        [Argument(x, low, high), Argument(target, low, high)],
    )


def elementwise(
    name: str,
    build: Callable[..., Tensor],
    eager: Callable[..., torch.Tensor],
    low: float = -2,
    high: float = 2,
    **options: object,
) -> OperatorCase:
    return OperatorCase(name, elementwise_instances(build, eager, low, high, options))


@st.composite
def binary_cross_entropy_instances(draw: st.DrawFn, with_logits: bool) -> Instance:
    """With a weight and a pos_weight that broadcast, or without."""
    shape: Shape = draw(shapes)
    reduction = draw(reductions)
    arguments = [Argument(shape) if with_logits else Argument(shape, 0.1, 0.9), Argument(shape, 0.1, 0.9)]
    weights = [name for name in ("weight", "pos_weight")[: 1 + with_logits] if draw(st.booleans())]
    arguments += [Argument(shape[draw(st.integers(0, len(shape))) :], 0.2, 2) for _ in weights]
    function = aten.binary_cross_entropy_with_logits if with_logits else aten.binary_cross_entropy

    def eager(x: torch.Tensor, target: torch.Tensor, *given: torch.Tensor) -> torch.Tensor:
        """Weighted by its definition: PyTorch's own has no gradient for weights."""
        named = dict(zip(weights, given, strict=True))
        if with_logits:
            pos_weight = named.get("pos_weight", torch.ones((), dtype=x.dtype))
            positive, negative = functional.logsigmoid(x) * pos_weight, functional.logsigmoid(-x)
        else:
            positive, negative = x.log(), (-x).log1p()
        losses = -(target * positive + (1 - target) * negative) * named.get("weight", 1)
        return {"none": lambda: losses, "sum": losses.sum, "mean": losses.mean}[reduction]()

    return Instance(
        lambda x, t, *given: function(x, t, **dict(zip(weights, given, strict=True)), reduction=reduction),
        eager,
        arguments,
    )


@st.composite
def cosine_instances(draw: st.DrawFn) -> Instance:
    """Vectors of at least one element: over none the gradient is NaN or 0, as it happens."""
    x1, x2 = draw(broadcasting_shapes(2).filter(lambda pair: all(pair) and 0 not in pair[0] + pair[1]))
    rank = max(len(x1), len(x2))
    dim = draw(st.integers(-rank, rank - 1))
    first, second = ((dim % rank - rank + len(shape),) for shape in (x1, x2))  # a norm has to know what it repeats
    return Instance(
        lambda a, b: aten.cosine_similarity(a, b, dim),
        lambda a, b: functional.cosine_similarity(a, b, dim),
        [Argument(x1, 0.2, 2, static_dims=first), Argument(x2, -2, -0.2, static_dims=second)],
    )


LOSSES = [
    OperatorCase("nll_loss", classifier_instances(smooth=False)),
    OperatorCase("cross_entropy", classifier_instances(smooth=True)),
    OperatorCase("cross_entropy_of_probabilities", probability_instances()),
    elementwise("mse_loss", aten.mse_loss, functional.mse_loss),
    elementwise("l1_loss", aten.l1_loss, functional.l1_loss),
    elementwise("huber_loss", aten.huber_loss, functional.huber_loss, delta=0.7),
    elementwise("smooth_l1_loss", aten.smooth_l1_loss, functional.smooth_l1_loss, beta=0.7),
    elementwise("kl_div", aten.kl_div, functional.kl_div, 0.1, 1, reduction="sum"),
    elementwise("kl_div_log_target", aten.kl_div, functional.kl_div, log_target=True, reduction="none"),
    OperatorCase("binary_cross_entropy", binary_cross_entropy_instances(with_logits=False)),
    OperatorCase("binary_cross_entropy_with_logits", binary_cross_entropy_instances(with_logits=True)),
    OperatorCase("cosine_similarity", cosine_instances()),
]
