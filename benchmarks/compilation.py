"""Compile time: from a program in memory to its first result, each in a process and with a cache of its own."""

import gc
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import adjoint
from adjoint.runtime.engine import NativeModule
from benchmarks.contenders import OURS, traced
from benchmarks.fresh_process import CACHE, measure
from benchmarks.workload import Workload
from benchmarks.workloads.elementwise import CHAINS


@dataclass(frozen=True)
class FirstCall:
    """Seconds of a first call; None where a contender fails, or is not installed."""

    workload: Workload
    cold: float | None
    """With an empty cache, and the compiler imported, as JAX's is with JAX."""
    imports: float | None
    """Importing the compiler, which is done when something has to be compiled."""
    warm: float | None
    """With what another process left in it."""
    jax: float | None
    """JAX's first call, in the same run."""


def first_call(workload: Workload, with_jax: bool) -> FirstCall:
    """Three processes, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        cold = measure("compilation", OURS, workload.name, {CACHE: folder}) or {}
        warm = _seconds(OURS, workload, folder)
    jax = _seconds("JAX", workload, "") if with_jax else None
    return FirstCall(workload, cold.get("seconds"), cold.get("imports"), warm, jax)


def growth() -> tuple[list[float | None], float | None]:
    """Seconds of the chains of 100, 400 and 1600, and the exponent of their growth with the number of ops."""
    seconds: list[float | None] = []
    for chain in CHAINS:
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(_seconds(OURS, chain, folder))
    first, last = seconds[0], seconds[-1]
    return seconds, log(last / first, 16) if first and last else None


def compilations(workload: Workload, batches: Sequence[int]) -> int:
    """How many programs `adjoint` needs when the batch takes these sizes, compiled or found in the cache."""
    before = _programs_loaded()
    step = adjoint.value_and_grad(traced(workload), wrt=workload.wrt)
    for batch in batches:
        step(*workload.arguments_of_batch(batch))
    return _programs_loaded() - before


def _programs_loaded() -> int:
    gc.collect()
    return sum(isinstance(each, NativeModule) for each in gc.get_objects())


def _seconds(contender: str, workload: Workload, cache: str) -> float | None:
    measured = measure("first-call", contender, workload.name, {CACHE: cache})
    return None if measured is None else measured["seconds"]
