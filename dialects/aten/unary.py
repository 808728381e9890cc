"""Elementwise operators of one operand."""

from typing import Literal

from xdsl.dialects.builtin import StringAttr
from xdsl.irdl import irdl_op_definition, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import Operand
from adjoint.dialects.aten.elementwise import UnaryFloatOp, UnaryOp


@irdl_op_definition
class NegOp(UnaryOp):
    """`-input`."""

    name = "aten.neg"


@irdl_op_definition
class ExpOp(UnaryFloatOp):
    """`e^input`; 0 at -inf, inf above the largest exponent of the type."""

    name = "aten.exp"


@irdl_op_definition
class TanhOp(UnaryFloatOp):
    """The hyperbolic tangent, in [-1, 1]."""

    name = "aten.tanh"


@irdl_op_definition
class GeluOp(UnaryFloatOp):
    """The Gaussian error linear unit: `x·Φ(x)` with Φ by erf ("none"), or its tanh approximation ("tanh").

    Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415.
    """

    name = "aten.gelu"

    approximate = prop_def(StringAttr, default_value=StringAttr("none"))

    assembly_format = "$input (`approximate` `=` $approximate^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, approximate: Literal["none", "tanh"] = "none"):
        super(UnaryOp, self).__init__([input], {"approximate": StringAttr(approximate)})

    def verify_(self) -> None:
        if self.approximate.data not in ("none", "tanh"):
            raise VerifyException(f'approximate must be "none" or "tanh", got "{self.approximate.data}"')
        super().verify_()
