"""Copies constants that the reverse uses into the reverse: they are cheap to make and would be captured otherwise.

TorchScript's liftConstants. A constant is an op without operands, such as `aten.constant` or `aten.full` of a static
size.

    func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {
      %c = aten.constant dense<2.000000e+00> : tensor<f32>
      %y = aten.mul %x, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
      autodiff.reverse outputs [0] inputs [0] {
      ^bb0(%dy: tensor<2xf32>):
        %0 = aten.mul %dy, %c : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
        autodiff.yield %0 : tensor<2xf32>
      }
      func.return %y : tensor<2xf32>
    }

becomes, in the reverse,

      ^bb0(%dy: tensor<2xf32>):
        %c_1 = aten.constant dense<2.000000e+00> : tensor<f32>
        %0 = aten.mul %dy, %c_1 : tensor<2xf32>, tensor<f32> -> tensor<2xf32>
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, OpResult, SSAValue
from xdsl.passes import ModulePass
from xdsl.traits import is_side_effect_free

from adjoint.passes.captures import find_reverse, forward_uses
from adjoint.passes.functions import selected_functions

logger = logging.getLogger("adjoint.passes.lift-constants")


def _is_constant(op: Operation) -> bool:
    return not op.operands and not op.regions and is_side_effect_free(op)


def lift_constants(function: func.FuncOp) -> None:
    """Copies the constants that the function's reverse uses to the start of the reverse, if there is one."""
    reverse = find_reverse(function)
    if reverse is None:
        return
    copies: dict[SSAValue, SSAValue] = {}
    lifted: list[Operation] = []
    for op, value in list(forward_uses(function, reverse)):
        if not isinstance(value, OpResult) or not _is_constant(value.owner):
            continue
        if value not in copies:
            lifted.append(value.owner.clone(copies))
            logger.debug("copied %s into the reverse", value.owner.name)
        op.operands = [copies[value] if operand is value else operand for operand in op.operands]
    block = reverse.body.block
    first = block.first_op
    assert first is not None
    block.insert_ops_before(lifted, first)


@dataclass(frozen=True)
class LiftConstantsPass(ModulePass):
    """Lifts the constants of `function`, or of every function, into its reverse."""

    name = "lift-constants"

    function: str | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            lift_constants(function)
