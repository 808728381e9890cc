"""erf.

Near 0 it is `x + x·P(x²)`, further out `1 - 2^Q(|x|)`: the binary logarithm of erfc is nearly a parabola, and a
polynomial may fit it the less closely the smaller erfc is. The form with an exponential is that of N. Juffa's erff.
"""

from dataclasses import dataclass

from adjoint.lowering.math.exponential import exp2_of_normal
from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, fma, select


@dataclass(frozen=True)
class _Erf:
    boundary: float
    """Where Q takes over from P."""
    near: tuple[float, ...]
    """P, which is `erf(x)/x - 1` by x²."""
    far: tuple[float, ...]
    """Q, which is `log2(erfc(x))` by x."""
    saturation: float
    """From here on the nearest number to erf is 1."""


# The relative errors are 2^-26.0 and 2^-28.9 in f32, 2^-55.9 and 2^-56.7 in f64.
_ERF = {
    F32: _Erf(
        boundary=0.875,
        near=(
            0.12837915122509003,
            -0.3761252462863922,
            0.11282370984554291,
            -0.026792652904987335,
            0.005038073286414146,
            -0.0006248592981137335,
        ),
        far=(
            -0.00019273914222139865,
            -1.6272677183151245,
            -0.9186179637908936,
            -0.15051235258579254,
            0.0323452390730381,
            -0.0044611296616494656,
            0.0002899616665672511,
        ),
        saturation=4.0,
    ),
    F64: _Erf(
        boundary=1.0,
        near=(
            0.12837916709551256,
            -0.3761263890318341,
            0.11283791670942123,
            -0.026866170643087453,
            0.005223977607715552,
            -0.0008548326065150339,
            0.0001205529883950353,
            -1.4924828797681096e-05,
            1.6448693583523544e-06,
            -1.6218883484020306e-07,
            1.3766929599600492e-08,
            -7.8854836113374e-10,
        ),
        far=(
            -7.255764938402373e-07,
            -1.6278997025845312,
            -0.9184826050454138,
            -0.1481697500699077,
            0.02739706432848477,
            0.0005923532600362952,
            -0.002764040754108878,
            0.0011117201571312404,
            -0.0001947727846728176,
            -2.927605385197179e-05,
            3.294288127948586e-05,
            -1.2509999669259437e-05,
            3.0827099368943573e-06,
            -5.38877138426398e-07,
            6.701957271823982e-08,
            -5.68043231181613e-09,
            2.952972067194237e-10,
            -7.118050012103813e-12,
        ),
        saturation=6.0,
    ),
}


def erf(x: Float) -> Float:
    """The error function: -0 at -0, ±1 at ±inf."""
    parts = _ERF[x.format]
    magnitude = abs(x)
    erfc = exp2_of_normal(horner(magnitude.at_most(parts.saturation), parts.far))
    far = (1.0 - erfc).copy_sign(x)
    return select(magnitude < parts.boundary, erf_near_zero(x), far)


def erf_near_zero(x: Float) -> Float:
    """The error function of small numbers: |x| at most 0.875."""
    return fma(x, horner(x * x, _ERF[x.format].near), x)
