"""Convolutions and their gradients by input and by weight: ResNet-18's shapes, and those of a small network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console

import adjoint
from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from benchmarks.timing import time_side_by_side


@dataclass(frozen=True)
class Convolution:
    """Square images and kernels."""

    name: str
    channels: int
    size: int
    outputs: int
    kernel: int
    stride: int
    padding: int

    @property
    def places(self) -> int:
        return (self.size + 2 * self.padding - self.kernel) // self.stride + 1


RESNET_18 = [
    Convolution("7x7 / 2, 3 to 64 at 224", 3, 224, 64, 7, 2, 3),
    Convolution("3x3, 64 at 56", 64, 56, 64, 3, 1, 1),
    Convolution("3x3, 128 at 28", 128, 28, 128, 3, 1, 1),
    Convolution("3x3, 256 at 14", 256, 14, 256, 3, 1, 1),
    Convolution("3x3, 512 at 7", 512, 7, 512, 3, 1, 1),
    Convolution("3x3 / 2, 64 to 128 at 56", 64, 56, 128, 3, 2, 1),
    Convolution("3x3 / 2, 256 to 512 at 14", 256, 14, 512, 3, 2, 1),
    Convolution("1x1 / 2, 64 to 128 at 56", 64, 56, 128, 1, 2, 0),
    Convolution("1x1 / 2, 256 to 512 at 14", 256, 14, 512, 1, 2, 0),
]

SMALL = Convolution("3x3, 16 to 32 at 32", 16, 32, 32, 3, 1, 1)

Contenders = Callable[[], dict[str, Callable[[], object]]]


def workloads() -> dict[str, Contenders]:
    """Every shape, at batches of 1 and 8, three times: the convolution and its two gradients."""
    shapes = [(shape, batch) for batch in (1, 8) for shape in RESNET_18] + [(SMALL, 16)]
    return {
        f"{shape.name}, batch {batch}: {name}": _contenders(shape, batch, which)
        for shape, batch in shapes
        for which, name in enumerate(("convolution", "by input", "by weight"))
    }


def run(output: Console, words: Sequence[str], threads: int, turns: int) -> None:
    """Times those with one of the words in their name, all at the word "convolutions"; prints a line for each."""
    for name, contenders in workloads().items():
        if any(word == "convolutions" or word in name for word in words):
            timings = time_side_by_side(contenders(), turns=turns)
            times = ", ".join(f"{who} {each.milliseconds:.3f} ms ({each.ratio:.2f})" for who, each in timings.items())
            output.print(f"{name}, {threads} threads: {times}")


def _contenders(shape: Convolution, batch: int, which: int) -> Contenders:
    def contenders() -> dict[str, Callable[[], object]]:
        rng = np.random.default_rng(0)
        sizes = [
            (batch, shape.channels, shape.size, shape.size),
            (shape.outputs, shape.channels, shape.kernel, shape.kernel),
            (batch, shape.outputs, shape.places, shape.places),
        ]
        input, weight, gradient = (rng.standard_normal(size).astype(np.float32) for size in sizes)
        stride, padding, dilation = ([each] * 2 for each in (shape.stride, shape.padding, 1))

        def forward(x: Tensor, w: Tensor) -> Tensor:
            return aten.convolution(x, w, None, stride, padding, dilation, False, [0, 0], 1)

        def by_input(g: Tensor, w: Tensor) -> Tensor:
            return aten.convolution_backward_input(g, w, sizes[0], stride, padding, dilation, 1)

        def by_weight(g: Tensor, x: Tensor) -> Tensor:
            return aten.convolution_backward_weight(g, x, sizes[1], stride, padding, dilation, 1)

        function, *arguments = [
            (forward, input, weight),
            (by_input, gradient, weight),
            (by_weight, gradient, input),
        ][which]
        compiled = adjoint.compile(adjoint.function(function))
        found: dict[str, Callable[[], object]] = {"adjoint": lambda: compiled(*arguments)}
        try:
            import torch
        except ImportError:
            return found
        x, w, g = map(torch.from_numpy, (input, weight, gradient))
        lists = (stride, padding, dilation, False, [0, 0], 1)
        if which:
            mask = [which == 1, which == 2, False]
            found["PyTorch, eager"] = lambda: torch.ops.aten.convolution_backward(g, x, w, None, *lists, mask)
        else:
            found["PyTorch, eager"] = lambda: torch.convolution(x, w, None, *lists)
        return found

    return contenders
