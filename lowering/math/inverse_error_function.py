"""erfinv.

`erfinv(x) = x·P(w)` with `w = -log(1 - x²)`, and further out `x·Q(√w)`: M. Giles, "Approximating the erfinv function"
(2012).
"""

import math
from dataclasses import dataclass

from adjoint.lowering.math.float_format import F32, F64
from adjoint.lowering.math.logarithm import log
from adjoint.lowering.math.polynomial import horner
from adjoint.lowering.math.scalar import Float, select


@dataclass(frozen=True)
class _Piece:
    end: float
    """It is for w up to here."""
    center: float
    """What is subtracted from w, in the first piece, or from √w."""
    leading: float
    """The piece is this number and the polynomial, whose first coefficient is what the number lacks."""
    polynomial: tuple[float, ...]

    def at(self, x: Float) -> Float:
        """The piece for w, or √w."""
        return horner(x - self.center, self.polynomial) + self.leading


# The relative errors are 2^-25.5 and 2^-25.8 in f32, 2^-55.0, 2^-55.1 and 2^-55.4 in f64.
_PIECES = {
    F32: (
        _Piece(
            end=5.0,
            center=2.5,
            leading=1.5014094114303589,
            polynomial=(
                -5.7915926277019025e-08,
                0.24664029479026794,
                -0.0041773393750190735,
                -0.0012527446961030364,
                0.00021828262833878398,
                -4.96190750709502e-06,
                -3.43461260854383e-06,
                4.658911905153218e-07,
                1.8037329851949835e-08,
                -8.772761184161482e-09,
                3.3553435030420076e-10,
            ),
        ),
        _Piece(
            end=math.inf,
            center=3.25,
            leading=3.083885669708252,
            polynomial=(
                -6.239466898705359e-08,
                1.0052590370178223,
                0.00537115428596735,
                -0.003752075368538499,
                0.0024885437451303005,
                -0.0016827527433633804,
                0.0009658282506279647,
                -0.0003698076179716736,
                5.707385071218596e-07,
                8.729167893761769e-05,
                -2.92189433821477e-05,
            ),
        ),
    ),
    F64: (
        _Piece(
            end=6.25,
            center=3.125,
            leading=1.6536545626831027,
            polynomial=(
                -1.873631535592321e-17,
                0.24015818242558834,
                -0.006033670871426996,
                -0.0007407025341545543,
                0.00018673420802052998,
                -1.3882523394197117e-05,
                -1.3654691772649335e-06,
                4.2347881712025314e-07,
                -2.907038989476866e-08,
                -4.1126606427262455e-09,
                1.0512225664575017e-09,
                -5.414294632640112e-11,
                -1.2978504010572044e-11,
                2.6305034749627083e-12,
                -8.079295339279338e-14,
                -4.001590166276295e-14,
                6.533347111108745e-15,
                -3.987751343531526e-17,
                -1.2344920421325609e-16,
                1.5545163100859337e-17,
                6.95691704037011e-19,
                -3.4876333809340784e-19,
                1.6538410951127013e-20,
                3.2193416390509148e-21,
                -3.001480503605442e-22,
            ),
        ),
        _Piece(
            end=16.0,
            center=3.25,
            leading=3.0838856104922208,
            polynomial=(
                -8.732488114983524e-17,
                1.0052589676941655,
                0.00537091455355509,
                -0.0037512085082238075,
                0.0024914420979534517,
                -0.001688275535478,
                0.0009532893416626308,
                -0.0003550378133688882,
                2.4031511870535003e-05,
                6.828711417260173e-05,
                -4.7320673865926026e-05,
                1.2465042844449788e-05,
                2.93255029324761e-06,
                -3.985746051726257e-06,
                1.4816697363890215e-06,
                -2.7551801649917892e-08,
                -2.4560896948192364e-07,
                1.3152840137076978e-07,
                -2.0820310673170253e-08,
                -1.528355599740001e-08,
                7.646203700843099e-09,
            ),
        ),
        _Piece(
            end=math.inf,
            center=5.0,
            leading=4.849906401408584,
            polynomial=(
                -9.127762443284937e-17,
                1.0103004648645455,
                -0.00013871931837812008,
                -0.00021503011983785061,
                7.599527803707037e-05,
                -1.968177055787941e-05,
                4.5260531872315715e-06,
                -9.930302980205328e-07,
                2.290492157142919e-07,
                -6.75530789833726e-08,
                2.9029524728837338e-08,
                -1.5261105944928195e-08,
                7.802341018589568e-09,
                -3.4646868797664502e-09,
                1.3353862623101338e-09,
                -4.414213076900829e-10,
                5.900561339900493e-11,
                4.378701347332417e-11,
                -1.80044672676301e-11,
            ),
        ),
    ),
}


def erfinv(x: Float) -> Float:
    """The inverse of the error function: -0 at -0, ±inf at ±1, NaN beyond."""
    magnitude = abs(x)
    w = -log((1.0 - magnitude) * (magnitude + 1.0))
    first, *others = _PIECES[x.format]
    result = first.at(w)
    root, start = w.sqrt(), first.end
    for piece in others:
        result = select(w < start, result, piece.at(root))
        start = piece.end
    return select(magnitude.equals(1.0), math.inf, result * magnitude).copy_sign(x)
