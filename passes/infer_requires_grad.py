"""Finds which values depend on an input that wants a gradient. TorchScript's requires_grad and outputRequiresGrad.

An argument wants a gradient where `wrt` lists it, without `wrt` where it is marked, without marks where it is of
floating point. Integers, bools and what was declared without gradient end the dependence; so does `false` on an op.

    func.func @f(%x: tensor<2xf32>, %w: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      %1 = aten.mul %0, %w : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %1 : tensor<2xf32>
    }

becomes

    func.func @f(%x: tensor<2xf32> {autodiff.requires_grad = false},
                 %w: tensor<2xf32> {autodiff.requires_grad}) -> tensor<2xf32> {
      %0 = aten.exp %x : tensor<2xf32> -> tensor<2xf32>
      %1 = aten.mul %0, %w {autodiff.requires_grad} : tensor<2xf32>, tensor<2xf32> -> tensor<2xf32>
      func.return %1 : tensor<2xf32>
    }
"""

import logging
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from adjoint.passes.functions import selected_functions
from adjoint.passes.requires_grad import infer_requires_grad

logger = logging.getLogger("adjoint.passes.infer-requires-grad")


@dataclass(frozen=True)
class InferRequiresGradPass(ModulePass):
    """Marks what requires a gradient in `function`, or in every function."""

    name = "infer-requires-grad"

    function: str | None = None
    wrt: tuple[int, ...] | None = None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in selected_functions(op, self.function):
            wanted = infer_requires_grad(function, self.wrt)
            logger.info("@%s is differentiated by its arguments %s", function.sym_name.data, list(wanted))
