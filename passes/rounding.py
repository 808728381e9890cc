"""f16 and bf16 through what an operator consists of: its parts are computed in f32, and its result is rounded once.

    %y = aten.tanh %x : tensor<4xbf16> -> tensor<4xbf16>        // in bf16, 1 - y * y has no right digit near y = 1

    %g32 = aten.to %g dtype = f32 : tensor<4xbf16> -> tensor<4xf32>
    %y32 = aten.to %y dtype = f32 : tensor<4xbf16> -> tensor<4xf32>
    %0 = aten.mul %y32, %y32 : tensor<4xf32>, tensor<4xf32> -> tensor<4xf32>
    …
    %dx = aten.to %3 dtype = bf16 : tensor<4xf32> -> tensor<4xbf16>

The parts (an adjoint rule's, a decomposition's) are emitted of the op itself first. Where that rounds nothing twice it
stays; else they are emitted again, of a copy of the op in f32.
"""

from collections.abc import Sequence
from typing import TypeVar

from xdsl.ir import Block, Operation, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AtenOp, is_tensor_type, tensor_type
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.creation import FilledLikeOp, SizeFilledOp
from adjoint.dialects.aten.diagonals import DiagonalParameters, TriangleOp
from adjoint.dialects.aten.dimensions import FlattenOp
from adjoint.dialects.aten.indexing import SelectParameters, SliceParameters
from adjoint.dialects.aten.narrow import NarrowBackwardOp
from adjoint.dialects.aten.permutation import PermutationOp
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.shape import TargetShapeOp
from adjoint.dialects.aten.splitting import SplitFamilyOp

ValueT = TypeVar("ValueT", bound=SSAValue | None)

_MOVING = (
    *(aten.FlipOp, aten.PadOp, aten.RollOp, aten.UnfoldOp, aten.UnflattenOp, aten.Im2colOp),
    *(DiagonalParameters, SizeFilledOp, SplitFamilyOp, TriangleOp),
    *(aten.CatOp, aten.ConstantOp, aten.FullOp, aten.GatherOp, aten.NarrowOp, aten.SqueezeOp, aten.UnsqueezeOp),
    *(aten.ShiftOp, aten.SortOp, aten.TopkOp),
    *(FilledLikeOp, FlattenOp, NarrowBackwardOp, PermutationOp, SelectParameters, SliceParameters, TargetShapeOp),
)
"""Ops whose results have elements of the operands, or constants: they round nothing. What is not named may."""


def is_stored_narrowly(value: SSAValue) -> bool:
    """Whether it is a tensor of f16 or bf16."""
    return is_tensor_type(value.type) and computation_type(value.type.element_type) != value.type.element_type


def may_round_twice(op: Operation) -> bool:
    """Whether the parts of the op may be of f16 or bf16, so that it is worth looking at them."""
    return isinstance(op, AtenOp) and any(map(is_stored_narrowly, (*op.operands, *op.results)))


def ops_between(block: Block, before: Operation | None, end: Operation | None) -> list[Operation]:
    """The ops of the block after one, or from its first, up to another one, or to its last."""
    op = block.first_op if before is None else before.next_op
    found: list[Operation] = []
    while op is not None and op is not end:
        found.append(op)
        op = op.next_op
    return found


def round_twice(parts: Sequence[Operation]) -> bool:
    """Whether an element that was rounded to f16 or bf16 by one of the ops is rounded by another one again."""
    rounded: set[SSAValue] = set()
    for op in parts:
        reads_rounded = any(operand in rounded for operand in op.operands)
        rounds = not isinstance(op, _MOVING) and any(map(is_stored_narrowly, op.results))
        if rounds and reads_rounded:
            return True
        if rounds or reads_rounded:
            rounded.update(filter(is_stored_narrowly, op.results))
    return False


def erase_parts(parts: Sequence[Operation]) -> None:
    """Erases ops that only use each other."""
    for op in reversed(parts):
        op.detach()
        op.erase()


def in_computation_type(op: Operation) -> AtenOp:
    """A copy of the op, not inserted, on operands that are converted at the current insertion point."""
    assert isinstance(op, AtenOp)
    copy = op.clone()
    copy.operands = as_computed(op.operands)
    copy.update_result_types()
    return copy


def erase_copy(copy: Operation) -> None:
    """Erases what `in_computation_type` gave, and the conversions of its operands that nothing uses."""
    operands = list(copy.operands)
    copy.erase()
    for operand in operands:
        erase_unused_conversion(operand)


def erase_unused_conversion(value: SSAValue) -> None:
    """Erases the conversion that the value is the result of, if it is one that nothing uses."""
    if isinstance(value.owner, aten.ToOp) and value.first_use is None:
        value.owner.detach()
        value.owner.erase()


def as_computed(values: Sequence[ValueT]) -> list[ValueT | SSAValue]:
    """The tensors in the types that their elements are computed in, each converted once; None stays None."""
    converted: dict[SSAValue, SSAValue] = {}
    for value in values:
        if value is not None and is_stored_narrowly(value) and value not in converted:
            converted[value] = build(aten.ToOp, value, computation_type(tensor_type(value).element_type)).result
    return [value if value is None else converted.get(value, value) for value in values]
