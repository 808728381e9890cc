"""Elementwise operators of two operands that broadcast against each other."""

from abc import ABC

from xdsl.dialects.builtin import Float64Type, FloatAttr, f64
from xdsl.irdl import irdl_op_definition, prop_def

from adjoint.dialects.aten.base import Operand
from adjoint.dialects.aten.elementwise import BinaryOp, ComparisonOp


class ScaledBinaryOp(BinaryOp, ABC):
    """A sum or difference whose second term is scaled by the number `alpha`."""

    alpha = prop_def(FloatAttr[Float64Type], default_value=FloatAttr(1.0, f64))

    assembly_format = (
        "$input `,` $other (`alpha` `=` $alpha^)? attr-dict `:` type($input) `,` type($other) `->` type($result)"
    )

    def __init__(self, input: Operand, other: Operand, *, alpha: float = 1.0):
        super(BinaryOp, self).__init__([input, other], {"alpha": FloatAttr(alpha, f64)})


@irdl_op_definition
class AddOp(ScaledBinaryOp):
    """`input + alpha * other`."""

    name = "aten.add"


@irdl_op_definition
class SubOp(ScaledBinaryOp):
    """`input - alpha * other`."""

    name = "aten.sub"


@irdl_op_definition
class MulOp(BinaryOp):
    """`input * other`."""

    name = "aten.mul"


@irdl_op_definition
class GtOp(ComparisonOp):
    """`input > other`, false where one is NaN."""

    name = "aten.gt"
