"""Replaces ops that are compositions by the ops that they consist of, in a block."""

from collections.abc import Sequence

from xdsl.dialects.builtin import NameLoc, StringAttr
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.traits import is_side_effect_free

from adjoint.dialects import aten
from adjoint.dialects.aten.base import set_type
from adjoint.dialects.aten.builder import build
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
        values = [_of_type(tensor, result.type) for tensor, result in zip(_listed(results), op.results, strict=True)]
    for result, value in zip(op.results, values, strict=True):
        result.replace_all_uses_with(value)
    last = op.prev_op
    op.detach()
    op.erase()
    return last


def _listed(results: Tensor | Sequence[Tensor]) -> Sequence[Tensor]:
    return [results] if isinstance(results, Tensor) else results


def _of_type(tensor: Tensor, type_: Attribute) -> SSAValue:
    """The tensor with the type that the program declares, which may know less, or more, of its sizes."""
    if tensor.type == type_:
        return tensor.value
    value = build(aten.ToOp, tensor.value, tensor.dtype).result
    set_type(value, type_)
    return value
