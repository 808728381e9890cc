"""Average pooling along the last dimensions."""

from collections.abc import Sequence

from adjoint.dialects.aten.adaptive_pooling import (
    AdaptiveAvgPool1dOp,
    AdaptiveAvgPool2dOp,
    AdaptiveAvgPool3dOp,
)
from adjoint.dialects.aten.average_pooling import AvgPool1dOp, AvgPool2dOp, AvgPool3dOp
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.sliding_windows import Ints
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool3d",
    "avg_pool1d",
    "avg_pool2d",
    "avg_pool3d",
]

OutputSize = int | None | Sequence[int | None]
"""The sizes of a result, None where the size is that of the input."""


def adaptive_avg_pool1d(input: Tensor, output_size: OutputSize) -> Tensor:
    """The means of `output_size` windows that share the last dimension."""
    return result_of(AdaptiveAvgPool1dOp, value_of(input), _kept(output_size))


def adaptive_avg_pool2d(input: Tensor, output_size: OutputSize) -> Tensor:
    """The means of `output_size` windows that share the last two dimensions."""
    return result_of(AdaptiveAvgPool2dOp, value_of(input), _kept(output_size))


def adaptive_avg_pool3d(input: Tensor, output_size: OutputSize) -> Tensor:
    """The means of `output_size` windows that share the last three dimensions."""
    return result_of(AdaptiveAvgPool3dOp, value_of(input), _kept(output_size))


def _kept(output_size: OutputSize) -> list[int]:
    sizes = [output_size] if isinstance(output_size, int | None) else output_size
    return [-1 if size is None else size for size in sizes]


def avg_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The means of windows along the last dimension."""
    return result_of(AvgPool1dOp, value_of(input), kernel_size, stride, padding, ceil_mode, count_include_pad)


def avg_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The means of windows along the last two dimensions."""
    return result_of(
        AvgPool2dOp, value_of(input), kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )


def avg_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The means of windows along the last three dimensions."""
    return result_of(
        AvgPool3dOp, value_of(input), kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )
