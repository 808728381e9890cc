"""The rewrites of `canonicalize` that build an op; what an op always equals without one is its own `fold`.

Each is exact for every element, NaN, infinities and -0 included, as eager PyTorch has it.
"""

from collections.abc import Callable

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Operation, SSAValue
from xdsl.pattern_rewriter import PatternRewriter, RewritePattern, op_type_rewrite_pattern

from adjoint.dialects.aten.base import AtenOp, tensor_type
from adjoint.dialects.aten.binary import MulOp, PowOp
from adjoint.dialects.aten.constants import has_static_shape, splat_of
from adjoint.dialects.aten.creation import FilledLikeOp, FullOp, SizeFilledOp
from adjoint.dialects.aten.diagonals import TriangleOp
from adjoint.dialects.aten.elementwise import UnaryOp
from adjoint.dialects.aten.indexing import SliceBackwardOp, SliceOp
from adjoint.dialects.aten.narrow import NarrowBackwardOp, NarrowOp, known_index
from adjoint.dialects.aten.permutation import PermutationOp, PermuteOp, compose
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import int_list_property
from adjoint.dialects.aten.random import DropoutFamilyOp
from adjoint.dialects.aten.reordering import FlipOp, RollOp
from adjoint.dialects.aten.shape import ExpandOp, ReshapeOp, SameElementsOp, SizeOp, ViewOp
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.sizes import known_elements
from adjoint.dialects.aten.unary import ReciprocalOp, RsqrtOp, SqrtOp


def replace(rewriter: PatternRewriter, op: AtenOp, *new_ops: AtenOp) -> None:
    """Replaces the op by new ops, of which the last has its result, if the type stays the same."""
    if new_ops[-1].results[0].type != op.results[0].type:
        for new_op in reversed(new_ops):
            new_op.erase()
        return
    for new_op in new_ops:
        new_op.location = op.location
    rewriter.replace(op, new_ops, new_ops[-1].results)


_POWERS: dict[float, Callable[[SSAValue], AtenOp]] = {
    0.5: SqrtOp,
    -0.5: RsqrtOp,
    -1.0: ReciprocalOp,
}
"""What PyTorch computes a power by a number as. `pow` of C differs at -inf and -0."""


class PowerOfNumber(RewritePattern):
    """`x ** 2` is `x * x`, `x ** 3` is `x * x * x`; `x ** 0.5`, `x ** -0.5` and `x ** -1` have ops of their own."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: PowOp, rewriter: PatternRewriter) -> None:
        exponent = splat_of(op.exponent)
        if exponent in (2, 3):
            square = MulOp(op.input, op.input)
            replace(rewriter, op, square, *([] if exponent == 2 else [MulOp(square, op.input)]))
        elif exponent in _POWERS and is_floating_point(tensor_type(op.input).element_type):
            replace(rewriter, op, _POWERS[float(exponent)](op.input))


class StaticTargetShape(RewritePattern):
    """A target shape whose sizes are all known moves from the operand into the property."""

    def match_and_rewrite(self, op: Operation, rewriter: PatternRewriter) -> None:
        size: SSAValue | None = getattr(op, "size", None)
        if size is None:
            return
        elements = known_elements(size)
        sizes = [element for element in elements if element is not None]
        if len(sizes) == len(elements):
            op.properties["static_size"] = int_list_property(sizes)
            op.operands = [operand for operand in op.operands if operand is not size]
            rewriter.notify_op_modified(op)


class ViewIsReshape(RewritePattern):
    """`aten.view` is `aten.reshape`."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: ViewOp, rewriter: PatternRewriter) -> None:
        replace(rewriter, op, ReshapeOp(op.input, op.target))


class ReshapeOfReshape(RewritePattern):
    """Of two reshapes the last one decides."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: SameElementsOp, rewriter: PatternRewriter) -> None:
        if isinstance(inner := op.input.owner, SameElementsOp):
            replace(rewriter, op, ReshapeOp(inner.input, op.target))


class ExpandOfExpand(RewritePattern):
    """Of two expansions the last one decides, if it does not keep a size that the first one made."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: ExpandOp, rewriter: PatternRewriter) -> None:
        keeps_a_size = op.static_size is not None and -1 in op.static_size.get_values()
        if isinstance(inner := op.input.owner, ExpandOp) and not keeps_a_size:
            replace(rewriter, op, ExpandOp(inner.input, op.target))


class NarrowAtKnownPlace(RewritePattern):
    """A part whose place is known is a slice."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: NarrowOp, rewriter: PatternRewriter) -> None:
        start, length = known_index(op.start), known_index(op.length)
        if DYNAMIC_INDEX not in (start, length):
            replace(rewriter, op, SliceOp(op.input, op.dim.value.data, start, start + length))


class NarrowBackwardAtKnownPlace(RewritePattern):
    """The reverse of taking a part whose place is known is that of a slice."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: NarrowBackwardOp, rewriter: PatternRewriter) -> None:
        rank = tensor_type(op.result).get_num_dims()
        start = known_index(op.start)
        length = tensor_type(op.grad_output).get_shape()[normalize_dim(op.dim.value.data, rank)]
        if DYNAMIC_INDEX not in (start, length) and op.static_size is not None:
            target = op.static_size.get_values()
            replace(rewriter, op, SliceBackwardOp(op.grad_output, target, op.dim.value.data, start, start + length))


class PermutationOfPermutation(RewritePattern):
    """Two permutations of dimensions are one."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: PermutationOp, rewriter: PatternRewriter) -> None:
        if isinstance(inner := op.input.owner, PermutationOp):
            replace(rewriter, op, PermuteOp(inner.input, compose(op.permutation, inner.permutation)))


_SAME_SHAPE = UnaryOp | FilledLikeOp | DropoutFamilyOp | FlipOp | RollOp | TriangleOp
"""Ops whose result has the shape of `input`."""


class SizeOfSameShape(RewritePattern):
    """The sizes of what has the shape of its operand are asked of that operand: less has to be kept for them."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: SizeOp, rewriter: PatternRewriter) -> None:
        if isinstance(source := op.input.owner, _SAME_SHAPE):
            replace(rewriter, op, SizeOp(source.input))


class FilledLikeOfStaticShape(RewritePattern):
    """`zeros_like` and its kin of a static shape do not need the tensor."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: FilledLikeOp, rewriter: PatternRewriter) -> None:
        if has_static_shape(op.input):
            number = op.number
            replace(rewriter, op, FullOp(tensor_type(op.input).get_shape(), number.value.data, number.type))


class SizeFilledIsFull(RewritePattern):
    """`zeros`, `ones` and `empty` are `full`."""

    @op_type_rewrite_pattern
    def match_and_rewrite(self, op: SizeFilledOp, rewriter: PatternRewriter) -> None:
        size = op.size
        if size is None:
            assert op.static_size is not None
            size = op.static_size.get_values()
        replace(rewriter, op, FullOp(size, op.number.value.data, op.dtype))
