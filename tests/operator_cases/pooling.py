"""Pooling, with every parameter of the windows."""

from collections.abc import Callable
from typing import Any

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, Shape

ranks = st.sampled_from([1, 1, 2, 2, 3])


@st.composite
def batches(draw: st.DrawFn) -> Shape:
    """[c] or [n, c], of which the batch may be empty."""
    return (*draw(st.lists(st.integers(0, 2), max_size=1)), draw(st.integers(1, 2)))


@st.composite
def windows(draw: st.DrawFn, rank: int, largest_dilation: int) -> tuple[list[int], dict[str, Any]]:
    """Sizes that hold a window, and its parameters."""
    sizes: list[int] = []
    options: dict[str, list[int]] = {"kernel_size": [], "stride": [], "padding": [], "dilation": []}
    for _ in range(rank):
        kernel, dilation = draw(st.integers(1, 3)), draw(st.integers(1, largest_dilation))
        span = (kernel - 1) * dilation + 1
        # Where a window lies between places, all in the padding, PyTorch's own index is out of range.
        padding = draw(st.integers(0, kernel // 2)) if dilation == 1 else 0
        sizes.append(span + draw(st.integers(0, 3)))
        numbers = (kernel, draw(st.integers(1, 3)), padding, dilation)
        for name, number in zip(options, numbers, strict=True):
            options[name].append(number)
    return sizes, options | {"ceil_mode": draw(st.booleans())}


@st.composite
def avg_pool_instances(draw: st.DrawFn) -> Instance:
    rank = draw(ranks)
    sizes, options = draw(windows(rank, 1))
    del options["dilation"]
    options["count_include_pad"] = draw(st.booleans())
    if rank > 1:
        options["divisor_override"] = draw(st.sampled_from([None, 3]))
    return _instance(f"avg_pool{rank}d", (*draw(batches()), *sizes), options)


@st.composite
def max_pool_instances(draw: st.DrawFn) -> Instance:
    rank = draw(ranks)
    sizes, options = draw(windows(rank, 2))
    return _instance(f"max_pool{rank}d", (*draw(batches()), *sizes), options)


@st.composite
def adaptive_avg_pool_instances(draw: st.DrawFn) -> Instance:
    """Output sizes that divide the input's and others, larger ones, 1, and those of the input."""
    rank = draw(ranks)
    sizes = [draw(st.integers(1, 5)) for _ in range(rank)]
    output = [draw(st.sampled_from([None, 1, 2, 3, 6])) for _ in range(rank)]
    if rank == 1:
        output = [size if kept is None else kept for kept, size in zip(output, sizes, strict=True)]
    return _instance(f"adaptive_avg_pool{rank}d", (*draw(batches()), *sizes), {"output_size": output})


def _instance(name: str, shape: Shape, options: dict[str, Any]) -> Instance:
    build: Callable[..., Tensor] = getattr(aten, name)
    eager: Callable[..., torch.Tensor] = getattr(functional, name)
    return Instance(lambda x: build(x, **options), lambda x: eager(x, **options), [Argument(shape)])


POOLING = [
    OperatorCase("avg_pool", avg_pool_instances()),
    OperatorCase("max_pool", max_pool_instances()),
    OperatorCase("adaptive_avg_pool", adaptive_avg_pool_instances()),
]
