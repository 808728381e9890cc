"""Upsampling by every mode, to a size or by a scale, and channels that become places."""

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase

MODES = [
    ("nearest", 1),
    ("nearest", 2),
    ("nearest", 3),
    ("nearest-exact", 1),
    ("nearest-exact", 2),
    ("linear", 1),
    ("bilinear", 2),
    ("trilinear", 3),
    ("bicubic", 2),
]


@st.composite
def interpolate_instances(draw: st.DrawFn) -> Instance:
    """Larger and smaller, by whole numbers and others."""
    mode, rank = draw(st.sampled_from(MODES))
    shape = (*draw(st.tuples(st.integers(0, 2), st.integers(1, 2))), *(draw(st.integers(1, 4)) for _ in range(rank)))
    size, scales = None, None
    if draw(st.booleans()):
        size = [draw(st.integers(1, 6)) for _ in range(rank)]
    else:
        scales = [draw(st.sampled_from([1.0, 1.5, 1.7, 2.0, 3.0])) for _ in range(rank)]
    corners = None if mode.startswith("nearest") else draw(st.booleans())

    def eager(x: torch.Tensor) -> torch.Tensor:
        return functional.interpolate(x, size, scales, mode, corners, recompute_scale_factor=False)

    return Instance(lambda x: aten.interpolate(x, size, scales, mode, corners), eager, [Argument(shape)])


@st.composite
def pixel_shuffle_instances(draw: st.DrawFn) -> Instance:
    r, sizes = draw(st.integers(1, 2)), draw(st.tuples(*[st.integers(1, 2)] * 3))
    shape = (*draw(st.lists(st.integers(1, 2), max_size=2)), sizes[0] * r * r, *sizes[1:])
    return Instance(lambda x: aten.pixel_shuffle(x, r), lambda x: torch.pixel_shuffle(x, r), [Argument(shape)])


@st.composite
def pixel_unshuffle_instances(draw: st.DrawFn) -> Instance:
    r, sizes = draw(st.integers(1, 2)), draw(st.tuples(*[st.integers(1, 2)] * 3))
    shape = (*draw(st.lists(st.integers(1, 2), max_size=2)), sizes[0], sizes[1] * r, sizes[2] * r)
    return Instance(lambda x: aten.pixel_unshuffle(x, r), lambda x: torch.pixel_unshuffle(x, r), [Argument(shape)])


UPSAMPLING = [
    OperatorCase("interpolate", interpolate_instances()),
    OperatorCase("pixel_shuffle", pixel_shuffle_instances()),
    OperatorCase("pixel_unshuffle", pixel_unshuffle_instances()),
]
