"""lgamma, digamma and the polygamma functions.

lgamma is a polynomial around 2, to where numbers up to 8 are shifted by `Γ(x + 1) = x·Γ(x)`, and Stirling's series from
there on. The others are asymptotic series where these have converged, to where numbers are shifted. Negative numbers
are reflected. Abramowitz and Stegun, 6.1 to 6.4.
"""

import math
from fractions import Fraction

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.logarithm import log
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Boolean, Float, fma, select

# lgamma(2 + h) / h for |h| ≤ 1/2, with a relative error of 2^-25.9 and 2^-55.9.
_LGAMMA = {
    F32: (
        0.42278432846069336,
        0.32246702909469604,
        -0.06735147535800934,
        0.02058136835694313,
        -0.007401712238788605,
        0.0028810719959437847,
        -0.001087781391106546,
        0.0005647660000249743,
        -0.0004488275444600731,
    ),
    F64: (
        0.42278433509846713,
        0.3224670334241133,
        -0.0673523010531949,
        0.020580808427765808,
        -0.007385551029013011,
        0.0028905103318254775,
        -0.0011927538979112646,
        0.0005096694960617138,
        -0.00022315503884382564,
        9.945792434555422e-05,
        -4.492304501544073e-05,
        2.0503750262449115e-05,
        -9.46072639288577e-06,
        4.392382048399087e-06,
        -1.9575704376696917e-06,
        9.030887888851903e-07,
        -6.150274633841045e-07,
        2.94151098294634e-07,
        2.8475581094136425e-08,
    ),
}

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

_TERMS = {F32: 4, F64: 9}
"""Of a series, from where they converge."""
_SHIFT = {F32: 6, F64: 10}
"""Where they do."""

_STIRLING_FROM = 8.0
_HALF_LOG_TWO_PI = 0.9189385332046728


def lgamma(x: Float) -> Float:
    """`log |Γ(x)|`: inf at 0, at negative integers and at infinities, 0 at 1 and 2.

    Between negative integers, where it has zeros, it is accurate to some ulps of the terms that cancel out.
    """
    is_reflected = x < -0.5
    y = select(is_reflected, -x, x)
    is_below, is_far_below = y < 1.5, y < 0.5
    reduced, product = y, x.constant(1.0)
    for _ in range(6):
        is_above = reduced > 2.5
        reduced = select(is_above, reduced - 1.0, reduced)
        product = select(is_above, product * reduced, product)
    h = select(is_far_below, y, select(is_below, y - 1.0, reduced - 2.0))
    product = select(is_far_below, abs(y * (y + 1.0)), select(is_below, y, product))

    is_large = y > _STIRLING_FROM
    logarithm = log(select(is_large, y, product))
    near = fma(h, horner(h, _LGAMMA[x.format]), select(is_below, -logarithm, logarithm))
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

    Near its zeros it is accurate to some ulps of the terms that cancel out.
    """
    y, is_reflected = _reflected(x)
    terms, shift = _TERMS[x.format], _SHIFT[x.format]
    is_small = y < float(shift)
    shifted = select(is_small, y + float(shift), y)
    # The sum of 1/(y + k) for the numbers k that it was shifted by: the derivative of their product over the product.
    bounded = select(is_small, y, x.constant(1.0))
    numerator, denominator = x.constant(1.0), bounded + 1.0
    for k in range(2, shift):
        factor = bounded + float(k)
        numerator = fma(numerator, factor, denominator)
        denominator = denominator * factor
    lost = select(is_small, numerator / denominator + 1.0 / y, x.constant(0.0))
    inverse = 1.0 / shifted
    square = inverse * inverse
    series = square * horner(square, [float(-b / (2 * k)) for k, b in enumerate(_BERNOULLI[:terms], 1)])
    result = (log(shifted) + fma(inverse, -0.5, series)) - lost
    cotangent = _cotangent(x)
    reflected = select(abs(cotangent) < math.inf, fma(cotangent, -math.pi, result), x.constant(math.nan))
    return select(is_reflected, reflected, result)


def polygamma(x: Float, n: int) -> Float:
    """The n-th derivative of digamma, for n from 1 up: infinite at 0 and negative integers, 0 at inf, NaN at -inf.

    From 0 up it is `(-1)^(n + 1)·n!·Σ 1/(x + k)^(n + 1)` over all k from 0 up, the sum from some k on by a series.
    """
    y, is_reflected = _reflected(x)
    terms, shift = _TERMS[x.format] + 1, _SHIFT[x.format] + n
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
