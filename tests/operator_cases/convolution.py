"""Convolutions of one to three spatial dimensions, and their gradients as operators of their own."""

from collections.abc import Callable

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase

Sizes = list[int]


@st.composite
def convolution_instances(
    draw: st.DrawFn, rank: int, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor]
) -> Instance:
    """With groups, strides, padding and dilation, with and without batch and bias."""
    numbers = st.lists(st.integers(1, 3), min_size=rank, max_size=rank)
    stride, dilation, kernel = draw(numbers), draw(numbers), draw(numbers)
    padding = [size - 1 for size in draw(numbers)]
    groups = draw(st.integers(1, 2))
    fits = [max(step * (size - 1) + 1 - 2 * pad, 1) for step, size, pad in zip(dilation, kernel, padding, strict=True)]
    spatial = [size + draw(st.integers(0, 3)) for size in fits]
    batch = draw(st.sampled_from([(), (0,), (1,), (2,)]))
    channels, of_group, outputs = draw(st.integers(1, 2)), groups, draw(st.integers(1, 2)) * groups
    arguments = [Argument((*batch, channels * of_group, *spatial)), Argument((outputs, channels, *kernel))]
    if draw(st.booleans()):
        arguments.append(Argument((outputs,)))

    def call(function: Callable[..., object]) -> Callable[..., object]:
        return lambda x, w, b=None: function(x, w, b, stride, padding, dilation, groups)

    return Instance(call(build), call(eager), arguments)  # pyright: ignore[reportArgumentType]  # one call for both


@st.composite
def transposed_instances(
    draw: st.DrawFn, rank: int, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor]
) -> Instance:
    """With groups, strides, padding, output padding and dilation."""
    numbers = st.lists(st.integers(1, 3), min_size=rank, max_size=rank)
    stride, dilation, kernel, spatial = draw(numbers), draw(numbers), draw(numbers), draw(numbers)
    extra = [draw(st.integers(0, max(step, apart) - 1)) for step, apart in zip(stride, dilation, strict=True)]
    padding = [
        draw(st.integers(0, (step * (size - 1) + apart * (width - 1)) // 2))
        for step, size, apart, width in zip(stride, spatial, dilation, kernel, strict=True)
    ]
    groups = draw(st.integers(1, 2))
    batch = draw(st.sampled_from([(), (0,), (1,), (2,)]))
    channels, outputs = draw(st.integers(1, 2)) * groups, draw(st.integers(1, 2))
    arguments = [Argument((*batch, channels, *spatial)), Argument((channels, outputs, *kernel))]
    if draw(st.booleans()):
        arguments.append(Argument((outputs * groups,)))

    def call(function: Callable[..., object]) -> Callable[..., object]:
        return lambda x, w, b=None: function(x, w, b, stride, padding, extra, groups, dilation)

    return Instance(call(build), call(eager), arguments)  # pyright: ignore[reportArgumentType]  # one call for both


@st.composite
def same_instances(draw: st.DrawFn) -> Instance:
    """Padding by what it is to achieve; what is odd of it is on one side only."""
    kernel, dilation = draw(st.integers(1, 4)), draw(st.integers(1, 2))
    return Instance(
        lambda x, w: aten.conv1d(x, w, padding="same", dilation=dilation),
        lambda x, w: functional.conv1d(x, w, padding="same", dilation=dilation),
        [Argument((2, 3, draw(st.integers(4, 6)))), Argument((2, 3, kernel), static_dims=(2,))],
    )


CONVOLUTION = [
    OperatorCase("conv1d", convolution_instances(1, aten.conv1d, torch.conv1d)),
    OperatorCase("conv2d", convolution_instances(2, aten.conv2d, torch.conv2d)),
    OperatorCase("conv3d", convolution_instances(3, aten.conv3d, torch.conv3d)),
    OperatorCase("conv1d, same padding", same_instances()),
    OperatorCase("conv_transpose1d", transposed_instances(1, aten.conv_transpose1d, torch.conv_transpose1d)),
    OperatorCase("conv_transpose2d", transposed_instances(2, aten.conv_transpose2d, torch.conv_transpose2d)),
    OperatorCase("conv_transpose3d", transposed_instances(3, aten.conv_transpose3d, torch.conv_transpose3d)),
]
