"""Scaled dot product attention."""

from math import inf, sqrt

from xdsl.dialects.builtin import DYNAMIC_INDEX, UnitAttr, i1
from xdsl.irdl import (
    AttrSizedOperandSegments,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    result_def,
)
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.creation import DimArangeOp
from adjoint.dialects.aten.dimensions import UnflattenOp
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.linear_algebra import require_same_element_type
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.properties import (
    FloatProperty,
    IntProperty,
    flag_property,
    float_property,
    int_property,
)
from adjoint.dialects.aten.random import DropoutMaskOp
from adjoint.dialects.aten.shapes import describe_shape, expandable
from adjoint.dialects.aten.tensor import Tensor, TensorLike, result_of
from adjoint.dialects.aten.ternary import WhereOp

HEADS = -3
"""The dimension of the heads in query, key and value."""


def where(condition: Tensor, input: TensorLike, other: TensorLike) -> Tensor:
    """One of two, of which one may be a number."""
    return result_of(WhereOp, condition.value, *values_of(input, other))


@irdl_op_definition
class ScaledDotProductAttentionOp(CompositeOp):
    """`softmax(scale · query keyᵀ + mask) value`: [*, L, E], [*, S, E] and [*, S, V] give [*, L, V]; * broadcasts.

    A bool mask tells what takes part, a floating point one is added; it broadcasts to [*, L, S]. With `is_causal` row i
    takes the columns up to i. A row in which nothing takes part is 0. `scale` is 1/√E where it is absent. With
    `enable_gqa` several query heads, in dimension -3, share each head of key and value. With a `dropout_p` above 0 the
    weights drop out as in `aten.dropout`, drawn from `seed` and `offset`.

    Vaswani et al., https://arxiv.org/abs/1706.03762.
    """

    name = "aten.scaled_dot_product_attention"

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    query = operand_def(TENSOR)
    key = operand_def(TENSOR)
    value = operand_def(TENSOR)
    attn_mask = opt_operand_def(TENSOR)
    seed = opt_operand_def(TENSOR)
    dropout_p = prop_def(FloatProperty, default_value=float_property(0.0))
    is_causal = opt_prop_def(UnitAttr)
    scale = opt_prop_def(FloatProperty)
    enable_gqa = opt_prop_def(UnitAttr)
    offset = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    assembly_format = (
        "$query `,` $key `,` $value (`attn_mask` `(` $attn_mask^ `:` type($attn_mask) `)`)? "
        "(`seed` `(` $seed^ `:` type($seed) `)`)? (`dropout_p` `=` custom<Number>($dropout_p)^)? "
        "(`is_causal` $is_causal^)? (`scale` `=` custom<Number>($scale)^)? (`enable_gqa` $enable_gqa^)? "
        "(`offset` `=` $offset^)? attr-dict `:` type($query) `,` type($key) `,` type($value) `->` type($result)"
    )

    def __init__(
        self,
        query: Operand,
        key: Operand,
        value: Operand,
        attn_mask: Operand | None = None,
        dropout_p: float = 0.0,
        is_causal: bool = False,
        scale: float | None = None,
        enable_gqa: bool = False,
        *,
        seed: Operand | None = None,
        offset: int = 0,
    ):
        super().__init__(
            [query, key, value, attn_mask, seed],
            {
                "dropout_p": float_property(dropout_p),
                "is_causal": flag_property(is_causal),
                "scale": None if scale is None else float_property(scale),
                "enable_gqa": flag_property(enable_gqa),
                "offset": int_property(offset),
            },
        )

    def decompose(self) -> Tensor:
        self._check()
        weights = self.weights()
        mask = self.dropout_mask(weights)
        return self.without_groups((weights if mask is None else weights * mask) @ self.values())

    def _check(self) -> None:
        query, key, value = (Tensor(operand) for operand in (self.query, self.key, self.value))
        for tensor, what in ((query, "query"), (key, "key"), (value, "value")):
            if tensor.ndim < 2:
                raise VerifyException(
                    f"{what} must have at least 2 dimensions, got shape {describe_shape(tensor.shape)}"
                )
            require_floating_point(tensor.type, what)
        require_same_element_type(query.type, key.type, value.type)
        if self.attn_mask is not None:
            if self.is_causal is not None:
                raise VerifyException("attn_mask must be absent where is_causal is set")
            mask = Tensor(self.attn_mask)
            if mask.dtype not in (i1, query.dtype):
                raise VerifyException(f"attn_mask must be i1 or {query.dtype} as the query is, got {mask.dtype}")
        if not 0.0 <= self.dropout_p.value.data <= 1.0:
            raise VerifyException(f"dropout_p must be between 0 and 1, got {self.dropout_p.value.data}")
        if self.dropout_p.value.data and self.seed is None:
            raise VerifyException("dropout needs a seed: give the operand seed, or a dropout_p of 0")
        if self.enable_gqa is not None:
            self._check_groups(query, key, value)

    def _check_groups(self, query: Tensor, key: Tensor, value: Tensor) -> None:
        if min(query.ndim, key.ndim, value.ndim) < 3:
            raise VerifyException("enable_gqa needs a dimension of heads, -3, in query, key and value")
        heads, shared = query.shape[HEADS], key.shape[HEADS]
        if DYNAMIC_INDEX in (heads, shared) or value.shape[HEADS] != shared:
            raise VerifyException(
                "enable_gqa needs numbers of heads that are known when compiling, and equal for key and value"
            )
        if not shared or heads % shared:
            raise VerifyException(f"{heads} heads of the query cannot share {shared} heads of the key evenly")

    # Query heads that share a head of the key are rows of a group: a dimension of its own, of size 1 in key and value.

    def queries(self) -> Tensor:
        """The query by groups."""
        return self.by_groups(Tensor(self.query))

    def keys(self) -> Tensor:
        """The transposed key, with a group of size 1."""
        return self._with_group(Tensor(self.key)).transpose(-2, -1)

    def values(self) -> Tensor:
        """The value, with a group of size 1."""
        return self._with_group(Tensor(self.value))

    def by_groups(self, x: Tensor) -> Tensor:
        """What has a dimension of query heads with one of the shared heads and one of the group in its place."""
        if self.enable_gqa is None:
            return x
        if x.ndim < -HEADS or x.shape[HEADS] == 1:
            return self._with_group(x) if x.ndim >= -HEADS else x
        shared = Tensor(self.key).shape[HEADS]
        return result_of(UnflattenOp, x.value, HEADS, [shared, x.shape[HEADS] // shared])

    def _with_group(self, x: Tensor) -> Tensor:
        return x if self.enable_gqa is None else x.unsqueeze(HEADS)

    def without_groups(self, x: Tensor) -> Tensor:
        """The inverse of `by_groups`."""
        return x if self.enable_gqa is None else x.flatten(HEADS - 1, HEADS)

    def scaling(self) -> TensorLike:
        """What the products of query and key are multiplied by."""
        if self.scale is not None:
            return self.scale.value.data
        query = Tensor(self.query)
        features = query.size(-1)
        if isinstance(features, Tensor):
            return features.to(query.dtype).rsqrt()
        return 1 / sqrt(features) if features else 1.0

    def weights(self) -> Tensor:
        """The softmax of the scores: how much of each value goes into each row, before dropout."""
        scores = (self.queries() * self.scaling()) @ self.keys()
        if self.is_causal is not None:
            row, column = (result_of(DimArangeOp, scores.value, dim) for dim in (-2, -1))
            return where(row.unsqueeze(-1) >= column, scores, -inf).softmax(-1)
        if self.attn_mask is None:
            return scores.softmax(-1)
        mask = self.by_groups(Tensor(self.attn_mask))
        if not expandable(mask.shape, scores.shape):
            raise VerifyException(
                f"attn_mask of shape {describe_shape(mask.shape)} does not broadcast to the scores' shape "
                f"{describe_shape(scores.shape)}"
            )
        return _softmax_of_masked(where(mask, scores, -inf) if mask.dtype == i1 else scores + mask)

    def dropout_mask(self, weights: Tensor) -> Tensor | None:
        """What the weights are multiplied by, None without dropout."""
        if not self.dropout_p.value.data or self.seed is None:
            return None
        return result_of(DropoutMaskOp, weights.value, self.seed, self.dropout_p.value.data, self.offset.value.data)


def _softmax_of_masked(scores: Tensor) -> Tensor:
    """The softmax of each row, 0 where all of the row is -inf."""
    if 0 in scores.shape:
        return scores
    largest = scores.amax(-1, keepdim=True)
    exponential = (scores - where(largest == -inf, 0.0, largest)).exp()
    total = exponential.sum(-1, keepdim=True)
    return exponential / where(total == 0, 1.0, total)
