"""Max pooling along the last dimensions."""

from typing import Literal, overload

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.max_pooling import (
    MaxPool1dOp,
    MaxPool1dWithIndicesOp,
    MaxPool2dOp,
    MaxPool2dWithIndicesBackwardOp,
    MaxPool2dWithIndicesOp,
    MaxPool3dOp,
    MaxPool3dWithIndicesOp,
)
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.sliding_windows import Ints
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "max_pool1d",
    "max_pool1d_with_indices",
    "max_pool2d",
    "max_pool2d_with_indices",
    "max_pool2d_with_indices_backward",
    "max_pool3d",
    "max_pool3d_with_indices",
]


@overload
def max_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: Literal[False] = False,
) -> Tensor: ...
@overload
def max_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    *,
    return_indices: Literal[True],
) -> tuple[Tensor, Tensor]: ...
def max_pool1d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of windows along the last dimension; with `return_indices` also their places."""
    if return_indices:
        return max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)
    return result_of(MaxPool1dOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)


def max_pool1d_with_indices(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
) -> tuple[Tensor, Tensor]:
    """The largest elements of windows along the last dimension, and their places."""
    op = build(MaxPool1dWithIndicesOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)
    return Tensor(op.result), Tensor(op.indices)


@overload
def max_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: Literal[False] = False,
) -> Tensor: ...
@overload
def max_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    *,
    return_indices: Literal[True],
) -> tuple[Tensor, Tensor]: ...
def max_pool2d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of windows along the last two dimensions; with `return_indices` also their places."""
    if return_indices:
        return max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)
    return result_of(MaxPool2dOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)


def max_pool2d_with_indices(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
) -> tuple[Tensor, Tensor]:
    """The largest elements of windows along the last two dimensions, and their places."""
    op = build(MaxPool2dWithIndicesOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)
    return Tensor(op.result), Tensor(op.indices)


@overload
def max_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: Literal[False] = False,
) -> Tensor: ...
@overload
def max_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    *,
    return_indices: Literal[True],
) -> tuple[Tensor, Tensor]: ...
def max_pool3d(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor | tuple[Tensor, Tensor]:
    """The largest elements of windows along the last three dimensions; with `return_indices` also their places."""
    if return_indices:
        return max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)
    return result_of(MaxPool3dOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)


def max_pool3d_with_indices(
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | None = None,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode: bool = False,
) -> tuple[Tensor, Tensor]:
    """The largest elements of windows along the last three dimensions, and their places."""
    op = build(MaxPool3dWithIndicesOp, value_of(input), kernel_size, stride, padding, dilation, ceil_mode)
    return Tensor(op.result), Tensor(op.indices)


def max_pool2d_with_indices_backward(
    grad_output: Tensor,
    self: Tensor,
    kernel_size: Ints,
    stride: Ints | None,
    padding: Ints,
    dilation: Ints,
    ceil_mode: bool,
    indices: Tensor,
) -> Tensor:
    """`grad_output`, added to zeros in the shape of `self` where the indices are."""
    return result_of(
        MaxPool2dWithIndicesBackwardOp,
        value_of(grad_output),
        target_of(self.size() if DYNAMIC_INDEX in self.shape else self.shape),
        kernel_size,
        stride,
        padding,
        dilation,
        ceil_mode,
        value_of(indices),
    )
