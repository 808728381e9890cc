"""Elementwise comparisons: i1 results, no gradient."""

from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.constants import Elements
from adjoint.dialects.aten.elementwise import ComparisonOp


@irdl_op_definition
class EqOp(ComparisonOp):
    """`input == other`, false where one is NaN."""

    name = "aten.eq"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] == numbers[1]


@irdl_op_definition
class NeOp(ComparisonOp):
    """`input != other`, true where one is NaN."""

    name = "aten.ne"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] != numbers[1]


@irdl_op_definition
class LtOp(ComparisonOp):
    """`input < other`, false where one is NaN."""

    name = "aten.lt"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] < numbers[1]


@irdl_op_definition
class LeOp(ComparisonOp):
    """`input <= other`, false where one is NaN."""

    name = "aten.le"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] <= numbers[1]


@irdl_op_definition
class GtOp(ComparisonOp):
    """`input > other`, false where one is NaN."""

    name = "aten.gt"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] > numbers[1]


@irdl_op_definition
class GeOp(ComparisonOp):
    """`input >= other`, false where one is NaN."""

    name = "aten.ge"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] >= numbers[1]
