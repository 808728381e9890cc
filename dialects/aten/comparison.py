"""Elementwise comparisons: i1 results, no gradient."""

from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.elementwise import ComparisonOp


@irdl_op_definition
class EqOp(ComparisonOp):
    """`input == other`, false where one is NaN."""

    name = "aten.eq"


@irdl_op_definition
class NeOp(ComparisonOp):
    """`input != other`, true where one is NaN."""

    name = "aten.ne"


@irdl_op_definition
class LtOp(ComparisonOp):
    """`input < other`, false where one is NaN."""

    name = "aten.lt"


@irdl_op_definition
class LeOp(ComparisonOp):
    """`input <= other`, false where one is NaN."""

    name = "aten.le"


@irdl_op_definition
class GtOp(ComparisonOp):
    """`input > other`, false where one is NaN."""

    name = "aten.gt"


@irdl_op_definition
class GeOp(ComparisonOp):
    """`input >= other`, false where one is NaN."""

    name = "aten.ge"
