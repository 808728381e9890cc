"""Rewrites the main functions from tensors to buffers, and plans their memory.

Counterparts upstream: `one-shot-bufferize`, which decides in place or not in the same way, and
`buffer-results-to-out-params`; the arena does away with allocations. Kernels stay on tensors, as
`@kernel_N.tensors`, for `convert-kernels-to-loops`; what they will be is declared. From

    func.func @f(%x: tensor<?x64xf32>) -> tensor<?xf32> {
      %n = tensor.dim %x, %c0 : tensor<?x64xf32>
      %y = func.call @kernel_0(%x, %n) : (tensor<?x64xf32>, index) -> tensor<?xf32>
      func.return %y : tensor<?xf32>
    }

it makes the plan (see `plan_function`) and

    func.func @f(%x: memref<?x64xf32>, %y: memref<?xf32>, %arena: memref<?xi8>, %threads: index) {
      %n = memref.dim %x, %c0 : memref<?x64xf32>
      %count = arith.muli %n, %c64 : index
      %flat = memref.reinterpret_cast %x to offset: [0], sizes: [%count], strides: [1] : … to memref<?xf32>
      …
      scf.parallel (%thread) = (%c0) to (%used) step (%c1) {
        …
        func.call @kernel_0(%begin, %end, %n, %flat, %y)
      }
      func.return
    }
"""

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, Operation
from xdsl.passes import ModulePass

from adjoint.lowering.bufferization.batch_function import write_batch_function
from adjoint.lowering.bufferization.convolutions import convolution_declaration
from adjoint.lowering.bufferization.globals import Globals
from adjoint.lowering.bufferization.main_function import write_main
from adjoint.lowering.bufferization.matrix_products import declaration
from adjoint.lowering.bufferization.plan_function import write_plan
from adjoint.lowering.bufferization.program import analyse
from adjoint.lowering.bufferization.report import log_decisions
from adjoint.lowering.kernels.interface import (
    TENSORS_SUFFIX,
    KernelInterface,
    is_batch_function,
    is_kernel,
    kernel_interface,
)


class BufferizePass(ModulePass):
    """Replaces every function on tensors that is not a kernel by one on buffers and its plan."""

    name = "bufferize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = [function for function in op.ops if isinstance(function, FuncOp) and not function.is_declaration]
        bodies = {function.sym_name.data: function for function in functions if is_kernel(function)}
        batches = {name: function for name, function in bodies.items() if is_batch_function(function)}
        kernels = {name: kernel_interface(function) for name, function in bodies.items() if name not in batches}
        global_constants = Globals(op)
        called: dict[str, Attribute] = {}
        convolutions: dict[str, Attribute] = {}
        for name, function in batches.items():
            batch = write_batch_function(function, bodies, kernels, global_constants)
            kernels[name] = batch.interface
            called |= batch.blas
            op.body.block.insert_op_before(batch.function, function)
        for function in functions:
            if not is_kernel(function):
                program = analyse(function, bodies, kernels)
                log_decisions(program)
                main = write_main(program, global_constants)
                called |= main.blas
                convolutions |= main.convolutions
                op.body.block.insert_ops_before([main.function, write_plan(program, main.integers)], function)
                op.body.block.erase_op(function)
        for name, function in bodies.items():
            if name in batches:
                op.body.block.erase_op(function)
                continue
            op.body.block.insert_ops_before(_declarations(kernels[name]), function)
            function.sym_name = StringAttr(f"{kernels[name].name}{TENSORS_SUFFIX}")
        declared = [declaration(name, type_) for name, type_ in called.items()]
        declared += [convolution_declaration(name, type_) for name, type_ in convolutions.items()]
        _add_first(op, [*global_constants.ops, *declared])


def _declarations(kernel: KernelInterface) -> list[FuncOp]:
    """What a kernel will be on buffers."""
    declared = [FuncOp.external(kernel.name, kernel.buffer_types(), [])]
    if kernel.accumulated:
        declared.append(FuncOp.external(kernel.combine_name, kernel.combine_types(), []))
    return declared


def _add_first(module: ModuleOp, ops: list[Operation]) -> None:
    first = module.body.block.first_op
    if first is not None:
        module.body.block.insert_ops_before(ops, first)
