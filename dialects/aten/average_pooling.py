"""Average pooling: the mean of windows that slide over the last dimensions, and its reverse.

The input is [c, *] or [n, c, *], with as many dimensions in place of * as the name of the operator says.
"""

from abc import ABC
from collections.abc import Mapping, Sequence
from typing import ClassVar

from xdsl.dialects.builtin import TensorType, UnitAttr, i1
from xdsl.ir import Attribute
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.cotangents import CotangentOp
from adjoint.dialects.aten.properties import IntProperty, flag_property, int_property
from adjoint.dialects.aten.shapes import Shape
from adjoint.dialects.aten.sizes import TargetSize, split_size
from adjoint.dialects.aten.sliding_windows import WINDOW_FORMAT, Ints, WindowedOp, window_properties

_FORMAT = (
    f"{WINDOW_FORMAT}(`count_include_pad` $count_include_pad^)? (`divisor_override` `=` $divisor_override^)? attr-dict "
)


class MeanWindowOp(WindowedOp, ABC):
    """What average pooling and its reverse share."""

    count_include_pad = opt_prop_def(UnitAttr)
    divisor_override = opt_prop_def(IntProperty)

    @staticmethod
    def mean_properties(
        kernel_size: Ints,
        stride: Ints | None,
        padding: Ints,
        ceil_mode: bool,
        count_include_pad: bool,
        divisor_override: int | None,
    ) -> Mapping[str, Attribute | None]:
        """The properties of the windows and of what their sums are divided by."""
        return {
            **window_properties(kernel_size, stride, padding, ceil_mode),
            "count_include_pad": flag_property(count_include_pad),
            "divisor_override": None if divisor_override is None else int_property(divisor_override),
        }

    @property
    def arguments(self) -> tuple[Ints, Ints, Ints, bool, bool, int | None]:
        """What the constructors take after the operands."""
        override = None if self.divisor_override is None else self.divisor_override.value.data
        return *self.window_arguments, self.ceil_mode is not None, self.count_include_pad is not None, override

    def pooled_shape(self, shape: Shape) -> Shape:
        if self.divisor_override is not None and not self.divisor_override.value.data:
            raise VerifyException("divisor must be not zero")
        return super().pooled_shape(shape)


class AvgPoolOp(MeanWindowOp, ABC):
    """The sum of each window, in which the padding is 0, divided by the number of its elements.

    Padding counts with `count_include_pad`; `divisor_override` is divided by instead. What `ceil_mode` adds beyond the
    padding never counts. The quotient of integers is truncated.
    """

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = f"$input {_FORMAT}`:` type($input) `->` type($result)"

    def __init__(
        self,
        input: Operand,
        kernel_size: Ints,
        stride: Ints | None = None,
        padding: Ints = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ):
        super().__init__(
            [input],
            self.mean_properties(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override),
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        if type_.element_type == i1:
            raise VerifyException(f"{self.name.removeprefix('aten.')} is not implemented for i1")
        return [TensorType(type_.element_type, self.pooled_shape(type_.get_shape()))]


class AvgPoolBackwardOp(MeanWindowOp, CotangentOp, ABC):
    """The reverse of average pooling: each element gets its share of `grad_output` from the windows that it is in."""

    assembly_format = (
        f"$grad_output (`,` $size^)? (`size` `=` $static_size^)? {_FORMAT}"
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        size: TargetSize,
        kernel_size: Ints,
        stride: Ints | None = None,
        padding: Ints = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ):
        size_operand, static_size = split_size(size)
        properties = self.mean_properties(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)
        super().__init__([grad_output, size_operand], {**properties, "static_size": static_size})

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [self.cotangent_type(self.pooled_shape(self.target))]


@irdl_op_definition
class AvgPool1dOp(AvgPoolOp):
    """The mean of windows along the last dimension."""

    name = "aten.avg_pool1d"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class AvgPool2dOp(AvgPoolOp):
    """The mean of windows along the last two dimensions."""

    name = "aten.avg_pool2d"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class AvgPool3dOp(AvgPoolOp):
    """The mean of windows along the last three dimensions."""

    name = "aten.avg_pool3d"

    RANK: ClassVar[int] = 3


@irdl_op_definition
class AvgPool1dBackwardOp(AvgPoolBackwardOp):
    """The reverse of `aten.avg_pool1d`."""

    name = "aten.avg_pool1d_backward"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class AvgPool2dBackwardOp(AvgPoolBackwardOp):
    """The reverse of `aten.avg_pool2d`."""

    name = "aten.avg_pool2d_backward"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class AvgPool3dBackwardOp(AvgPoolBackwardOp):
    """The reverse of `aten.avg_pool3d`."""

    name = "aten.avg_pool3d_backward"

    RANK: ClassVar[int] = 3
