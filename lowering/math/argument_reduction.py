"""The reduction of an angle of any size to an eighth of a turn, after M. H. Payne and R. N. Hanek (1983).

An angle x is `x·(1/2π)` turns, of which only the fraction is wanted, to some hundred bits. The greater x is, the
further on are the digits of 1/2π that it depends on: x is a multiple of its last bit, so that those before make
whole turns. So x is scaled down by a power of 2, 1/2π is shifted up by as much, and the whole turns that it then
has are dropped.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.scalar import Float, Integer, fma, select

_TWO_PI = (6.283185307179586, 2.4492935982947064e-16)

_QUARTER_SHIFT = 1.5 * 2.0**50
"""A sum with it is rounded to quarters, whose number is then the low bits of the sum."""


@dataclass(frozen=True)
class ReducedAngle:
    """The angle is `quarter·π/2 + radians` and whole turns. |radians| ≤ π/4, up to 0.07 more for an f32 near 2^50."""

    quarter: Integer
    """Of its bits the two lowest count."""
    radians: Float
    error: Callable[[], Float]
    """Emits what `radians` lacks as a rounded number."""


def reduce_angle(x: Float) -> ReducedAngle:
    """The reduced angle of an x with the sign 0, rounded once but for little; NaN where x is infinite or NaN."""
    return _reduce_f32(x) if x.format is F32 else _reduce_f64(x)


@cache
def _inverse_two_pi(bits: int) -> int:
    """`2^bits/2π`, rounded down; π by J. Machin's formula."""
    guard = 32
    one = 1 << (bits + guard)

    def arctan_of_inverse(n: int) -> int:
        power, total, k = one // n, 0, 1
        while power:
            total += -(power // k) if k & 2 else power // k
            power //= n * n
            k += 2
        return total

    pi = 16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)
    return (one << bits) // (2 * pi)


_F32_STEP = 27
"""An f32 from 2^50 on is a multiple of 2^27."""


@cache
def _f32_factor(step: int) -> tuple[float, float]:
    """`2^(27·step)/2π` without its whole turns, nearest to 0, as the sum of two f64."""
    bits = 256
    turns = (_inverse_two_pi(bits) << (_F32_STEP * step)) % (1 << bits)
    if turns >> (bits - 1):
        turns -= 1 << bits
    # Python rounds the quotient of two integers correctly.
    high = turns / (1 << bits)
    numerator, denominator = high.as_integer_ratio()
    low = (turns * denominator - (numerator << bits)) / (denominator << bits)
    return high, low


def _reduce_f32(x: Float) -> ReducedAngle:
    """In f64, with x scaled to 2^50 at most: the product with the sum of two f64 is exact to 2^-56 turns."""
    scale = x.constant(1.0)
    high, low = (x.body.float_constant(number, F64) for number in _f32_factor(0))
    for step in (1, 2, 3):
        exceeds = x > 2.0 ** (50 + _F32_STEP * (step - 1))
        step_high, step_low = _f32_factor(step)
        scale = select(exceeds, 2.0 ** (-_F32_STEP * step), scale)
        high = select(exceeds, step_high, high)
        low = select(exceeds, step_low, low)
    scaled = (x * scale).to_f64()
    shifted = fma(scaled, high, _QUARTER_SHIFT)
    turns = fma(scaled, low, fma(scaled, high, _QUARTER_SHIFT - shifted))
    radians = turns * _TWO_PI[0]
    rounded = radians.to_f32()
    return ReducedAngle(
        quarter=shifted.bits().to_i32(),
        radians=rounded,
        error=lambda: (radians - rounded.to_f64()).to_f32(),
    )


_WORD_BITS = 51
_WORDS = 25
_WINDOW = 5
"""So many words make the product, to 2^-151 turns. No f64 is nearer to a quarter than 2^-63."""


@cache
def _words() -> tuple[float, ...]:
    """0, and then 1/2π in words of 51 bits, each a fraction of one unit of the word before it."""
    count = _WORDS - 1
    digits = _inverse_two_pi(_WORD_BITS * count)
    shifts = [_WORD_BITS * (count - 1 - index) for index in range(count)]
    return 0.0, *(((digits >> shift) & ((1 << _WORD_BITS) - 1)) * 2.0**-_WORD_BITS for shift in shifts)


def _reduce_f64(x: Float) -> ReducedAngle:
    """The sum of the products of x with five words, the greater ones exact as sums of two numbers each."""
    scaled, words = _select_window(x)
    product: list[Float] = []
    error: list[Float] = []
    for word in words[:-1]:
        product.append(scaled * word)
        error.append(fma(scaled, word, -product[-1]))
        scaled = scaled * 2.0**-_WORD_BITS

    # Only the first products have whole turns. What is left of the first one has few bits: that sum is exact.
    first = _fraction(product[0]) + _fraction(error[0])
    high, high_error = _two_sum(first, _fraction(product[1]))
    middle, middle_error = _two_sum(error[1], product[2])
    total, total_error = _two_sum(high, middle)
    shifted = total + _QUARTER_SHIFT
    # Near a multiple of a quarter this may be 0, and all of the result is in what was less than its last bit.
    remainder = total - (shifted - _QUARTER_SHIFT)
    low, low_error = _two_sum(total_error, middle_error)
    lower, lower_error = _two_sum(product[3], error[2])
    lows, lows_error = _two_sum(low, lower)
    head, head_error = _two_sum(remainder, lows)
    rest = fma(scaled, words[-1], error[3]) + ((low_error + lower_error) + (lows_error + high_error)) + head_error
    turns = head + rest
    turns_low = rest - (turns - head)

    two_pi_high, two_pi_low = _TWO_PI
    tail = fma(turns, two_pi_low, turns_low * two_pi_high)
    radians = fma(turns, two_pi_high, tail)
    # Below an eighth of a turn x is exact already; at 0 it has to be, as its scale is lost.
    is_reduced = x < math.pi / 4
    return ReducedAngle(
        quarter=shifted.bits(),
        radians=select(is_reduced, x, radians),
        error=lambda: select(is_reduced, 0.0, fma(turns, two_pi_high, -radians) + tail),
    )


def _select_window(x: Float) -> tuple[Float, Sequence[Float]]:
    """x scaled by a power of 2 to 2^103 at most, and the five words of 1/2π by which it makes more than whole turns.

    Word n of the five is in units of `2^(-51·n)`. Unless the first one is 0 the scaled x is an integer. Where the five
    begin is found in binary: while x is too great for what the smaller steps can reach, they move on by a step.
    """
    words = [x.constant(word) for word in _words()]
    scaled = x
    # The word in front, 0, is for an x that is no integer; it takes the place of digits in units of a turn.
    exponent = _WORD_BITS
    for step in (16, 8, 4, 2, 1):
        shift = _WORD_BITS * step
        exceeds = scaled > 2.0 ** (F64.fraction_bits + shift - exponent)
        scaled = scaled * select(exceeds, 2.0 ** (exponent - shift), x.constant(2.0**exponent))
        exponent = 0
        kept = words[: _WINDOW + step - 1]
        moved = [select(exceeds, later, word) for word, later in zip(kept, words[step:], strict=False)]
        words = moved + kept[len(moved) :]
    return scaled, words


def _fraction(x: Float) -> Float:
    """What x is more or less than the nearest integer, which is exact."""
    return x - x.round_to_even()


def _two_sum(a: Float, b: Float) -> tuple[Float, Float]:
    """The sum and its rounding error, which is exact (D. E. Knuth)."""
    total = a + b
    b_part = total - a
    return total, (a - (total - b_part)) + (b - b_part)
