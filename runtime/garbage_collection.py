"""Compiling without Python's collector of reference cycles.

IR is one large cycle and stays alive while it is compiled. The collector looks for garbage in all of it every time that
some more ops were built, and finds none: a fifth of the time of a large program. Afterwards it collects as ever.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_compilations = 0
_was_enabled = False


@contextmanager
def without_garbage_collection() -> Generator[None]:
    """Within it the collector is off, in all threads, unless it was off before."""
    global _compilations, _was_enabled
    with _lock:
        if not _compilations:
            _was_enabled = gc.isenabled()
            gc.disable()
        _compilations += 1
    try:
        yield
    finally:
        with _lock:
            _compilations -= 1
            if not _compilations and _was_enabled:
                gc.enable()
