"""lgamma, digamma and the polygamma functions.

lgamma and digamma are polynomials around 2 and 3/2, to where numbers up to 8 are shifted by `Γ(x + 1) = x·Γ(x)`, and
asymptotic series from there on. The polygamma functions are such series, to where all numbers are shifted. Negative
numbers are reflected. Abramowitz and Stegun, 6.1 to 6.4.
"""

import math
from fractions import Fraction

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.logarithm import log
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Boolean, Float, fma, select

# lgamma(2 + h) / h for h in [-3/4, 1/2], with a relative error of 2^-26.1 and 2^-53.1.
# The first coefficient is the sum of two numbers.
_LGAMMA = {
    F32: (
        0.42278432846069336,
        6.664342411255575e-09,
        0.32246702909469604,
        -0.0673523098230362,
        0.020581206306815147,
        -0.007385001052170992,
        0.00288530346006155,
        -0.0012008997146040201,
        0.0005343573866412044,
        -0.00017761388153303415,
        6.593400030396879e-05,
        -0.00013190449681133032,
    ),
    F64: (
        0.42278433509846713,
        4.8355744285301534e-18,
        0.3224670334241132,
        -0.06735230105319802,
        0.020580808427783707,
        -0.007385551028683231,
        0.002890510330791362,
        -0.0011927539112604032,
        0.0005096695235004452,
        -0.00022315476936598996,
        9.945752695814543e-05,
        -4.4926081669471624e-05,
        2.0507164454490467e-05,
        -9.44082090262361e-06,
        4.374339080391059e-06,
        -2.03229402310013e-06,
        9.618360971231857e-07,
        -4.6961644635135955e-07,
        1.803543535304981e-07,
        -7.411313598446592e-08,
        1.1934609995376276e-07,
        -1.427637078679158e-08,
        -5.226983274945844e-08,
        -4.7099623764951544e-08,
    ),
}

# digamma(x) / (x - x0) by x - 3/2, for x in [1, 2], with a relative error of 2^-27.1 and 2^-56.0.
# The first coefficient is the sum of two numbers.
_DIGAMMA = {
    F32: (
        0.9510558843612671,
        -8.727946365638672e-09,
        -0.42362749576568604,
        0.24054262042045593,
        -0.14839878678321838,
        0.0949820801615715,
        -0.06205707788467407,
        0.04087935388088226,
        -0.02578100375831127,
        0.016980329528450966,
        -0.01638411171734333,
        0.01111879013478756,
    ),
    F64: (
        0.9510558760318328,
        4.304814047911662e-17,
        -0.4236274212814606,
        0.24054248424078722,
        -0.14840492305388028,
        0.09498872445284978,
        -0.06192213327554249,
        0.040760833943390105,
        -0.02697579665763124,
        0.017907248235609116,
        -0.011908220153086282,
        0.007927023326819565,
        -0.005279936636567558,
        0.00351808871155368,
        -0.002345499833154418,
        0.0015635033583666139,
        -0.001036432025237114,
        0.0006902822924853533,
        -0.0004860346227053383,
        0.0003258804202618541,
        -0.00014465638361029108,
        9.329548414968315e-05,
        -0.00017833338985436646,
        0.00012117314181064047,
    ),
}
_ZERO_OF_DIGAMMA = {F32: (1.4616321325302124, 1.2438149938918909e-08), F64: (1.4616321449683622, 9.549995429965697e-17)}
"""x0, the sum of two numbers of the format."""

# (sin(πr)/(πr) - 1) / r² by r², for |r| ≤ 1/2; the relative error of sin(πr) is 2^-27.2 and 2^-61.3.
_SINE = {
    F32: (-1.6449333429336548, 0.8117157816886902, -0.19044281542301178, 0.024715492501854897),
    F64: (
        -1.6449340668482264,
        0.8117424252833462,
        -0.19075182412167532,
        0.0261478478079425,
        -0.0023460809132864664,
        0.0001484279165402426,
        -6.972267187506831e-06,
        2.4518313121646393e-07,
    ),
}

