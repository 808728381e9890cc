"""What the machine allows: the time to move a number of bytes, and to multiply matrices.

Both are calls that take turns with the contenders, so that a limit is of the same minute and the same load. They use
numpy and no compiler: sums of arrays, on as many Python threads as there are threads (numpy lets go of the
interpreter's lock), and OpenBLAS.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.workload import Workload

_STREAMED_BYTES = 1 << 20
"""Below this the bytes are in a cache of one core, and waking a thread takes longer than reading them."""

_PRODUCT_SIZE = 1024


@dataclass(frozen=True)
class Probe:
    """A call, and how much of it the workload needs: the limit is the time of the call times `share`."""

    call: Callable[[], object]
    share: float


def probes(workload: Workload, threads: int) -> dict[str, Probe]:
    """The limits of a workload: "bytes" where it does not fit in a core's cache, "GEMM" where it multiplies."""
    found: dict[str, Probe] = {}
    if workload.least_bytes >= _STREAMED_BYTES:
        found["bytes"] = Probe(streaming(workload.least_bytes, threads), 1.0)
    if workload.matrix_flops:
        call, flops = product(workload.dtype)
        found["GEMM"] = Probe(call, workload.matrix_flops / flops)
    return found


def streaming(total: int, threads: int) -> Callable[[], object]:
    """A call that moves `total` bytes, two thirds of them read and one third written, shared by the threads."""
    elements = total // (3 * 4 * threads)
    parts = [[np.ones(elements, np.float32) for _ in range(3)] for _ in range(threads)]
    pool = ThreadPoolExecutor(threads)

    def call() -> object:
        waiting = [pool.submit(np.add, first, second, out=out) for first, second, out in parts[1:]]
        first, second, out = parts[0]
        np.add(first, second, out=out)
        return [each.result() for each in waiting]

    return call


def product(dtype: str) -> tuple[Callable[[], object], int]:
    """A large matrix product by OpenBLAS, and its floating point operations."""
    size = _PRODUCT_SIZE
    first, second, out = (np.full((size, size), 0.5, dtype) for _ in range(3))
    return partial(np.matmul, first, second, out=out), 2 * size**3
