"""A value cut off from what it was computed from."""

from collections.abc import Sequence

from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.elementwise import UnaryOp


@irdl_op_definition
class DetachOp(UnaryOp):
    """The input as it is, as a constant to whoever differentiates."""

    name = "aten.detach"

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        """Not the input, which may have a gradient."""
        return None
