"""Rules of softmax, its logarithm and layer norm, as compositions of elementwise ops and reductions of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Normalization:
    """`(x - mean) / sqrt(var + eps)` over some dimensions, computed again for its reverse."""

    x: Tensor
    dims: Sequence[int]
    eps: float

    @cached_property
    def deviation(self) -> Tensor:
        """`x - mean`."""
        return self.x - self.x.mean(self.dims, keepdim=True)

    @cached_property
    def scale(self) -> Tensor:
        """`1 / sqrt(var + eps)`, the normalised dimensions of size 1."""
        return aten.rsqrt((self.deviation * self.deviation).mean(self.dims, keepdim=True) + self.eps)

    @cached_property
    def normalized(self) -> Tensor:
        """What the normalisation gives."""
        return self.deviation * self.scale

    def input_cotangent(self, g: Tensor) -> Tensor:
        """The cotangent of x for that of what is normalised."""
        remaining = g - g.mean(self.dims, keepdim=True)
        return self.scale * (remaining - self.normalized * (g * self.normalized).mean(self.dims, keepdim=True))


@adjoint_rule(aten.LayerNormOp)
def layer_norm(op: aten.LayerNormOp, g: Tensor) -> Cotangents:
    """With x̂ the normalised input, r = 1/σ and h = g · weight: the input gets `r · (h - mean(h) - x̂ · mean(h x̂))`,
    the weight `Σ g x̂` and the bias `Σ g`, summed over what is not normalised.

    Mean and variance are computed again: what is captured is the input alone.
    """
    normalization = Normalization(Tensor(op.input), op.dims, op.eps.value.data)
    others = [dim for dim in range(normalization.x.ndim) if dim not in op.dims]

    def sum_others(y: Tensor) -> Tensor:
        return y.sum(others) if others else y

    weighted = g if op.weight is None else g * Tensor(op.weight)
    cotangents: list[Cotangent] = [lambda: normalization.input_cotangent(weighted)]
    if op.weight is not None:
        cotangents.append(lambda: sum_others(g * normalization.normalized))
    if op.bias is not None:
        cotangents.append(lambda: sum_others(g))
    return cotangents
