"""Scans along a dimension, and operators that order the elements along one or choose among them."""

from collections.abc import Callable

import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, shapes

Shape = tuple[int, ...]


@st.composite
def along_a_dim(
    draw: st.DrawFn,
    build: Callable[..., Tensor],
    eager: Callable[..., torch.Tensor],
    arguments: int = 1,
    smallest: int = 0,
) -> Instance:
    """`build(*tensors, dim)` of tensors of one shape; dims from the front or the back, also of 0-d tensors."""
    shape = draw(shapes)
    dim = draw(st.integers(-max(len(shape), 1), max(len(shape), 1) - 1))
    if shape:
        place = dim % len(shape)
        shape = (*shape[:place], max(shape[place], smallest), *shape[place + 1 :])
    return Instance(lambda *x: build(*x, dim), lambda *x: eager(*x, dim), [Argument(shape)] * arguments)


@st.composite
def chosen_along_a_dim(
    draw: st.DrawFn, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], has_k: bool = False
) -> Instance:
    """`build(x, [k,] dim, flag)`, with at least one element along the dim, and at least k."""
    flag, k = draw(st.booleans()), draw(st.integers(1, 3))

    def call(function: Callable[..., Tensor] | Callable[..., torch.Tensor]):
        return lambda x, dim: function(x, k if x.shape else 1, dim, flag) if has_k else function(x, dim, flag)

    return draw(along_a_dim(call(build), call(eager), smallest=k if has_k else 1))


def chosen(name: str, build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], has_k: bool) -> OperatorCase:
    """What is chosen along a dimension, as a case."""
    return OperatorCase(name, chosen_along_a_dim(build, eager, has_k))


def linear_recurrence(x: torch.Tensor, factor: torch.Tensor, dim: int) -> torch.Tensor:
    """What the op is defined as, step by step."""
    if not x.ndim or not x.shape[dim]:
        return x + 0 * factor
    steps: list[torch.Tensor] = []
    for each, by in zip(x.unbind(dim), factor.unbind(dim), strict=True):
        steps.append(each + by * (steps[-1] if steps else 0))
    return torch.stack(steps, dim)


def shift(x: torch.Tensor, dim: int) -> torch.Tensor:
    """By one place to the front; 3 comes in at the end."""
    if not x.ndim:
        return x * 0 + 3
    return torch.cat([x.narrow(dim, 1, x.shape[dim] - 1), torch.full_like(x.narrow(dim, 0, 1), 3)], dim)


ORDERING = [
    OperatorCase("cumsum", along_a_dim(aten.cumsum, torch.cumsum)),
    OperatorCase("cumprod", along_a_dim(aten.cumprod, torch.cumprod)),
    OperatorCase("linear_recurrence", along_a_dim(aten.linear_recurrence, linear_recurrence, 2)),
    OperatorCase("shift", along_a_dim(lambda x, dim: aten.shift(x, dim, -1, 3), shift, smallest=1)),
    chosen("sort", lambda *x: aten.sort(*x)[0], lambda *x: torch.sort(*x)[0], False),
    chosen("max_dim", lambda *x: aten.max(*x)[0], lambda *x: torch.max(*x)[0], False),
    chosen("min_dim", lambda *x: aten.min(*x)[0], lambda *x: torch.min(*x)[0], False),
    chosen("topk", lambda *x: aten.topk(*x)[0], lambda *x: torch.topk(*x)[0], True),
    chosen("kthvalue", lambda *x: aten.kthvalue(*x)[0], lambda *x: torch.kthvalue(*x)[0], True),
    chosen("median_dim", lambda *x: aten.median(*x)[0], lambda *x: torch.median(*x)[0], False),
    OperatorCase(
        "median", shapes.map(lambda shape: Instance(aten.median, torch.median, [Argument(tuple(map(_one, shape)))]))
    ),
]


def _one(size: int) -> int:
    """A size that is not 0."""
    return max(size, 1)
