"""Convolutions and their gradients.

All of them come from one sum, which is linear in each of three tensors: over samples n, groups, channels c of the input
and m of the output, places o of the output and k of the kernel,

    Σ input[n, c, o · stride + k · dilation - padding] · weight[m, c, k] · output[n, m, o]

with zeros around the input. `aten.convolution` is its derivative by the output, `aten.convolution_backward_input` by
the input, `aten.convolution_backward_weight` by the weight. So each of them has the others as gradients, and a
transposed convolution is the derivative by the input.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, UnitAttr
from xdsl.ir import Attribute
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.linear_algebra import require_same_element_type
from adjoint.dialects.aten.properties import (
    INT_LIST,
    IntProperty,
    flag_property,
    int_list_property,
    int_property,
)
from adjoint.dialects.aten.shapes import Shape, describe_shape, sizes_agree
from adjoint.dialects.aten.sizes import TargetSize, split_size, target_shape


def convolved_size(size: int, kernel_size: int, stride: int, padding: int, dilation: int) -> int:
    """The places at which a kernel fits into a padded dimension; not positive where it does not."""
    if DYNAMIC_INDEX in (size, kernel_size):
        return DYNAMIC_INDEX
    return (size + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1


def transposed_size(size: int, kernel_size: int, stride: int, padding: int, dilation: int, output_padding: int) -> int:
    """The size of a dimension of a transposed convolution, the largest input size that gives `size` and less."""
    if DYNAMIC_INDEX in (size, kernel_size):
        return DYNAMIC_INDEX
    return (size - 1) * stride - 2 * padding + dilation * (kernel_size - 1) + output_padding + 1


@dataclass(frozen=True)
class Windows:
    """Where a kernel is laid over an input: one number for each spatial dimension, and the number of groups."""

    stride: Shape
    padding: Shape
    dilation: Shape
    groups: int

    def may_be_fewer(self, dim: int) -> bool:
        """Whether an output may have fewer places along a spatial dimension than the kernel has in the input.

        It may where a transposed convolution can be padded by more than one step of the kernel.
        """
        return self.dilation[dim] > self.stride[dim]

    def may_have(self, places: int, size: int, dim: int) -> bool:
        """Whether an output can have a size where the kernel fits at a number of places."""
        return sizes_agree(places, size) or (self.may_be_fewer(dim) and size <= places)

    def places(self, input: Sequence[int], kernel: Sequence[int]) -> Shape:
        """The spatial sizes of the output.

        Raises VerifyException where a kernel does not fit into the padded input.
        """
        places = tuple(map(convolved_size, input, kernel, self.stride, self.padding, self.dilation))
        if any(size != DYNAMIC_INDEX and size <= 0 for size in places):
            padded = [
                size if size == DYNAMIC_INDEX else size + 2 * pad for size, pad in zip(input, self.padding, strict=True)
            ]
            extent = [
                size if size == DYNAMIC_INDEX else step * (size - 1) + 1
                for size, step in zip(kernel, self.dilation, strict=True)
            ]
            raise VerifyException(
                f"calculated padded input size per channel: {_by(padded)}; kernel size: {_by(extent)}: "
                "kernel size can't be greater than actual input size"
            )
        return places


def _by(sizes: Sequence[int]) -> str:
    """Sizes as PyTorch prints those of a window: `(3 x 3)`."""
    return "(" + " x ".join("?" if size == DYNAMIC_INDEX else str(size) for size in sizes) + ")"


class WindowOp(AtenOp, ABC):
    """An op with the parameters of a convolution, one number for each spatial dimension.

    The input is [n, groups·c, *spatial], the weight [groups·m, c, *kernel], the output [n, groups·m, *places].
    """

    stride = prop_def(INT_LIST)
    padding = prop_def(INT_LIST)
    dilation = prop_def(INT_LIST)
    groups = prop_def(IntProperty, default_value=int_property(1))
    result = result_def(TENSOR)

    @property
    def windows(self) -> Windows:
        """The parameters. Raises VerifyException, in PyTorch's words, where one of them is no such number."""
        stride, padding, dilation = (tuple(each.get_values()) for each in (self.stride, self.padding, self.dilation))
        windows = Windows(stride, padding, dilation, self.groups.value.data)
        if any(step <= 0 for step in windows.stride):
            raise VerifyException(f"non-positive stride is not supported, got {list(windows.stride)}")
        if any(size < 0 for size in windows.padding):
            raise VerifyException(f"negative padding is not supported, got {list(windows.padding)}")
        if any(step <= 0 for step in windows.dilation):
            raise VerifyException(f"dilation should be greater than zero, got {list(windows.dilation)}")
        if windows.groups <= 0:
            raise VerifyException(f"non-positive groups is not supported, got {windows.groups}")
        return windows

    def infer_types(self) -> Sequence[AnyTensorType]:
        types = [tensor_type(operand) for operand in self.operands]
        shape = self.infer_shape(self.windows, *(type_.get_shape() for type_ in types))
        require_same_element_type(*(type_ for type_ in types[:2]))
        return [TensorType(types[0].element_type, shape)]

    @abstractmethod
    def infer_shape(self, windows: Windows, *shapes: Shape) -> Shape:
        """The shape of the result, given the shapes of the operands."""

    def check_shapes(self, windows: Windows, input: Shape, weight: Shape) -> Shape:
        """The shape of the output, given those of input and weight.

        Raises VerifyException, in PyTorch's words, where they do not fit each other.
        """
        rank = len(windows.stride)
        if len(weight) != rank + 2 or len(input) != len(weight):
            raise VerifyException(
                f"expected {rank + 2}-dimensional input and weight for a stride of {rank} numbers, "
                f"got input of size {describe_shape(input)} and weight of size {describe_shape(weight)}"
            )
        for name, given in (("padding", windows.padding), ("dilation", windows.dilation)):
            if len(given) != rank:
                raise VerifyException(f"expected {name} to be a list of {rank} numbers, got {list(given)}")
        channels, of_group, groups = weight[0], weight[1], windows.groups
        if channels != DYNAMIC_INDEX and channels % groups:
            raise VerifyException(
                f"given groups={groups}, expected weight to be divisible by {groups} at dimension 0, "
                f"but got weight of size {describe_shape(weight)} instead"
            )
        if of_group != DYNAMIC_INDEX and not sizes_agree(input[1], of_group * groups):
            raise VerifyException(
                f"given groups={groups}, weight of size {describe_shape(weight)}, expected input "
                f"{describe_shape(input)} to have {of_group * groups} channels, but got {input[1]} channels instead"
            )
        if input[1] != DYNAMIC_INDEX and input[1] % groups:
            raise VerifyException(
                f"given groups={groups}, the {input[1]} channels of the input are not divisible by it"
            )
        return (input[0], channels, *windows.places(input[2:], weight[2:]))