_BERNOULLI = (
    Fraction(1, 6),
    Fraction(-1, 30),
    Fraction(1, 42),
    Fraction(-1, 30),
    Fraction(5, 66),
    Fraction(-691, 2730),
    Fraction(7, 6),
    Fraction(-3617, 510),
    Fraction(43867, 798),
    Fraction(-174611, 330),
)
"""Bernoulli's numbers of the even indices from 2 on: the series are sums with them, by powers of 1/x²."""

_TERMS = {F32: 4, F64: 10}
"""Of a series."""
_SERIES_FROM = 8.0
"""From here on that many terms are enough for lgamma and digamma."""
_POLYGAMMA_FROM = {F32: 6, F64: 10}
"""From here on, and n, for the n-th polygamma function."""

_HALF_LOG_TWO_PI = 0.9189385332046728


def lgamma(x: Float) -> Float:
    """`log |Γ(x)|`: inf at 0, at negative integers and at infinities, 0 at 1 and 2.

    Between negative integers, where it has zeros, it is accurate to some ulps of the terms that cancel out.
    """
    is_reflected = x < -0.5
    y = select(is_reflected, -x, x)
    is_below, is_far_below = y < 1.25, y < 0.5
    reduced, product = y, x.constant(1.0)
    for _ in range(6):
        is_above = reduced > 2.5
        reduced = select(is_above, reduced - 1.0, reduced)
        product = select(is_above, product * reduced, product)
    h = select(is_far_below, y, select(is_below, y - 1.0, reduced - 2.0))
    product = select(is_far_below, abs(y * (y + 1.0)), select(is_below, y, product))

    is_large = y > _SERIES_FROM
    logarithm = log(select(is_large, y, product))
    near = fma(h, _with_leading(h, _LGAMMA[x.format]), select(is_below, -logarithm, logarithm))
    inverse = 1.0 / y
    coefficients = [float(b / (2 * k * (2 * k - 1))) for k, b in enumerate(_BERNOULLI[: _TERMS[x.format]], 1)]
    series = inverse * horner(inverse * inverse, coefficients)
    far = fma(y - 0.5, logarithm - 1.0, series + (_HALF_LOG_TWO_PI - 0.5))
    result = select(is_large, far, near)

    # Γ(-y)·Γ(y) = -π / (y·sin(πy))
    r = _distance_to_integer(y)
    reflected = -log(y * _sine_over_pi(r)) - result
    result = select(is_reflected, reflected, result)
    return select(abs(x).equals(math.inf), math.inf, result)


def digamma(x: Float) -> Float:
    """The derivative of lgamma: -inf at 0, inf at -0, NaN at negative integers and -inf.

    Between negative integers, where it has zeros, it is accurate to some ulps of the terms that cancel out.
    """
    y, is_reflected = _reflected(x)
    # ψ(y) = ψ(y - k) + Σ 1/(y - j) over j from 1 to k: the derivative of a product, over the product.
    reduced, numerator, denominator = y, x.constant(0.0), x.constant(1.0)
    for _ in range(int(_SERIES_FROM) - 2):
        is_above = reduced > 2.0
        reduced = select(is_above, reduced - 1.0, reduced)
        numerator = select(is_above, fma(numerator, reduced, denominator), numerator)
        denominator = select(is_above, denominator * reduced, denominator)
    is_below = y < 1.0
    zero_high, zero_low = _ZERO_OF_DIGAMMA[x.format]
    # The numbers near 0 are not shifted, which would round them.
    distance = select(is_below, y - (zero_high - 1.0), reduced - zero_high) - zero_low
    at_center = select(is_below, y - 0.5, reduced - 1.5)
    others = select(is_below, -1.0, numerator) / select(is_below, y, denominator)
    near = fma(distance, _with_leading(at_center, _DIGAMMA[x.format]), others)

    inverse = 1.0 / y
    square = inverse * inverse
    coefficients = [float(-b / (2 * k)) for k, b in enumerate(_BERNOULLI[: _TERMS[x.format]], 1)]
    far = log(y) + fma(inverse, -0.5, square * horner(square, coefficients))
    result = select(y > _SERIES_FROM, far, near)

    cotangent = _cotangent(x)
    reflected = select(abs(cotangent) < math.inf, fma(cotangent, -math.pi, result), x.constant(math.nan))
    return select(is_reflected, reflected, result)


