"""Kernel launches: how many threads share the rows, and the code that starts them."""

from collections.abc import Mapping

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType
from xdsl.dialects.func import CallOp
from xdsl.ir import Block, Region, SSAValue

from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.placement import Workspace
from adjoint.lowering.bufferization.scope import Scope
from adjoint.lowering.bufferization.sizes import SizeAnalysis
from adjoint.lowering.bufferization.storage import View
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
        inputs = [self._buffers.part(scope, self._views[value]) for value in call.arguments[: len(kernel.inputs)]]
        results = [self._buffers.part(scope, self._views[value]) for value in call.res]
        if work.is_for_one_thread:
            scratch = [self._buffers.whole(scope, storage) for storage in workspace.scratch]
            bounds = [scope.index(0), scope.index(rows)]
            scope.append(CallOp(kernel.name, [*bounds, *sizes, *inputs, *results, *scratch], []))
            return

        work_done = scope.sum(scope.evaluate(term) for term in work.work)
        worthwhile = scope.minimum(rows, scope.divide(work_done, GRAIN))
        threads = scope.index(scope.maximum(scope.minimum(worthwhile, self._threads), 1))
        threads.name_hint = "used"
        body = Block(arg_types=[IndexType()])
        thread = body.args[0]
        thread.name_hint = "thread"
        first, limit, step = ([scope.index(bound)] for bound in (0, threads, 1))
        scope.append(scf.ParallelOp(first, limit, step, Region(body)))
        inner = scope.inner(body)
        begin = inner.divide(inner.multiply(thread, rows), threads)
        end = inner.divide(inner.multiply(inner.add(thread, 1), rows), threads)
        own = {
            position: self._buffers.thread_slot(inner, storage, thread) for position, storage in workspace.slots.items()
        }
        outputs = [own.get(position, result) for position, result in enumerate(results)]
        scratch = [self._buffers.thread_slot(inner, storage, thread) for storage in workspace.scratch]
        share = [inner.index(begin), inner.index(end)]
        for bound, name in zip(share, ("begin", "end"), strict=True):
            bound.name_hint = name
        inner.append(CallOp(kernel.name, [*share, *sizes, *inputs, *outputs, *scratch], []))
        inner.append(scf.ReduceOp())
        if workspace.slots:
            slots = [self._buffers.all_slots(scope, storage, threads) for storage in workspace.slots.values()]
            sums = [results[position] for position in workspace.slots]
            scope.append(CallOp(kernel.combine_name, [scope.index(threads), *sizes, *slots, *sums], []))
