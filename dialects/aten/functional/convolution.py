"""Convolutions, and their gradients."""

from collections.abc import Sequence

from adjoint.dialects.aten.convolution import ConvolutionBackwardInputOp, ConvolutionBackwardWeightOp, ConvolutionOp
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.spatial_convolution import (
    Conv1dOp,
    Conv2dOp,
    Conv3dOp,
    ConvTranspose1dOp,
    ConvTranspose2dOp,
    ConvTranspose3dOp,
    IntOrInts,
    SlowConv2dForwardOp,
)
from adjoint.dialects.aten.tensor import Size, Tensor, result_of

__all__ = [
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "convolution",
    "convolution_backward_input",
    "convolution_backward_weight",
    "_slow_conv2d_forward",
]


def convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    transposed: bool,
    output_padding: Sequence[int],
    groups: int,
) -> Tensor:
    """The convolution, or the transposed one, of any number of spatial dimensions."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(ConvolutionOp, *operands, stride, padding, dilation, transposed, output_padding, groups)


def convolution_backward_input(
    grad_output: Tensor,
    weight: Tensor,
    size: Size,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    groups: int,
) -> Tensor:
    """The gradient of a convolution by its input, of shape `size`."""
    operands = (value_of(grad_output), value_of(weight), target_of(size))
    return result_of(ConvolutionBackwardInputOp, *operands, stride, padding, dilation, groups)


def convolution_backward_weight(
    grad_output: Tensor,
    input: Tensor,
    size: Size,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    groups: int,
) -> Tensor:
    """The gradient of a convolution by its weight, of shape `size`."""
    operands = (value_of(grad_output), value_of(input), target_of(size))
    return result_of(ConvolutionBackwardWeightOp, *operands, stride, padding, dilation, groups)


def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Tensor:
    """The convolution along one dimension."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(Conv1dOp, *operands, stride, padding, dilation, groups)


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Tensor:
    """The convolution along two dimensions."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(Conv2dOp, *operands, stride, padding, dilation, groups)


def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts | str = 0,
    dilation: IntOrInts = 1,
    groups: int = 1,
) -> Tensor:
    """The convolution along three dimensions."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(Conv3dOp, *operands, stride, padding, dilation, groups)


def _slow_conv2d_forward(
    self: Tensor,
    weight: Tensor,
    kernel_size: IntOrInts,
    bias: Tensor | None,
    stride: IntOrInts,
    padding: IntOrInts,
) -> Tensor:
    """`conv2d` by the name that TorchScript's graphs have for it."""
    operands = (value_of(self), value_of(weight), kernel_size, optional_value_of(bias))
    return result_of(SlowConv2dForwardOp, *operands, stride, padding)


def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Tensor:
    """The transposed convolution along one dimension."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(ConvTranspose1dOp, *operands, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Tensor:
    """The transposed convolution along two dimensions."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(ConvTranspose2dOp, *operands, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: IntOrInts = 1,
    padding: IntOrInts = 0,
    output_padding: IntOrInts = 0,
    groups: int = 1,
    dilation: IntOrInts = 1,
) -> Tensor:
    """The transposed convolution along three dimensions."""
    operands = (value_of(input), value_of(weight), optional_value_of(bias))
    return result_of(ConvTranspose3dOp, *operands, stride, padding, output_padding, groups, dilation)
