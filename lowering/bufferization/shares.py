"""Loops that threads share: each has an equal share of consecutive steps."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, Region, SSAValue

from adjoint.lowering.bufferization.scope import Index, Scope


@dataclass(frozen=True)
class Share:
    """What one thread does: the steps from `begin` up to but not including `end`."""

    scope: Scope
    thread: SSAValue
    begin: SSAValue
    end: SSAValue


def worthwhile_threads(scope: Scope, steps: Index, work: Index, grain: int, granted: SSAValue) -> Index:
    """How many threads steps are shared among: at least 1, at most those granted, one for each grain of work."""
    most = scope.minimum(steps, scope.divide(work, grain))
    if isinstance(most, int) and most <= 1:
        return 1
    threads = scope.maximum(scope.minimum(most, granted), 1)
    scope.named(threads, "used")
    return threads


@contextmanager
def shared(scope: Scope, steps: Index, threads: Index) -> Generator[Share]:
    """Writes a parallel loop over threads; what runs in it is written to the scope of the share."""
    body = Block(arg_types=[IndexType()])
    thread = body.args[0]
    first, limit, step = ([scope.index(bound)] for bound in (0, threads, 1))
    scope.append(scf.ParallelOp(first, limit, step, Region(body)))
    inner = scope.inner(body)
    thread.name_hint = "thread"
    begin = inner.divide(inner.multiply(thread, steps), threads)
    end = inner.divide(inner.multiply(inner.add(thread, 1), steps), threads)
    yield Share(inner, thread, inner.named(begin, "begin"), inner.named(end, "end"))
    inner.append(scf.ReduceOp())
