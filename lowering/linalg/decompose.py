"""Replaces ops that are compositions by the ops that they consist of, in a block."""

from xdsl.dialects.builtin import NameLoc, StringAttr
from xdsl.ir import Block, Operation
from xdsl.rewriter import InsertPoint
from xdsl.traits import is_side_effect_free

from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.lowering.linalg.registry import decomposition_of


def decompose(block: Block) -> None:
    """Decomposes the ops of a block and of the regions in it, the last ones first.

    An op therefore sees its operands as the program has them; what nobody uses any more is dropped.
    """
    op = block.last_op
    while op is not None:
        for region in op.regions:
            for inner in region.blocks:
                decompose(inner)
        op = _decompose_op(op)


def _decompose_op(op: Operation) -> Operation | None:
    """Decomposes one op; gives the op to go on with, which is before it or the last one of what it became."""
    rule = decomposition_of(op)
    if rule is None:
        return op.prev_op
    if all(result.first_use is None for result in op.results) and is_side_effect_free(op):
        previous = op.prev_op
        op.detach()
        op.erase()
        return previous
    location = op.location if isinstance(op.location, NameLoc) else NameLoc(StringAttr(op.name), op.location)
    with building(InsertPoint.before(op), location):
        results = rule(op)
    for result, tensor in zip(op.results, [results] if isinstance(results, Tensor) else results, strict=True):
        result.replace_all_uses_with(tensor.value)
    last = op.prev_op
    op.detach()
    op.erase()
    return last
