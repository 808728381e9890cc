"""Max pooling: the largest element of windows that slide over the last dimensions, its place, and the reverse.

The input is [c, *] or [n, c, *], with as many dimensions in place of * as the name of the operator says.
"""

from abc import ABC
from collections.abc import Sequence
from typing import ClassVar

from xdsl.dialects.builtin import TensorType, i1, i64
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.cotangents import CotangentOp
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import INT_LIST, int_list_property
from adjoint.dialects.aten.shapes import describe_shape, sizes_agree
from adjoint.dialects.aten.sizes import TargetSize, split_size
from adjoint.dialects.aten.sliding_windows import WINDOW_FORMAT, Ints, WindowedOp, window_properties

_FORMAT = f"{WINDOW_FORMAT}(`dilation` `=` $dilation^)? attr-dict "


class MaxWindowOp(WindowedOp, ABC):
    """What max pooling and its reverse share."""

    dilation = prop_def(INT_LIST, default_value=int_list_property(1))

    @property
    def arguments(self) -> tuple[Ints, Ints, Ints, Ints, bool]:
        """What the constructors take after the operands."""
        return *self.window_arguments, self.dilation.get_values(), self.ceil_mode is not None

    def _dilations(self) -> Sequence[int]:
        return self._by_dim("dilation", self.dilation)


class MaxPoolFamilyOp(MaxWindowOp, ABC):
    """The largest element of each window; NaN where one is NaN. The padding is smaller than every element."""

    RESULTS: ClassVar[int] = 1

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    def __init__(
        self,
        input: Operand,
        kernel_size: Ints,
        stride: Ints | None = None,
        padding: Ints = 0,
        dilation: Ints = 1,
        ceil_mode: bool = False,
    ):
        super().__init__(
            [input],
            {
                **window_properties(kernel_size, stride, padding, ceil_mode),
                "dilation": int_list_property(dilation),
            },
            result_count=self.RESULTS,
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        if type_.element_type == i1:
            raise VerifyException(f"{self.name.removeprefix('aten.')} is not implemented for i1")
        shape = self.pooled_shape(type_.get_shape())
        return [TensorType(element_type, shape) for element_type in (type_.element_type, i64)[: self.RESULTS]]


class MaxPoolOp(MaxPoolFamilyOp, ABC):
    """The largest element of each window; NaN where one is NaN. The padding is smaller than every element."""

    assembly_format = f"$input {_FORMAT}`:` type($input) `->` type($result)"


class MaxPoolWithIndicesOp(MaxPoolFamilyOp, ABC):
    """The largest element of each window, and its place in row-major order of the dimensions that windows slide along.

    Of equal ones it is the first; of several that are NaN the last.
    """

    RESULTS: ClassVar[int] = 2

    result = result_def(TENSOR)
    indices = result_def(TENSOR)

    assembly_format = f"$input {_FORMAT}`:` type($input) `->` type($result) `,` type($indices)"


class MaxPoolWithIndicesBackwardOp(MaxWindowOp, CotangentOp, ABC):
    """The reverse of max pooling: each element gets `grad_output` of the windows whose index is its place."""

    grad_output = operand_def(TENSOR)
    indices = operand_def(TENSOR)

    assembly_format = (
        f"$grad_output `,` $indices (`,` $size^)? (`size` `=` $static_size^)? {_FORMAT}"
        "`:` type($grad_output) `,` type($indices) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        size: TargetSize,
        kernel_size: Ints,
        stride: Ints | None,
        padding: Ints,
        dilation: Ints,
        ceil_mode: bool,
        indices: Operand,
    ):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, indices, size_operand],
            {
                **window_properties(kernel_size, stride, padding, ceil_mode),
                "dilation": int_list_property(dilation),
                "static_size": static_size,
            },
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        grad_output, indices = tensor_type(self.grad_output), tensor_type(self.indices)
        require_floating_point(grad_output, "grad_output")
        if indices.element_type != i64:
            raise VerifyException(f"indices must be i64, got {indices.element_type}")
        shape = indices.get_shape()
        if len(shape) != grad_output.get_num_dims() or not all(map(sizes_agree, shape, grad_output.get_shape())):
            raise VerifyException(
                f"grad_output of shape {describe_shape(grad_output.get_shape())} and indices of shape "
                f"{describe_shape(shape)} differ"
            )
        return [self.cotangent_type(self.pooled_shape(self.target))]


@irdl_op_definition
class MaxPool1dOp(MaxPoolOp):
    """The largest element of windows along the last dimension."""

    name = "aten.max_pool1d"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class MaxPool2dOp(MaxPoolOp):
    """The largest element of windows along the last two dimensions."""

    name = "aten.max_pool2d"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class MaxPool3dOp(MaxPoolOp):
    """The largest element of windows along the last three dimensions."""

    name = "aten.max_pool3d"

    RANK: ClassVar[int] = 3


@irdl_op_definition
class MaxPool1dWithIndicesOp(MaxPoolWithIndicesOp):
    """The largest element of windows along the last dimension, and its place."""

    name = "aten.max_pool1d_with_indices"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class MaxPool2dWithIndicesOp(MaxPoolWithIndicesOp):
    """The largest element of windows along the last two dimensions, and its place."""

    name = "aten.max_pool2d_with_indices"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class MaxPool3dWithIndicesOp(MaxPoolWithIndicesOp):
    """The largest element of windows along the last three dimensions, and its place."""

    name = "aten.max_pool3d_with_indices"

    RANK: ClassVar[int] = 3


@irdl_op_definition
class MaxPool1dWithIndicesBackwardOp(MaxPoolWithIndicesBackwardOp):
    """The reverse of `aten.max_pool1d_with_indices`."""

    name = "aten.max_pool1d_with_indices_backward"

    RANK: ClassVar[int] = 1


@irdl_op_definition
class MaxPool2dWithIndicesBackwardOp(MaxPoolWithIndicesBackwardOp):
    """The reverse of `aten.max_pool2d_with_indices`."""

    name = "aten.max_pool2d_with_indices_backward"

    RANK: ClassVar[int] = 2


@irdl_op_definition
class MaxPool3dWithIndicesBackwardOp(MaxPoolWithIndicesBackwardOp):
    """The reverse of `aten.max_pool3d_with_indices`."""

    name = "aten.max_pool3d_with_indices_backward"

    RANK: ClassVar[int] = 3
