"""The OpenMP runtime that starts threads: GNU's libgomp, which every Linux with a compiler or with PyTorch has.

A process that has PyTorch in it shares its pool of threads: the library is loaded once. Where there is none, the same
functions run everything on the calling thread.
"""

import ctypes
import os
from collections.abc import Mapping
from functools import cache

FUNCTIONS = ("GOMP_parallel", "omp_get_thread_num", "omp_get_num_threads", "omp_in_parallel")

SERIAL = """
define void @GOMP_parallel(ptr %function, ptr %data, i32 %threads, i32 %flags) {
  call void %function(ptr %data)
  ret void
}

define i32 @omp_get_thread_num() {
  ret i32 0
}

define i32 @omp_get_num_threads() {
  ret i32 1
}

define i32 @omp_in_parallel() {
  ret i32 0
}
"""
"""LLVM IR of a runtime with one thread."""


_SPIN_COUNT = "1000"
"""How often a thread that waits for others looks before it sleeps, a few µs.

libgomp's own default, 300,000, loses whole time slices where another process wants the processor: a step of 0.1 ms that
starts a handful of teams then takes 50 ms.
"""

_WAITING_VARIABLES = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")


@cache
def library() -> ctypes.CDLL | None:
    """libgomp, None where there is none. How its threads wait is as the environment says, else by `_SPIN_COUNT`."""
    chosen = any(variable in os.environ for variable in _WAITING_VARIABLES)
    if not chosen:
        os.environ["GOMP_SPINCOUNT"] = _SPIN_COUNT
    try:
        # The library reads the environment once, while it is loaded.
        return ctypes.CDLL("libgomp.so.1")
    except OSError:
        return None
    finally:
        if not chosen:
            del os.environ["GOMP_SPINCOUNT"]


@cache
def addresses() -> Mapping[str, int] | None:
    """Where libgomp's functions are in this process, None where there is no libgomp."""
    libgomp = library()
    if libgomp is None:
        return None
    return {name: function_address(libgomp, name) for name in FUNCTIONS}


def function_address(library: ctypes.CDLL, name: str) -> int:
    """Where a function of a loaded library is. Raises AttributeError where it has none of the name."""
    address = ctypes.cast(library[name], ctypes.c_void_p).value
    assert address is not None
    return address
