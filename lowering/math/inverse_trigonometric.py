"""asin, acos, atan and atan2.

Each is a polynomial near 0. Further out, asin and acos take half the angle, `asin(x) = π/2 - 2·asin(√((1 - x)/2))`, and
atan takes the inverse, `atan(x) = π/2 - atan(1/x)`.
"""

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Boolean, Float, fma, select

_PI = {F32: (3.1415927410125732, -8.742277657347586e-08), F64: (3.141592653589793, 1.2246467991473532e-16)}
_HALF_PI = {F32: (1.5707963705062866, -4.371138828673793e-08), F64: (1.5707963267948966, 6.123233995736766e-17)}
"""Sums of two numbers of the format."""

# (atan(t)/t - 1) / t² by t², for t in [0, 1]; the relative error of atan is 2^-28.5 and 2^-57.4.
_ATAN = {
    F32: (
        -0.33333298563957214,
        0.19998528063297272,
        -0.1426398754119873,
        0.1095067486166954,
        -0.08398547023534775,
        0.05786572024226189,
        -0.03107869252562523,
        0.010857399553060532,
        -0.0017799626803025603,
    ),
    F64: (
        -0.3333333333333307,
        0.19999999999951756,
        -0.1428571428258873,
        0.1111111100736604,
        -0.09090907008294573,
        0.07692279895389818,
        -0.0666640448118662,
        0.05880530179305902,
        -0.05253528548828526,
        0.04722354742562686,
        -0.04219261272995301,
        0.03664353978085608,
        -0.029906379305792933,
        0.021987889261063865,
        -0.013903373095956175,
        0.007198468360849137,
        -0.002885919053189702,
        0.0008316720849521348,
        -0.00015223618384983676,
        1.3232575021933726e-05,
    ),
}

# (asin(s)/s - 1) / s² by s², for s in [0, 1/2]; the relative error of asin is 2^-27.6 and 2^-55.9.
_ASIN = {
    F32: (0.16666752099990845, 0.07495313137769699, 0.04546848684549332, 0.024188663810491562, 0.04215085878968239),
    F64: (
        0.16666666666665408,
        0.07500000000337143,
        0.04464285682821604,
        0.030381959141821926,
        0.022371757929456122,
        0.017359706646875254,
        0.01388521633786849,
        0.012169340570509266,
        0.006527402403910607,
        0.01952987934479699,
        -0.016226868029608647,
        0.03191412612188567,
    ),
}


def asin(x: Float) -> Float:
    """The angle in [-π/2, π/2] whose sine is x: -0 at -0, NaN outside of [-1, 1]."""
    is_far, s, tail = _asin_or_half_of_acos(abs(x))
    high, low = _HALF_PI[x.format]
    doubled = s * 2.0
    difference = high - doubled
    lost = (high - difference) - doubled
    far = difference + (fma(tail, -2.0, low) + lost)
    return select(is_far, far, s + tail).copy_sign(x)


def acos(x: Float) -> Float:
    """The angle in [0, π] whose cosine is x: 0 at 1, NaN outside of [-1, 1]."""
    is_far, s, tail = _asin_or_half_of_acos(abs(x))
    angle = s + tail
    doubled = angle * 2.0
    far = select(x < 0.0, _minus(_PI[x.format], doubled), doubled)
    return select(is_far, far, _minus(_HALF_PI[x.format], angle.copy_sign(x)))


def atan(x: Float) -> Float:
    """The angle in [-π/2, π/2] whose tangent is x: -0 at -0, ±π/2 at ±inf."""
    magnitude = abs(x)
    is_inverted = magnitude > 1.0
    angle = _atan_of_fraction(select(is_inverted, 1.0 / magnitude, magnitude))
    return select(is_inverted, _minus(_HALF_PI[x.format], angle), angle).copy_sign(x)


def atan2(y: Float, x: Float) -> Float:
    """The angle in [-π, π] of the point (x, y), with the special values of C (F.10.1.4)."""
    height, width = abs(y), abs(x)
    is_steep = height > width
    larger, smaller = select(is_steep, height, width), select(is_steep, width, height)
    # Two zeros, or two infinities, have no quotient.
    fraction = select(larger.equals(0.0), 0.0, select(larger.equals(smaller), 1.0, smaller / larger))
    angle = _atan_of_fraction(fraction)
    is_left = x.constant(1.0).copy_sign(x) < 0.0
    steep = _minus(_HALF_PI[x.format], angle.copy_sign(x))
    flat = select(is_left, _minus(_PI[x.format], angle), angle)
    return select(is_steep, steep, flat).copy_sign(y)


def _atan_of_fraction(t: Float) -> Float:
    """atan(t) for t in [0, 1]."""
    square = t * t
    return fma(t * square, horner(square, _ATAN[t.format]), t)


def _asin_or_half_of_acos(x: Float) -> tuple[Boolean, Float, Float]:
    """Whether a positive x is far out, beyond 1/2; and acos(x)/2 where it is, asin(x) where it is not, as a sum."""
    is_far = x > 0.5
    square = select(is_far, (1.0 - x) * 0.5, x * x)
    s = select(is_far, square.sqrt(), x)
    return is_far, s, (s * square) * horner(square, _ASIN[x.format])


def _minus(total: tuple[float, float], part: Float) -> Float:
    """What is left of a sum of two numbers, the second far smaller than the first."""
    high, low = total
    return high - (part - low)
