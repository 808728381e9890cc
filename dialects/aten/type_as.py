"""Conversion to the element type of another tensor."""

from xdsl.irdl import irdl_op_definition, operand_def, result_def

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.tensor import Tensor


@irdl_op_definition
class TypeAsOp(CompositeOp):
    """`input` in the element type of `other`, of which nothing else counts: `aten.to`."""

    name = "aten.type_as"

    input = operand_def(TENSOR)
    other = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $other attr-dict `:` type($input) `,` type($other) `->` type($result)"

    def __init__(self, input: Operand, other: Operand):
        super().__init__([input, other])

    def decompose(self) -> Tensor:
        return Tensor(self.input).to(Tensor(self.other).dtype)
