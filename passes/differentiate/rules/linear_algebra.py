"""Rules of the products of matrices and vectors whose batches do not broadcast. `aten.matmul` is in matmul.py."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.binary import scaled
from adjoint.passes.differentiate.rules.matmul import as_vector, merge_rows, outer


@adjoint_rule(aten.MmOp)
def mm(op: aten.MmOp, g: Tensor) -> Cotangents:
    """`G Bᵀ` and `Aᵀ G`."""
    return lambda: aten.mm(g, Tensor(op.mat2).t()), lambda: aten.mm(Tensor(op.input).t(), g)


@adjoint_rule(aten.BmmOp)
def bmm(op: aten.BmmOp, g: Tensor) -> Cotangents:
    """`G Bᵀ` and `Aᵀ G` in every batch."""
    return (
        lambda: aten.bmm(g, Tensor(op.mat2).transpose(1, 2)),
        lambda: aten.bmm(Tensor(op.input).transpose(1, 2), g),
    )


@adjoint_rule(aten.DotOp)
def dot(op: aten.DotOp, g: Tensor) -> Cotangents:
    return lambda: g * Tensor(op.tensor), lambda: g * Tensor(op.input)


@adjoint_rule(aten.MvOp)
def mv(op: aten.MvOp, g: Tensor) -> Cotangents:
    """`g xᵀ` and `Aᵀ g`."""
    return lambda: outer(g, Tensor(op.vec)), lambda: aten.mv(Tensor(op.input).t(), g)


@adjoint_rule(aten.AddmmOp)
def addmm(op: aten.AddmmOp, g: Tensor) -> Cotangents:
    """`β G`, `α G Bᵀ` and `α Aᵀ G`."""
    alpha = op.alpha.value.data
    return (
        lambda: scaled(g, op.beta.value.data),
        lambda: scaled(aten.mm(g, Tensor(op.mat2).t()), alpha),
        lambda: scaled(aten.mm(Tensor(op.mat1).t(), g), alpha),
    )


def rows(x: Tensor) -> Tensor:
    """All rows of a batch of matrices, in one matrix."""
    return merge_rows(x, range(x.ndim - 2))


@adjoint_rule(aten.LinearOp)
def linear(op: aten.LinearOp, g: Tensor) -> Cotangents:
    """`G W`, and `Gᵀ X` over all rows of the batch in one product; the bias gets g, summed to its size."""
    x, weight = Tensor(op.input), Tensor(op.weight)

    def input_cotangent() -> Tensor:
        return aten.matmul(g, weight) if weight.ndim == 2 else outer(g, weight)

    def weight_cotangent() -> Tensor:
        if weight.ndim == 1:
            return aten.matmul(as_vector(g), rows(x)) if x.ndim > 1 else g * x
        return aten.mm(rows(g).t(), rows(x)) if x.ndim > 1 else outer(g, x)

    cotangents = (input_cotangent, weight_cotangent)
    return cotangents if op.bias is None else (*cotangents, g)
