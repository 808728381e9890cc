"""Rules of the arithmetic of two operands. The sum back to the size of an operand that was broadcast is not theirs."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


def scaled(g: Tensor, factor: float) -> Tensor:
    """`factor · g`, in as few ops as the number allows."""
    if factor == 1:
        return g
    return -g if factor == -1 else g * factor


@adjoint_rule(aten.AddOp)
def add(op: aten.AddOp, g: Tensor) -> Cotangents:
    return g, lambda: scaled(g, op.alpha.value.data)


@adjoint_rule(aten.SubOp)
def sub(op: aten.SubOp, g: Tensor) -> Cotangents:
    return g, lambda: scaled(g, -op.alpha.value.data)


@adjoint_rule(aten.RsubOp)
def rsub(op: aten.RsubOp, g: Tensor) -> Cotangents:
    return lambda: scaled(g, -op.alpha.value.data), g


@adjoint_rule(aten.MulOp)
def mul(op: aten.MulOp, g: Tensor) -> Cotangents:
    return lambda: g * Tensor(op.other), lambda: g * Tensor(op.input)


@adjoint_rule(aten.DivOp)
def div(op: aten.DivOp, g: Tensor) -> Cotangents:
    """`g / b` and `-g · (a / b) / b`, in which `a / b` is the result; 0 where the quotient is rounded."""
    if op.rounding_mode is not None:
        return None, None
    return lambda: g / Tensor(op.other), lambda: -g * (Tensor(op.result) / Tensor(op.other))
