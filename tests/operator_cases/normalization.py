"""Normalisation by statistics of channels, and by the mean square."""

from collections.abc import Callable, Sequence

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, Shape

EPS = 1e-2


@st.composite
def channel_shapes(draw: st.DrawFn, smallest_rank: int, channels: st.SearchStrategy[int]) -> Shape:
    """[n, c, *] with more than one element for each channel of each sample, unless it is of rank 2."""
    spatial = draw(st.lists(st.integers(2, 3), min_size=smallest_rank - 2, max_size=2))
    return (draw(st.integers(2, 3)), draw(channels), *spatial)


def with_parameters(
    draw: st.DrawFn,
    shape: Shape,
    build: Callable[..., aten.Tensor],
    eager: Callable[..., torch.Tensor],
    static_dims: tuple[int, ...] = (),
) -> Instance:
    """Calls both with x, weight and bias, of which one or both may be absent.

    Where only one is there PyTorch's own cannot always be differentiated twice: it is applied afterwards then.
    """
    has_weight, has_bias = draw(st.booleans()), draw(st.booleans())
    places = (-1, *[1] * (len(shape) - 2))

    def split(parameters: Sequence[torch.Tensor]) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        given = iter(parameters)
        return next(given) if has_weight else None, next(given) if has_bias else None

    def call_eager(x: torch.Tensor, *parameters: torch.Tensor) -> torch.Tensor:
        weight, bias = split(parameters)
        y = eager(x)
        y = y if weight is None else y * weight.reshape(places)
        return y if bias is None else y + bias.reshape(places)

    return Instance(
        lambda x, *parameters: build(x, *split(parameters)),
        call_eager,
        [Argument(shape, static_dims=static_dims), *[Argument((shape[1],))] * (has_weight + has_bias)],
    )


@st.composite
def batch_norm_instances(draw: st.DrawFn) -> Instance:
    shape = draw(channel_shapes(2, st.integers(1, 3)))
    return with_parameters(
        draw,
        shape,
        lambda x, weight, bias: aten.batch_norm(x, None, None, weight, bias, True, eps=EPS),
        lambda x: functional.batch_norm(x, None, None, training=True, eps=EPS),
    )


def running_statistics(channels: int) -> tuple[list[float], list[float]]:
    """A mean and a variance for each channel."""
    return [0.5 - channel for channel in range(channels)], [0.5 + channel for channel in range(channels)]


@st.composite
def running_norm_instances(draw: st.DrawFn, name: str, smallest_rank: int) -> Instance:
    """By running statistics, which are constants of the program: they have no gradient."""
    shape = draw(channel_shapes(smallest_rank, st.integers(1, 3)))
    statistics = running_statistics(shape[1])
    is_batch = name == "batch_norm"

    def eager(x: torch.Tensor) -> torch.Tensor:
        mean, var = (torch.tensor(numbers, dtype=x.dtype) for numbers in statistics)
        if is_batch:
            return functional.batch_norm(x, mean, var, eps=EPS)
        return functional.instance_norm(x, mean, var, use_input_stats=False, eps=EPS)

    def build(x: aten.Tensor, weight: aten.Tensor | None, bias: aten.Tensor | None) -> aten.Tensor:
        mean, var = (aten.constant(numbers, x.dtype) for numbers in statistics)
        if is_batch:
            return aten.batch_norm(x, mean, var, weight, bias, eps=EPS)
        return aten.instance_norm(x, mean, var, weight, bias, use_input_stats=False, eps=EPS)

    return with_parameters(draw, shape, build, eager)


@st.composite
def instance_norm_instances(draw: st.DrawFn) -> Instance:
    shape = draw(channel_shapes(3, st.integers(1, 3)))
    return with_parameters(
        draw,
        shape,
        lambda x, weight, bias: aten.instance_norm(x, weight=weight, bias=bias, eps=EPS),
        lambda x: functional.instance_norm(x, eps=EPS),
    )


@st.composite
def group_norm_instances(draw: st.DrawFn) -> Instance:
    groups = draw(st.integers(1, 2))
    shape = draw(channel_shapes(2, st.sampled_from([2 * groups, 3 * groups])))
    return with_parameters(
        draw,
        shape,
        lambda x, weight, bias: aten.group_norm(x, groups, weight, bias, eps=EPS),
        lambda x: functional.group_norm(x, groups, eps=EPS),
    )


@st.composite
def rms_norm_instances(draw: st.DrawFn) -> Instance:
    shape = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=3)))
    normalized = shape[draw(st.integers(0, len(shape) - 1)) :]
    has_weight, eps = draw(st.booleans()), draw(st.sampled_from([None, EPS]))
    return Instance(
        lambda x, *weight: aten.rms_norm(x, normalized, *weight, eps=eps),
        lambda x, *weight: functional.rms_norm(x, normalized, *weight, eps=eps),
        [Argument(shape, 0.5, 2.0), *[Argument(normalized)] * has_weight],
    )


NORMALIZATION = [
    OperatorCase("batch_norm", batch_norm_instances()),
    OperatorCase("batch_norm_running", running_norm_instances("batch_norm", 2)),
    OperatorCase("instance_norm", instance_norm_instances()),
    OperatorCase("instance_norm_running", running_norm_instances("instance_norm", 3)),
    OperatorCase("group_norm", group_norm_instances()),
    OperatorCase("rms_norm", rms_norm_instances()),
]
