"""Rules of the elementary functions of one operand, by the result where the derivative can be told from it."""

from math import log as natural_logarithm

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.NegOp)
def neg(op: aten.NegOp, g: Tensor) -> Cotangents:
    return lambda: -g


@adjoint_rule(aten.AbsOp)
def abs(op: aten.AbsOp, g: Tensor) -> Cotangents:
    """`g · sign(x)`, which is 0 at 0 and at NaN."""
    return lambda: g * aten.sign(Tensor(op.input))


@adjoint_rule(aten.ExpOp)
def exp(op: aten.ExpOp, g: Tensor) -> Cotangents:
    return lambda: g * Tensor(op.result)


@adjoint_rule(aten.Expm1Op)
def expm1(op: aten.Expm1Op, g: Tensor) -> Cotangents:
    return lambda: g * (Tensor(op.result) + 1)


@adjoint_rule(aten.Exp2Op)
def exp2(op: aten.Exp2Op, g: Tensor) -> Cotangents:
    """`g · ln 2 · y`."""
    return lambda: g * Tensor(op.result) * natural_logarithm(2)


@adjoint_rule(aten.LogOp)
def log(op: aten.LogOp, g: Tensor) -> Cotangents:
    return lambda: g / Tensor(op.input)


@adjoint_rule(aten.Log2Op, aten.Log10Op)
def log_of_base(op: aten.Log2Op | aten.Log10Op, g: Tensor) -> Cotangents:
    """`g / (x · ln b)` for the base b."""
    return lambda: g / (Tensor(op.input) * natural_logarithm(2 if isinstance(op, aten.Log2Op) else 10))


@adjoint_rule(aten.Log1pOp)
def log1p(op: aten.Log1pOp, g: Tensor) -> Cotangents:
    return lambda: g / (Tensor(op.input) + 1)


@adjoint_rule(aten.SqrtOp)
def square_root(op: aten.SqrtOp, g: Tensor) -> Cotangents:
    """`g / 2√x`: inf at 0."""
    return lambda: g / (Tensor(op.result) * 2)


@adjoint_rule(aten.RsqrtOp)
def rsqrt(op: aten.RsqrtOp, g: Tensor) -> Cotangents:
    """`-g/2 · y³` with y = x^(-1/2)."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return g * -0.5 * (y * y * y)

    return cotangent


@adjoint_rule(aten.ReciprocalOp)
def reciprocal(op: aten.ReciprocalOp, g: Tensor) -> Cotangents:
    """`-g · y²` with y = 1 / x."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return -g * y * y

    return cotangent


@adjoint_rule(aten.SigmoidOp)
def sigmoid(op: aten.SigmoidOp, g: Tensor) -> Cotangents:
    """`g · y (1 - y)`."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return g * (y * (1 - y))

    return cotangent
