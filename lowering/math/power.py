"""pow and rsqrt.

`|x|^y = 2^(y·log2|x|)` needs the logarithm to more bits than the result has, as y may be large. For f32 it is computed
in f64. For f64 it is the sum of two numbers, by the series of `log(m) = 2·artanh(s)` with `s = (m - 1)/(m + 1)`: so are
s, s³/3 and their factors (T. J. Dekker's arithmetic, with fused products); the rest of the series is a polynomial.
"""

import math

from adjoint.lowering.math.exponential import exp2_of_normal, exp2_of_sum
from adjoint.lowering.math.float_format import F32
from adjoint.lowering.math.logarithm import split_normal, split_positive
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

# log2(1 + f) / f for √½ - 1 ≤ f ≤ √2 - 1, with a relative error of 2^-38.4.
_LOG2 = (
    1.442695040886574,
    -0.7213475203281215,
    0.4808983488043619,
    -0.36067379299455565,
    0.28853879528280085,
    -0.24044644294318934,
    0.20610715730191898,
    -0.18043652553152117,
    0.16021556532690012,
    -0.1425003974097602,
    0.1302902486351473,
    -0.134634586183506,
    0.1324447527439104,
    -0.06965145261083691,
)

# (2^r - 1) / r for |r| ≤ 1/2, with a relative error of 2^r of 2^-27.8.
_EXP2 = (
    0.6931472029847007,
    0.24022637774771463,
    0.0555032955222339,
    0.00961979972199004,
    0.001340024944740575,
    0.00014947662868613446,
)

# (artanh(s)/s - 1 - z/3) / z² by z = s², for the s of √½ ≤ m ≤ √2; the relative error of artanh is 2^-73.4.
_ARTANH = (
    0.1999999999999999,
    0.14285714285721923,
    0.11111111108893763,
    0.09090909422168193,
    0.07692279200791403,
    0.0666813281900831,
    0.058378779840540025,
    0.059909852312540424,
)
_ONE_THIRD = (0.3333333333333333, 1.850371707708594e-17)
_TWO_LOG2_E = (2.8853900817779268, 4.0710547481862066e-17)


def rsqrt(x: Float) -> Float:
    """`1/√x`, both correctly rounded: inf at 0, -inf at -0, NaN below."""
    return 1.0 / x.sqrt()


def powf(x: Float, y: Float) -> Float:
    """`x^y`, with the special values of C (F.10.4.4)."""
    magnitude = _power_f32(abs(x), y) if x.format is F32 else _power_f64(abs(x), y)
    nearest = y.round_to_even()
    half = y * 0.5
    y_is_odd = y.equals(nearest) & half.differs(half.round_to_even())
    signed = select(y_is_odd, magnitude.copy_sign(x), magnitude)
    # A negative number to a broken power; -inf to one is the same as inf to it.
    is_undefined = (x < 0.0) & (x > -math.inf) & y.differs(nearest)
    signed = select(is_undefined, x.constant(math.nan), signed)
    return select(x.equals(1.0) | y.equals(0.0), 1.0, signed)


def _power_f32(x: Float, y: Float) -> Float:
    """`x^y` for an x with the sign 0."""
    wide = x.to_f64()
    e, significand = split_normal(wide)
    f = significand - 1.0
    logarithm = _special_logarithm(wide, fma(f, horner(f, _LOG2), e))
    # 0 is times ∞ where x = 1: any y that is as large gives 1 as well.
    exponent = y.clamp(-1e30, 1e30).to_f64() * logarithm
    return exp2_of_normal(exponent.clamp(-160.0, 160.0), _EXP2).to_f32()


def _power_f64(x: Float, y: Float) -> Float:
    """`x^y` for an x with the sign 0."""
    e, m = split_positive(x)
    high, low = _log2(e, m)
    high = _special_logarithm(x, high)
    # 0 is times ∞ where x = 1: any y that is as large gives 1 as well.
    bounded_y = y.clamp(-(2.0**66), 2.0**66)
    exponent = bounded_y * high
    rest = fma(bounded_y, low, fma(bounded_y, high, -exponent))
    # Where the result is 0, infinite or NaN the rest is no longer small.
    rest = select(abs(exponent) < 1100.0, rest, x.constant(0.0))
    return exp2_of_sum(exponent.clamp(-1100.0, 1100.0), rest)


def _special_logarithm(x: Float, logarithm: Float) -> Float:
    """The logarithm where x is neither 0 nor infinite nor NaN."""
    logarithm = select(x < math.inf, logarithm, x)
    return select(x.equals(0.0), -math.inf, logarithm)


def _log2(e: Float, m: Float) -> tuple[Float, Float]:
    """`e + log2(m)` as the sum of two numbers, with a relative error of about 2^-68."""
    denominator = m + 1.0
    denominator_low = m - (denominator - 1.0)
    reciprocal = 1.0 / denominator
    f = m - 1.0
    s_high = f * reciprocal
    remainder = fma(-s_high, denominator_low, fma(-s_high, denominator, f))
    s_low = remainder * reciprocal

    z_high = s_high * s_high
    z_low = fma(s_high * 2.0, s_low, fma(s_high, s_high, -z_high))

    third_high, third_low = _ONE_THIRD
    series = fma(z_high, horner(z_high, _ARTANH), third_low)
    u_high = series + third_high
    u_low = series - (u_high - third_high)

    w_high = z_high * u_high
    w_low = fma(z_low, u_high, fma(z_high, u_low, fma(z_high, u_high, -w_high)))

    v_high = s_high * w_high
    v_low = fma(s_low, w_high, fma(s_high, w_low, fma(s_high, w_high, -v_high)))

    artanh_high = s_high + v_high
    artanh_low = (v_high - (artanh_high - s_high)) + (s_low + v_low)

    scale_high, scale_low = _TWO_LOG2_E
    log_high = artanh_high * scale_high
    log_low = fma(artanh_low, scale_high, fma(artanh_high, scale_low, fma(artanh_high, scale_high, -log_high)))

    high = e + log_high
    return high, (log_high - (high - e)) + log_low
