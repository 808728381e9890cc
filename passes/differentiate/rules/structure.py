"""Rules of what gradients are made of, so that a gradient can be differentiated again."""

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, without_gradient
from adjoint.passes.differentiate.rules.sizes import only_first, size_of


@adjoint_rule(aten.ExpandOp)
def expand(op: aten.ExpandOp, g: Tensor) -> Cotangents:
    """g, which is then summed to the size of the operand that was broadcast."""
    return only_first(op, g)


@adjoint_rule(autodiff.GradSumToSizeOp)
def grad_sum_to_size(op: autodiff.GradSumToSizeOp, g: Tensor) -> Cotangents:
    """The broadcast, of which it is the transpose."""
    return only_first(op, lambda: aten.expand(g, size_of(Tensor(op.input))))


@adjoint_rule(autodiff.AccumulateOp)
def accumulate(op: autodiff.AccumulateOp, g: Tensor) -> Cotangents:
    return g, g


without_gradient(autodiff.ZeroOp, autodiff.AnyNonzeroOp, autodiff.NoSizeOp, autodiff.SizeIfNotEqualOp)
