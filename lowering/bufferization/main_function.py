"""The main function on buffers: its ops in order, each as the code that computes its results where they are to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects import cf, scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, MemRefType, TensorType, i8
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.lowering.bufferization.buffers import ArenaBuffers, Buffers, memref_type
from adjoint.lowering.bufferization.carrying_loops import CarryingLoops
from adjoint.lowering.bufferization.content import Splat, Undefined, content
from adjoint.lowering.bufferization.contraction import C, find_matrix_product, is_contraction
from adjoint.lowering.bufferization.convolutions import Convolutions
from adjoint.lowering.bufferization.globals import Globals
from adjoint.lowering.bufferization.launches import Launches
from adjoint.lowering.bufferization.loop_nests import LoopNests
from adjoint.lowering.bufferization.matrix_products import MatrixProducts
from adjoint.lowering.bufferization.placement import Copy, slice_view
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.program import Program, is_about_sizes
from adjoint.lowering.bufferization.scope import ArgumentBuffers, Scope
from adjoint.lowering.bufferization.sizes import extracted_scalar
from adjoint.lowering.bufferization.storage import ResultHome, Storage, View
from adjoint.lowering.bufferization.window_contraction import WindowContraction
from adjoint.lowering.kernels.interface import KernelInterface, SizeArgument


@dataclass(frozen=True)
class MainFunction:
    """A main function, and what its code asks of others."""

    function: FuncOp
    blas: Mapping[str, Attribute]
    """The CBLAS functions that it calls, with their element types."""
    integers: Sequence[Product]
    """What it gives to CBLAS as 32-bit integers: its plan has to see to it that they are."""
    convolutions: Mapping[str, Attribute]
    """The engine's convolutions that it calls, with their element types."""


def write_main(program: Program, global_constants: Globals) -> MainFunction:
    """Writes the main function of a program."""
    inputs = [memref_type(argument) for argument in program.arguments]
    outputs = [memref_type(value) for value in program.returned]
    arena_type: MemRefType[Attribute] = MemRefType(i8, [DYNAMIC_INDEX])
    function = FuncOp(program.function.sym_name.data, ([*inputs, *outputs, arena_type, IndexType()], []))
    function.location = program.function.location
    block = function.body.block
    *buffers, arena, threads = block.args
    for argument, buffer in zip(program.arguments, buffers, strict=False):
        buffer.name_hint = argument.name_hint
    for position, output in enumerate(buffers[len(inputs) :]):
        output.name_hint = f"out{position}"
    arena.name_hint, threads.name_hint = "arena", "threads"
    arguments: dict[SSAValue, SSAValue] = dict(zip(program.arguments, buffers, strict=False))
    scope = Scope(block, program.sizes, ArgumentBuffers(arguments))
    offsets = program.arena.offsets(scope, threads)
    memory = ArenaBuffers(arguments, buffers[len(inputs) :], arena, offsets, global_constants)

    writer = ProgramWriter(program, memory, threads)
    writer.write_block(scope, program.function.body.block)
    scope.append(ReturnOp())
    scope.constants.insert_at_start(block)
    return MainFunction(function, writer.products.called, writer.products.integers, writer.convolutions.called)


