"""Memory of large results, used again when the last array over it is gone.

Fresh memory costs more than writing to it: the kernel of the operating system clears every page when it is touched
first, one thread at a time. So a result of a megabyte or more is in a block that an earlier call may have used. A block
is lent: the array, its views and whatever else reads its elements (a tensor over the same memory) hold the loan, and
when the loan is gone the block is idle, and the next result of about that size gets it. What is idle is bounded; beyond
that, the blocks that have been idle longest go back to the system.
"""

import mmap
from contextlib import suppress
from math import prod
from typing import Any

import numpy as np

from adjoint.runtime.arguments import Array

LARGE = 1 << 20
"""Bytes from which on a result is lent a block."""

IDLE_BYTES = 256 << 20
"""What blocks that are not lent may hold together. A larger block is never kept."""

_GRANULE = 1 << 16
"""Sizes of blocks are multiples of this: results of about one size can use the same."""


def _map(size: int) -> mmap.mmap:
    """Fresh memory, in huge pages where the system has them; it goes back to the system with the object."""
    if not hasattr(mmap, "MAP_PRIVATE"):
        return mmap.mmap(-1, size)
    block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        with suppress(OSError):
            block.madvise(mmap.MADV_HUGEPAGE)
    return block


class _Loan:
    """What an array over a block holds, by numpy's array interface."""

    def __init__(self, memory: "ResultMemory", block: mmap.mmap):
        self._memory = memory
        self._block = block
        address = np.frombuffer(block, np.uint8).__array_interface__["data"][0]
        self.__array_interface__ = {"version": 3, "shape": (len(block),), "typestr": "|u1", "data": (address, False)}

    def __del__(self) -> None:
        self._memory.give_back(self._block)


class ResultMemory:
    """Blocks for results. Several threads may take from it at once, and arrays may die in any of them, at any time.

    List operations are atomic in CPython, so no lock is needed.
    """

    def __init__(self, idle_bytes: int = IDLE_BYTES):
        self._limit = idle_bytes
        self._idle: list[mmap.mmap] = []
        """The one that has been idle longest first."""

    @property
    def idle_bytes(self) -> int:
        """What the blocks that are not lent hold together."""
        return sum([len(block) for block in self._idle.copy()])

    def array(self, shape: tuple[int, ...], dtype: "np.dtype[Any]") -> Array:
        """An array with any elements, C-contiguous, whose memory no other live array has."""
        size = prod(shape) * dtype.itemsize
        if size < LARGE or size > self._limit:
            return np.empty(shape, dtype)
        block = self._take(size)
        if block is None:
            block = _map(-(-size // _GRANULE) * _GRANULE)
        return np.asarray(_Loan(self, block))[:size].view(dtype).reshape(shape)

    def give_back(self, block: mmap.mmap) -> None:
        """Makes a block available to the next result."""
        self._idle.append(block)
        while self.idle_bytes > self._limit:
            try:
                self._idle.pop(0)
            except IndexError:  # another thread was faster
                return

    def _take(self, size: int) -> mmap.mmap | None:
        """The smallest idle block of at least that size, if it is not much larger."""
        for block in sorted(self._idle.copy(), key=len):
            if size <= len(block) <= size + size // 4 + _GRANULE:
                try:
                    self._idle.remove(block)  # blocks are equal only to themselves
                except ValueError:  # another thread was faster
                    continue
                return block
        return None


_memory = ResultMemory()


def large_array(shape: tuple[int, ...], dtype: "np.dtype[Any]") -> Array:
    """An array for a result, from the process's blocks where it is large."""
    return _memory.array(shape, dtype)