def _window_properties(
    stride: Sequence[int], padding: Sequence[int], dilation: Sequence[int], groups: int
) -> dict[str, Attribute | None]:
    return {
        "stride": int_list_property(stride),
        "padding": int_list_property(padding),
        "dilation": int_list_property(dilation),
        "groups": int_property(groups),
    }


_WINDOW_FORMAT = "`stride` `=` $stride `padding` `=` $padding `dilation` `=` $dilation "


@irdl_op_definition
class ConvolutionOp(WindowOp):
    """The cross-correlation of `input` and `weight`, plus `bias`: [n, groups·c, *spatial] by [groups·m, c, *kernel].

    The bias is [groups·m] and may be absent. The input is padded with `padding` zeros on both sides; the kernel moves
    by `stride`, its elements are `dilation` apart, and each group of output channels sees its own group of input
    channels. Any number of spatial dimensions from one on.

    With `transposed` it is the gradient of such a convolution by its input: `weight` is [groups·c, m, *kernel] then,
    and `output_padding` is what is added to the spatial sizes on one side, which several input sizes could have.
    """

    name = "aten.convolution"

    input = operand_def(TENSOR)
    weight = operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    transposed = opt_prop_def(UnitAttr)
    output_padding = opt_prop_def(INT_LIST)

    assembly_format = (
        "$input `,` $weight (`,` $bias^)? "
        + _WINDOW_FORMAT
        + "(`transposed` $transposed^)? (`output_padding` `=` $output_padding^)? (`groups` `=` $groups^)? attr-dict "
        "`:` type($input) `,` type($weight) (`,` type($bias)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        weight: Operand,
        bias: Operand | None,
        stride: Sequence[int],
        padding: Sequence[int],
        dilation: Sequence[int],
        transposed: bool = False,
        output_padding: Sequence[int] = (),
        groups: int = 1,
    ):
        properties = _window_properties(stride, padding, dilation, groups)
        properties["transposed"] = flag_property(transposed)
        properties["output_padding"] = int_list_property(output_padding) if any(output_padding) else None
        super().__init__([input, weight, bias], properties)

    def infer_types(self) -> Sequence[AnyTensorType]:
        (result,) = super().infer_types()
        if self.bias is not None:
            bias, channels = tensor_type(self.bias), result.get_shape()[1]
            require_same_element_type(result, bias)
            if bias.get_num_dims() != 1 or not sizes_agree(bias.get_shape()[0], channels):
                elements = "?" if channels == DYNAMIC_INDEX else channels
                weight = describe_shape(tensor_type(self.weight).get_shape())
                raise VerifyException(
                    f"given weight of size {weight}, expected bias to be 1-dimensional with {elements} elements, "
                    f"but got bias of size {describe_shape(bias.get_shape())} instead"
                )
        return [result]

    def infer_shape(self, windows: Windows, *shapes: Shape) -> Shape:
        input, weight = shapes[:2]
        if self.transposed is not None:
            return self._transposed_shape(windows, input, weight)
        if self.output_padding is not None:
            raise VerifyException("output_padding is for transposed convolutions only")
        return self.check_shapes(windows, input, weight)

    def _transposed_shape(self, windows: Windows, input: Shape, weight: Shape) -> Shape:
        rank, groups = len(windows.stride), windows.groups
        extra = self.extra_sizes
        for size, stride, dilation in zip(extra, windows.stride, windows.dilation, strict=False):
            if size < 0 or size >= max(stride, dilation):
                raise VerifyException(
                    "output padding must be smaller than either stride or dilation, and not negative, but got "
                    f"output_padding {list(extra)}, stride {list(windows.stride)}, dilation {list(windows.dilation)}"
                )
        if len(weight) != rank + 2 or len(input) != len(weight) or len(extra) != rank:
            raise VerifyException(
                f"expected {rank + 2}-dimensional input and weight for a stride of {rank} numbers, "
                f"got input of size {describe_shape(input)} and weight of size {describe_shape(weight)}"
            )
        if not sizes_agree(input[1], weight[0]):
            raise VerifyException(
                f"given transposed, weight of size {describe_shape(weight)}, expected input {describe_shape(input)} "
                f"to have {weight[0]} channels, but got {input[1]} channels instead"
            )
        channels = DYNAMIC_INDEX if weight[1] == DYNAMIC_INDEX else weight[1] * groups
        sizes = tuple(
            map(transposed_size, input[2:], weight[2:], windows.stride, windows.padding, windows.dilation, extra)
        )
        shape = (input[0], channels, *sizes)
        if any(size < 0 and size != DYNAMIC_INDEX for size in sizes):
            raise VerifyException(
                f"given input size per channel: {_by(input[2:])}, calculated output size per channel: {_by(sizes)}: "
                "output size is too small"
            )
        self.check_shapes(windows, shape, weight)
        return shape

    @property
    def extra_sizes(self) -> Shape:
        """The output padding, one number for each spatial dimension."""
        return (0,) * len(self.stride) if self.output_padding is None else tuple(self.output_padding.get_values())


