"""sin, cos and tan.

The angle is reduced to `|r| ≤ π/4` and a number of quarter turns (see `argument_reduction`), by which sin and cos are
one of ±sin(r) and ±cos(r), and tan is tan(r) or -1/tan(r).
"""

from adjoint.lowering.math.argument_reduction import reduce_angle
from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Boolean, Float, Integer, fma, select

# (sin(r)/r - 1) / r² by r², with a relative error of sin of 2^-26.9 and 2^-57.9.
_SIN = {
    F32: (-0.16666646301746368, 0.00833166390657425, -0.00019452071865089238),
    F64: (
        -0.1666666666666663,
        0.008333333333321834,
        -0.00019841269829349513,
        2.7557313534537897e-06,
        -2.5050733665331957e-08,
        1.5895386593704988e-10,
    ),
}

# (cos(r) - 1 + r²/2) / r⁴ by r², with a relative error of cos of 2^-31.6 and 2^-63.9.
_COS = {
    F32: (0.041666630655527115, -0.001388663426041603, 2.4360579118365422e-05),
    F64: (
        0.041666666666666595,
        -0.0013888888888873344,
        2.480158728900436e-05,
        -2.755731421791551e-07,
        2.087570554075982e-09,
        -1.1358757896836687e-11,
    ),
}

# (tan(r)/r - 1) / r² by r², with a relative error of tan of 2^-30.5 and 2^-56.1.
_TAN = {
    F32: (
        0.33333325386047363,
        0.1333368420600891,
        0.05391619727015495,
        0.022237535566091537,
        0.007448880933225155,
        0.006675587967038155,
        -0.002251953585073352,
        0.0026992522180080414,
    ),
    F64: (
        0.33333333333332776,
        0.13333333333414824,
        0.053968253926570654,
        0.021869489611369027,
        0.00886321913033782,
        0.0035922893906017144,
        0.0014547560317225905,
        0.0005950730762130358,
        0.00022235468810600072,
        0.00013657835879810656,
        -2.6462072600465924e-05,
        8.952345131130521e-05,
        -4.491570231160423e-05,
        2.0872860564435016e-05,
    ),
}


def sin(x: Float) -> Float:
    """The sine of x in radians: -0 at -0, NaN at ±inf."""
    angle = reduce_angle(abs(x))
    sign = x.bits() & x.format.sign_mask
    return (_sine(angle.radians, angle.quarter).bits() ^ sign).as_float(x.format)


def cos(x: Float) -> Float:
    """The cosine of x in radians: NaN at ±inf."""
    angle = reduce_angle(abs(x))
    return _sine(angle.radians, angle.quarter + 1)


def tan(x: Float) -> Float:
    """The tangent of x in radians: -0 at -0, NaN at ±inf.

    The rounding error e of r counts here: `tan(r + e) = tan(r) + e·(1 + r² + …)`.
    """
    angle = reduce_angle(abs(x))
    r = angle.radians
    square = r * r
    error = angle.error()
    tail = fma(r * square, horner(square, _TAN[x.format]), fma(error, square, error))
    tangent = r + tail
    # So does what the sum loses: -1/(t + e) = -1/t + e/t² + …
    lost = tail - (tangent - r)
    inverse = -1.0 / tangent
    inverse = fma(lost * inverse, inverse, inverse)
    magnitude = select(_is_odd(angle.quarter), inverse, tangent)
    sign = x.bits() & x.format.sign_mask
    return (magnitude.bits() ^ sign).as_float(x.format)


def _sine(r: Float, quarter: Integer) -> Float:
    """`sin(quarter·π/2 + r)` for |r| ≤ π/4."""
    format = r.format
    square = r * r
    sine = fma(r * square, horner(square, _SIN[format]), r)
    cosine = fma(square * square, horner(square, _COS[format]), fma(square, -0.5, 1.0))
    result = select(_is_odd(quarter), cosine, sine)
    # The second lowest bit becomes the sign.
    sign = (quarter << (format.bits_type.width.data - 2)) & format.sign_mask
    return (result.bits() ^ sign).as_float(format)


def _is_odd(quarter: Integer) -> Boolean:
    return (quarter & 1).is_not_zero()
