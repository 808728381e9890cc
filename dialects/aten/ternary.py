"""Elementwise operators of three operands that broadcast against each other."""

from collections.abc import Sequence

from xdsl.dialects.builtin import i1
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand
from adjoint.dialects.aten.constants import has_static_shape, splat_of
from adjoint.dialects.aten.elementwise import ElementwiseOp
from adjoint.dialects.aten.promotion import promote_types


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
