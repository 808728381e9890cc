"""log, log2, log10 and log1p.

`x = 2^e·(1 + f)` with `1 + f` in [√½, √2), and `log(1 + f) = f + f²·Q(f)`, so that another base b scales three terms:
`log_b(x) = e·log_b(2) + f·log_b(e) + f²·Q(f)·log_b(e)`. The constants of the first two are sums of two numbers of the
format, and the terms are added from the smallest to the greatest with fused products.
"""

import math
from dataclasses import dataclass

from adjoint.lowering.math.float_format import F32, F64, FloatFormat
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, Integer, fma, select

_SQRT_HALF_BITS = {F32: 0x3F3504F3, F64: 0x3FE6A09E667F3BCD}

# Q(f) for √½ - 1 ≤ f ≤ √2 - 1; the relative error of log(1 + f) is 2^-27.3 and 2^-56.3.
_LOG = {
    F32: (
        -0.5,
        0.3333333134651184,
        -0.250008225440979,
        0.20001262426376343,
        -0.16623367369174957,
        0.1420089602470398,
        -0.13158997893333435,
        0.12767493724822998,
        -0.07645665109157562,
    ),
    F64: (
        -0.5,
        0.3333333333333314,
        -0.2499999999998797,
        0.20000000000067003,
        -0.16666666669827176,
        0.1428571428004247,
        -0.12499999691312051,
        0.11111111150509491,
        -0.10000015213622133,
        0.09090923833040852,
        -0.08332913297578358,
        0.07691531696630508,
        -0.07149444405227715,
        0.0668456807200824,
        -0.06196616590800351,
        0.056684995546398324,
        -0.056782436370612525,
        0.06503346307951915,
        -0.05980194713250133,
        0.026138751012490122,
    ),
}


@dataclass(frozen=True)
class _Base:
    """A base b of logarithms: log_b(2) and log_b(e), each the sum of two numbers of the format."""

    log_2: tuple[float, float]
    log_e: tuple[float, float]


_E = {
    F32: _Base((0.6931471824645996, -1.904654323148236e-09), (1.0, 0.0)),
    F64: _Base((0.6931471805599453, 2.3190468138462996e-17), (1.0, 0.0)),
}
_TWO = {
    F32: _Base((1.0, 0.0), (1.4426950216293335, 1.9259629911266175e-08)),
    F64: _Base((1.0, 0.0), (1.4426950408889634, 2.0355273740931033e-17)),
}
_TEN = {
    F32: _Base((0.3010300099849701, -1.4320989178100216e-08), (0.4342944920063019, -1.010305924008617e-08)),
    F64: _Base((0.3010299956639812, -2.8037281277851704e-18), (0.4342944819032518, 1.098319650216765e-17)),
}


def log(x: Float) -> Float:
    """The natural logarithm: -inf at 0 and -0, NaN below, inf at inf."""
    return _logarithm(x, _E[x.format])


def log2(x: Float) -> Float:
    """The binary logarithm, exact where x is a power of 2."""
    return _logarithm(x, _TWO[x.format])


def log10(x: Float) -> Float:
    """The decimal logarithm."""
    return _logarithm(x, _TEN[x.format])


def log1p(x: Float) -> Float:
    """`log(1 + x)`, accurate near 0: -0 at -0, -inf at -1, NaN below.

    The exponent e is that of the rounded 1 + x; then `f = (1 + x)·2^-e - 1 = x·2^-e + (2^-e - 1)` is rounded once.
    """
    format = x.format
    biased_exponent, _ = _split((x + 1.0).bits(), format)
    e = _exponent(biased_exponent, format)
    # x·2^-e by way of the exponent, as 2^-e may be subnormal; x is far from subnormal where e is not 0.
    exponent_bits = (biased_exponent - format.bias) << format.fraction_bits
    scaled = (x.bits() - exponent_bits).as_float(format)
    quarter = x.constant(4.0).bits() - exponent_bits
    f = scaled + fma(quarter.as_float(format), 0.25, -1.0)
    result = _sum(e, f, _E[format])
    result = select(x < math.inf, result, x)
    special = select(x.equals(-1.0), -math.inf, x.constant(math.nan))
    return select(x > -1.0, result, special).copy_sign(x)


def log_of_normal(x: Float, rest: Float, doublings: Float) -> Float:
    """`log(x·2^doublings) + rest` of a positive x that is not subnormal, and a rest that is small beside the result."""
    e, significand = split_normal(x)
    return select(x < math.inf, _sum(e + doublings, significand - 1.0, _E[x.format], rest), x)


def split_positive(x: Float) -> tuple[Float, Float]:
    """The exponent e and the significand in [√½, √2) of a positive finite x; numbers for any other x as well."""
    format = x.format
    is_subnormal = x < format.smallest_normal
    shift = format.fraction_bits + 1
    e, significand = split_normal(select(is_subnormal, x * 2.0**shift, x))
    return e - select(is_subnormal, float(shift), x.constant(0.0)), significand


def split_normal(x: Float) -> tuple[Float, Float]:
    """The same of an x that is not subnormal."""
    biased_exponent, significand = _split(x.bits(), x.format)
    return _exponent(biased_exponent, x.format), significand


def _logarithm(x: Float, base: _Base) -> Float:
    e, significand = split_positive(x)
    result = _sum(e, significand - 1.0, base)
    result = select(x < math.inf, result, x)
    special = select(x.equals(0.0), -math.inf, x.constant(math.nan))
    return select(x > 0.0, result, special)


def _split(bits: Integer, format: FloatFormat) -> tuple[Integer, Float]:
    """The biased exponent and the significand in [√½, √2) of a normal positive number."""
    shifted = bits + (format.one_bits - _SQRT_HALF_BITS[format])
    significand = (shifted & format.fraction_mask) + _SQRT_HALF_BITS[format]
    return shifted >> format.fraction_bits, significand.as_float(format)


def _exponent(biased_exponent: Integer, format: FloatFormat) -> Float:
    """The exponent as a number: the integer becomes the low bits of 2^fraction_bits."""
    exponent_bits = (format.bias + format.fraction_bits) << format.fraction_bits
    return (biased_exponent | exponent_bits).as_float(format) - (2.0**format.fraction_bits + format.bias)


def _sum(e: Float, f: Float, base: _Base, rest: Float | None = None) -> Float:
    """`e·log_b(2) + log_b(1 + f) + rest`."""
    log_2_high, log_2_low = base.log_2
    log_e_high, log_e_low = base.log_e
    q = horner(f, [coefficient * log_e_high for coefficient in _LOG[f.format]])
    tail = q * f * f if rest is None else fma(q * f, f, rest)
    if log_e_low:
        tail = fma(f, log_e_low, tail)
    if log_2_low:
        tail = fma(e, log_2_low, tail)
    head = fma(f, log_e_high, tail) if log_e_high != 1.0 else f + tail
    return fma(e, log_2_high, head) if log_2_high != 1.0 else e + head
