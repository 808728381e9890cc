"""Puts the ops of small differentiable subgraphs back in their place. TorchScript's InlineAutodiffSubgraphs.

Inlines each `autodiff.differentiable_graph` of fewer than `threshold` ops, without a threshold every one.

    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = autodiff.differentiable_graph(%x) : (tensor<2xf32>) -> tensor<2xf32> {
      ^bb0(%a: tensor<2xf32>):
        %1 = aten.exp %a : tensor<2xf32> -> tensor<2xf32>
        autodiff.yield %1 : tensor<2xf32>
      }
      func.return %0 : tensor<2xf32>
    }

becomes

    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from adjoint.dialects.autodiff import DifferentiableGraphOp, YieldOp
from adjoint.dialects.autodiff.structure import yielded_values
from adjoint.passes.functions import selected_functions
from adjoint.passes.requires_grad import REQUIRES_GRAD, is_detached

logger = logging.getLogger("adjoint.passes.inline-autodiff-subgraphs")


def inline_autodiff_subgraphs(function: func.FuncOp, threshold: int | None) -> None:
    """Inlines the subgraphs of fewer than `threshold` ops, or all of them."""
    # Inner ones first, so that what they were inlined into counts their ops.
    for op in reversed(list(function.body.walk())):
        if not isinstance(op, DifferentiableGraphOp):
            continue
        size = sum(1 for inner in op.body.walk() if not isinstance(inner, YieldOp))
        if threshold is None or size < threshold:
            _inline(op)
            logger.info("inlined a subgraph of %d ops", size)


def _inline(graph: DifferentiableGraphOp) -> None:
    block, parent = graph.body.block, graph.parent
    assert parent is not None
    for argument, value in zip(block.args, graph.inputs, strict=True):
        argument.replace_all_uses_with(value)
    for result, value in zip(graph.results, yielded_values(graph.body), strict=True):
        result.replace_all_uses_with(value)
    terminator = block.last_op
    for op in list(block.ops):
        if op is terminator:
            continue
        # Inside, values were detached from whoever differentiates around the subgraph: nothing is known any more.
        if REQUIRES_GRAD in op.attributes and not is_detached(op):
            del op.attributes[REQUIRES_GRAD]
        op.detach()
        parent.insert_op_before(op, graph)
    Rewriter.erase_op(graph)


@dataclass(frozen=True)
class InlineAutodiffSubgraphsPass(ModulePass):
    """Inlines the small subgraphs of `function`, or of every function."""

    name = "inline-autodiff-subgraphs"

    function: str | None = None
    threshold: int | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            inline_autodiff_subgraphs(function, self.threshold)
