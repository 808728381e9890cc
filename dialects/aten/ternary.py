"""Elementwise operators of three operands that broadcast against each other."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import i1
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import AttrSizedOperandSegments, irdl_op_definition, operand_def, opt_operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand
from adjoint.dialects.aten.constants import has_static_shape, splat_of
from adjoint.dialects.aten.elementwise import ElementwiseOp, require_floating_point
from adjoint.dialects.aten.promotion import is_floating_point, promote_types
from adjoint.dialects.aten.properties import FloatProperty, float_property


@irdl_op_definition
class WhereOp(ElementwiseOp):
    """`input` where the condition is true, `other` elsewhere, all three broadcast; the i1 condition is not promoted."""

    name = "aten.where"

    condition = operand_def(TENSOR)
    input = operand_def(TENSOR)
    other = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$condition `,` $input `,` $other attr-dict `:` "
        "type($condition) `,` type($input) `,` type($other) `->` type($result)"
    )

    def __init__(self, condition: Operand, input: Operand, other: Operand):
        super().__init__([condition, input, other])

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        condition, *branches = types
        if condition.element_type != i1:
            raise VerifyException(f"condition must be i1, got {condition.element_type}")
        return promote_types(branches)

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if self.input == self.other and has_static_shape(self.condition):
            return self.folds_to(self.input)
        condition = splat_of(self.condition)
        if condition is None:
            return None
        chosen, other = (self.input, self.other) if condition else (self.other, self.input)
        # An operand of unknown size may be what the chosen one is broadcast to.
        return self.folds_to(chosen) if has_static_shape(other) else None


@irdl_op_definition
class ClampTensorOp(ElementwiseOp):
    """`min(max(input, min), max)` with tensors as bounds, all broadcast and promoted; NaN where one of them is NaN.

    At least one bound is present. Where `min > max` it is `max`.
    """

    name = "aten.clamp.Tensor"

    input = operand_def(TENSOR)
    min = opt_operand_def(TENSOR)
    max = opt_operand_def(TENSOR)
    result = result_def(TENSOR)

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    assembly_format = (
        "$input (`min` `(` $min^ `:` type($min) `)`)? (`max` `(` $max^ `:` type($max) `)`)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, min: Operand | None = None, max: Operand | None = None):
        super().__init__([input, min, max])

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if len(types) == 1:
            raise VerifyException("at least one of min and max must be given")
        return promote_types(types)


class ScaledTernaryOp(ElementwiseOp, ABC):
    """`input` plus `value` times a function of `tensor1` and `tensor2`, all broadcast and promoted to one type."""

    input = operand_def(TENSOR)
    tensor1 = operand_def(TENSOR)
    tensor2 = operand_def(TENSOR)
    value = prop_def(FloatProperty, default_value=float_property(1.0))
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $tensor1 `,` $tensor2 (`value` `=` custom<Number>($value)^)? attr-dict `:` "
        "type($input) `,` type($tensor1) `,` type($tensor2) `->` type($result)"
    )

    def __init__(self, input: Operand, tensor1: Operand, tensor2: Operand, *, value: float = 1.0):
        super().__init__([input, tensor1, tensor2], {"value": float_property(value)})


@irdl_op_definition
class AddcmulOp(ScaledTernaryOp):
    """`input + value * tensor1 * tensor2`. For integers the value is an integer."""

    name = "aten.addcmul"

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        element_type, value = super().infer_element_type(types), self.value.value.data
        if element_type == i1:
            raise VerifyException("not defined on bools: convert with aten.to")
        if not is_floating_point(element_type) and not value.is_integer():
            raise VerifyException(f"value must be an integer for operands of integers, got {value}")
        return element_type


@irdl_op_definition
class AddcdivOp(ScaledTernaryOp):
    """`input + value * tensor1 / tensor2`, for floating point numbers: of integers it is not defined, as in PyTorch."""

    name = "aten.addcdiv"

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        _, tensor1, tensor2 = types
        if not is_floating_point(tensor1.element_type) and not is_floating_point(tensor2.element_type):
            raise VerifyException(
                f"tensor1 or tensor2 must be floating point, got {tensor1.element_type} and {tensor2.element_type}"
            )
        return super().infer_element_type(types)


@irdl_op_definition
class LerpOp(ElementwiseOp):
    """`input + weight * (end - input)`, computed from the nearer end; all three broadcast, of one floating point type.

    A 0-d weight may be of another floating point type: it is a number.
    """

    name = "aten.lerp"

    input = operand_def(TENSOR)
    end = operand_def(TENSOR)
    weight = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $end `,` $weight attr-dict `:` type($input) `,` type($end) `,` type($weight) `->` type($result)"
    )

    def __init__(self, input: Operand, end: Operand, weight: Operand):
        super().__init__([input, end, weight])

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        input, end, weight = types
        require_floating_point(input, "input")
        for type_, what in ((end, "end"), (weight, "weight")):
            if type_.element_type != input.element_type and (type_ is end or type_.get_num_dims()):
                raise VerifyException(f"{what} must be {input.element_type} as the input is, got {type_.element_type}")
        return input.element_type
