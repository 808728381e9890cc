"""Evaluation of polynomials whose coefficients are numbers, the coefficient of the lowest power first.

The coefficients in this folder are minimax: they make the greatest error on an interval as small as possible, the error
relative to the function that is computed in the end. They were found by Remez's exchange algorithm in 200 bits, then
rounded to the format one after the other from the lowest power up, the higher ones fitted again after each.
"""

from collections.abc import Sequence

from adjoint.lowering.math.scalar import Float, fma


def horner(x: Float, coefficients: Sequence[float]) -> Float:
    """`c0 + x·(c1 + x·(c2 + …))`, each step one fused multiply-add; two coefficients or more.

    It takes the fewest operations. That each waits for the one before costs nothing in a loop, where several elements
    are computed at a time: schemes with shorter chains (Estrin's) were measured, and are slower.
    """
    *lower, second, highest = coefficients
    result = fma(x, highest, second)
    for coefficient in reversed(lower):
        result = fma(result, x, coefficient)
    return result
