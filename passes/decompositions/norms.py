"""Norms of vectors as sums of powers, maxima and minima."""

from math import inf

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(aten.LinalgVectorNormOp)
def _linalg_vector_norm(op: aten.LinalgVectorNormOp) -> Tensor:
    x, p, dims, keepdim = Tensor(op.input), op.ord.value.data, op.dims, op.keepdim is not None
    if p == 0:
        return (x != 0).to(x.dtype).sum(dims, keepdim)
    if p == 2:
        return (x * x).sum(dims, keepdim).sqrt()
    if p == inf:
        return x.abs().amax(dims, keepdim)
    if p == -inf:
        return x.abs().amin(dims, keepdim)
    if p == 1:
        return x.abs().sum(dims, keepdim)
    return (x.abs() ** p).sum(dims, keepdim) ** (1 / p)
