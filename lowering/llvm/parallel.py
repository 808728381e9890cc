"""`scf.parallel`: a function for the body, which the threads of an OpenMP team share.

    scf.parallel (%t) = (%c0) to (%n) step (%c1) {
      func.call @kernel_0(%t, %x)
      scf.reduce
    }

becomes, written as C,

    static void f_parallel(void **data, long first, long stride) {
      for (long t = first; t < (long)data[0]; t += stride) kernel_0(t, data[1]);
    }
    static void f_parallel_thread(void **data) { f_parallel(data, omp_get_thread_num(), omp_get_num_threads()); }
    …
    void *data[] = {(void *)n, x};
    if (min(n, threads) > 1) GOMP_parallel(f_parallel_thread, data, min(n, threads), 0); else f_parallel(data, 0, 1);

`GOMP_parallel` is the entry of GNU's OpenMP runtime that `#pragma omp parallel` compiles to. An iteration belongs to no
thread in particular: where OpenMP grants fewer threads than asked for, each takes more of them.
"""

from collections.abc import Sequence

from xdsl.dialects import llvm, scf
from xdsl.dialects.builtin import IntegerAttr, SymbolRefAttr, i32, i64
from xdsl.ir import SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.buffer import Buffer, Extent, SizeSlot
from adjoint.lowering.llvm.emitter import NO_SIGNED_WRAP, Emitter, constant_integer
from adjoint.lowering.llvm.entry_point import EntryPoint
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.optimization import NOT_OPTIMIZED, optimization_of
from adjoint.lowering.llvm.types import POINTER

_SLOT_ALIGNMENT = 16


class ParallelBody(FunctionConversion):
    """The function that runs some iterations. It captures what it uses of the function that it stands in."""

    def __init__(self, outer: EntryPoint, name: str):
        super().__init__(outer.module, name, (POINTER, i64, i64))
        self._outer = outer
        self._data, self.first, self.stride = self.arguments
        for argument, hint in zip(self.arguments, ("data", "first", "stride"), strict=True):
            argument.name_hint = hint
        self._captured: dict[SSAValue, SSAValue] = {}

    @property
    def captured(self) -> list[SSAValue]:
        """The values of the surrounding function that go into the slots, in order."""
        return list(self._captured)

    def value(self, source: SSAValue) -> SSAValue:
        if source not in self._values:
            self._values[source] = self.capture(self._outer.value(source))
        return self._values[source]

    def buffer(self, source: SSAValue) -> Buffer:
        if source not in self._buffers:
            outer = self._outer.buffer(source)
            strides = None if outer.strides is None else tuple(map(self._capture_extent, outer.strides))
            self._buffers[source] = Buffer(tuple(map(self._capture_extent, outer.sizes)), strides)
        return self._buffers[source]

    def _capture_extent(self, extent: Extent) -> Extent:
        return self.capture(extent) if isinstance(extent, SSAValue) else extent

    def size_of_argument(self, slot: SizeSlot) -> SSAValue:
        return self.capture(self._outer.size_of_argument(slot))

    def capture(self, value: SSAValue) -> SSAValue:
        """A value of the surrounding function in this one: read from its slot, or made again if it is a constant."""
        if isinstance(constant := value.owner, llvm.ConstantOp):
            return self.constant_of(constant.value, value.type)
        if value not in self._captured:
            slot = self.element_pointer_in_prologue(self._data, len(self._captured), i64)
            self._captured[value] = self.load_in_prologue(slot, value.type)
            self._captured[value].name_hint = value.name_hint
        return self._captured[value]


