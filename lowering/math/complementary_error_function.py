"""erfc.

Near 0 it is `1 - erf(x)`. Further out `erfc(x) = e^(-x²)·u·Q(u)` with `u = K/(x + K)`, in which u·Q(u) decreases
slowly, as 1/x: M. M. Shepherd and J. G. Laframboise (1981) found that form. What x² and u lack as rounded numbers is a
fraction of the result, by which it is corrected at the end.
"""

from dataclasses import dataclass

from adjoint.lowering.math.error_function import erf_near_zero
from adjoint.lowering.math.exponential import scaled_exp
from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select

_BOUNDARY = 0.46


@dataclass(frozen=True)
class _Erfc:
    shift: float
    """K."""
    polynomial: tuple[float, ...]
    """Q."""
    zero: float
    """From here on the nearest number to erfc is 0."""


# The relative error is 2^-28.2 in f32, 2^-60.3 in f64.
_ERFC = {
    F32: _Erfc(
        shift=2.0,
        polynomial=(
            0.2820853590965271,
            0.2823474407196045,
            0.24394038319587708,
            0.1948028951883316,
            0.011671731248497963,
            0.1691746562719345,
            -0.29897966980934143,
            0.08986736834049225,
            0.051780521869659424,
            -0.02671298384666443,
        ),
        zero=10.1,
    ),
    F64: _Erfc(
        shift=3.75,
        polynomial=(
            0.15045055561255669,
            0.15045055563184132,
            0.14510120168233015,
            0.1344025178314567,
            0.1189246695143092,
            0.09981447208536232,
            0.07862685805879095,
            0.057665958068645995,
            0.03616010083124784,
            0.02884169781138753,
            -0.017451553313369502,
            0.08118287577658355,
            -0.19332981519772316,
            0.3718400706095815,
            -0.5929782722828381,
            0.7436738787079044,
            -0.7320671362332943,
            0.5478988274079742,
            -0.29483640509767267,
            0.10633239057427121,
            -0.022946173657049897,
            0.0022427255800650464,
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
    rest = fma(u_error, 1 / parts.shift, -square_error)
    far = scaled_exp(-square, u * horner(u, parts.polynomial), rest)
    far = select(x < 0.0, 2.0 - far, far)
    return select(magnitude < _BOUNDARY, 1.0 - erf_near_zero(x), far)
