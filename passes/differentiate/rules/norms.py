"""The rule of the norms of vectors."""

from math import isinf

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import restore_dims


@adjoint_rule(aten.LinalgVectorNormOp)
def linalg_vector_norm(op: aten.LinalgVectorNormOp, g: Tensor) -> Cotangents:
    """`g · sign(x) · (|x| / |x|_p)^(p - 1)`: 0 at 0, and for p > 1 where the norm is 0.

    The norm of order 0 has none. For p = inf and -inf, the elements whose absolute value is the norm share g evenly.
    """
    p = op.ord.value.data
    if p == 0:
        return None

    def cotangent() -> Tensor:
        x, y, dy = Tensor(op.input), restore_dims(Tensor(op.result), op), restore_dims(g, op)
        if isinf(p):
            chosen = x.abs() == y
            return sign(x) * chosen * (dy / chosen.sum(op.dims, keepdim=True))
        if p == 1:
            return sign(x) * dy
        if p == 2:
            return x * aten.where(y == 0, 0, dy / y)
        if p < 1:
            return aten.where(x == 0, 0, sign(x) * x.abs() ** (p - 1)) * dy * y ** (1 - p)
        slope = sign(x) * x.abs() ** (p - 1) if p < 2 else x * x.abs() ** (p - 2)
        return slope * aten.where(y == 0, 0, dy / y ** (p - 1))

    return cotangent


def sign(x: Tensor) -> Tensor:
    """1 or -1, 0 at 0, NaN of NaN."""
    return aten.where(x > 0, 1, aten.where(x < 0, -1, aten.where(x == 0, 0, x)))
