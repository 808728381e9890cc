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

from collections.abc import Mapping, Sequence

from xdsl.context import Context
from xdsl.dialects import func, scf, tensor
from xdsl.dialects.builtin import ModuleOp, TensorType, UnitAttr
from xdsl.ir import Block, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.batching.result_sizes import batch_result_sizes
from adjoint.lowering.fusion.accumulation import accumulate_contractions
from adjoint.lowering.fusion.clustering import find_clusters
from adjoint.lowering.fusion.dependences import preceding_asserts
from adjoint.lowering.fusion.ordering import insert_calls
from adjoint.lowering.fusion.outlining import Kernels, erase_unused, outline
from adjoint.lowering.fusion.parts import read_parts_in_place
from adjoint.lowering.fusion.result_order import order_results
from adjoint.lowering.fusion.shared_factors import join_products_by_one_factor
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.stacked_sums import join_sums_of_products
from adjoint.lowering.fusion.stacks import fill_stack_early
from adjoint.lowering.fusion.unique_ops import unify_equal_ops
from adjoint.lowering.kernels.interface import PARTS, is_batch_function, is_kernel


class OutlineKernelsPass(ModulePass):
    """Makes every cluster of structured ops a private function; equal clusters share one."""

    name = "outline-kernels"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = [function for function in op.ops if isinstance(function, func.FuncOp)]
        kernels = Kernels({function.sym_name.data for function in functions})
        batches = {function.sym_name.data: function for function in functions if is_batch_function(function)}
        for function in functions:
            if function.is_declaration or (is_kernel(function) and not is_batch_function(function)):
                continue
            if len(function.body.blocks) > 1:
                raise PassFailedException(located(function, "a function of the linalg stage has one block"))
            if is_batch_function(function):
                _outline_batches(function, kernels)
            else:
                known = batch_result_sizes(function.body.block, batches)
                _outline_function(function.body.block, kernels, known)
        if kernels.functions:
            op.body.block.insert_ops_before(kernels.functions, functions[0])


def _outline_batches(function: func.FuncOp, kernels: Kernels) -> None:
    """Outlines the kernels of one batch; they are given the part of each buffer that the batch has."""
    for loop in function.body.block.ops:
        if isinstance(loop, scf.ForOp):
            _outline_batch(loop.body.block, kernels, {})


def _outline_batch(block: Block, kernels: Kernels, known: Mapping[SSAValue, Sequence[Size]]) -> None:
    """Outlines the kernels of a loop, and of loops over tiles in it."""
    sizes = Sizes(block, known)
    for loop in block.ops:
        if isinstance(loop, scf.ForOp):
            initial: dict[SSAValue, SSAValue] = dict(zip(loop.body.block.args[1:], loop.iter_args, strict=True))
            outside = {
                operand: sizes.of(initial.get(operand, operand))
                for op in loop.body.walk()
                for operand in op.operands
                if isinstance(operand.type, TensorType) and (operand in initial or not loop.is_ancestor(operand.owner))
            }
            _outline_batch(loop.body.block, kernels, outside)
    for call in _outline_steps(block, kernels, known):
        if _takes_parts(call):
            kernels.named[call.callee.string_value()].attributes[PARTS] = UnitAttr()


def _takes_parts(call: func.CallOp) -> bool:
    """Whether an operand is a slice, or a result becomes one."""
    return any(isinstance(operand.owner, tensor.ExtractSliceOp) for operand in call.arguments) or any(
        isinstance(use.operation, tensor.InsertSliceOp) for result in call.res for use in result.uses
    )


def _outline_function(block: Block, kernels: Kernels, known: Mapping[SSAValue, Sequence[Size]]) -> None:
    """Makes kernels of a main function; `known` are the sizes of results of calls of others."""
    order_results(block)
    sizes = Sizes(block, known)
    unify_equal_ops(block, sizes)
    parts = read_parts_in_place(block, sizes)
    join_products_by_one_factor(block, sizes, parts)
    accumulate_contractions(block, sizes)
    stacks = join_sums_of_products(block, sizes, parts)
    _make_kernels(block, sizes, kernels)
    for stack in stacks:
        fill_stack_early(block, stack)


def _outline_steps(block: Block, kernels: Kernels, known: Mapping[SSAValue, Sequence[Size]]) -> list[func.CallOp]:
    """Makes kernels of what is done in a loop, and gives their calls; `known` are the sizes of what is outside."""
    order_results(block)
    sizes = Sizes(block, known)
    unify_equal_ops(block, sizes)
    accumulate_contractions(block, sizes)
    return _make_kernels(block, sizes, kernels)


def _make_kernels(block: Block, sizes: Sizes, kernels: Kernels) -> list[func.CallOp]:
    asserts = preceding_asserts(block.ops)
    clusters = find_clusters(block, sizes, asserts)
    program = list(block.ops)
    outlined = outline(clusters, sizes, kernels)
    calls: dict[Operation, list[Operation]] = {
        item.call: [member.op for member in item.cluster.owned] for item in outlined
    }
    insert_calls(block, program, calls, asserts)
    erase_unused(block)
    return [item.call for item in outlined]
