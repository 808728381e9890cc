"""Lets the reverse take sizes from what it captures anyway, and capture a size rather than the tensor it is of.

TorchScript's deduplicateSizeCaptures. The size of a value of the function, in the reverse, is

- that of a captured tensor, or of the only cotangent, where one is known to have the same sizes,
- else computed in the function, once for each value, and captured.

Tensors of one number in the shape of a value (`aten.zeros_like`) need its size alone, too.

    %y = aten.exp %x : tensor<?xf32> -> tensor<?xf32>
    %z = aten.sum %y : tensor<?xf32> -> tensor<f32>
    autodiff.reverse outputs [0] inputs [0] {
    ^bb0(%dz: tensor<f32>):
      %s = aten.size %x : tensor<?xf32> -> tensor<1xindex>
      %0 = aten.expand %dz, %s : tensor<f32>, tensor<1xindex> -> tensor<?xf32>
      %1 = aten.mul %0, %y : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>
      autodiff.yield %1 : tensor<?xf32>
    }

becomes, in the reverse,

      %s = aten.size %y : tensor<?xf32> -> tensor<1xindex>
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp
from xdsl.ir import OpResult, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from adjoint.dialects import aten
from adjoint.dialects.aten.base import is_tensor_type, tensor_type
from adjoint.dialects.aten.creation import FilledLikeOp
from adjoint.dialects.autodiff import ReverseOp
from adjoint.passes.captures import find_reverse, forward_uses, reverse_captures
from adjoint.passes.functions import selected_functions
from adjoint.passes.size_analysis import SizeAnalysis, Sizes

logger = logging.getLogger("adjoint.passes.deduplicate-size-captures")


def deduplicate_size_captures(function: func.FuncOp) -> None:
    """Captures as few tensors and sizes for the function's reverse as are needed, if it has one."""
    reverse = find_reverse(function)
    if reverse is None:
        return
    _fill_by_size(function, reverse)
    _recompute_captured_sizes(function, reverse)
    _choose_size_sources(function, reverse)


def _fill_by_size(function: func.FuncOp, reverse: ReverseOp) -> None:
    """`aten.zeros_like` of a value of the function becomes `aten.full` of its size."""
    for op, value in list(forward_uses(function, reverse)):
        if not isinstance(op, FilledLikeOp):
            continue
        type_, block = tensor_type(value), op.parent
        assert block is not None
        size: Sequence[int] | aten.SizeOp = type_.get_shape()
        if DYNAMIC_INDEX in size:
            size = aten.SizeOp(value)
            size.location = op.location
            block.insert_op_before(size, op)
        full = aten.FullOp(size, op.number.value.data, op.number.type)
        full.location = op.location
        block.insert_op_before(full, op)
        op.result.replace_all_uses_with(full.result)
        Rewriter.erase_op(op)


def _recompute_captured_sizes(function: func.FuncOp, reverse: ReverseOp) -> None:
    """A size that the function computed for itself is computed again in the reverse: then it can be had from there."""
    copies: dict[SSAValue, aten.SizeOp] = {}
    for op, value in list(forward_uses(function, reverse)):
        if not isinstance(value, OpResult) or not isinstance(value.owner, aten.SizeOp):
            continue
        if value not in copies:
            copies[value] = value.owner.clone()
        op.operands = [copies[value].result if operand is value else operand for operand in op.operands]
    block = reverse.body.block
    first = block.first_op
    assert first is not None
    block.insert_ops_before(list(copies.values()), first)


def _choose_size_sources(function: func.FuncOp, reverse: ReverseOp) -> None:
    size_ops = [op for op, _ in forward_uses(function, reverse) if isinstance(op, aten.SizeOp)]
    if not size_ops:
        return
    captured = {value for op, value in forward_uses(function, reverse) if not isinstance(op, aten.SizeOp)}
    if all(op.input in captured for op in size_ops):
        return
    ordered = [value for value in reverse_captures(function, reverse) if value in captured]
    sizes = SizeAnalysis(function)
    sources: dict[Sizes, SSAValue] = {}
    # Of several cotangents one may turn out to be undefined (specialize-zeros), and then has no size to take.
    cotangents = reverse.body.block.args
    for value in (*ordered, *(cotangents if len(cotangents) == 1 else ())):
        if is_tensor_type(value.type):
            sources.setdefault(sizes.of(value), value)
    hoisted: dict[Sizes, aten.SizeOp] = {}
    for op in size_ops:
        if op.input in captured:
            continue
        wanted = sizes.of(op.input)
        if wanted in sources:
            op.operands = [sources[wanted]]
            logger.info("the size of a %s is taken from a captured %s", op.input.type, sources[wanted].type)
            continue
        if wanted not in hoisted:
            hoisted[wanted] = aten.SizeOp(op.input)
            hoisted[wanted].location = op.location
            block = reverse.parent
            assert block is not None
            block.insert_op_before(hoisted[wanted], reverse)
            logger.info("captured the size of a %s", op.input.type)
        op.result.replace_all_uses_with(hoisted[wanted].result)
        Rewriter.erase_op(op)


@dataclass(frozen=True)
class DeduplicateSizeCapturesPass(ModulePass):
    """Deduplicates the sizes that the reverse of `function`, or of every function, captures."""

    name = "deduplicate-size-captures"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            deduplicate_size_captures(function)