@converts(scf.ParallelOp)
def _convert_parallel(function: FunctionConversion, op: scf.ParallelOp) -> None:
    if not isinstance(function, EntryPoint):
        raise PassFailedException(located(op, "a parallel loop stands in a public function, and not in another one"))
    if len(op.lowerBound) != 1 or op.initVals:
        raise PassFailedException(located(op, "a parallel loop has one dimension and no reductions here"))
    lower, upper, step = function.values((op.lowerBound[0], op.upperBound[0], op.step[0]))
    body = ParallelBody(function, function.module.unused_symbol(f"{function.name}.parallel"))
    _convert_iterations(body, op, lower, upper, step)
    thread = _thread_function(body)
    function.module.add(body.finish("internal", attributes=optimization_of(op.body.block)))
    function.module.add(thread)

    data = _store_captured(function, body.captured)
    iterations = _iteration_count(function, lower, upper, step)
    threads = function.intrinsic("llvm.smin.i64", (iterations, function.threads), i64)
    in_parallel, in_place, after = function.new_block(), function.new_block(), function.new_block()
    one = function.constant(1)
    function.conditional_branch(function.compare("sgt", threads, one), in_parallel, in_place)

    function.start_block(in_parallel)
    function.module.declare("GOMP_parallel", (POINTER, POINTER, i32, i32))
    address = function.emit(llvm.AddressOfOp, (), POINTER, {"global_name": SymbolRefAttr(thread.sym_name)})
    team = function.emit(llvm.TruncOp, (threads,), i32)
    flags = function.constant_of(IntegerAttr(0, i32), i32)
    function.call("GOMP_parallel", (address, data, team, flags))
    function.branch(after)

    function.start_block(in_place)
    function.call(body.name, (data, function.constant(0), one))
    function.branch(after)
    function.start_block(after)


def _convert_iterations(
    body: ParallelBody, op: scf.ParallelOp, lower: SSAValue, upper: SSAValue, step: SSAValue
) -> None:
    """The iterations from `lower + first * step` on, each `stride * step` after the one before."""
    inner_step = body.capture(step)
    start = body.add_index(body.capture(lower), body.multiply_index(body.first, inner_step))
    increment = body.multiply_index(body.stride, inner_step)
    header, iteration, done = body.new_block(i64), body.new_block(), body.new_block()
    body.branch(header, start)

    body.start_block(header)
    counter = header.args[0]
    body.set_value(op.body.block.args[0], counter)
    body.conditional_branch(body.compare("slt", counter, body.capture(upper)), iteration, done)

    body.start_block(iteration)
    body.convert_block(op.body.block)
    body.branch(header, body.add_index(counter, increment))

    body.start_block(done)
    body.append(llvm.ReturnOp)


def _thread_function(body: ParallelBody) -> llvm.FuncOp:
    """What a thread of the team runs: the body, from its own number on, in steps of the team's size."""
    thread = Emitter(body.module.unused_symbol(f"{body.name}.thread"), (POINTER,))
    numbers: list[SSAValue] = []
    for query in ("omp_get_thread_num", "omp_get_num_threads"):
        body.module.declare(query, (), i32)
        (number,) = thread.call(query, (), (i32,)).results
        numbers.append(thread.emit(llvm.SExtOp, (number,), i64))
    thread.call(body.name, (thread.arguments[0], *numbers))
    thread.append(llvm.ReturnOp)
    return thread.finish("internal", attributes=NOT_OPTIMIZED)


def _store_captured(function: EntryPoint, captured: Sequence[SSAValue]) -> SSAValue:
    """The array of slots on the stack, filled."""
    data = function.emit_in_prologue(
        llvm.AllocaOp,
        (function.constant(len(captured)),),
        POINTER,
        {"elem_type": i64, "alignment": IntegerAttr(_SLOT_ALIGNMENT, i64)},
    )
    for position, value in enumerate(captured):
        function.store(value, function.element_pointer(data, position, i64))
    return data


def _iteration_count(function: EntryPoint, lower: SSAValue, upper: SSAValue, step: SSAValue) -> SSAValue:
    """`ceil((upper - lower) / step)`; no iteration at all may give any number below 1."""
    if constant_integer(lower) != 0:
        upper = function.emit(llvm.SubOp, (upper, lower), i64, NO_SIGNED_WRAP)
    if constant_integer(step) == 1:
        return upper
    last = function.add_index(upper, function.emit(llvm.SubOp, (step, function.constant(1)), i64, NO_SIGNED_WRAP))
    return function.emit(llvm.SDivOp, (last, step), i64)
