"""Tensors of one type side by side in memory: `stack[i]` is one of them.

A kernel, or a GEMM, that computes one of them can write it into the stack right away, if nothing else holds it: what
else reads it reads the part of the stack then.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, IntegerAttr, TensorType
from xdsl.dialects.func import CallOp, ReturnOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.parts import extract_parts
from adjoint.lowering.fusion.sizes import Size, Sizes, tensor_type
from adjoint.lowering.linalg.emitter import insert_slice


@dataclass
class Stack:
    """An empty tensor and the insertions that fill it, each into what the one before gave."""

    empty: tensor.EmptyOp
    insertions: list[tensor.InsertSliceOp]
    extents: tuple[Size, ...]
    """Of a part."""

    @property
    def result(self) -> SSAValue:
        return self.insertions[-1].result


def is_placed_in_stack(value: SSAValue) -> bool:
    """Whether a tensor can be computed in a stack: an op of its own computes it, and it is no result."""
    return isinstance(value.owner, GenericOp) and not any(
        isinstance(use.operation, ReturnOp | tensor.InsertSliceOp) for use in value.uses
    )


def empty_stack(count: int, extents: Sequence[Size], part: SSAValue) -> tuple[list[Operation], tensor.EmptyOp]:
    """An empty stack of parts of this type and these sizes, and the ops that make it, in order."""
    type_ = tensor_type(part)
    ops: list[Operation] = []
    dynamic: list[SSAValue] = []
    for size, known in zip(extents, type_.get_shape(), strict=True):
        if known != DYNAMIC_INDEX:
            continue
        if isinstance(size, int):
            constant = arith.ConstantOp(IntegerAttr.from_index_int_value(size))
            ops.append(constant)
            size = constant.result
        dynamic.append(size)
    empty = tensor.EmptyOp(dynamic, TensorType(type_.element_type, [count, *type_.get_shape()]))
    return [*ops, empty], empty


def insert_stack(block: Block, values: Sequence[SSAValue], sizes: Sizes, before: Operation) -> Stack:
    """Inserts tensors of one type, side by side, into a new stack."""
    extents = sizes.of(values[0])
    ops, empty = empty_stack(len(values), extents, values[0])
    insertions: list[tensor.InsertSliceOp] = []
    whole: SSAValue = empty.tensor
    for place, value in enumerate(values):
        insertions.append(_insertion(value, whole, place, extents))
        whole = insertions[-1].result
    block.insert_ops_before([*ops, *insertions], before)
    for op in (empty, *insertions):
        sizes.add(op)
    return Stack(empty, insertions, extents)


def fill_stack_early(block: Block, stack: Stack) -> None:
    """Inserts every part right after what computes it, and lets all others read it from the stack.

    The stack stays as it is where its sizes are not known before the first part is.
    """
    positions = {op: position for position, op in enumerate(block.ops)}

    def position(value: SSAValue) -> int:
        return positions[value.owner] if isinstance(value.owner, Operation) else -1

    ordered = sorted(enumerate(insertion.source for insertion in stack.insertions), key=lambda part: position(part[1]))
    computed = [value.owner for _, value in ordered if isinstance(value.owner, Operation)]
    if computed:
        constants = [size.owner for size in stack.empty.operands if isinstance(size.owner, arith.ConstantOp)]
        sizes = (*stack.empty.operands, *(size for size in stack.extents if isinstance(size, SSAValue)))
        if any(position(size) > positions[computed[0]] and size.owner not in constants for size in sizes):
            return
        for op in (*dict.fromkeys(constants), stack.empty):
            op.detach()
            block.insert_op_before(op, computed[0])
    last: Operation = stack.empty
    here = -1
    whole: SSAValue = stack.empty.tensor
    insertions: list[tensor.InsertSliceOp] = []
    in_place: set[SSAValue] = set()
    for place, value in ordered:
        insertion = _insertion(value, whole, place, stack.extents)
        if isinstance(value.owner, Operation) and position(value) > here:
            last, here = value.owner, position(value)
        block.insert_op_after(insertion, last)
        last, whole = insertion, insertion.result
        insertions.append(insertion)
        if value not in in_place and _can_be_computed_in_place(value):
            in_place.add(value)
            part = extract_parts(whole, place, 1, stack.extents, value.type)
            part.result.name_hint = value.name_hint
            block.insert_op_after(part, last)
            last = part
            for use in list(value.uses):
                if not isinstance(use.operation, tensor.InsertSliceOp):
                    use.operation.operands[use.index] = part.result
    stack.result.replace_all_uses_with(whole)
    for op in reversed(stack.insertions):
        block.erase_op(op)
    stack.insertions = insertions


def _can_be_computed_in_place(value: SSAValue) -> bool:
    others = [use.operation for use in value.uses if not isinstance(use.operation, tensor.InsertSliceOp)]
    return isinstance(value.owner, CallOp | GenericOp) and not any(isinstance(other, ReturnOp) for other in others)


def _insertion(value: SSAValue, whole: SSAValue, place: int, extents: Sequence[Size]) -> tensor.InsertSliceOp:
    zeros = [0] * len(extents)
    return insert_slice(value, whole, [place, *zeros], [1, *extents], [1] * (len(extents) + 1))
