"""Functions of two reals that broadcast against each other."""

from abc import ABC
from collections.abc import Sequence

from xdsl.irdl import irdl_op_definition
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.aten.elementwise import BinaryFloatOp, BinaryOp
from adjoint.dialects.aten.promotion import is_floating_point, promote_types


@irdl_op_definition
class Atan2Op(BinaryFloatOp):
    """The angle of the point (other, input), in [-π, π], with the special values of C (F.10.1.4)."""

    name = "aten.atan2"


@irdl_op_definition
class XlogyOp(BinaryFloatOp):
    """`input · log(other)`, 0 where input is 0, but NaN where other is NaN."""

    name = "aten.xlogy"


class FloatsOnlyOp(BinaryOp, ABC):
    """A function of two reals that PyTorch does not define on integers."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        if not is_floating_point(promoted):
            raise VerifyException(f"operands must be floating point, got {promoted}")
        return promoted


@irdl_op_definition
class HypotOp(FloatsOnlyOp):
    """`sqrt(input² + other²)`, without overflow in between; inf where an operand is infinite."""

    name = "aten.hypot"


@irdl_op_definition
class LogaddexpOp(FloatsOnlyOp):
    """`log(e^input + e^other)`, without overflow in between."""

    name = "aten.logaddexp"
