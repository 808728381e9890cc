"""tanh.

Near 0 it is `x + x³·P(x²)`, further out `1 - 2/(e^(2|x|) + 1)`, where an error of the quotient is small beside 1. The
two forms and their boundary are those of Cephes (S. L. Moshier).
"""

from adjoint.lowering.math.exponential import exp_of_normal
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


def tanh(x: Float) -> Float:
    """The hyperbolic tangent: -0 at -0, ±1 at ±inf."""
    magnitude = abs(x)
    square = magnitude * magnitude
    near = fma(square * magnitude, horner(square, _TANH[x.format]), magnitude)
    # From half the bits on the nearest number is 1.
    exponential = exp_of_normal(magnitude.at_most(x.format.fraction_bits / 2) * 2.0)
    far = 1.0 - 2.0 / (exponential + 1.0)
    return select(magnitude < _BOUNDARY, near, far).copy_sign(x)
