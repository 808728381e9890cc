"""The rule of attention: its weights are computed again, only query, key and value are captured."""

from dataclasses import dataclass
from functools import cached_property

from adjoint.dialects import aten
from adjoint.dialects.aten.attention import HEADS
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.matmul import left_cotangent, right_cotangent
from adjoint.passes.differentiate.rules.sizes import sum_to_shape_of


@dataclass(frozen=True)
class Attention:
    """The terms of the cotangents, each emitted where it is first asked for."""

    op: aten.ScaledDotProductAttentionOp
    g: Tensor

    @cached_property
    def cotangent(self) -> Tensor:
        """Of the result, by groups."""
        return self.op.by_groups(self.g)

    @cached_property
    def weights(self) -> Tensor:
        """The softmax P of the scores."""
        return self.op.weights()

    @cached_property
    def mask(self) -> Tensor | None:
        """What dropout multiplies the weights by."""
        return self.op.dropout_mask(self.weights)

    @cached_property
    def dropped(self) -> Tensor:
        """The weights after dropout."""
        return self.weights if self.mask is None else self.weights * self.mask

    @cached_property
    def scores(self) -> Tensor:
        """The cotangent of the scores: `P (dP - Σ dP P)`, of each row."""
        d = left_cotangent(self.cotangent, self.dropped, self.op.values())
        if self.mask is not None:
            d = d * self.mask
        return self.weights * (d - (d * self.weights).sum(-1, keepdim=True))


@adjoint_rule(aten.ScaledDotProductAttentionOp)
def scaled_dot_product_attention(op: aten.ScaledDotProductAttentionOp, g: Tensor) -> Cotangents:
    """With dS the cotangent of the scores: `scale dS K`, `scale dSᵀ Q`, `Pᵀ G`, and dS for the mask."""
    attention = Attention(op, g)

    def query_cotangent() -> Tensor:
        return op.without_groups(left_cotangent(attention.scores, op.queries(), op.keys()) * op.scaling())

    def key_cotangent() -> Tensor:
        d = right_cotangent(attention.scores, op.queries() * op.scaling(), op.keys())
        return without_group(d.transpose(-2, -1), op)

    def value_cotangent() -> Tensor:
        return without_group(right_cotangent(attention.cotangent, attention.dropped, op.values()), op)

    cotangents = (query_cotangent, key_cotangent, value_cotangent)
    if op.attn_mask is None:
        return cotangents
    mask = Tensor(op.attn_mask)
    return *cotangents, lambda: sum_to_shape_of(mask, op.without_groups(attention.scores))


def without_group(x: Tensor, op: aten.ScaledDotProductAttentionOp) -> Tensor:
    """Of key or value, whose group has the size 1."""
    return x if op.enable_gqa is None else x.squeeze(HEADS)
