"""Operators that give a tensor the shape of another one, or leave it as it is."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, result_def
from xdsl.pattern_rewriter import RewritePattern

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.shape import ExpandOp, ReshapeOp, SizeOp, TargetShapeOp, ViewOp
from adjoint.dialects.aten.sizes import TargetSize
from adjoint.dialects.aten.tensor import Tensor, result_of


class LikeOtherOp(CompositeOp, ABC):
    """`input` in the shape of `other`, of which nothing else matters."""

    input = operand_def(TENSOR)
    other = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $other attr-dict `:` type($input) `,` type($other) `->` type($result)"

    def __init__(self, input: Operand, other: Operand):
        super().__init__([input, other])

    def target(self) -> TargetSize:
        """The shape of `other`: a static list where all of it is known when compiling."""
        shape = Tensor(self.other).shape
        return result_of(SizeOp, self.other).value if DYNAMIC_INDEX in shape else shape


@irdl_op_definition
class BroadcastToOp(TargetShapeOp, CompositeOp):
    """The same as `aten.expand`."""

    name = "aten.broadcast_to"

    def decompose(self) -> Tensor:
        return result_of(ExpandOp, self.input, self.target)

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)


@irdl_op_definition
class ExpandAsOp(LikeOtherOp):
    """`aten.expand` to the shape of `other`."""

    name = "aten.expand_as"

    def decompose(self) -> Tensor:
        return result_of(ExpandOp, self.input, self.target())


@irdl_op_definition
class ReshapeAsOp(LikeOtherOp):
    """`aten.reshape` to the shape of `other`."""

    name = "aten.reshape_as"

    def decompose(self) -> Tensor:
        return result_of(ReshapeOp, self.input, self.target())


@irdl_op_definition
class ViewAsOp(LikeOtherOp):
    """`aten.view` to the shape of `other`."""

    name = "aten.view_as"

    def decompose(self) -> Tensor:
        return result_of(ViewOp, self.input, self.target())


@irdl_op_definition
class ContiguousOp(CompositeOp):
    """`input`: a value of a program has elements and no strides, so that there is nothing to rearrange."""

    name = "aten.contiguous"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    def decompose(self) -> Tensor:
        return Tensor(self.input)

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input)
