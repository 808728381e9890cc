"""Sums of contractions: each starts from the sum of those before it, instead of from zeros.

The gradient of a weight that is used in every step of a loop is such a sum. From

    %a = linalg.generic … contraction … outs(%zeros)
    %b = linalg.generic … contraction … outs(%zeros)
    %sum = linalg.generic … arith.addf … ins(%a, %b)

it makes

    %a = linalg.generic … contraction … outs(%zeros)
    %sum = linalg.generic … contraction of %b … outs(%a)

A GEMM adds to what is there at no cost, so that the summands are never in memory, nor read again.
"""

from logging import getLogger

from xdsl.dialects import arith
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp, YieldOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.bufferization.content import Splat, content
from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.contraction import is_gemm
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.structured_op import structured_op

logger = getLogger("adjoint.lowering.fusion")


def starts_from_tensor(op: Operation) -> bool:
    """Whether a contraction adds to something else than what a fill gives."""
    return isinstance(op, GenericOp) and is_contraction(op) and not isinstance(op.outputs[0].owner, FillOp)


def accumulate_contractions(block: Block, sizes: Sizes) -> None:
    """Lets contractions that are only added to each other start from one another."""
    for op in list(block.ops):
        if not isinstance(op, GenericOp) or not _is_sum(op):
            continue
        first, second = op.operands[:2]
        for start, added in ((first, second), (second, first)):
            if start is not added and _is_summand(start, sizes) and _is_summand(added, sizes, from_zeros=True):
                _accumulate(block, op, start, added)
                break


def _is_sum(op: GenericOp) -> bool:
    """Whether an op adds two tensors, element by element, and is nothing but that."""
    if len(op.inputs) != 2 or len(op.res) != 1:
        return False
    if any(iterator.data != IteratorType.PARALLEL for iterator in op.iterator_types):
        return False
    if any(map_.data != op.indexing_maps.data[-1].data for map_ in op.indexing_maps):
        return False
    body = op.body.block
    match list(body.ops):
        case [arith.AddfOp() as added, YieldOp() as yielded]:
            return {*added.operands} == {*body.args[:2]} and yielded.operands[0] is added.result
        case _:
            return False


def _is_summand(value: SSAValue, sizes: Sizes, *, from_zeros: bool = False) -> bool:
    """Whether a tensor is what a GEMM gives, and nobody else needs it."""
    op = value.owner
    if not isinstance(op, GenericOp) or not is_contraction(op) or not value.has_one_use():
        return False
    if starts_from_tensor(op):
        return not from_zeros
    return is_gemm_from_zeros(op, sizes)


def is_gemm_from_zeros(op: GenericOp, sizes: Sizes) -> bool:
    """Whether a GEMM computes a contraction, and it starts from zeros."""
    start = content(op.outputs[0])
    return isinstance(start, Splat) and start.is_zero and is_gemm(structured_op(op, sizes))


def _accumulate(block: Block, total: GenericOp, start: SSAValue, added: SSAValue) -> None:
    contraction = added.owner
    assert isinstance(contraction, GenericOp)
    contraction.detach()
    block.insert_op_before(contraction, total)
    contraction.operands[len(contraction.inputs)] = start
    added.name_hint = total.res[0].name_hint
    total.res[0].replace_all_uses_with(added)
    block.erase_op(total)
    logger.info("a sum of contractions is one that starts from the others")
