"""The calls of a program that were prepared, as the builtin reads them (`adjoint.runtime.builtin_call`)."""

from collections.abc import Callable, Sequence
from itertools import chain
from math import prod
from threading import Lock

import numpy as np

from adjoint.runtime.arena import Arena
from adjoint.runtime.builtin_call import MOST_BUFFERS, make_builtin
from adjoint.runtime.compiled_function import CompiledFunction, Plan

_CAPACITY = 64
"""How many calls a table holds; they are compared one after the other, those called last at first."""

_MOST_BYTES = 1 << 18
"""Of results, and of the arena, for which a call is worth to be in the table: what takes longer does not notice."""

_COUNT, _RECORDS, _ARENA, _, _GRADIENTS, _SINGLE = range(6)


class CallTable:
    """Records of prepared calls, and memory that one of them at a time can use."""

    def __init__(self, gradients: int, is_single: bool):
        """`gradients` and `is_single` are the structure of the results (`adjoint.runtime.prepared_calls`)."""
        self._addresses = np.zeros(_CAPACITY, np.int64)
        self._header = np.zeros(6, np.int64)
        self._header[_RECORDS] = self._addresses.ctypes.data
        self._header[_GRADIENTS] = gradients
        self._header[_SINGLE] = is_single
        self._kept: list[object] = [self._addresses]
        self._arena_bytes = 0
        self._lock = Lock()

    def builtin(self, fallback: Callable[..., object]) -> Callable[..., object] | None:
        """The builtin that makes the calls of this table itself, and leaves others to a function in Python.

        None where this interpreter can have none.
        """
        return make_builtin(self._header, fallback, self._kept)

    def add(self, compiled: CompiledFunction, plan: Plan, shapes: Sequence[tuple[int, ...]]) -> bool:
        """Adds the call for arguments of these shapes. False where there is no room, or nothing to be gained."""
        result_bytes = sum(
            prod(shape) * result.dtype.itemsize
            for shape, result in zip(plan.result_shapes, compiled.results, strict=True)
        )
        if result_bytes > _MOST_BYTES or plan.arena_bytes > _MOST_BYTES:
            return False
        if len(shapes) + len(compiled.results) > MOST_BUFFERS:
            return False
        buffers = zip((*compiled.parameters, *compiled.results), (*shapes, *plan.result_shapes), strict=True)
        record = np.array(
            [
                *(compiled.address, plan.sizes_address, plan.threads, len(shapes), len(compiled.results)),
                *chain.from_iterable((id(each.dtype), len(shape), *shape) for each, shape in buffers),
            ],
            np.int64,
        )
        with self._lock:
            count = int(self._header[_COUNT])
            if count == _CAPACITY:
                return False
            self._reserve(plan.arena_bytes)
            self._kept.append((compiled, plan, record))
            self._addresses[count] = record.ctypes.data
            self._header[_COUNT] = count + 1
        return True

    def _reserve(self, size: int) -> None:
        """Makes the arena as large as that. An earlier one is kept: another thread may be using it."""
        if not self._header[_ARENA] or size > self._arena_bytes:
            arena = Arena(max(size, 2 * self._arena_bytes))
            self._kept.append(arena)
            self._header[_ARENA] = arena.address
            self._arena_bytes = arena.size
