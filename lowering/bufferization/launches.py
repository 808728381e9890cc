"""Kernel launches: how many threads share the rows, and the code that starts them."""

from collections.abc import Mapping

from xdsl.dialects import memref
from xdsl.dialects.func import CallOp
from xdsl.ir import SSAValue

from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.placement import Workspace
from adjoint.lowering.bufferization.scope import Scope
from adjoint.lowering.bufferization.shares import shared, worthwhile_threads
from adjoint.lowering.bufferization.sizes import SizeAnalysis
from adjoint.lowering.bufferization.storage import Storage, View
from adjoint.lowering.bufferization.work import GRAIN
from adjoint.lowering.kernels.interface import KernelInterface


class Launches:
    """Writes the calls of kernels."""

    def __init__(self, buffers: Buffers, sizes: SizeAnalysis, views: Mapping[SSAValue, View], threads: SSAValue):
        self._buffers = buffers
        self._sizes = sizes
        self._views = views
        self._threads = threads

    def launch(self, scope: Scope, call: CallOp, kernel: KernelInterface, workspace: Workspace) -> None:
        """Writes what runs a kernel on all its rows, and what combines the sums of its threads.

        Where one thread does it all, it is called as it is, and sums in the results themselves.
        """
        work = workspace.work
        rows = scope.evaluate(work.rows)
        sizes = [scope.product(self._sizes.product(size)) for size in call.arguments[len(kernel.inputs) :]]
        inputs = [self._buffer(scope, kernel, value) for value in call.arguments[: len(kernel.inputs)]]
        results = [self._buffer(scope, kernel, value) for value in call.res]
        if work.is_for_one_thread:
            scratch = [self._buffers.whole(scope, storage) for storage in workspace.scratch]
            bounds = [scope.index(0), scope.index(rows)]
            scope.append(CallOp(kernel.name, [*bounds, *sizes, *inputs, *results, *scratch], []))
            return

        done = scope.sum(scope.evaluate(term) for term in work.work)
        threads = worthwhile_threads(scope, rows, done, GRAIN, self._threads)
        with shared(scope, rows, threads) as share:
            own = {
                position: self._slot(share.scope, kernel, storage, share.thread)
                for position, storage in workspace.slots.items()
            }
            outputs = [own.get(position, result) for position, result in enumerate(results)]
            scratch = [self._buffers.thread_slot(share.scope, storage, share.thread) for storage in workspace.scratch]
            arguments = [share.begin, share.end, *sizes, *inputs, *outputs, *scratch]
            share.scope.append(CallOp(kernel.name, arguments, []))
        if workspace.slots:
            slots = [self._buffers.all_slots(scope, storage, threads) for storage in workspace.slots.values()]
            sums = [results[position] for position in workspace.slots]
            scope.append(CallOp(kernel.combine_name, [scope.index(threads), *sizes, *slots, *sums], []))

    def _buffer(self, scope: Scope, kernel: KernelInterface, value: SSAValue) -> SSAValue:
        view = self._views[value]
        if kernel.takes_parts:
            return self._buffers.from_offset(scope, view, self._buffers.offset(scope, view))
        return self._buffers.part(scope, view)

    def _slot(self, scope: Scope, kernel: KernelInterface, storage: Storage, thread: SSAValue) -> SSAValue:
        """What one thread sums in, as the kernel takes it."""
        slot = self._buffers.thread_slot(scope, storage, thread)
        if not kernel.takes_parts:
            return slot
        type_ = kernel.buffer_type(storage.element_type)
        return scope.append(memref.CastOp.create(operands=[slot], result_types=[type_])).results[0]
