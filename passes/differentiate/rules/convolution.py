"""Rules of convolutions: each of the three derivatives of one trilinear sum has the other two as its gradients.

See `adjoint.dialects.aten.convolution`.
"""

from typing import TypedDict

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.convolution import WindowOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import size_of


class _Parameters(TypedDict):
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int


def parameters(op: WindowOp) -> _Parameters:
    """The arguments that all convolutions have."""
    windows = op.windows
    return {
        "stride": windows.stride,
        "padding": windows.padding,
        "dilation": windows.dilation,
        "groups": windows.groups,
    }


def convolve(input: Tensor, weight: Tensor, window: _Parameters) -> Tensor:
    return aten.convolution(input, weight, None, transposed=False, output_padding=(), **window)


def convolve_to(output: Tensor, input: Tensor, weight: Tensor, op: WindowOp) -> Tensor:
    """The convolution at the places that an output has, which may be fewer than the kernel has in the input."""
    result = convolve(input, weight, parameters(op))
    for dim in range(2, output.ndim):
        if result.shape[dim] == output.shape[dim] != DYNAMIC_INDEX or not op.windows.may_be_fewer(dim - 2):
            continue
        result = aten.narrow(result, dim, 0, output.size(dim))
    return result


@adjoint_rule(aten.ConvolutionOp)
def convolution(op: aten.ConvolutionOp, g: Tensor) -> Cotangents:
    """The transposed convolution of g with the weight, g convolved with the input, and the sum of each channel of g."""
    x, weight, window = Tensor(op.input), Tensor(op.weight), parameters(op)
    if op.transposed is None:
        cotangents = (
            lambda: aten.convolution_backward_input(g, weight, size_of(x), **window),
            lambda: aten.convolution_backward_weight(g, x, size_of(weight), **window),
        )
    else:
        cotangents = (
            lambda: convolve_to(x, g, weight, op),
            lambda: aten.convolution_backward_weight(x, g, size_of(weight), **window),
        )
    if op.bias is None:
        return cotangents
    return (*cotangents, lambda: g.sum([0, *range(2, g.ndim)]))


@adjoint_rule(aten.ConvolutionBackwardInputOp)
def convolution_backward_input(op: aten.ConvolutionBackwardInputOp, g: Tensor) -> Cotangents:
    """The convolution of g with the weight, and `grad_output` convolved with g."""
    grad_output, weight, window = Tensor(op.grad_output), Tensor(op.weight), parameters(op)
    return (
        lambda: convolve_to(grad_output, g, weight, op),
        lambda: aten.convolution_backward_weight(grad_output, g, size_of(weight), **window),
        *[None] * (len(op.operands) - 2),
    )


@adjoint_rule(aten.ConvolutionBackwardWeightOp)
def convolution_backward_weight(op: aten.ConvolutionBackwardWeightOp, g: Tensor) -> Cotangents:
    """The convolution of the input with g, and the transposed convolution of `grad_output` with g."""
    grad_output, x, window = Tensor(op.grad_output), Tensor(op.input), parameters(op)
    return (
        lambda: convolve_to(grad_output, x, g, op),
        lambda: aten.convolution_backward_input(grad_output, g, size_of(x), **window),
        *[None] * (len(op.operands) - 2),
    )
