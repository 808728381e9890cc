"""Rules of softmax, its logarithm and layer norm, as compositions of elementwise ops and reductions of each row."""

from functools import cache

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangent, Cotangents, adjoint_rule


@adjoint_rule(aten.SoftmaxOp)
def softmax(op: aten.SoftmaxOp, g: Tensor) -> Cotangents:
    """`y · (g - Σ g y)`."""

    def cotangent() -> Tensor:
        y = Tensor(op.result)
        return y * (g - (g * y).sum(op.normalized_dim, keepdim=True))

    return cotangent


@adjoint_rule(aten.LogSoftmaxOp)
def log_softmax(op: aten.LogSoftmaxOp, g: Tensor) -> Cotangents:
    """`g - e^y · Σ g`."""
    return lambda: g - aten.exp(Tensor(op.result)) * g.sum(op.normalized_dim, keepdim=True)


@adjoint_rule(aten.LayerNormOp)
def layer_norm(op: aten.LayerNormOp, g: Tensor) -> Cotangents:
    """With x̂ the normalised input, r = 1/σ and h = g · weight: the input gets `r · (h - mean(h) - x̂ · mean(h x̂))`,
    the weight `Σ g x̂` and the bias `Σ g`, summed over what is not normalised.

    Mean and variance are computed again: what is captured is the input alone.
    """
    x, dims = Tensor(op.input), op.dims
    others = [dim for dim in range(x.ndim) if dim not in dims]

    @cache
    def normalized() -> tuple[Tensor, Tensor]:
        deviation = x - x.mean(dims, keepdim=True)
        r = aten.rsqrt((deviation * deviation).mean(dims, keepdim=True) + op.eps.value.data)
        return deviation * r, r

    def input_cotangent() -> Tensor:
        xhat, r = normalized()
        h = g if op.weight is None else g * Tensor(op.weight)
        return r * (h - h.mean(dims, keepdim=True) - xhat * (h * xhat).mean(dims, keepdim=True))

    def sum_others(y: Tensor) -> Tensor:
        return y.sum(others) if others else y

    cotangents: list[Cotangent] = [input_cotangent]
    if op.weight is not None:
        cotangents.append(lambda: sum_others(g * normalized()[0]))
    if op.bias is not None:
        cotangents.append(lambda: sum_others(g))
    return cotangents