class ProgramWriter:
    """Writes the ops of a program on buffers."""

    def __init__(self, program: Program, buffers: Buffers, threads: SSAValue):
        self._program = program
        self._sizes = program.sizes
        self._placement = program.placement
        self._views = program.placement.views
        self._loops = LoopNests(buffers, self._views, threads)
        self._carrying = CarryingLoops(program, threads, self._write_op, self._write_copy)
        self._launches = Launches(buffers, program.sizes, self._views, threads)
        self.products = MatrixProducts(buffers, threads)
        self.convolutions = Convolutions(buffers, program.placement, program.sizes)

    def write_block(self, scope: Scope, block: Block) -> None:
        for op in block.ops:
            self._write_op(scope, op)

    def _write_op(self, scope: Scope, op: Operation) -> None:
        match op:
            case GenericOp():
                self._write_generic(scope, op)
            case CallOp():
                kernel = self._program.kernels[op.callee.string_value()]
                self.products.add_integers(self._integers_of(op, kernel))
                self._launches.launch(scope, op, kernel, self._placement.workspaces[op])
            case scf.ForOp():
                for result in op.res:
                    self._write_start(scope, result)
                self._carrying.write(scope, op)
            case tensor.InsertSliceOp() if op.result in self._placement.padding:
                pass
            case tensor.InsertSliceOp():
                self._write_start(scope, op.result)
                self._write_copy(scope, op.source, slice_view(self._sizes, self._views[op.result], op))
            case tensor.InsertOp():
                self._write_start(scope, op.result)
                indices = [scope.scalar(index) for index in op.indices]
                self._loops.store(scope, self._views[op.result], indices, scope.scalar(op.scalar))
            case tensor.ExtractOp():
                self._write_extract(scope, op)
            case tensor.FromElementsOp():
                self._write_elements(scope, op)
            case cf.AssertOp():
                if not is_about_sizes(op):
                    scope.append(op.clone({op.arg: scope.scalar(op.arg)}))
            case ReturnOp():
                for position, view in self._placement.copied_results.items():
                    self._loops.copy(scope, view, self._result_view(view, position))
            case _:
                for result in op.results:
                    self._write_start(scope, result)

    def _integers_of(self, call: CallOp, kernel: KernelInterface) -> list[Product]:
        """What a kernel gives to CBLAS as 32-bit integers, in terms of the sizes that it is called with."""
        sizes = [self._sizes.product(size) for size in call.arguments[len(kernel.inputs) :]]
        return [
            Product.of(
                sizes[factor.position] if isinstance(factor, SizeArgument) else Product(factor) for factor in number
            )
            for number in kernel.integers
        ]

    def write_steps(self, scope: Scope, loop: scf.ForOp, begin: SSAValue, end: SSAValue) -> None:
        """Writes some steps of a loop of the program."""
        self._carrying.write_steps(scope, loop, begin, end)

    def _write_start(self, scope: Scope, result: SSAValue) -> None:
        """Writes what has to be in the memory of a result before its op runs."""
        match self._placement.starts.get(result):
            case Splat() as splat:
                self._loops.fill(scope, self._views[result], splat)
            case Copy() as copy:
                # A reshape has the sizes of its source in another form; its own memory is contiguous.
                self._loops.copy(scope, copy.source, self._views[result].reshaped(copy.source.sizes))
            case None:
                pass

    def _write_copy(self, scope: Scope, source: SSAValue, destination: View) -> None:
        view = self._views[source]
        if not view.sees_the_same(destination):
            self._loops.copy(scope, view, destination)

    def _result_view(self, view: View, position: int) -> View:
        """The buffer that the caller passed for a result, with the sizes of what is copied there."""
        storage = Storage(view.storage.element_type, view.count, ResultHome(position), view.storage.first_step)
        return View.whole(storage, view.sizes)

    def _write_convolution(self, scope: Scope, form: WindowContraction) -> None:
        views = {which: self._views[value] for which, value in enumerate(form.tensors)}
        for which, copy in self._placement.packed[form.op].items():
            self._loops.copy(scope, views[which], copy)
            views[which] = copy
        self.convolutions.convolve(scope, form, views)

    def _write_generic(self, scope: Scope, op: GenericOp) -> None:
        if (form := self._placement.convolutions.get(op)) is not None:
            self._write_convolution(scope, form)
            return
        if is_contraction(op) and self._write_matrix_products(scope, op):
            return
        for result in op.res:
            self._write_start(scope, result)
        operands = [
            self._views[operand] if isinstance(operand.type, TensorType) else scope.scalar(operand)
            for operand in op.inputs
        ]
        self._loops.generic(scope, op, [*operands, *(self._views[result] for result in op.res)])

    def _write_matrix_products(self, scope: Scope, op: GenericOp) -> bool:
        """Writes a contraction as calls of GEMM; False, and nothing is written, where it is none."""
        result = op.res[0]
        views = [self._views[value] for value in (*op.inputs, result)]
        packed = self._placement.packed[op]
        operands = [packed.get(operand, view) for operand, view in enumerate(views)]
        product = find_matrix_product(op, operands)
        if product is None:
            return False
        accumulates = not self._starts_at_zero(op) or product.batches != product.outer
        if accumulates:
            self._write_start(scope, result)
        for operand, copy in packed.items():
            if operand != C or accumulates:
                self._loops.copy(scope, views[operand], copy)
        self.products.multiply(scope, product, accumulates=accumulates)
        if C in packed:
            self._loops.copy(scope, packed[C], views[C])
        return True

    def _starts_at_zero(self, op: GenericOp) -> bool:
        """Whether a contraction has nothing to add to."""
        start = self._placement.starts.get(op.res[0])
        return isinstance(content(op.outputs[0]), Undefined) or (isinstance(start, Splat) and start.is_zero)

    def _write_extract(self, scope: Scope, op: tensor.ExtractOp) -> None:
        """Reads an element where the program reads it: later its memory may hold something else.

        What comes from arguments, which do not change, is read where it is used first, unless that is in a loop.
        """
        if extracted_scalar(op) is None and (scope.is_inner or op.tensor not in self._program.arguments):
            indices = [scope.scalar(index) for index in op.indices]
            scope.bind(op.result, self._loops.load(scope, self._views[op.tensor], indices))

    def _write_elements(self, scope: Scope, op: tensor.FromElementsOp) -> None:
        view = self._views.get(op.result)
        if view is not None:
            flat = view.reshaped((view.count,))
            for position, element in enumerate(op.elements):
                self._loops.store(scope, flat, [position], scope.scalar(element))
