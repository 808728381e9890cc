"""Rounding to integers, which are numbers of the same type; integers stay as they are."""

from abc import ABC
from collections.abc import Sequence

from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.elementwise import UnaryOp, require_floating_point
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.unary import UnaryNumberOp


class RoundingOp(UnaryNumberOp, ABC):
    """A function from numbers to integers that leaves integers, infinities and NaN as they are."""

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        is_integer = not is_floating_point(tensor_type(self.input).element_type)
        return self.folds_to(self.input) if is_integer else super().fold()


@irdl_op_definition
class CeilOp(RoundingOp):
    """The smallest integer that is not less; -0 above -1."""

    name = "aten.ceil"


@irdl_op_definition
class FloorOp(RoundingOp):
    """The greatest integer that is not more."""

    name = "aten.floor"


@irdl_op_definition
class TruncOp(RoundingOp):
    """The integer part: rounded towards 0, whose sign is kept."""

    name = "aten.trunc"


@irdl_op_definition
class RoundOp(RoundingOp):
    """The nearest multiple of `10^-decimals`, a tie going to the even one; integers have no decimals."""

    name = "aten.round"

    decimals = prop_def(IntProperty, default_value=int_property(0))

    assembly_format = "$input (`decimals` `=` $decimals^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, decimals: int = 0):
        super(UnaryOp, self).__init__([input], {"decimals": int_property(decimals)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        element_type = super().infer_element_type(types)
        if self.decimals.value.data and not is_floating_point(element_type):
            raise VerifyException(f"decimals of integers are not defined: input is {element_type}")
        return element_type


@irdl_op_definition
class FracOp(UnaryOp):
    """The fractional part, of the sign of the input: `input - trunc(input)`; NaN at infinities."""

    name = "aten.frac"

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        require_floating_point(types[0], "input")
        return types[0].element_type
