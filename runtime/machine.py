"""What the machine allows: bytes moved and floating point operations in a second, measured here and now.

Without the compiler: numpy's sums of arrays, and OpenBLAS, each on as many Python threads as there are threads (both
let go of the interpreter's lock).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ctypes import CFUNCTYPE, c_double, c_float, c_int, c_void_p
from time import perf_counter
from typing import Any

import numpy as np

from adjoint.runtime.arguments import Array
from adjoint.runtime.openblas import address

STREAMED_BYTES = 96 << 20
"""More than the caches hold."""

PRODUCT_SIZE = 512

_ROUNDS = 20
"""Each takes some milliseconds: on a busy machine one of them is not interrupted."""

_ROW_MAJOR, _NO_TRANSPOSE = 101, 111

Call = Callable[[], object]


def bytes_per_second(threads: int) -> float:
    """How fast memory is, two thirds of it read and one third written; the caches are faster."""
    call = streaming(STREAMED_BYTES, threads)
    return STREAMED_BYTES / _shortest(call)


def flops_per_second(threads: int, dtype: "np.dtype[Any]") -> float:
    """How fast OpenBLAS multiplies large matrices of f32 or f64."""
    return 2 * PRODUCT_SIZE**3 / _shortest(product(threads, dtype))


def streaming(total: int, threads: int) -> Call:
    """A call that moves `total` bytes, shared by the threads."""
    elements = max(1, total // (3 * 4 * threads))
    parts = [[np.ones(elements, np.float32) for _ in range(3)] for _ in range(threads)]

    def add(part: Sequence[Array]) -> None:
        np.add(part[0], part[1], out=part[2])

    return _shared([lambda part=part: add(part) for part in parts])


def product(threads: int, dtype: "np.dtype[Any]") -> Call:
    """A call that multiplies square matrices of `PRODUCT_SIZE`, the rows shared by the threads."""
    single = dtype == np.float32
    size, number, letter = PRODUCT_SIZE, (c_float, c_double)[not single], "d" if not single else "s"
    matrix, integers = (c_void_p, c_int), [c_int] * 6
    prototype = CFUNCTYPE(None, *integers, number, *matrix, *matrix, number, *matrix)
    function = address(f"cblas_{letter}gemm")
    assert function is not None  # OpenBLAS has both
    gemm = prototype(function)
    first, second, out = (np.full((size, size), 0.5, dtype) for _ in range(3))

    def multiply(begin: int, end: int) -> None:
        rows, parts = end - begin, (first[begin:].ctypes.data, second.ctypes.data, out[begin:].ctypes.data)
        sizes = (_ROW_MAJOR, _NO_TRANSPOSE, _NO_TRANSPOSE, rows, size, size)
        gemm(*sizes, 1.0, parts[0], size, parts[1], size, 0.0, parts[2], size)

    bounds = [thread * size // threads for thread in range(threads + 1)]
    spans = zip(bounds, bounds[1:], strict=False)
    return _shared([lambda begin=begin, end=end: multiply(begin, end) for begin, end in spans])


def _shared(parts: Sequence[Callable[[], None]]) -> Call:
    """A call that runs the parts at once, the first one itself."""
    if len(parts) == 1:
        return parts[0]
    pool = ThreadPoolExecutor(len(parts) - 1)

    def call() -> None:
        waiting = [pool.submit(part) for part in parts[1:]]
        parts[0]()
        for each in waiting:
            each.result()

    return call


def _shortest(call: Call) -> float:
    call()
    seconds: list[float] = []
    for _ in range(_ROUNDS):
        started = perf_counter()
        call()
        seconds.append(perf_counter() - started)
    return min(seconds)
