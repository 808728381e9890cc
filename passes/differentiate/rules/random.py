"""Rules of the random operators: the reverse draws the same numbers again."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, without_gradient

without_gradient(aten.RandLikeOp, aten.RandnLikeOp)


@adjoint_rule(aten.DropoutOp)
def dropout(op: aten.DropoutOp, g: Tensor) -> Cotangents:
    """The same dropout of g: it is linear in its input, and its mask depends on seed, offset and position alone."""
    if op.train is None:
        return g, None
    return lambda: aten.dropout(g, Tensor(op.seed), op.p.value.data, True, op.offset.value.data), None
