"""Lets the reverse compute again what is cheap instead of capturing it: rematerialization, by a minimum cut.

The function and its reverse as one graph, in which a value costs what it takes to keep or to compute again, are cut
where that is least (`rematerialization/joint_graph.py`; the costs are in `rematerialization/cost.py`). Elementwise ops
and views are computed again, where they are needed in the reverse, from arguments and from what stays captured.

    func.func @f(%a: tensor<9xf32>) -> tensor<9xf32> {
      %0 = aten.mul %a, %a : tensor<9xf32>, tensor<9xf32> -> tensor<9xf32>
      %1 = aten.sin %0 : tensor<9xf32> -> tensor<9xf32>
      autodiff.reverse outputs [0] inputs [0] {
      ^bb0(%dy: tensor<9xf32>):
        %2 = aten.cos %0 : tensor<9xf32> -> tensor<9xf32>
        …

becomes, in the reverse,

      ^bb0(%dy: tensor<9xf32>):
        %3 = aten.mul %a, %a : tensor<9xf32>, tensor<9xf32> -> tensor<9xf32>
        %2 = aten.cos %3 : tensor<9xf32> -> tensor<9xf32>
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation, SSAValue
from xdsl.passes import ModulePass

from adjoint.dialects.autodiff import ReverseOp
from adjoint.passes.captures import find_reverse, needed_operands, reverse_captures
from adjoint.passes.functions import selected_functions
from adjoint.passes.rematerialization.cost import total_bytes
from adjoint.passes.rematerialization.joint_graph import values_to_recompute
from adjoint.passes.requires_grad import REQUIRES_GRAD, is_detached

logger = logging.getLogger("adjoint.passes.rematerialize-captures")


def rematerialize_captures(function: func.FuncOp) -> None:
    """Decides what the function's reverse computes again, if it has one, and puts copies of these ops into it."""
    reverse = find_reverse(function)
    if reverse is None:
        return
    recomputed = values_to_recompute(function, reverse)
    if not recomputed:
        return
    before = _temporaries(function, reverse)
    _Recomputation(reverse, recomputed).run()
    after = _temporaries(function, reverse)
    logger.info("captured are %d temporaries of about %d bytes", len(after), total_bytes(after))
    logger.info("these were %d of about %d bytes", len(before), total_bytes(before))


def _temporaries(function: func.FuncOp, reverse: ReverseOp) -> list[SSAValue]:
    """The captured values that are computed by the function."""
    return [value for value in reverse_captures(function, reverse) if isinstance(value.owner, Operation)]


class _Recomputation:
    """The copies in the reverse, each in front of the first op that needs it."""

    def __init__(self, reverse: ReverseOp, recomputed: set[SSAValue]):
        self._block: Block = reverse.body.block
        self._recomputed = recomputed
        self._copies: dict[SSAValue, SSAValue] = {}

    def run(self) -> None:
        for op in list(self._block.ops):
            for inner in list(op.walk()):
                needed = [value for value in needed_operands(inner) if value in self._recomputed]
                for value in needed:
                    self._copy(value, op)
                if needed:
                    inner.operands = [self._copies.get(operand, operand) for operand in inner.operands]

    def _copy(self, value: SSAValue, before: Operation) -> None:
        if value in self._copies:
            return
        owner = value.owner
        assert isinstance(owner, Operation)
        for operand in owner.operands:
            if operand in self._recomputed:
                self._copy(operand, before)
        copy = owner.clone(self._copies)
        if not is_detached(copy):
            copy.attributes.pop(REQUIRES_GRAD, None)
        self._block.insert_op_before(copy, before)
        logger.info("%s is computed again", owner.name)


@dataclass(frozen=True)
class RematerializeCapturesPass(ModulePass):
    """Decides what the reverse of `function`, or of every function, computes again."""

    name = "rematerialize-captures"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            rematerialize_captures(function)
