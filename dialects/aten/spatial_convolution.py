"""Convolutions of a fixed number of spatial dimensions, as people call them: compositions of `aten.convolution`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseArrayBase, StringAttr
from xdsl.ir import Attribute
from xdsl.irdl import (
    IRDLOperation,
    base,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    prop_def,
    result_def,
)
from xdsl.irdl.declarative_assembly_format import (
    AttributeVariable,
    CustomDirective,
    ParsingState,
    PrintingState,
    irdl_custom_directive,
)
from xdsl.parser import Parser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.convolution import ConvolutionOp
from adjoint.dialects.aten.indexing import SliceBackwardOp
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.properties import (
    INT_LIST,
    IntListProperty,
    IntProperty,
    int_list_property,
    int_property,
)
from adjoint.dialects.aten.shapes import describe_shape
from adjoint.dialects.aten.tensor import Tensor, result_of


@irdl_custom_directive
class Padding(CustomDirective):
    """A list of numbers, `[0, 1]`, or a string, `"same"`."""

    attribute: AttributeVariable

    def parse(self, parser: Parser, state: ParsingState) -> None:
        text = parser.parse_optional_str_literal()
        if text is None:
            numbers = parser.parse_comma_separated_list(Parser.Delimiter.SQUARE, parser.parse_integer)
            self.attribute.set(state, int_list_property(numbers))
        else:
            self.attribute.set(state, StringAttr(text))

    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        value = self.attribute.get(op)
        state.print_whitespace(printer)
        if isinstance(value, StringAttr):
            printer.print_string_literal(value.data)
        elif isinstance(value, DenseArrayBase):
            printer.print_string(str(list(value.get_values())))

    def is_present(self, op: IRDLOperation) -> bool:
        return self.attribute.is_present(op)

    def is_anchorable(self) -> bool:
        return self.attribute.is_anchorable()


IntOrInts = int | Sequence[int]
"""A number for every spatial dimension, or one for each."""


def _each(what: str, values: IntListProperty, rank: int) -> Sequence[int]:
    """The numbers for each spatial dimension; one stands for all."""
    numbers = values.get_values()
    if len(numbers) not in (1, rank):
        raise VerifyException(f"expected {what} to be a single integer or a list of {rank} values, got {list(numbers)}")
    return list(numbers) * rank if len(numbers) == 1 else list(numbers)


class SpatialConvolutionOp(CompositeOp, ABC):
    """A convolution of an input with or without a batch dimension."""

    SPATIAL_RANK: ClassVar[int]

    input = operand_def(TENSOR)
    weight = operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    result = result_def(TENSOR)

    def decompose(self) -> Tensor:
        input, weight, rank = Tensor(self.input), Tensor(self.weight), self.SPATIAL_RANK
        bias = None if self.bias is None else Tensor(self.bias)
        if weight.ndim != rank + 2 or input.ndim not in (rank + 1, rank + 2):
            raise VerifyException(
                f"expected {rank + 1}-dimensional (unbatched) or {rank + 2}-dimensional (batched) input and "
                f"{rank + 2}-dimensional weight, got input of size {describe_shape(input.shape)} "
                f"and weight of size {describe_shape(weight.shape)}"
            )
        if input.ndim == rank + 2:
            return self.convolve(input, weight, bias)
        return self.convolve(input.unsqueeze(0), weight, bias).squeeze(0)

    @abstractmethod
    def convolve(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """The convolution of an input with a batch dimension."""


class ConvNdOp(SpatialConvolutionOp, ABC):
    """`padding` is a number for each spatial dimension, or `"valid"`, none, or `"same"`, which leaves the sizes."""

    custom_directives = (*CompositeOp.custom_directives, Padding)

    stride = prop_def(INT_LIST, default_value=int_list_property(1))
    padding = prop_def(INT_LIST | base(StringAttr), default_value=int_list_property(0))
    dilation = prop_def(INT_LIST, default_value=int_list_property(1))
    groups = prop_def(IntProperty, default_value=int_property(1))

    assembly_format = (
        "$input `,` $weight (`,` $bias^)? (`stride` `=` $stride^)? (`padding` `=` custom<Padding>($padding)^)? "
        "(`dilation` `=` $dilation^)? (`groups` `=` $groups^)? attr-dict "
        "`:` type($input) `,` type($weight) (`,` type($bias)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        weight: Operand,
        bias: Operand | None = None,
        stride: IntOrInts = 1,
        padding: IntOrInts | str = 0,
        dilation: IntOrInts = 1,
        groups: int = 1,
    ):
        properties: dict[str, Attribute] = {
            "stride": int_list_property(stride),
            "padding": StringAttr(padding) if isinstance(padding, str) else int_list_property(padding),
            "dilation": int_list_property(dilation),
            "groups": int_property(groups),
        }
        super().__init__([input, weight, bias], properties)

    def convolve(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        rank = self.SPATIAL_RANK
        stride, dilation = _each("stride", self.stride, rank), _each("dilation", self.dilation, rank)
        if isinstance(self.padding, StringAttr):
            input, padding = self._padded(input, weight, stride, dilation, self.padding.data)
        else:
            padding = _each("padding", self.padding, rank)
        bias_value = None if bias is None else bias.value
        return result_of(
            ConvolutionOp,
            input.value,
            weight.value,
            bias_value,
            stride,
            padding,
            dilation,
            groups=self.groups.value.data,
        )

    def _padded(
        self, input: Tensor, weight: Tensor, stride: Sequence[int], dilation: Sequence[int], padding: str
    ) -> tuple[Tensor, Sequence[int]]:
        """The input with the zeros on one side that the other side does not get, and the padding of both."""
        if padding == "valid":
            return input, [0] * self.SPATIAL_RANK
        if padding != "same":
            raise VerifyException(f"invalid padding string: '{padding}'; it is 'same' or 'valid'")
        if any(step != 1 for step in stride):
            raise VerifyException("padding='same' is not supported for strided convolutions")
        kernel = weight.shape[2:]
        if DYNAMIC_INDEX in kernel:
            raise VerifyException(
                "padding='same' needs a kernel size that is known when compiling, "
                f"got weight of size {describe_shape(weight.shape)}"
            )
        totals = [step * (size - 1) for step, size in zip(dilation, kernel, strict=True)]
        for dim, total in enumerate(totals, 2):
            if total % 2:
                size = input.size(dim) + 1
                target = target_of([size if each == dim else input.size(each) for each in range(input.ndim)])
                input = result_of(SliceBackwardOp, input.value, target, dim, 0, -1, 1)
        return input, [total // 2 for total in totals]


@irdl_op_definition
class Conv1dOp(ConvNdOp):
    """`aten.convolution` with one spatial dimension, [n, c, w] or [c, w] by [m, c / groups, k].

    `padding` is a number for each spatial dimension, or "valid" (none) or "same" (the sizes stay; what is odd of it
    comes last).
    """

    name = "aten.conv1d"
    SPATIAL_RANK: ClassVar[int] = 1


@irdl_op_definition
class Conv2dOp(ConvNdOp):
    """`aten.convolution` with two spatial dimensions, [n, c, h, w] or [c, h, w] by [m, c / groups, k, l].

    `padding` is a number for each spatial dimension, or "valid" (none) or "same" (the sizes stay; what is odd of it
    comes last).
    """

    name = "aten.conv2d"
    SPATIAL_RANK: ClassVar[int] = 2


@irdl_op_definition
class Conv3dOp(ConvNdOp):
    """`aten.convolution` with three spatial dimensions, [n, c, d, h, w] or [c, d, h, w] by [m, c / groups, j, k, l].

    `padding` is a number for each spatial dimension, or "valid" (none) or "same" (the sizes stay; what is odd of it
    comes last).
    """

    name = "aten.conv3d"
    SPATIAL_RANK: ClassVar[int] = 3


@irdl_op_definition
class SlowConv2dForwardOp(SpatialConvolutionOp):
    """`aten.conv2d` without groups and dilation, as TorchScript names it; `kernel_size` repeats what the weight has."""

    name = "aten._slow_conv2d_forward"
    SPATIAL_RANK: ClassVar[int] = 2

    kernel_size = prop_def(INT_LIST)
    stride = prop_def(INT_LIST)
    padding = prop_def(INT_LIST)

    assembly_format = (
        "$input `,` $weight (`,` $bias^)? `kernel_size` `=` $kernel_size `stride` `=` $stride `padding` `=` $padding "
        "attr-dict `:` type($input) `,` type($weight) (`,` type($bias)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        weight: Operand,
        kernel_size: IntOrInts,
        bias: Operand | None,
        stride: IntOrInts,
        padding: IntOrInts,
    ):
        properties = {
            "kernel_size": int_list_property(kernel_size),
            "stride": int_list_property(stride),
            "padding": int_list_property(padding),
        }
        super().__init__([input, weight, bias], properties)

    def convolve(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        kernel_size = _each("kernel_size", self.kernel_size, 2)
        if any(size not in (DYNAMIC_INDEX, given) for size, given in zip(weight.shape[2:], kernel_size, strict=True)):
            raise VerifyException(
                f"kernel_size {kernel_size} is not that of weight of size {describe_shape(weight.shape)}"
            )
        stride, padding = _each("stride", self.stride, 2), _each("padding", self.padding, 2)
        bias_value = None if bias is None else bias.value
        return result_of(ConvolutionOp, input.value, weight.value, bias_value, stride, padding, [1, 1])


class ConvTransposeNdOp(SpatialConvolutionOp, ABC):
    """The gradient of a convolution by its input, as an operator."""

    stride = prop_def(INT_LIST, default_value=int_list_property(1))
    padding = prop_def(INT_LIST, default_value=int_list_property(0))
    output_padding = prop_def(INT_LIST, default_value=int_list_property(0))
    groups = prop_def(IntProperty, default_value=int_property(1))
    dilation = prop_def(INT_LIST, default_value=int_list_property(1))

    assembly_format = (
        "$input `,` $weight (`,` $bias^)? (`stride` `=` $stride^)? (`padding` `=` $padding^)? "
        "(`output_padding` `=` $output_padding^)? (`groups` `=` $groups^)? (`dilation` `=` $dilation^)? attr-dict "
        "`:` type($input) `,` type($weight) (`,` type($bias)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        weight: Operand,
        bias: Operand | None = None,
        stride: IntOrInts = 1,
        padding: IntOrInts = 0,
        output_padding: IntOrInts = 0,
        groups: int = 1,
        dilation: IntOrInts = 1,
    ):
        properties: dict[str, Attribute] = {
            "stride": int_list_property(stride),
            "padding": int_list_property(padding),
            "output_padding": int_list_property(output_padding),
            "groups": int_property(groups),
            "dilation": int_list_property(dilation),
        }
        super().__init__([input, weight, bias], properties)

    def convolve(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        rank = self.SPATIAL_RANK
        return result_of(
            ConvolutionOp,
            input.value,
            weight.value,
            None if bias is None else bias.value,
            _each("stride", self.stride, rank),
            _each("padding", self.padding, rank),
            _each("dilation", self.dilation, rank),
            True,
            _each("output_padding", self.output_padding, rank),
            self.groups.value.data,
        )


@irdl_op_definition
class ConvTranspose1dOp(ConvTransposeNdOp):
    """The transposed convolution of [n, c, w] or [c, w] with a weight [c, m / groups, k].

    See `aten.convolution`.
    """

    name = "aten.conv_transpose1d"
    SPATIAL_RANK: ClassVar[int] = 1


@irdl_op_definition
class ConvTranspose2dOp(ConvTransposeNdOp):
    """The transposed convolution of [n, c, h, w] or [c, h, w] with a weight [c, m / groups, k, l].

    See `aten.convolution`.
    """

    name = "aten.conv_transpose2d"
    SPATIAL_RANK: ClassVar[int] = 2


@irdl_op_definition
class ConvTranspose3dOp(ConvTransposeNdOp):
    """The transposed convolution of [n, c, d, h, w] or [c, d, h, w] with a weight [c, m / groups, j, k, l].

    See `aten.convolution`.
    """

    name = "aten.conv_transpose3d"
    SPATIAL_RANK: ClassVar[int] = 3
