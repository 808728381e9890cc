"""Interpolation: one operator for each mode and number of dimensions, with scales that may stand beside the sizes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.functional.upsampling import Mode
from adjoint.dialects.aten.tensor import Tensor


def _upsampling(mode: Mode, *, aligned: bool) -> tuple[Callable[..., Tensor], Callable[..., Tensor]]:
    """The operator with a scale for each dimension, and its overload with a list of sizes or of scales."""

    def listed(
        input: Tensor,
        output_size: Sequence[int] | None,
        align_corners: bool | None = None,
        scale_factors: Sequence[float] | None = None,
    ) -> Tensor:
        corners = align_corners if aligned else None
        return aten.interpolate(input, None if scale_factors else output_size, scale_factors, mode, corners)

    def plain(
        input: Tensor,
        output_size: Sequence[int],
        align_corners: bool | None = None,
        scales: float | None = None,
        scales_d: float | None = None,
        scales_h: float | None = None,
        scales_w: float | None = None,
    ) -> Tensor:
        given = [scale for scale in (scales, scales_d, scales_h, scales_w) if scale is not None]
        return listed(input, output_size, align_corners, given if len(given) == input.ndim - 2 else None)

    return plain, listed


_MODES: Mapping[str, tuple[Mode, bool]] = {
    "upsample_nearest1d": ("nearest", False),
    "upsample_nearest2d": ("nearest", False),
    "upsample_nearest3d": ("nearest", False),
    "_upsample_nearest_exact1d": ("nearest-exact", False),
    "_upsample_nearest_exact2d": ("nearest-exact", False),
    "_upsample_nearest_exact3d": ("nearest-exact", False),
    "upsample_linear1d": ("linear", True),
    "upsample_bilinear2d": ("bilinear", True),
    "upsample_trilinear3d": ("trilinear", True),
    "upsample_bicubic2d": ("bicubic", True),
}
"""The mode of each operator, and whether it can align corners."""

# Any: as in `special_operators`.
UPSAMPLING_OPERATORS: Mapping[str, Callable[..., Any]] = {
    each: function
    for name, (mode, aligned) in _MODES.items()
    for each, function in zip((name, f"{name}.vec"), _upsampling(mode, aligned=aligned), strict=True)
}
