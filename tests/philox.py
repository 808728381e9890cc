"""Philox4x32-10, a second time: what the random ops must draw."""

import numpy as np
from numpy.typing import NDArray

_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85


def philox(seed: int, offset: int, count: int) -> NDArray[np.uint64]:
    """[4, count]: the words of the block with key = seed and counter = (i, offset), for each i below count.

    Key and counter are of 64 bits, the low word first. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
    SC11.
    """
    index, offsets = np.arange(count, dtype=np.uint64), np.full(count, offset, dtype=np.uint64)
    c0, c1, c2, c3 = index & _LOW, index >> _HALF, offsets & _LOW, offsets >> _HALF
    k0, k1 = seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF
    for _ in range(10):
        first, second = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (second >> _HALF) ^ c1 ^ np.uint64(k0),
            second & _LOW,
            (first >> _HALF) ^ c3 ^ np.uint64(k1),
            first & _LOW,
        )
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + _WEYL[1]) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3])