def polygamma(x: Float, n: int) -> Float:
    """The n-th derivative of digamma, for n from 1 up: infinite at 0 and negative integers, 0 at inf, NaN at -inf.

    From 0 up it is `(-1)^(n + 1)·n!·Σ 1/(x + k)^(n + 1)` over all k from 0 up, the sum from some k on by a series.
    """
    y, is_reflected = _reflected(x)
    terms, shift = _TERMS[x.format], _POLYGAMMA_FROM[x.format] + n
    total = x.constant(0.0)
    for k in reversed(range(shift)):
        total = total + _integer_power(1.0 / (y + float(k)), n + 1)
    inverse = 1.0 / (y + float(shift))
    coefficients = [
        float(b * math.prod(range(n + 1, n + 2 * k)) / math.factorial(2 * k))
        for k, b in enumerate(_BERNOULLI[:terms], 1)
    ]
    square = inverse * inverse
    series = fma(inverse, 0.5, fma(square, horner(square, coefficients), 1 / n))
    total = fma(_integer_power(inverse, n), series, total)
    result = total * float((-1) ** (n + 1) * math.factorial(n))

    # ψ(x) is ψ(1 - x) - π·cot(πx).
    cotangent = _cotangent(x)
    derivative = _polynomial_of_parity(cotangent, _derivative_of_cotangent(n))
    reflected = fma(derivative, -(math.pi ** (n + 1)), result * float((-1) ** n))
    return select(is_reflected, reflected, result)


def _derivative_of_cotangent(n: int) -> list[int]:
    """The coefficients of the polynomial in c = cot(x) that is its n-th derivative, by `c' = -(1 + c²)`."""
    coefficients = [0, 1]
    for _ in range(n):
        slopes = [power * coefficient for power, coefficient in enumerate(coefficients)][1:]
        coefficients = [-low - high for low, high in zip([*slopes, 0, 0], [0, 0, *slopes], strict=True)]
    return coefficients


def _polynomial_of_parity(x: Float, coefficients: list[int]) -> Float:
    """A polynomial whose powers are all even, or all odd."""
    is_odd = not coefficients[0]
    of_square = horner(x * x, [float(coefficient) for coefficient in coefficients[is_odd::2]])
    return x * of_square if is_odd else of_square


def _reflected(x: Float) -> tuple[Float, Boolean]:
    """1 - x where x is negative, else x; and whether it is."""
    is_reflected = x < 0.0
    return select(is_reflected, 1.0 - x, x), is_reflected


def _distance_to_integer(x: Float) -> Float:
    return x - x.round_to_even()


def _sine_over_pi(r: Float) -> Float:
    """`|sin(πr)| / π` for |r| ≤ 1/2."""
    square = r * r
    return abs(fma(r * square, horner(square, _SINE[r.format]), r))


def _cotangent(x: Float) -> Float:
    """`cot(πx)`, infinite at integers: the sine of what is left to half a turn over the sine."""
    r = _distance_to_integer(x)
    return (_sine_over_pi(0.5 - abs(r)) / _sine_over_pi(r)).copy_sign(r)


def _integer_power(x: Float, exponent: int) -> Float:
    """By repeated squaring, for an exponent from 1 up."""
    result = x
    for bit in bin(exponent)[3:]:
        result = result * result
        result = result * x if bit == "1" else result
    return result


def _with_leading(x: Float, coefficients: tuple[float, ...]) -> Float:
    """A polynomial whose first coefficient is the sum of the first two numbers."""
    leading, *others = coefficients
    return horner(x, others) + leading
