"""How many threads native code uses: as many as the process may run on, or as it was told."""

import os
from ctypes import addressof, c_int64

from adjoint.runtime.errors import AdjointError

_VARIABLES = ("ADJOINT_NUM_THREADS", "OMP_NUM_THREADS")


def default_thread_count() -> int:
    """The number in the first environment variable that is set; else the processors that the process may run on."""
    for variable in _VARIABLES:
        text = os.environ.get(variable, "")
        if text.isascii() and text.isdigit() and int(text) > 0:
            return int(text)
        if text and variable.startswith("ADJOINT"):
            raise AdjointError(f"error: {variable} must be a positive number of threads, got {text!r}")
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_count = c_int64(0)


def thread_count() -> int:
    """How many threads a call of a compiled function may use. Raises AdjointError for a wrong ADJOINT_NUM_THREADS."""
    if not _count.value:
        _count.value = default_thread_count()
    return _count.value


def set_thread_count(count: int) -> None:
    """Sets the number of threads, of the whole process, for the calls that follow. Raises AdjointError below 1."""
    if count < 1:
        raise AdjointError(f"error: the number of threads must be at least 1, got {count}")
    _count.value = count


def thread_count_address() -> int:
    """Where native code reads the number, an i64."""
    thread_count()
    return addressof(_count)


def _after_fork() -> None:
    """In the child of a fork the threads of the OpenMP pool are gone, and starting a team would wait for them."""
    _count.value = 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
