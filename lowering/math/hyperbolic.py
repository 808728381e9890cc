"""sinh, cosh and tanh.

Near 0 sinh and tanh are `x + x³·P(x²)`. Further out `tanh(x) = 1 - 2/(e^(2|x|) + 1)`, where an error of the quotient is
small beside 1: the two forms and their boundary are those of Cephes (S. L. Moshier). sinh and cosh are made of e^x and
e^-x, a quarter of them at first, as e^x is infinite before they are.
"""

from adjoint.lowering.math.exponential import exp_of_normal, quarter_exp
from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

_BOUNDARY = 0.625

# (tanh(x)/x - 1) / x² by x², with a relative error of tanh of 2^-27.7 and 2^-56.4.
_TANH = {
    F32: (-0.3333328366279602, 0.13331477344036102, -0.05374214053153992, 0.020645897835493088, -0.005711689125746489),
    F64: (
        -0.33333333333332865,
        0.13333333333262992,
        -0.05396825393158124,
        0.021869487581817126,
        -0.008863221064850196,
        0.0035919896025931436,
        -0.0014549608000935957,
        0.0005863221307412537,
        -0.00022857438629565545,
        7.715489681620485e-05,
        -1.6077298298522668e-05,
    ),
}

# (sinh(x)/x - 1) / x² by x², for x in [0, 1]; the relative error of sinh is 2^-31.6 and 2^-61.8.
_SINH = {
    F32: (0.1666666716337204, 0.00833331048488617, 0.00019842895562760532, 2.7822222818940645e-06),
    F64: (
        0.16666666666666669,
        0.008333333333332912,
        0.00019841269841593196,
        2.755731910692197e-06,
        2.505213095449111e-08,
        1.6056664108874036e-10,
        7.776403472459968e-13,
    ),
}


def sinh(x: Float) -> Float:
    """The hyperbolic sine: -0 at -0, ±inf at ±inf."""
    magnitude = abs(x)
    square = magnitude * magnitude
    near = fma(square * magnitude, horner(square, _SINH[x.format]), magnitude)
    quarter = quarter_exp(magnitude)
    far = (quarter - 0.0625 / quarter) * 2.0
    return select(magnitude < 1.0, near, far).copy_sign(x)


def cosh(x: Float) -> Float:
    """The hyperbolic cosine: 1 at 0, inf at ±inf."""
    quarter = quarter_exp(abs(x))
    return (quarter + 0.0625 / quarter) * 2.0


def tanh(x: Float) -> Float:
    """The hyperbolic tangent: -0 at -0, ±1 at ±inf."""
    magnitude = abs(x)
    square = magnitude * magnitude
    near = fma(square * magnitude, horner(square, _TANH[x.format]), magnitude)
    # From half the bits on the nearest number is 1.
    exponential = exp_of_normal(magnitude.at_most(x.format.fraction_bits / 2) * 2.0)
    far = 1.0 - 2.0 / (exponential + 1.0)
    return select(magnitude < _BOUNDARY, near, far).copy_sign(x)
