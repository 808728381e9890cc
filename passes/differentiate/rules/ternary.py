"""Rules of the elementwise operators of three operands."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.binary import scaled


@adjoint_rule(aten.WhereOp)
def where(op: aten.WhereOp, g: Tensor) -> Cotangents:
    """g to the operand that was chosen. What the other one's own rule makes of a zero is not hidden: 0 · inf is NaN."""
    condition = Tensor(op.condition)
    return None, lambda: aten.where(condition, g, 0), lambda: aten.where(condition, 0, g)


@adjoint_rule(aten.ClampTensorOp)
def clamp(op: aten.ClampTensorOp, g: Tensor) -> Cotangents:
    """g to the operand that was chosen: to the input within the bounds, themselves included; 0 to all at NaN."""
    x = Tensor(op.input)
    if op.min is None:
        bound = Tensor(op.operands[1])
        return lambda: aten.where(x <= bound, g, 0), lambda: aten.where(x > bound, g, 0)
    low = Tensor(op.min)
    if op.max is None:
        return lambda: aten.where(x >= low, g, 0), lambda: aten.where(x < low, g, 0)
    high = Tensor(op.max)
    return (
        lambda: aten.where(aten.logical_and(x >= low, x <= high), g, 0),
        lambda: aten.where(aten.logical_and(x < low, low < high), g, 0),
        lambda: aten.where(aten.logical_or(x > high, high < low), g, 0),
    )


@adjoint_rule(aten.AddcmulOp)
def addcmul(op: aten.AddcmulOp, g: Tensor) -> Cotangents:
    """g, `g · value · b` and `g · value · a`."""
    value = op.value.value.data
    return (
        g,
        lambda: scaled(g * Tensor(op.tensor2), value),
        lambda: scaled(g * Tensor(op.tensor1), value),
    )


@adjoint_rule(aten.AddcdivOp)
def addcdiv(op: aten.AddcdivOp, g: Tensor) -> Cotangents:
    """g, `g · value / b` and `-g · value · a / b²`."""
    value = op.value.value.data

    def divisor_cotangent() -> Tensor:
        a, b = Tensor(op.tensor1), Tensor(op.tensor2)
        return scaled(g * (a / (b * b)), -value)

    return g, lambda: scaled(g / Tensor(op.tensor2), value), divisor_cotangent


@adjoint_rule(aten.LerpOp)
def lerp(op: aten.LerpOp, g: Tensor) -> Cotangents:
    """`g (1 - w)`, `g w` and `g (b - a)`."""
    return (
        lambda: g * (1 - Tensor(op.weight)),
        lambda: g * Tensor(op.weight),
        lambda: g * (Tensor(op.end) - Tensor(op.input)),
    )
