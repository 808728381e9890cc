"""fmod of f32, the exact remainder of a division rounded towards 0, in f64.

Of |x| as many multiples of |y| are subtracted at a time as a quotient of 53 bits counts. What is left is again a number
of f64, and less than 2^-51 of what there was; the greatest quotient of two f32 is below 2^277.
"""

import math

from adjoint.lowering.math.scalar import Float, fma, select

_STEPS = 6


def fmod(x: Float, y: Float) -> Float:
    """The remainder, of the sign of x: x where y is infinite, NaN where y is 0 or x infinite. Operands are f32."""
    magnitude, divisor = abs(x).to_f64(), abs(y).to_f64()
    inverse, minus_divisor = 1.0 / divisor, -divisor
    rest = magnitude
    for _ in range(_STEPS):
        rest = fma((rest * inverse).truncate(), minus_divisor, rest)
    # A quotient that was rounded up is one too great, one that was rounded down one too small.
    rest = select(rest < 0.0, rest + divisor, rest)
    rest = select(rest < divisor, rest, rest - divisor)
    rest = select(divisor.equals(math.inf), magnitude, rest)
    return select(abs(x) < math.inf, rest.to_f32().copy_sign(x), x.constant(math.nan))
