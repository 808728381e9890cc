"""erfc.

Near 0 it is `1 - erf(x)`. Further out `erfc(x) = e^(-x²)·u·Q(u)` with `u = K/(x + K)`, in which u·Q(u) decreases
slowly, as 1/x: M. M. Shepherd and J. G. Laframboise (1981) found that form. What x², u and the
product lack as rounded numbers is found, and added at the end.
"""

from dataclasses import dataclass

from adjoint.lowering.math.error_function import erf_near_zero
from adjoint.lowering.math.exponential import scaled_exp
from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

_BOUNDARY = 0.46
_TWO_OVER_ROOT_PI = 1.1283791670955126


@dataclass(frozen=True)
class _Erfc:
    shift: float
    """K."""
    leading: float
    """Q is this number and the polynomial by u - 1/2, whose first coefficient is what the number lacks."""
    polynomial: tuple[float, ...]
    zero: float
    """From here on the nearest number to erfc is 0."""


# The relative error is 2^-25.5 in f32, 2^-54.7 in f64.
_ERFC = {
    F32: _Erfc(
        shift=2.0,
        leading=0.5107913613319397,
        polynomial=(
            -7.641840937822053e-09,
            0.6871606707572937,
            0.5589436292648315,
            0.14577382802963257,
            -0.17203834652900696,
            -0.10386190563440323,
            0.09753385186195374,
            0.05657118558883667,
            -0.06842733919620514,
            -0.02669709548354149,
        ),
        zero=10.1,
    ),
    F64: _Erfc(
        shift=3.75,
        leading=0.2911794425500771,
        polynomial=(
            -2.7594019812472928e-17,
            0.5113288408815517,
            0.7854068535698687,
            1.0463366212430476,
            1.1906647425440444,
            1.1260194233900354,
            0.838293821711622,
            0.4278913720830328,
            0.06733401231537023,
            -0.1085198480190083,
            -0.09520381683458952,
            -0.005785705600574777,
            0.04092879204511794,
            0.019450481272858894,
            -0.01436839052608363,
            -0.014464968345762896,
            0.0048662091682096535,
            0.00917066789213549,
            -0.0017688045271004131,
            -0.005386243273026445,
            0.0006024312466615575,
            0.0022427099229037233,
        ),
        zero=27.3,
    ),
}


def erfc(x: Float) -> Float:
    """The complementary error function: 1 at 0, 0 at inf, 2 at -inf; gradual underflow."""
    parts = _ERFC[x.format]
    magnitude = abs(x)
    bounded = magnitude.at_most(parts.zero)
    square = bounded * bounded
    square_error = fma(bounded, bounded, -square)
    shift = x.constant(parts.shift)
    total = bounded + shift
    addend = total - shift
    total_error = (shift - (total - addend)) + (bounded - addend)
    u = shift / total
    u_error = fma(-u, total, shift) - u * total_error
    tail = horner(u - 0.5, parts.polynomial)
    quotient = tail + parts.leading
    quotient_error = tail - (quotient - parts.leading)
    scaled_erfc = u * quotient
    scaled_erfc_error = fma(u, quotient_error, fma(u, quotient, -scaled_erfc))
    # e^(x²)·erfc(x) has the derivative 2x·e^(x²)·erfc(x) - 2/√π by x, and -K/u² is that of x by u.
    slope = _TWO_OVER_ROOT_PI / scaled_erfc - bounded * 2.0
    relative_error = fma(u_error * slope, total / parts.shift, -square_error)
    far = scaled_exp(-square, scaled_erfc, fma(scaled_erfc, relative_error, scaled_erfc_error))
    far = select(x < 0.0, 2.0 - far, far)
    return select(magnitude < _BOUNDARY, 1.0 - erf_near_zero(x), far)
