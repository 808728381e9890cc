"""Reductions and normalisations."""

import operator
from collections.abc import Callable, Sequence
from math import inf

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, shapes, sizes


@st.composite
def reduction_instances(
    draw: st.DrawFn, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], smallest: int
) -> Instance:
    """Every set of dims, listed from the front or from the back, or none; the reduced sizes are at least `smallest`."""
    shape = draw(shapes)
    listed = draw(st.lists(st.sampled_from(range(len(shape))), unique=True, min_size=1)) if shape else []
    everything = not listed or draw(st.booleans())
    reduced = range(len(shape)) if everything else listed
    shape = tuple(max(size, smallest) if dim in reduced else size for dim, size in enumerate(shape))
    dims = [dim - len(shape) if draw(st.booleans()) else dim for dim in reduced]
    keepdim = draw(st.booleans())
    dim = None if everything else dims

    def call_eager(x: torch.Tensor) -> torch.Tensor:
        return eager(x, dim=dims if x.ndim else [0], keepdim=keepdim)

    return Instance(lambda x: build(x, dim=dim, keepdim=keepdim), call_eager, [Argument(shape)])


def reduction(
    name: str, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], smallest: int = 0
) -> OperatorCase:
    """A reduction under every set of dims."""
    return OperatorCase(name, reduction_instances(build, eager, smallest))


@st.composite
def softmax_instances(draw: st.DrawFn, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor]) -> Instance:
    shape = draw(shapes)
    dim = draw(st.integers(-max(len(shape), 1), max(len(shape), 1) - 1))
    return Instance(lambda x: build(x, dim), lambda x: eager(x, dim), [Argument(shape)])


@st.composite
def layer_norm_instances(draw: st.DrawFn) -> Instance:
    shape = draw(st.lists(sizes, min_size=1, max_size=3).map(tuple))
    normalized = tuple(max(size, 1) for size in shape[draw(st.integers(0, len(shape) - 1)) :])
    shape = (*shape[: len(shape) - len(normalized)], *normalized)
    has_weight, has_bias = draw(st.booleans()), draw(st.booleans())

    def split(parameters: Sequence[torch.Tensor]) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        given = iter(parameters)
        return next(given) if has_weight else None, next(given) if has_bias else None

    def eager(x: torch.Tensor, *parameters: torch.Tensor) -> torch.Tensor:
        """By its definition where only one parameter is there: PyTorch cannot differentiate its own twice then."""
        weight, bias = split(parameters)
        if (weight is None) == (bias is None):
            return functional.layer_norm(x, normalized, weight, bias, eps=1e-3)
        y = functional.layer_norm(x, normalized, eps=1e-3)
        return y + bias if weight is None else y * weight

    return Instance(
        lambda x, *parameters: aten.layer_norm(x, normalized, *split(parameters), eps=1e-3),
        eager,
        [Argument(shape), *[Argument(normalized)] * (has_weight + has_bias)],
    )


@st.composite
def prod_instances(draw: st.DrawFn) -> Instance:
    """The product along a dimension, or of all elements; some are 0."""
    shape, keepdim = draw(shapes), draw(st.booleans())
    dim = draw(st.none() | st.integers(-max(len(shape), 1), max(len(shape), 1) - 1))
    zeros = draw(st.integers(0, 2))

    def build(x: Tensor) -> Tensor:
        x = aten.where(x.abs() < zeros / 4, 0.0, x)
        return aten.prod(x) if dim is None else aten.prod(x, dim, keepdim)

    def eager(x: torch.Tensor) -> torch.Tensor:
        x = torch.where(x.abs() < zeros / 4, 0.0, x)
        return torch.prod(x) if dim is None else torch.prod(x, dim, keepdim)

    return Instance(build, eager, [Argument(shape)])


REDUCTIONS = [
    reduction("sum", aten.sum, torch.sum),
    reduction("mean", aten.mean, torch.mean, smallest=1),
    reduction("amax", aten.amax, torch.amax, smallest=1),
    reduction("amin", aten.amin, torch.amin, smallest=1),
    reduction("std", aten.std, torch.std, smallest=2),
    reduction(
        "std_mean",
        lambda x, **along: operator.mul(*aten.std_mean(x, **along)),
        lambda x, **along: operator.mul(*torch.std_mean(x, **along)),
        smallest=2,
    ),
    OperatorCase("prod", prod_instances()),
    OperatorCase(
        "vector_norm",
        st.sampled_from([0, 0.5, 1, 1.5, 2, 3, -1, inf, -inf]).flatmap(
            lambda p: reduction_instances(
                lambda x, dim, keepdim: aten.vector_norm(x, p, dim, keepdim),
                lambda x, dim, keepdim: torch.linalg.vector_norm(x, p, dim, keepdim),
                1,
            )
        ),
    ),
    reduction("logsumexp", aten.logsumexp, torch.logsumexp, smallest=1),
    reduction("var", aten.var, torch.var, smallest=2),
    reduction(
        "var_population",
        lambda x, dim, keepdim: aten.var(x, dim, correction=0, keepdim=keepdim),
        lambda x, dim, keepdim: torch.var(x, dim, correction=0, keepdim=keepdim),
        smallest=1,
    ),
    OperatorCase("softmax", softmax_instances(aten.softmax, torch.softmax)),
    OperatorCase("log_softmax", softmax_instances(aten.log_softmax, torch.log_softmax)),
    OperatorCase("layer_norm", layer_norm_instances()),
]
