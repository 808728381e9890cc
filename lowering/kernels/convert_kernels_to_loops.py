"""Turns the structured ops of every kernel into loops over flat buffers.

Counterpart upstream: `convert-linalg-to-loops`, one nest for each op; here the ops of a kernel share the loop over
rows, and within a row every loop that they can. It replaces

    func.func private @kernel_0(%x: tensor<?x64xf32>, %n: index) -> tensor<?xf32>
      attributes {kernel.rows = [0 : index], kernel.row_rank = 1 : i64, kernel.input_sizes = [[0 : index, 64 : i64]]} {
      … %s = linalg.generic {… iterator_types = ["parallel", "reduction"]} ins(%x …) … arith.addf …
      func.return %s
    }

(or `@kernel_0.tensors` of the same form and the declaration of `@kernel_0` that `bufferize` leaves) by

    func.func private @kernel_0(%begin: index, %end: index, %n: index, %x: memref<?xf32>, %s: memref<?xf32>) {
      scf.for %row = %begin to %end step %c1 {
        %base = arith.muli %row, %c64
        %sum = scf.for %column = %c0 to %c64 step %c1 iter_args(%so_far = %zero) -> (f32) {
          %index = arith.addi %base, %column
          %element = memref.load %x[%index] : memref<?xf32>
          %next = arith.addf %element, %so_far fastmath<reassoc,nsz,contract> : f32
          scf.yield %next : f32
        }
        memref.store %sum, %s[%row] : memref<?xf32>
      }
      func.return
    }

and adds `@kernel_0.combine` where results are accumulated across rows.
"""

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.passes import ModulePass

from adjoint.lowering.kernels.combining import emit_combining
from adjoint.lowering.kernels.interface import is_kernel, is_row_function, kernel_interface
from adjoint.lowering.kernels.kernel_body import read_kernel
from adjoint.lowering.kernels.row_function import emit_row_function
from adjoint.lowering.kernels.row_loop import emit_row_loop
from adjoint.lowering.kernels.schedule import schedule_kernel


class ConvertKernelsToLoopsPass(ModulePass):
    """Replaces each kernel on tensors by a kernel on buffers."""

    name = "convert-kernels-to-loops"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = [function for function in op.ops if isinstance(function, FuncOp)]
        declared = {function.sym_name.data: function for function in functions if function.is_declaration}
        for function in functions:
            if is_kernel(function) and not function.is_declaration:
                for replacement in _convert(function):
                    if (declaration := declared.get(replacement.sym_name.data)) is not None:
                        op.body.block.erase_op(declaration)
                    op.body.block.insert_op_before(replacement, function)
                op.body.block.erase_op(function)


def _convert(function: FuncOp) -> list[FuncOp]:
    interface = kernel_interface(function)
    if is_row_function(function):
        return [emit_row_function(function, interface)]
    kernel = read_kernel(function)
    schedule = schedule_kernel(kernel)
    functions = [emit_row_loop(schedule, interface)]
    if interface.accumulated:
        functions.append(emit_combining(kernel, interface))
    return functions
