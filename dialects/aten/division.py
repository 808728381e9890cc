"""Quotients and remainders."""

from abc import ABC
from collections.abc import Sequence
from typing import Literal

from xdsl.dialects.builtin import StringAttr, i1
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, opt_prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType, Operand
from adjoint.dialects.aten.constants import Elements, splat_of
from adjoint.dialects.aten.elementwise import BinaryFloatOp, BinaryOp
from adjoint.dialects.aten.promotion import promote_types

RoundingMode = Literal["trunc", "floor"]
"""How a quotient becomes an integer: towards 0, or down."""


def _promote_numbers(types: Sequence[AnyTensorType]) -> Attribute:
    promoted = promote_types(types)
    if promoted == i1:
        raise VerifyException("not defined on bools: convert with aten.to")
    return promoted


@irdl_op_definition
class DivOp(BinaryFloatOp):
    """`input / other`, of integers and bools in f32. By zero it is inf, -inf or NaN, as in IEEE 754.

    With `rounding_mode` the quotient is an integer, of the promoted type: rounded towards 0 ("trunc", as in C), or
    down ("floor", as `//` in Python). An integer divided by zero is an error at run time.
    """

    name = "aten.div"

    rounding_mode = opt_prop_def(StringAttr)

    assembly_format = (
        "$input `,` $other (`rounding_mode` `=` $rounding_mode^)? attr-dict "
        "`:` type($input) `,` type($other) `->` type($result)"
    )

    def __init__(self, input: Operand, other: Operand, *, rounding_mode: RoundingMode | None = None):
        mode = None if rounding_mode is None else StringAttr(rounding_mode)
        super(BinaryOp, self).__init__([input, other], {"rounding_mode": mode})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if self.rounding_mode is not None:
            if self.rounding_mode.data not in ("trunc", "floor"):
                raise VerifyException(
                    f'rounding_mode must be "trunc", "floor" or absent, got "{self.rounding_mode.data}"'
                )
            return _promote_numbers(types)
        return super().infer_element_type(types)

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] / numbers[1] if numbers[0].dtype.kind == "f" and self.rounding_mode is None else None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if self.rounding_mode is None and splat_of(self.other) == 1:
            return self.folds_to(self.input)
        return super().fold()


class RemainderOfDivisionOp(BinaryOp, ABC):
    """What a division with an integer quotient leaves: `input - quotient · other`, exactly.

    NaN where `other` is 0 or `input` infinite; an integer divided by zero is an error at run time.
    """

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        return _promote_numbers(types)


@irdl_op_definition
class FmodOp(RemainderOfDivisionOp):
    """The remainder of a division rounded towards 0, of the sign of `input`: `%` of C.

    NaN where `other` is 0 or `input` infinite; an integer divided by zero is an error at run time.
    """

    name = "aten.fmod"


@irdl_op_definition
class RemainderOp(RemainderOfDivisionOp):
    """The remainder of a division rounded down, of the sign of `other`: `%` of Python.

    NaN where `other` is 0 or `input` infinite; an integer divided by zero is an error at run time.
    """

    name = "aten.remainder"
