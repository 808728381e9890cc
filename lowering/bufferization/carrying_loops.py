"""The loops of the program, which work on the tensors that they carry in place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.program import Program
from adjoint.lowering.bufferization.scatter import LoopShares, Scatter, find_scatter, find_shares
from adjoint.lowering.bufferization.scope import Index, Scope
from adjoint.lowering.bufferization.shares import Share, shared, worthwhile_threads
from adjoint.lowering.bufferization.storage import View

WRITES_PER_THREAD = 1 << 15
"""The elements written by index that are worth waking a thread for: one takes from 0.2 ns, in rows, to 1 ns."""


@dataclass(frozen=True)
class _Part:
    """What one thread does of a loop: the steps from begin to end."""

    loop: scf.ForOp
    begin: SSAValue
    end: SSAValue


class CarryingLoops:
    """Writes loops that carry tensors, and what is in them; threads share those that scatter."""

    def __init__(
        self,
        program: Program,
        threads: SSAValue,
        write_op: Callable[[Scope, Operation], None],
        write_copy: Callable[[Scope, SSAValue, View], None],
    ):
        self._sizes = program.sizes
        self._views = program.placement.views
        self._threads = threads
        self._write_op = write_op
        self._write_copy = write_copy

    def write(self, scope: Scope, op: scf.ForOp) -> None:
        """Writes a loop whose tensors hold what it starts from."""
        scatter = None if scope.is_inner else find_scatter(op, self._views)
        shares = scatter and find_shares(scatter, self._sizes, self._views[op.results[0]])
        if scatter is None or shares is None:
            self._write_loop(scope, op)
        else:
            self._write_scatter(scope, scatter, shares)

    def write_steps(self, scope: Scope, op: scf.ForOp, begin: SSAValue, end: SSAValue) -> None:
        """Writes some steps of a loop whose tensors hold what it starts from."""
        self._write_loop(scope, op, (begin, end))

    def _write_loop(self, scope: Scope, op: scf.ForOp, bounds: tuple[SSAValue, SSAValue] | None = None) -> None:
        """Writes a loop as it is, or between other bounds; scalars are carried as before."""
        carried = [at for at, result in enumerate(op.res) if not isinstance(result.type, TensorType)]
        initial = [scope.scalar(op.iter_args[at]) for at in carried]
        body = Block(arg_types=[IndexType(), *(value.type for value in initial)])
        first, limit = bounds or (scope.scalar(op.lb), scope.scalar(op.ub))
        step = scope.scalar(op.step)
        loop = scope.append(scf.ForOp(first, limit, step, initial, Region(body)))
        inner = scope.inner(body)
        index, *arguments = op.body.block.args
        inner.bind(index, body.args[0])
        for at, argument in zip(carried, body.args[1:], strict=True):
            inner.bind(arguments[at], argument)
        for each in op.body.block.ops:
            self._write_op(inner, each)
        yielded = op.body.block.last_op
        if not isinstance(yielded, scf.YieldOp):
            raise PassFailedException(located(op, "ends in scf.yield"))
        for value, result in zip(yielded.operands, op.res, strict=True):
            if isinstance(result.type, TensorType):
                self._write_copy(inner, value, self._views[result])
        inner.append(scf.YieldOp(*(inner.scalar(yielded.operands[at]) for at in carried)))
        for at, value in zip(carried, loop.res, strict=True):
            scope.bind(op.res[at], value)

    def _write_scatter(self, scope: Scope, scatter: Scatter, shares: LoopShares) -> None:
        extents = [scope.evaluate(self._sizes.product(loop.ub)) for loop in scatter.loops]
        writes: Index = 1
        for extent in extents:
            writes = scope.multiply(writes, extent)
        extent, unit = extents[scatter.loops.index(shares.loop)], shares.unit
        steps = scope.divide(scope.add(extent, unit - 1), unit)
        threads = worthwhile_threads(scope, steps, writes, WRITES_PER_THREAD, self._threads)
        if isinstance(threads, int):
            self._write_loop(scope, scatter.loops[0])
            return
        with shared(scope, steps, threads) as share:
            self._write_part(share.scope, scatter.loops, _Part(shares.loop, *_bounds(share, extent, unit)))

    def _write_part(self, scope: Scope, loops: Sequence[scf.ForOp], part: _Part) -> None:
        """Writes what one thread does in the given loops, innermost ones of a scatter."""
        loop, *inner_loops = loops
        body = Block(arg_types=[IndexType()])
        is_shared = part.loop is loop
        first, limit = (part.begin, part.end) if is_shared else (scope.scalar(loop.lb), scope.scalar(loop.ub))
        scope.append(scf.ForOp(first, limit, scope.index(1), [], Region(body)))
        inner = scope.inner(body)
        inner.bind(loop.body.block.args[0], body.args[0])
        for op in loop.body.block.ops:
            if op not in inner_loops:
                self._write_op(inner, op)
        if inner_loops:
            self._write_part(inner, inner_loops, part)
        inner.append(scf.YieldOp())


def _bounds(share: Share, extent: Index, unit: int) -> tuple[SSAValue, SSAValue]:
    """The first and the last step of a thread, of which `unit` stay together."""
    if unit == 1:
        return share.begin, share.end
    scope = share.scope
    end = scope.minimum(scope.multiply(share.end, unit), extent)
    return scope.index(scope.multiply(share.begin, unit)), scope.index(end)
