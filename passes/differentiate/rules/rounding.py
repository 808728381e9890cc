"""Rules of what is constant between jumps, rounding and signs, and of the remainders that it leaves."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.CeilOp, aten.FloorOp, aten.RoundOp, aten.TruncOp, aten.SignOp, aten.SgnOp)
def piecewise_constant(
    op: aten.CeilOp | aten.FloorOp | aten.RoundOp | aten.TruncOp | aten.SignOp | aten.SgnOp, g: Tensor
) -> Cotangents:
    """0, also where the function jumps."""
    return None


@adjoint_rule(aten.FracOp)
def frac(op: aten.FracOp, g: Tensor) -> Cotangents:
    """g, also where the function jumps."""
    return g


@adjoint_rule(aten.CopysignOp)
def copysign(op: aten.CopysignOp, g: Tensor) -> Cotangents:
    """g where the sign was kept, -g where it was changed, 0 at 0; 0 by the sign."""
    return lambda: g * (aten.sign(Tensor(op.input)) * aten.sign(Tensor(op.result))), None


@adjoint_rule(aten.FmodOp)
def fmod(op: aten.FmodOp, g: Tensor) -> Cotangents:
    """g, and minus g times the quotient rounded towards 0."""
    return g, lambda: -g * aten.div(Tensor(op.input), Tensor(op.other), rounding_mode="trunc")


@adjoint_rule(aten.RemainderOp)
def remainder(op: aten.RemainderOp, g: Tensor) -> Cotangents:
    """g, and minus g times the quotient rounded down."""
    return g, lambda: -g * aten.div(Tensor(op.input), Tensor(op.other), rounding_mode="floor")
