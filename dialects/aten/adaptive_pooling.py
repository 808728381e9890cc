"""Adaptive average pooling: as many windows as the result is to have elements, which share the input, and the reverse.

The input is [c, *] or [n, c, *], with as many dimensions in place of * as the name of the operator says.
"""

from abc import ABC
from collections.abc import Sequence
from typing import ClassVar

from xdsl.dialects.builtin import TensorType
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.cotangents import CotangentOp
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import INT_LIST, int_list_property
from adjoint.dialects.aten.sizes import TargetSize, split_size
from adjoint.dialects.aten.sliding_windows import Ints, SlidingOp, by_dim, spatial_dims


class AdaptiveAvgPoolOp(SlidingOp, ABC):
    """Element i of m along a dimension of size n is the mean of `floor(i n / m)` to `ceil((i + 1) n / m)`, excluded.

    `output_size` has m for every dimension, or one for all; -1 keeps the size of the input.
    """

    input = operand_def(TENSOR)
    output_size = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input `output_size` `=` $output_size attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, output_size: Ints):
        super().__init__([input], {"output_size": int_list_property(output_size)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        require_floating_point(type_, "input")
        shape = type_.get_shape()
        sizes = by_dim("output_size", self.output_size.get_values(), self.RANK)
        if any(size < -1 for size in sizes):
            raise VerifyException(f"elements of output_size must be greater than or equal to 0, got {list(sizes)}")
        kept = [own if size == -1 else size for size, own in zip(sizes, spatial_dims(shape, self.RANK), strict=True)]
        return [TensorType(type_.element_type, (*shape[: -self.RANK], *kept))]


class AdaptiveAvgPoolBackwardOp(SlidingOp, CotangentOp, ABC):
    """The reverse: each element gets its share of `grad_output` from the windows that it is in."""

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, size: TargetSize):
        size_operand, static_size = split_size(size)
        super().__init__([grad_output, size_operand], {"static_size": static_size})

    def infer_types(self) -> Sequence[AnyTensorType]:
        grad_output, target = tensor_type(self.grad_output), self.target
        require_floating_point(grad_output, "grad_output")
        spatial_dims(target, self.RANK)
        return [self.cotangent_type((*target[: -self.RANK], *grad_output.get_shape()[-self.RANK :]))]


@irdl_op_definition
class AdaptiveAvgPool1dOp(AdaptiveAvgPoolOp):
    """The means of as many windows as `output_size` says, which share the last dimension."""

    name = "aten.adaptive_avg_pool1d"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class AdaptiveAvgPool2dOp(AdaptiveAvgPoolOp):
    """The means of as many windows as `output_size` says, which share the last two dimensions."""

    name = "aten.adaptive_avg_pool2d"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class AdaptiveAvgPool3dOp(AdaptiveAvgPoolOp):
    """The means of as many windows as `output_size` says, which share the last three dimensions."""

    name = "aten.adaptive_avg_pool3d"

    RANK: ClassVar[int] = 3


@irdl_op_definition
class AdaptiveAvgPool1dBackwardOp(AdaptiveAvgPoolBackwardOp):
    """The reverse of `aten.adaptive_avg_pool1d`."""

    name = "aten._adaptive_avg_pool1d_backward"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class AdaptiveAvgPool2dBackwardOp(AdaptiveAvgPoolBackwardOp):
    """The reverse of `aten.adaptive_avg_pool2d`."""

    name = "aten._adaptive_avg_pool2d_backward"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class AdaptiveAvgPool3dBackwardOp(AdaptiveAvgPoolBackwardOp):
    """The reverse of `aten.adaptive_avg_pool3d`."""

    name = "aten._adaptive_avg_pool3d_backward"

    RANK: ClassVar[int] = 3
