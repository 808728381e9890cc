"""Compile time: from a program in memory to its first result, each in a process and with a cache of its own."""

import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

import adjoint
from benchmarks.contenders import OURS, traced
from benchmarks.fresh_process import measure
from benchmarks.workload import Workload
from benchmarks.workloads.elementwise import CHAINS

CACHE = "ADJOINT_CACHE_DIR"


@dataclass(frozen=True)
class FirstCall:
    """Seconds of a first call; None where a contender fails, or is not installed."""

    workload: Workload
    cold: float | None
    """With an empty cache."""
    warm: float | None
    """With what another process left in it."""
    jax: float | None
    """JAX's first call, in the same run."""


def first_call(workload: Workload, with_jax: bool) -> FirstCall:
    """Three processes, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        cold = _seconds(OURS, workload, folder)
        warm = _seconds(OURS, workload, folder)
    return FirstCall(workload, cold, warm, _seconds("JAX", workload, "") if with_jax else None)


def growth() -> tuple[list[float | None], float | None]:
    """Seconds of the chains of 100, 400 and 1600, and the exponent of their growth with the number of ops."""
    seconds: list[float | None] = []
    for chain in CHAINS:
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(_seconds(OURS, chain, folder))
    first, last = seconds[0], seconds[-1]
    return seconds, log(last / first, 16) if first and last else None


def compilations(workload: Workload, batches: Sequence[int]) -> int:
    """How many programs `adjoint` compiles when the first size of the first argument takes these values."""
    heard = _Compilations()
    logger = logging.getLogger("adjoint.runtime.code-cache")
    level, propagate = logger.level, logger.propagate
    logger.addHandler(heard)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        step = adjoint.value_and_grad(traced(workload), wrt=workload.wrt)
        first = workload.shapes[0][0]
        for batch in batches:
            # Whatever has as many rows as the first argument goes with it.
            arguments = [
                np.resize(each, (batch, *each.shape[1:])) if each.ndim and each.shape[0] == first else each
                for each in workload.arguments()
            ]
            step(*arguments)
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)
        logger.propagate = propagate
    return heard.count


class _Compilations(logging.Handler):
    """Counts the requests for object code: one for each program that is compiled, from the cache or not."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


def _seconds(contender: str, workload: Workload, cache: str) -> float | None:
    measured = measure("first-call", contender, workload.name, {CACHE: cache})
    return None if measured is None else measured["seconds"]
