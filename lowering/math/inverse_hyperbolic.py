"""asinh, acosh and atanh.

Near 0, or 1 for acosh, they are polynomials. Further out `asinh(x) = log(x + √(x² + 1))`,
`acosh(x) = log(x + √(x² - 1))` and `atanh(x) = log((1 + x)/(1 - x)) / 2`. The rounding error of the sum in the
logarithm counts where the logarithm is small: it is found, and added to the logarithm as a fraction of the sum.
"""

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.logarithm import log, log_of_normal
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

# (asinh(x)/x - 1) / x² by x², for x in [0, 1/2]; the relative error of asinh is 2^-29.5 and 2^-60.4.
_ASINH = {
    F32: (
        -0.1666664332151413,
        0.07498639822006226,
        -0.04438277333974838,
        0.028160056099295616,
        -0.013221836648881435,
    ),
    F64: (
        -0.1666666666666661,
        0.07499999999984416,
        -0.04464285712783038,
        0.030381943716324064,
        -0.022372138356122593,
        0.017352386917115718,
        -0.013960231827032727,
        0.011512980883228706,
        -0.009534126878355236,
        0.007465551328229103,
        -0.00474742720970551,
        0.001718019278929812,
    ),
}

# (acosh(1 + t)/√(2t) - 1) / t for t in [0, 1/2]; the relative error of acosh is 2^-33.9 and 2^-64.5.
_ACOSH = {
    F32: (
        -0.0833333283662796,
        0.018749767914414406,
        -0.005577011965215206,
        0.0018770975293591619,
        -0.000626546679995954,
        0.000144631412695162,
    ),
    F64: (
        -0.08333333333333331,
        0.018749999999997068,
        -0.00558035714269454,
        0.0018988715232293744,
        -0.0006991298963735819,
        0.00027113614220775246,
        -0.00010909453964120188,
        4.509485136301552e-05,
        -1.895998105387018e-05,
        7.922519641654359e-06,
        -3.0776950327330003e-06,
        9.505626056743226e-07,
        -1.6413497038455624e-07,
    ),
}

# (atanh(x)/x - 1) / x² by x², for x in [0, 1/2]; the relative error of atanh is 2^-29.4 and 2^-57.0.
_ATANH = {
    F32: (
        0.33333301544189453,
        0.2000245302915573,
        0.14223788678646088,
        0.11816336214542389,
        0.05160714313387871,
        0.1763734668493271,
    ),
    F64: (
        0.3333333333333399,
        0.199999999997945,
        0.14285714308097003,
        0.11111109885464103,
        0.09090948578583048,
        0.07691493010385395,
        0.06677966049153804,
        0.057742125125624905,
        0.0598346574758181,
        0.014523618815351623,
        0.1450303157573167,
        -0.15304230157599616,
        0.224870119663575,
    ),
}


def asinh(x: Float) -> Float:
    """The number whose hyperbolic sine is x: -0 at -0, ±inf at ±inf."""
    magnitude = abs(x)
    square = magnitude * magnitude
    near = fma(square * magnitude, horner(square, _ASINH[x.format]), magnitude)
    far = _log_of_sum_with_root(magnitude, 1.0)
    return select(magnitude < 0.5, near, far).copy_sign(x)


def acosh(x: Float) -> Float:
    """The number from 0 up whose hyperbolic cosine is x: 0 at 1, NaN below."""
    t = x - 1.0
    root = (t + t).sqrt()
    near = fma(root * t, horner(t, _ACOSH[x.format]), root)
    return select(t < 0.5, near, _log_of_sum_with_root(x, -1.0))


def atanh(x: Float) -> Float:
    """The number whose hyperbolic tangent is x: -0 at -0, ±inf at ±1, NaN beyond."""
    magnitude = abs(x)
    square = magnitude * magnitude
    near = fma(square * magnitude, horner(square, _ATANH[x.format]), magnitude)
    far = log((magnitude + 1.0) / (1.0 - magnitude)) * 0.5
    return select(magnitude < 0.5, near, far).copy_sign(x)


def _log_of_sum_with_root(x: Float, one: float) -> Float:
    """`log(x + √(x² ± 1))` for x from 1/2 up: that of 2x where the 1 is lost."""
    is_large = x > 2.0 ** (x.format.fraction_bits / 2 + 2)
    bounded = select(is_large, 2.0, x)
    square = fma(bounded, bounded, one)
    root = square.sqrt()
    total = bounded + root
    larger, smaller = (root, bounded) if one > 0.0 else (bounded, root)
    error = (smaller - (total - larger)) + fma(-root, root, square) * (0.5 / root)
    rest = select(is_large, 0.0, error / total)
    return log_of_normal(select(is_large, x, total), rest, select(is_large, 1.0, x.constant(0.0)))
