"""The limits of a workload: the time to move its bytes, and the time of its matrix products.

Both are calls that take turns with the contenders, so that a limit is of the same minute and the same load.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from adjoint.runtime.machine import PRODUCT_SIZE, product, streaming
from benchmarks.workload import Workload

_STREAMED_BYTES = 1 << 20
"""Below this the bytes are in a cache of one core, and waking a thread takes longer than reading them."""


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
        call = product(threads, np.dtype(workload.dtype))
        found["GEMM"] = Probe(call, workload.matrix_flops / (2 * PRODUCT_SIZE**3))
    return found
