"""Replaces ops that are compositions by the ops that they consist of, in a block."""

from collections.abc import Sequence

from xdsl.dialects.builtin import NameLoc, StringAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint
from xdsl.traits import is_side_effect_free

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType, set_type, tensor_type
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.tensor import Tensor, building
from adjoint.passes.decompositions.registry import DecompositionRule, lowering_decomposition_of
from adjoint.passes.rounding import (
    erase_copy,
    erase_parts,
    in_computation_type,
    may_round_twice,
    ops_between,
    round_twice,
)


def decompose(block: Block) -> None:
    """Decomposes the ops of a block and of the regions in it, as they are lowered, the last ones first.

    An op therefore sees its operands as the program has them; what nobody uses any more is dropped.
    """
    op = block.last_op
    while op is not None:
        for region in op.regions:
            for inner in region.blocks:
                decompose(inner)
        rule = lowering_decomposition_of(type(op))
        previous = op.prev_op
        if rule is None:
            op = previous
        elif all(result.first_use is None for result in op.results) and is_side_effect_free(op):
            _erase(op)
            op = previous
        else:
            values = emit_decomposition(op, rule)
            for result, value in zip(op.results, values, strict=True):
                result.replace_all_uses_with(value)
            last = op.prev_op
            _erase(op)
            op = last


def emit_decomposition(op: Operation, rule: DecompositionRule) -> Sequence[SSAValue]:
    """Puts what the op consists of before it; gives what each result is, in the type that the op declares.

    Of f16 and bf16 the parts are computed in f32 where they would round more than once.
    """
    location = op.location if isinstance(op.location, NameLoc) else NameLoc(StringAttr(op.name), op.location)
    before, block = op.prev_op, op.parent
    with building(InsertPoint.before(op), location):
        results = rule(op)
        if block is not None and may_round_twice(op) and round_twice(parts := ops_between(block, before, op)):
            erase_parts(parts)
            computed = in_computation_type(op)
            results = rule(computed)
            erase_copy(computed)
        types = map(tensor_type, op.results)
        return [_of_type(tensor, type_) for tensor, type_ in zip(_listed(results), types, strict=True)]


def _erase(op: Operation) -> None:
    op.detach()
    op.erase()


def _listed(results: Tensor | Sequence[Tensor]) -> Sequence[Tensor]:
    return [results] if isinstance(results, Tensor) else results


def _of_type(tensor: Tensor, type_: AnyTensorType) -> SSAValue:
    """The tensor with the type that the program declares, which may know less, or more, of its sizes."""
    if tensor.type == type_:
        return tensor.value
    value = build(aten.ToOp, tensor.value, type_.element_type).result
    set_type(value, type_)
    return value
