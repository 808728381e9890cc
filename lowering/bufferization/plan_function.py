"""The plan of a main function: it checks sizes, and tells how large the arena and the results are.

func.func @f.plan(%x: memref<?x64xf32>, %threads: index, %plan: memref<?xindex>) {
  … cf.assert of every condition on sizes …
  memref.store %arena_bytes, %plan[%c0]
  memref.store %n, %plan[%c1]
  memref.store %c64, %plan[%c2]
  func.return
}
"""

from collections.abc import Sequence

from xdsl.dialects import arith, cf, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, MemRefType, UnitAttr, f64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, SSAValue

from adjoint.dialects.location import located_at
from adjoint.lowering.bufferization.buffers import memref_type
from adjoint.lowering.bufferization.contraction import LARGEST_INTEGER
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.program import Program, is_about_sizes
from adjoint.lowering.bufferization.scope import ArgumentBuffers, Index, Scope

READS_ELEMENTS = "adjoint.plan_reads_elements"
"""The attribute of a plan that depends on elements of the inputs, not on their sizes alone."""

LARGEST_ARENA = float(1 << 62)
"""More bytes than any machine has."""


def write_plan(program: Program, integers: Sequence[Product]) -> FuncOp:
    """Writes the plan function of a program, which gives `integers` to CBLAS."""
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
    unchecked = Scope(block, program.unchecked_sizes, arguments)
    for op in program.function.body.block.ops:
        if isinstance(op, cf.AssertOp) and is_about_sizes(op):
            unchecked.append(op.clone({op.arg: unchecked.scalar(op.arg)}))

    scope = Scope(block, program.sizes, arguments, outer=unchecked)
    _check_integers(scope, program.function, integers)
    _check_arena(scope, program, threads)
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


def _check_integers(scope: Scope, function: FuncOp, integers: Sequence[Product]) -> None:
    """Refuses matrices that are too large for CBLAS's integers."""
    largest: Index = 0
    for number in integers:
        value = scope.evaluate(number)
        largest = value if largest == 0 else scope.maximum(largest, value)
    if not isinstance(largest, int):
        fits = scope.append(arith.CmpiOp(largest, scope.index(LARGEST_INTEGER), "sle"))
        message = f"a matrix of a product has more than {LARGEST_INTEGER} rows or columns: BLAS counts in 32 bits"
        scope.append(cf.AssertOp(fits, _described(function, message)))


def _check_arena(scope: Scope, program: Program, threads: SSAValue) -> None:
    """Refuses sizes for which the bytes of the arena are no 64-bit integer: what they wrap around to may look small.

    Sizes as large as that are those of tensors without elements, which take no memory.
    """
    estimate = program.arena.estimated_bytes(scope, threads)
    if estimate is not None:
        fits = scope.append(arith.CmpfOp(estimate, scope.number(LARGEST_ARENA, f64), "olt"))
        message = "what it computes on the way to its results does not fit into memory"
        scope.append(cf.AssertOp(fits, _described(program.function, message)))


def _described(function: FuncOp, message: str) -> str:
    """The message as other asserts have theirs, about the function as a whole."""
    return located_at(function.location, f"@{function.sym_name.data}", message)
