"""The plan of a main function: it checks sizes, and tells how large the arena and the results are.

func.func @f.plan(%x: memref<?x64xf32>, %threads: index, %plan: memref<?xindex>) {
  … cf.assert of every condition on sizes …
  memref.store %arena_bytes, %plan[%c0]
  memref.store %n, %plan[%c1]
  memref.store %c64, %plan[%c2]
  func.return
}
"""

from xdsl.dialects import cf, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, MemRefType, UnitAttr
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute

from adjoint.lowering.bufferization.buffers import memref_type
from adjoint.lowering.bufferization.program import Program, is_about_sizes
from adjoint.lowering.bufferization.scope import ArgumentBuffers, Scope

READS_ELEMENTS = "adjoint.plan_reads_elements"
"""The attribute of a plan that depends on elements of the inputs, not on their sizes alone."""


def write_plan(program: Program) -> FuncOp:
    """Writes the plan function of a program."""
    inputs = [memref_type(argument) for argument in program.arguments]
    plan_type: MemRefType[Attribute] = MemRefType(IndexType(), [DYNAMIC_INDEX])
    name = f"{program.function.sym_name.data}.plan"
    function = FuncOp(name, ([*inputs, IndexType(), plan_type], []))
    function.location = program.function.location
    block = function.body.block
    *buffers, threads, plan = block.args
    for argument, buffer in zip(program.arguments, buffers, strict=True):
        buffer.name_hint = argument.name_hint
    threads.name_hint, plan.name_hint = "threads", "plan"
    arguments = ArgumentBuffers(dict(zip(program.arguments, buffers, strict=True)))
    scope = Scope(block, program.sizes, arguments)

    for op in program.function.body.block.ops:
        if isinstance(op, cf.AssertOp) and is_about_sizes(op):
            scope.append(op.clone({op.arg: scope.scalar(op.arg)}))
    numbers = [program.arena.offsets(scope, threads).total]
    for value in program.returned:
        numbers.extend(scope.evaluate(size) for size in program.sizes.sizes(value))
    for position, number in enumerate(numbers):
        scope.append(memref.StoreOp.get(scope.index(number), plan, [scope.index(position)]))
    scope.append(ReturnOp())
    scope.constants.insert_at_start(block)
    if arguments.elements_are_read:
        function.attributes[READS_ELEMENTS] = UnitAttr()
    return function
