"""Upsampling by interpolation, and by channels that become places."""

from collections.abc import Mapping, Sequence
from typing import Literal

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.functional.average_pooling import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
)
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.interpolation import (
    UpsampleBicubic2dOp,
    UpsampleBilinear2dOp,
    UpsampleLinear1dOp,
    UpsampleNearest1dOp,
    UpsampleNearest2dOp,
    UpsampleNearest3dOp,
    UpsampleNearestExact1dOp,
    UpsampleNearestExact2dOp,
    UpsampleNearestExact3dOp,
    UpsampleTrilinear3dOp,
)
from adjoint.dialects.aten.pixel_shuffle import PixelShuffleOp, PixelUnshuffleOp
from adjoint.dialects.aten.shapes import describe_shape
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.upsampling import UpsampleOp, scaled_size

__all__ = [
    "interpolate",
    "pixel_shuffle",
    "pixel_unshuffle",
    "upsample",
    "upsample_bilinear",
    "upsample_nearest",
]

Mode = Literal["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"]
"""What a place between others is made of."""

_INTERPOLATIONS: Mapping[tuple[str, int], type[UpsampleOp]] = {
    ("nearest", 1): UpsampleNearest1dOp,
    ("nearest", 2): UpsampleNearest2dOp,
    ("nearest", 3): UpsampleNearest3dOp,
    ("nearest-exact", 1): UpsampleNearestExact1dOp,
    ("nearest-exact", 2): UpsampleNearestExact2dOp,
    ("nearest-exact", 3): UpsampleNearestExact3dOp,
    ("linear", 1): UpsampleLinear1dOp,
    ("bilinear", 2): UpsampleBilinear2dOp,
    ("trilinear", 3): UpsampleTrilinear3dOp,
    ("bicubic", 2): UpsampleBicubic2dOp,
}

_AREA = {1: adaptive_avg_pool1d, 2: adaptive_avg_pool2d, 3: adaptive_avg_pool3d}


def interpolate(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: Mode = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """[n, c, *] at the places of another size: `size`, or `scale_factor` times as large, by the way that `mode` says.

    With `recompute_scale_factor` the scale is what the sizes are to each other. "area" is adaptive average pooling.
    """
    rank = input.ndim - 2
    with errors_of("aten.interpolate"):
        if antialias:
            raise VerifyException("antialias is not supported")
        if align_corners is not None and mode in ("nearest", "nearest-exact", "area"):
            raise VerifyException("align_corners can only be set with mode linear, bilinear, bicubic or trilinear")
        if (size is None) == (scale_factor is None):
            raise VerifyException("exactly one of size and scale_factor must be given")
        sizes = None if size is None else [size] * rank if isinstance(size, int) else list(size)
        scales = None
        if scale_factor is not None:
            factors = [scale_factor] * rank if isinstance(scale_factor, int | float) else scale_factor
            scales = [float(factor) for factor in factors]
        if scales is not None and (recompute_scale_factor or mode == "area"):
            sizes, scales = _scaled(input, scales, mode), None
        if mode == "area" and rank in _AREA:
            assert sizes is not None
            return _AREA[rank](input, sizes)
        if (mode, rank) not in _INTERPOLATIONS:
            raise VerifyException(
                f"input of shape {describe_shape(input.shape)} cannot be interpolated by mode {mode!r}"
            )
    return result_of(_INTERPOLATIONS[mode, rank], value_of(input), sizes, scales, bool(align_corners))


def _scaled(input: Tensor, scales: Sequence[float], mode: Mode) -> list[int]:
    """The sizes scaled, which have to be known when compiling."""
    spatial = input.shape[2:]
    if DYNAMIC_INDEX in spatial:
        raise VerifyException(
            f"with mode {mode!r} and a scale that is computed again, sizes must be known when compiling, "
            f"got {describe_shape(input.shape)}"
        )
    return [scaled_size(size, scale) for size, scale in zip(spatial, scales, strict=True)]


def upsample(
    input: Tensor,
    size: int | Sequence[int] | None = None,
    scale_factor: float | Sequence[float] | None = None,
    mode: Mode = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """The former name of `interpolate`."""
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(
    input: Tensor, size: int | Sequence[int] | None = None, scale_factor: float | Sequence[float] | None = None
) -> Tensor:
    """The nearest elements, at the places of another size."""
    return interpolate(input, size, scale_factor, "nearest")


def upsample_bilinear(
    input: Tensor, size: int | Sequence[int] | None = None, scale_factor: float | Sequence[float] | None = None
) -> Tensor:
    """Linear interpolation along the last two dimensions, such that the corners stay in place."""
    return interpolate(input, size, scale_factor, "bilinear", align_corners=True)


def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """[*, c r², h, w] as [*, c, h r, w r]: each r² channels become the places in place of one."""
    return result_of(PixelShuffleOp, value_of(input), upscale_factor)


def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """[*, c, h r, w r] as [*, c r², h, w]: what `pixel_shuffle` undoes."""
    return result_of(PixelUnshuffleOp, value_of(input), downscale_factor)
