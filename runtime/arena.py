"""Scratch memory of compiled functions: one block a call, kept between calls.

A block is taken out of the pool for the time of a call, so that several threads can call the same function at once.
A block that has grown too small is dropped for a larger one; the pool never holds more blocks than there were
simultaneous calls.
"""

import numpy as np

ALIGNMENT = 64
"""Bytes: a cache line, and the widest vector."""


class Arena:
    """A block of `size` bytes that starts at a multiple of 64."""

    def __init__(self, size: int):
        self.size = size
        self._memory = np.empty(size + ALIGNMENT, dtype=np.uint8)
        self.address = -(-self._memory.ctypes.data // ALIGNMENT) * ALIGNMENT


class ArenaPool:
    """The idle blocks of one function. List operations are atomic in CPython, so no lock is needed."""

    def __init__(self):
        self._idle: list[Arena] = []

    def take(self, size: int) -> Arena:
        """A block of at least `size` bytes, to be given back after the call."""
        try:
            arena = self._idle.pop()
        except IndexError:
            return Arena(size)
        return arena if arena.size >= size else Arena(size)

    def give_back(self, arena: Arena) -> None:
        """Makes the block available to the next call."""
        self._idle.append(arena)
