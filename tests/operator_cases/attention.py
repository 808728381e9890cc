"""Attention."""

import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase
from operator_cases.neural_network import dropout_mask

SEED = 11


@st.composite
def attention_instances(draw: st.DrawFn) -> Instance:
    """With a causal mask, one that is added, or none; with and without batches that broadcast, groups, dropout."""
    rows, columns, features, values = (draw(st.integers(1, 3)) for _ in range(4))
    is_causal, is_masked = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
    grouped, p = draw(st.booleans()), draw(st.sampled_from([0.0, 0.5]))
    scale = draw(st.sampled_from([None, 0.7]))
    batch, shared = ((2, 4), (2, 2)) if grouped else draw(st.sampled_from([((), ()), ((2,), (2,)), ((2,), (3, 1))]))
    arguments = [
        Argument((*batch, rows, features), static_dims=(1,) if grouped else ()),
        Argument((*shared, columns, features), static_dims=(1,) if grouped else ()),
        Argument((*shared, columns, values), static_dims=(1,) if grouped else ()),
    ]
    if is_masked:
        arguments.append(Argument(draw(st.sampled_from([(rows, columns), (1, columns)]))))

    def build(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None) -> Tensor:
        seed = aten.constant(SEED) if p else None
        return aten.scaled_dot_product_attention(
            query, key, value, mask, p, is_causal, scale, grouped, seed=seed, offset=1
        )

    def eager(
        query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None = None
    ) -> torch.Tensor:
        """By its definition: not all kernels of PyTorch can be differentiated twice."""
        if grouped:
            query, key, value = query.unflatten(-3, (2, 2)), key.unsqueeze(-3), value.unsqueeze(-3)
        scores = query @ key.mT * (features**-0.5 if scale is None else scale)
        if is_causal:
            scores = scores.masked_fill(~torch.ones(rows, columns).tril().bool(), -torch.inf)
        weights = torch.softmax(scores if mask is None else scores + mask, -1)
        if p:
            weights = weights * dropout_mask(weights, torch.tensor(SEED), p, 1)
        return (weights @ value).flatten(-4, -3) if grouped else weights @ value

    return Instance(build, eager, arguments)


ATTENTION = [OperatorCase("scaled_dot_product_attention", attention_instances())]
