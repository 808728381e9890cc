"""exp, exp2 and expm1.

`exp(x) = 2^n·exp(r)` with n the integer nearest to x/ln 2 and `|r| ≤ ln 2 / 2` (Cody and Waite's reduction). ln 2 is
the sum of two numbers of the format, and products are fused into the sums, so that r loses nothing to cancellation.
"""

import math
from collections.abc import Callable, Sequence

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

_LN2 = math.log(2)
_LN2_PARTS = {F32: (0.6931471824645996, -1.904654323148236e-09), F64: (0.6931471805599453, 2.3190468138462996e-17)}

# (exp(r) - 1 - r) / r² for |r| ≤ ln 2 / 2; the relative error of exp is 2^-28.2 and 2^-57.9.
_EXP = {
    F32: (0.4999999403953552, 0.16666516661643982, 0.04166810214519501, 0.008369198068976402, 0.0013838926097378135),
    F64: (
        0.5000000000000011,
        0.16666666666666435,
        0.0416666666665258,
        0.008333333333475855,
        0.001388888894484739,
        0.00019841269554575163,
        2.4801491770592176e-05,
        2.7557536925575545e-06,
        2.7630744828048667e-07,
        2.501774884608621e-08,
    ),
}

# The same, for a relative error of exp(r) - 1 of 2^-27.6 and 2^-61.6.
_EXPM1 = {
    F32: (
        0.5,
        0.16666635870933533,
        0.041666511446237564,
        0.008341512642800808,
        0.0013929937267675996,
        0.00014912702317815274,
    ),
    F64: (
        0.5,
        0.16666666666666677,
        0.041666666666666685,
        0.008333333333321768,
        0.0013888888888892092,
        0.00019841269885456796,
        2.480158728507602e-05,
        2.7557245004723865e-06,
        2.7557322107083055e-07,
        2.5108746395873697e-08,
        2.0896794472187437e-09,
    ),
}

# (2^r - 1) / r for |r| ≤ 1/2; the relative error of exp2 is 2^-26.2 and 2^-57.1.
_EXP2 = {
    F32: (
        0.6931471824645996,
        0.24022594094276428,
        0.055503662675619125,
        0.009625440463423729,
        0.0013387913350015879,
        0.00013335116091184318,
    ),
    F64: (
        0.6931471805599453,
        0.24022650695910172,
        0.05550410866482457,
        0.009618129107577252,
        0.0013333558145573454,
        0.00015403530478400244,
        1.5252734725304277e-05,
        1.3215424823721883e-06,
        1.0177665125779034e-07,
        7.0755385424811194e-09,
        4.5172930868103107e-10,
    ),
}


def exp(x: Float) -> Float:
    """`e^x`: 0 at -inf, inf from the first power that is too large on, gradual underflow."""
    format = x.format
    bounded = x.clamp(format.underflow_exponent * _LN2 - 0.25, format.overflow_exponent * _LN2 + 0.25)
    shifted, r, _ = _reduce(bounded)
    return _scale(horner(r, (1.0, 1.0, *_EXP[format])), shifted)


def exp_of_normal(x: Float) -> Float:
    """`e^x` where it is neither infinite nor subnormal, or x is NaN."""
    shifted, r, _ = _reduce(x)
    return horner(r, (1.0, 1.0, *_EXP[x.format])) * _power_of_two(shifted)


def quarter_exp(x: Float) -> Float:
    """`e^x / 4` from 0 up: finite a little further than e^x."""
    format = x.format
    shifted, r, _ = _reduce(x.at_most(format.overflow_exponent * _LN2 + 1.0))
    return horner(r, (1.0, 1.0, *_EXP[format])) * _power_of_two(shifted, -2)


def scaled_exp(x: Float, factor: Float, rest: Float) -> Float:
    """`e^x · (factor + rest)`, rounded nearly once, for x up to 0, a factor up to 1 and a rest small beside it."""
    shifted, r, _ = _reduce(x.at_least(x.format.underflow_exponent * _LN2 - 0.25))
    minus_one = r * horner(r, (1.0, *_EXP[x.format]))
    exponential = minus_one + 1.0
    exponential_error = minus_one - (exponential - 1.0)
    product = exponential * factor
    product_error = fma(exponential, factor, -product)
    tail = fma(exponential, rest, fma(exponential_error, factor, product_error))
    return _scale(product + tail, shifted)


def exp2(x: Float) -> Float:
    """`2^x`, exact where x is an integer."""
    return exp2_of_sum(x.clamp(x.format.underflow_exponent - 1.0, x.format.overflow_exponent + 1.0))


def exp2_of_sum(high: Float, low: Float | None = None) -> Float:
    """`2^(high + low)` for a high of an exponent's size, or NaN, and a small low."""
    format = high.format
    shifted = high + format.rounding_shift
    r = high - (shifted - format.rounding_shift)
    r = r + low if low is not None else r
    return _scale(horner(r, (1.0, *_EXP2[format])), shifted)


def exp2_of_normal(x: Float, polynomial: Sequence[float] | None = None) -> Float:
    """`2^x` where it is neither infinite nor subnormal, or x is NaN; `polynomial` is `(2^r - 1) / r` for |r| ≤ 1/2."""
    format = x.format
    shifted = x + format.rounding_shift
    r = x - (shifted - format.rounding_shift)
    return horner(r, (1.0, *(polynomial or _EXP2[format]))) * _power_of_two(shifted)


def expm1(x: Float) -> Float:
    """`e^x - 1`, accurate near 0: -0 at -0, -1 at -inf."""
    format = x.format
    bounded = x.clamp(-(format.fraction_bits + 2.0), format.overflow_exponent * _LN2 + 0.25)
    shifted, r, error_of_r = _reduce(bounded)
    # e^x - 1 = 2·(h·(e^r - 1) + (h - 1/2)) with h = 2^(n - 1), as 2^n itself may overflow where the result does not.
    h = _power_of_two(shifted, -1)
    tail = fma(r * r, horner(r, _EXPM1[format]), error_of_r())
    result = fma(tail, h, fma(r, h, h - 0.5)) * 2.0
    return select(abs(x) < 2.0 ** -(format.fraction_bits + 2), x, result)


def _reduce(x: Float) -> tuple[Float, Float, Callable[[], Float]]:
    """`n + rounding_shift` and r of `x = n·ln 2 + r`, and what emits the error of the rounded r."""
    format = x.format
    ln2_high, ln2_low = _LN2_PARTS[format]
    shifted = fma(x, 1 / _LN2, format.rounding_shift)
    n = shifted - format.rounding_shift
    exact = fma(n, -ln2_high, x)
    r = fma(n, -ln2_low, exact)
    return shifted, r, lambda: fma(n, -ln2_low, exact - r)


def _power_of_two(shifted: Float, exponent: int = 0) -> Float:
    """`2^(n + exponent)`, which is neither infinite nor subnormal, from `n + rounding_shift`; any number from NaN."""
    format = shifted.format
    biased_exponent = shifted.bits() - (format.rounding_shift_bits - format.bias - exponent)
    return (biased_exponent << format.fraction_bits).as_float(format)


def _scale(x: Float, shifted: Float) -> Float:
    """`x·2^n`, rounded only where it is subnormal, from `n + rounding_shift`; NaN stays NaN.

    The power is the product of two, as 2^n itself may be out of range.
    """
    format = x.format
    doubly_biased = shifted.bits() - (format.rounding_shift_bits - 2 * format.bias)
    half = doubly_biased >> 1
    first = (half << format.fraction_bits).as_float(format)
    second = ((doubly_biased - half) << format.fraction_bits).as_float(format)
    return x * first * second
