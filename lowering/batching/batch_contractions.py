"""Runs chains of batched contractions batch by batch: what lies between them is as small as one batch.

Softmax attention is such a chain: of every head, the scores `q kᵀ`, their softmax, and the sum of values that it
weighs. On all heads at once each of these is in main memory before the next one begins; of one head they stay in a
cache. The batches are shared among threads, each of which runs the contractions of its batches itself. From

    func.func @f(%x: tensor<?x64x64xf32>, …) -> tensor<?x64x64xf32> {
      %n = tensor.dim %x, %c0
      …
      %s = linalg.generic … contraction … ins(%x, %y : tensor<?x64x64xf32>, tensor<?x64x64xf32>) …
      %e = linalg.generic … math.exp … ins(%s : tensor<?x64x64xf32>) …
      %z = linalg.generic … contraction … ins(%e, %y : tensor<?x64x64xf32>, tensor<?x64x64xf32>) …
      func.return %z
    }

it makes a kernel whose rows are the batches (see `batch_function`), and

    func.func @f(%x: tensor<?x64x64xf32>, …) -> tensor<?x64x64xf32> {
      %n = tensor.dim %x, %c0
      %z = func.call @batch_0(%x, %y, %n) : (tensor<?x64x64xf32>, tensor<?x64x64xf32>, index) -> tensor<?x64x64xf32>
      func.return %z
    }

Counterpart upstream: tiling with `scf.forall` and fusion into it (`transform.structured.fuse_into_containing_op`).
"""

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import func
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass

from adjoint.lowering.batching.batch_function import BatchFunction
from adjoint.lowering.batching.batch_group import BatchGroups
from adjoint.lowering.batching.row_tiles import find_row_tiles
from adjoint.lowering.batching.tile_size import tile_rows
from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.cost import FEWEST_ROWS
from adjoint.lowering.fusion.dependences import preceding_asserts
from adjoint.lowering.fusion.ordering import insert_calls
from adjoint.lowering.fusion.outlining import erase_unused
from adjoint.lowering.fusion.result_order import order_results
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.unique_ops import unify_equal_ops
from adjoint.lowering.kernels.interface import is_kernel


@dataclass(frozen=True)
class BatchContractionsPass(ModulePass):
    """Makes every group of ops that can run batch by batch, and gains from it, a private function."""

    name = "batch-contractions"

    rows: int = FEWEST_ROWS
    """The fewest rows of a tile; fewer are for tests."""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = [function for function in op.ops if isinstance(function, func.FuncOp)]
        taken = {function.sym_name.data for function in functions}
        for function in functions:
            if function.is_declaration or is_kernel(function) or len(function.body.blocks) > 1:
                continue
            if _has_batches(function.body.block):
                op.body.block.insert_ops_before(_batch(function.body.block, taken, self.rows), functions[0])


def _has_batches(block: Block) -> bool:
    """Whether there is a contraction with a loop that both operands and the result have."""
    for op in block.ops:
        if isinstance(op, GenericOp) and is_contraction(op):
            left, right, result = (map_.data.used_dims() for map_ in op.indexing_maps)
            if left & right & result:
                return True
    return False


def _batch(block: Block, taken: set[str], least_rows: int) -> list[func.FuncOp]:
    order_results(block)  # sums over rows are then as what follows reads them
    sizes = Sizes(block)
    unify_equal_ops(block, sizes)
    asserts = preceding_asserts(block.ops)
    groups = BatchGroups(block, sizes, asserts)
    functions: list[func.FuncOp] = []
    calls: dict[Operation, list[Operation]] = {}
    found = list(groups.find())
    program = list(block.ops)
    for group in found:
        results = groups.results(group)
        tiles = find_row_tiles(group, groups.reads, set(groups.contractions), results, groups.traffic)
        tile = 1 if tiles is None else tile_rows(block, tiles, least_rows)
        function, call = BatchFunction(group, results, groups.inlined, sizes, tiles, tile).write(_unused_name(taken))
        functions.append(function)
        calls[call] = [member.op for member in group.dims]
        for result, member in zip(call.res, results, strict=True):
            sizes.replace(member.result, result)
            member.result.replace_all_uses_with(result)
    if functions:
        insert_calls(block, program, calls, asserts)
        erase_unused(block)
    return functions


def _unused_name(taken: set[str]) -> str:
    number = 0
    while (name := f"batch_{number}") in taken:
        number += 1
    taken.add(name)
    return name
