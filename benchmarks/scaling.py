"""Thread scaling: the same call on one thread and on two, taking turns."""

from collections.abc import Callable, Sequence

import adjoint
from adjoint.runtime.machine import streaming
from benchmarks.contenders import compiled_by_adjoint
from benchmarks.peers import Call
from benchmarks.timing import time_side_by_side
from benchmarks.workload import Workload


def speedup(workload: Workload, threads: int, turns: int = 15) -> tuple[float, float]:
    """Time on one thread over time on `threads`; and the same of moving the workload's bytes, which bounds it."""
    call = compiled_by_adjoint(workload, workload.arguments())
    bytes_moved = workload.least_bytes
    timings = time_side_by_side(
        {"one": _on(1, call), "all": _on(threads, call)},
        turns=turns,
    )
    streams = time_side_by_side({"one": streaming(bytes_moved, 1), "all": streaming(bytes_moved, threads)}, turns=turns)
    adjoint.set_thread_count(threads)
    return 1 / timings["all"].ratio, 1 / streams["all"].ratio


def _on(threads: int, call: Call) -> Callable[[], object]:
    def on_threads() -> object:
        adjoint.set_thread_count(threads)
        return call()

    return on_threads


def bound_by_bandwidth(workloads: Sequence[Workload]) -> list[Workload]:
    """Those that multiply no matrices and do not fit in a core's cache."""
    return [each for each in workloads if not each.matrix_flops and each.least_bytes > 4 << 20]
