"""Philox4x32-10, a counter-based random number generator, on scalars of a body.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import i32, i64

from adjoint.lowering.linalg.scalar import Scalar, constant, convert, zero_extended

_ROUNDS = 10
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_KEY_INCREMENTS = (0x9E3779B9, 0xBB67AE85)


def philox(key: Scalar, counter: Scalar, offset: int) -> Sequence[Scalar]:
    """The words, i32, of the block with the 64 bits of the key, and of the counter and the offset."""
    keys = list(_words(key))
    block = [*_words(counter), *(constant(_signed(word), i32) for word in (offset & 0xFFFFFFFF, offset >> 32))]
    for round_ in range(_ROUNDS):
        if round_:
            keys = [word + _signed(increment) for word, increment in zip(keys, _KEY_INCREMENTS, strict=True)]
        high0, low0 = _multiply(block[0], _MULTIPLIERS[0])
        high1, low1 = _multiply(block[2], _MULTIPLIERS[1])
        block = [high1 ^ block[1] ^ keys[0], low1, high0 ^ block[3] ^ keys[1], low0]
    return block


def _words(value: Scalar) -> tuple[Scalar, Scalar]:
    """The low and the high 32 bits of an i64."""
    return convert(value, i32), convert(value >> 32, i32)


def _multiply(word: Scalar, multiplier: int) -> tuple[Scalar, Scalar]:
    """The high and the low 32 bits of a product without signs."""
    product = zero_extended(word, i64) * multiplier
    return convert(product >> 32, i32), convert(product, i32)


def _signed(word: int) -> int:
    """32 bits as the i32 that has them."""
    return word - (1 << 32) if word >= 1 << 31 else word
