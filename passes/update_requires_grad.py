"""Says of the values of a function that they are detached, or that nothing is known any more.

TorchScript's UpdateDifferentiableGraphRequiresGrad: after a function was split, its forward part runs on tensors that
carry no gradient, so that marks from before are out of date.

    func.func @f(%x: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
      %0 = aten.exp %x {autodiff.requires_grad} : tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }

becomes, with `update-requires-grad{requires-grad=false}`,

    func.func @f(%x: tensor<2xf32> {autodiff.requires_grad = false}) -> tensor<2xf32> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }

and loses all marks with `update-requires-grad`.
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from adjoint.passes.functions import selected_functions
from adjoint.passes.requires_grad import REQUIRES_GRAD, is_detached, mark_arguments


def update_requires_grad(function: func.FuncOp, requires_grad: bool | None) -> None:
    """Takes the marks of ops away, except those by which the program detaches a value, and marks all arguments alike.

    None takes the arguments' marks away as well.
    """
    mark_arguments(function, [requires_grad] * len(function.args))
    for op in function.body.walk():
        if REQUIRES_GRAD in op.attributes and not is_detached(op):
            del op.attributes[REQUIRES_GRAD]


@dataclass(frozen=True)
class UpdateRequiresGradPass(ModulePass):
    """Marks all arguments of `function`, or of every function, with `requires-grad`, or as unknown without it."""

    name = "update-requires-grad"

    function: str | None = None
    requires_grad: bool | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            update_requires_grad(function, self.requires_grad)
