"""Logic of truth values and of bits, and questions about a number: no gradient."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import i1
from xdsl.ir import Attribute
from xdsl.irdl import irdl_op_definition
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.elementwise import BinaryOp, ComparisonOp, UnaryOp
from adjoint.dialects.aten.promotion import is_floating_point, promote_types


class PredicateOp(UnaryOp, ABC):
    """A question about each element, of any type, answered by an i1. It has no gradient."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        return i1


@irdl_op_definition
class IsfiniteOp(PredicateOp):
    """Whether each element is neither infinite nor NaN; true for integers."""

    name = "aten.isfinite"


@irdl_op_definition
class IsinfOp(PredicateOp):
    """Whether each element is inf or -inf; false for integers."""

    name = "aten.isinf"


@irdl_op_definition
class IsnanOp(PredicateOp):
    """Whether each element is NaN; false for integers."""

    name = "aten.isnan"


@irdl_op_definition
class LogicalNotOp(PredicateOp):
    """Whether each element is 0; NaN is not."""

    name = "aten.logical_not"


@irdl_op_definition
class LogicalAndOp(ComparisonOp):
    """Whether both elements differ from 0; NaN does."""

    name = "aten.logical_and"


@irdl_op_definition
class LogicalOrOp(ComparisonOp):
    """Whether one of the elements differs from 0; NaN does."""

    name = "aten.logical_or"


@irdl_op_definition
class LogicalXorOp(ComparisonOp):
    """Whether exactly one of the elements differs from 0; NaN does."""

    name = "aten.logical_xor"


def _require_bits(element_type: Attribute) -> None:
    if is_floating_point(element_type):
        raise VerifyException(f"only integers and bools have bits to combine, got {element_type}")


class BitwiseOp(BinaryOp, ABC):
    """A function of the bits of two integers or bools, broadcast and promoted. It has no gradient."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        _require_bits(promoted)
        return promoted


@irdl_op_definition
class BitwiseAndOp(BitwiseOp):
    """The bits that both have."""

    name = "aten.bitwise_and"


@irdl_op_definition
class BitwiseOrOp(BitwiseOp):
    """The bits that one of them has."""

    name = "aten.bitwise_or"


@irdl_op_definition
class BitwiseXorOp(BitwiseOp):
    """The bits in which they differ."""

    name = "aten.bitwise_xor"


@irdl_op_definition
class BitwiseNotOp(UnaryOp):
    """The other bits: `-input - 1` of an integer, the negation of a bool. It has no gradient."""

    name = "aten.bitwise_not"

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        _require_bits(types[0].element_type)
        return types[0].element_type