class ConvolutionBackwardOp(WindowOp, ABC):
    """A gradient of a convolution, in the shape of `size`."""

    def check_gradient(self, windows: Windows, grad_output: Shape, input: Shape, weight: Shape) -> None:
        """Raises VerifyException where the gradient does not have the shape of the output."""
        output = self.check_shapes(windows, input, weight)
        is_output = len(output) == len(grad_output) and all(map(sizes_agree, output[:2], grad_output[:2]))
        if not is_output or not all(map(windows.may_have, output[2:], grad_output[2:], range(len(output) - 2))):
            raise VerifyException(
                f"grad_output of shape {describe_shape(grad_output)} does not have the shape of the output, "
                f"{describe_shape(output)}"
            )


@irdl_op_definition
class ConvolutionBackwardInputOp(ConvolutionBackwardOp):
    """The gradient of a convolution by its input, whose shape is given: a transposed convolution of `grad_output`."""

    name = "aten.convolution_backward_input"

    grad_output = operand_def(TENSOR)
    weight = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)

    assembly_format = (
        "$grad_output `,` $weight (`,` $size^)? (`size` `=` $static_size^)? "
        + _WINDOW_FORMAT
        + "(`groups` `=` $groups^)? attr-dict "
        "`:` type($grad_output) `,` type($weight) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        weight: Operand,
        size: TargetSize,
        stride: Sequence[int],
        padding: Sequence[int],
        dilation: Sequence[int],
        groups: int = 1,
    ):
        size_operand, static_size = split_size(size)
        properties = _window_properties(stride, padding, dilation, groups)
        super().__init__([grad_output, weight, size_operand], {**properties, "static_size": static_size})

    def infer_shape(self, windows: Windows, *shapes: Shape) -> Shape:
        grad_output, weight = shapes[:2]
        input = target_shape(self.size, self.static_size)
        self.check_gradient(windows, grad_output, input, weight)
        return input


@irdl_op_definition
class ConvolutionBackwardWeightOp(ConvolutionBackwardOp):
    """The gradient of a convolution by its weight, whose shape is given: `input` convolved with `grad_output`.

    It is summed over all samples.
    """

    name = "aten.convolution_backward_weight"

    grad_output = operand_def(TENSOR)
    input = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)

    assembly_format = (
        "$grad_output `,` $input (`,` $size^)? (`size` `=` $static_size^)? "
        + _WINDOW_FORMAT
        + "(`groups` `=` $groups^)? attr-dict "
        "`:` type($grad_output) `,` type($input) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        input: Operand,
        size: TargetSize,
        stride: Sequence[int],
        padding: Sequence[int],
        dilation: Sequence[int],
        groups: int = 1,
    ):
        size_operand, static_size = split_size(size)
        properties = _window_properties(stride, padding, dilation, groups)
        super().__init__([grad_output, input, size_operand], {**properties, "static_size": static_size})

    def infer_shape(self, windows: Windows, *shapes: Shape) -> Shape:
        grad_output, input = shapes[:2]
        weight = target_shape(self.size, self.static_size)
        self.check_gradient(windows, grad_output, input, weight)
        return weight
