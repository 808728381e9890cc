"""Fuses the structured ops of every function into clusters and makes each cluster a function, a kernel.

Counterparts: TorchScript's graph fuser (`torch/csrc/jit/passes/tensorexpr_fuser.cpp`), XLA's fusion; upstream MLIR has
`linalg-fuse-elementwise-ops`, which joins bodies but not a reduction with its consumers.

A cluster is a set of ops over the same rows: within a row they run one after the other, a reduction along the row
before its consumers. `docs/architecture.md` describes the kernels stage. From

    func.func @f(%x: tensor<?x64xf32>) -> tensor<?xf32> {
      %n = tensor.dim %x, %c0 : tensor<?x64xf32>
      …
      %y = linalg.generic … ins(%x : tensor<?x64xf32>) … math.exp …
      %s = linalg.generic … ins(%y : tensor<?x64xf32>) … arith.addf …
      return %s
    }

it makes

    func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?xf32>
      attributes {kernel.rows = [0 : index]} {
      … the two ops …
    }
    func.func @f(%x: tensor<?x64xf32>) -> tensor<?xf32> {
      %n = tensor.dim %x, %c0 : tensor<?x64xf32>
      %s = func.call @kernel_0(%x, %n) : (tensor<?x64xf32>, index) -> tensor<?xf32>
      return %s
    }
"""

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.fusion.clustering import find_clusters
from adjoint.lowering.fusion.dependences import preceding_asserts
from adjoint.lowering.fusion.ordering import insert_calls
from adjoint.lowering.fusion.outlining import Kernels, erase_unused, outline
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.unique_ops import unify_equal_ops
from adjoint.lowering.kernels.interface import is_kernel


class OutlineKernelsPass(ModulePass):
    """Makes every cluster of structured ops a private function; equal clusters share one."""

    name = "outline-kernels"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = [function for function in op.ops if isinstance(function, func.FuncOp)]
        kernels = Kernels({function.sym_name.data for function in functions})
        for function in functions:
            if function.is_declaration or is_kernel(function):
                continue
            if len(function.body.blocks) > 1:
                raise PassFailedException(located(function, "a function of the linalg stage has one block"))
            _outline_function(function.body.block, kernels)
        if kernels.functions:
            op.body.block.insert_ops_before(kernels.functions, functions[0])


def _outline_function(block: Block, kernels: Kernels) -> None:
    sizes = Sizes(block)
    unify_equal_ops(block, sizes)
    asserts = preceding_asserts(block.ops)
    clusters = find_clusters(block, sizes, asserts)
    program = list(block.ops)
    outlined = outline(clusters, sizes, kernels)
    calls: dict[Operation, list[Operation]] = {
        item.call: [member.op for member in item.cluster.owned] for item in outlined
    }
    insert_calls(block, program, calls, asserts)
    erase_unused(block)
