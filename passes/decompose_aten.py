"""Replaces operators that are compositions by the operators that they consist of: on the `aten` level, in place.

Upstream has no counterpart; PyTorch calls this its core ATen decompositions.

    func.func @f(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
      %0 = aten.softmax %x dim = 1 : tensor<?x4xf32> -> tensor<?x4xf32>
      func.return %0 : tensor<?x4xf32>
    }

becomes

    func.func @f(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
      %0 = aten.amax %x dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
      %1 = aten.sub %x, %0 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
      %2 = aten.exp %1 : tensor<?x4xf32> -> tensor<?x4xf32>
      %3 = aten.sum %2 dim = [1] keepdim : tensor<?x4xf32> -> tensor<?x1xf32>
      %4 = aten.div %2, %3 : tensor<?x4xf32>, tensor<?x1xf32> -> tensor<?x4xf32>
      func.return %4 : tensor<?x4xf32>
    }
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from adjoint.passes import decompositions as decompositions  # registers those of the aten dialect
from adjoint.passes.decompositions.decompose import decompose


@dataclass(frozen=True)
class DecomposeAtenPass(ModulePass):
    """Replaces operators that are compositions by the operators that they consist of."""

    name = "decompose-aten"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        decompose(op.body.block)
