"""Rules of the elementwise operators of three operands."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule


@adjoint_rule(aten.WhereOp)
def where(op: aten.WhereOp, g: Tensor) -> Cotangents:
    """g to the operand that was chosen. What the other one's own rule makes of a zero is not hidden: 0 · inf is NaN."""
    condition = Tensor(op.condition)
    return None, lambda: aten.where(condition, g, 0), lambda: aten.where(condition, 0, g)
