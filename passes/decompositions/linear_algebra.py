"""Products of matrices with what is added to them."""

from adjoint.dialects import aten
from adjoint.dialects.aten.product_sums import scaled_sum
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(aten.LinearOp)
def _linear(op: aten.LinearOp) -> Tensor:
    weight = Tensor(op.weight)
    product = Tensor(op.input) @ (weight.t() if weight.ndim == 2 else weight)
    return product if op.bias is None else product + Tensor(op.bias)


@decomposition(aten.AddmmOp)
def _addmm(op: aten.AddmmOp) -> Tensor:
    """An input that is scaled by 0 is left out: its NaN and infinities do not matter."""
    product = Tensor(op.mat1).mm(Tensor(op.mat2))
    return scaled_sum(Tensor(op.input), product, op.beta.value.data, op.alpha.value.data)
