"""Dropout."""

import torch
from hypothesis import strategies as st
from philox import philox

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, shapes


@st.composite
def dropout_instances(draw: st.DrawFn) -> Instance:
    """Dropout by its own mask: which elements it keeps is tested elsewhere."""
    p, offset = draw(st.sampled_from([0.0, 0.3, 1.0])), draw(st.integers(0, 3))
    return Instance(
        lambda x, seed: aten.dropout(x, seed, p, True, offset),
        lambda x, seed: x * dropout_mask(x, seed, p, offset),
        [Argument(draw(shapes)), Argument((), 0, 2**40, integers=True)],
    )


def dropout_mask(x: torch.Tensor, seed: torch.Tensor, p: float, offset: int) -> torch.Tensor:
    """0 or `1 / (1 - p)`, for each element of x."""
    words = torch.tensor(philox(int(seed), offset, x.numel())[0].tolist(), dtype=x.dtype).reshape(x.shape)
    return (words / 2**32 >= p).to(x.dtype) / (1 - p) if p < 1 else torch.zeros_like(x)


NEURAL_NETWORK = [
    OperatorCase("dropout", dropout_instances()),
    OperatorCase(
        "dropout_off",
        shapes.map(
            lambda shape: Instance(
                lambda x, seed: aten.dropout(x, seed, train=False),
                lambda x, seed: x + 0,
                [Argument(shape), Argument((), 0, 9, integers=True)],
            )
        ),
    ),
]
