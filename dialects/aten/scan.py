"""Operators in which each element along a dimension depends on those before it."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType, UnitAttr, i64
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import (
    FloatProperty,
    IntProperty,
    flag_property,
    float_property,
    int_property,
)
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim, sizes_agree


class ScanOp(AtenOp, ABC):
    """Each element combined with all before it along `dim`, or with all after it where `reverse` is set.

    In the shape of the input. Integers and bools are combined in i64.
    """

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    reverse = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = "$input `dim` `=` $dim (`reverse` $reverse^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int, reverse: bool = False):
        super().__init__([input], {"dim": int_property(dim), "reverse": flag_property(reverse)})

    @property
    def scanned_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        normalize_dim(self.dim.value.data, type_.get_num_dims())
        return [TensorType(type_.element_type if is_floating_point(type_.element_type) else i64, type_.get_shape())]


@irdl_op_definition
class CumsumOp(ScanOp):
    """The sums of the elements up to each, itself included. `reverse`, which ATen has not, is for gradients."""

    name = "aten.cumsum"


@irdl_op_definition
class CumprodOp(ScanOp):
    """The products of the elements up to each, itself included. `reverse`, which ATen has not, is for gradients."""

    name = "aten.cumprod"


@irdl_op_definition
class LinearRecurrenceOp(AtenOp):
    """`result[i] = factor[i] · result[i - 1] + input[i]` along `dim`, from 0; with `reverse`, i + 1 in place of i - 1.

    All have one shape and one floating point type. ATen has no such operator: it is what the gradients of products are
    made of, without a division, so that zeros do no harm.
    """

    name = "aten._linear_recurrence"

    input = operand_def(TENSOR)
    factor = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    reverse = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $factor `dim` `=` $dim (`reverse` $reverse^)? attr-dict "
        "`:` type($input) `,` type($factor) `->` type($result)"
    )

    def __init__(self, input: Operand, factor: Operand, dim: int, reverse: bool = False):
        super().__init__([input, factor], {"dim": int_property(dim), "reverse": flag_property(reverse)})

    @property
    def scanned_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, factor = tensor_type(self.input), tensor_type(self.factor)
        shape, other = input.get_shape(), factor.get_shape()
        normalize_dim(self.dim.value.data, len(shape))
        if len(shape) != len(other) or not all(map(sizes_agree, shape, other)):
            raise VerifyException(
                f"input and factor have one shape, got {describe_shape(shape)} and {describe_shape(other)}"
            )
        if input.element_type != factor.element_type or not is_floating_point(input.element_type):
            raise VerifyException(
                f"input and factor have one floating point type, got {input.element_type} and {factor.element_type}"
            )
        return [input]


@irdl_op_definition
class ShiftOp(AtenOp):
    """The elements `offset` places further along `dim`, those that leave it dropped; `fill_value` comes in.

    It is what `aten.roll` would be if nothing came back: the gradients of scans are made of it.
    """

    name = "aten._shift"

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    offset = prop_def(IntProperty)
    fill_value = prop_def(FloatProperty, default_value=float_property(0.0))
    result = result_def(TENSOR)

    assembly_format = (
        "$input `dim` `=` $dim `offset` `=` $offset (`fill` `=` custom<Number>($fill_value)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int, offset: int, fill_value: float = 0):
        super().__init__(
            [input],
            {"dim": int_property(dim), "offset": int_property(offset), "fill_value": float_property(fill_value)},
        )

    @property
    def shifted_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        normalize_dim(self.dim.value.data, type_.get_num_dims())
        return [type_]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if self.offset.value.data == 0 else None
