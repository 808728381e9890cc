"""Scaled dot product attention."""

from adjoint.dialects.aten.attention import ScaledDotProductAttentionOp
from adjoint.dialects.aten.builder import next_random_offset
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "scaled_dot_product_attention",
]


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    *,
    seed: Tensor | None = None,
    offset: int | None = None,
) -> Tensor:
    """`softmax(scale * query keyᵀ + mask) value`.

    Dropout needs a `seed`, a 0-d i64 tensor. Without an offset the op gets one that no other random op of this program
    has.
    """
    if offset is None:
        offset = next_random_offset() if dropout_p else 0
    return result_of(
        ScaledDotProductAttentionOp,
        value_of(query),
        value_of(key),
        value_of(value),
        optional_value_of(attn_mask),
        dropout_p,
        is_causal,
        scale,
        enable_gqa,
        seed=optional_value_of(seed),
        offset=offset,
    )
