"""Scaled dot product attention, by the names of PyTorch's kernels too."""

from collections.abc import Callable, Mapping
from math import inf, sqrt
from typing import Any

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

Draw = Callable[[], Tensor]
"""Gives the seed of random numbers."""


def _attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    draw_seed: Draw,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    seed = draw_seed() if dropout_p else None
    return aten.scaled_dot_product_attention(
        query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa, seed=seed
    )


def _flash_attention_for_cpu(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    draw_seed: Draw,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    attn_mask: Tensor | None = None,
    scale: float | None = None,
) -> tuple[Tensor, Tensor]:
    """With the logarithm of the sum of the exponentials of each row, [batch, heads, rows]."""
    attended = _attention(query, key, value, draw_seed, attn_mask, dropout_p, is_causal, scale)
    scores = (query @ key.transpose(-2, -1)) * (1 / sqrt(query.shape[-1]) if scale is None else scale)
    if is_causal:
        scores = aten.where(aten.tril(aten.ones_like(scores)) != 0, scores, -inf)
    if attn_mask is not None:
        scores = scores + attn_mask
    return attended, scores.logsumexp(-1)


# Any: as in `special_operators`.
ATTENTION_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "scaled_dot_product_attention": _attention,
    "_scaled_dot_product_flash_attention_for_cpu": _flash_attention_for_cpu,
}
