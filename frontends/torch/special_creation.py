"""Tensors from nothing, from numbers, and random ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from xdsl.dialects.builtin import i1
from xdsl.ir import Attribute

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.builder import next_random_offset
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.element_types import element_type_of

Sizes = Sequence[int | Tensor]


def _default(dtype: Attribute | None) -> Attribute:
    return element_type_of(torch.get_default_dtype()) if dtype is None else dtype


def _arange(
    end: Number | Tensor, start: Number | Tensor = 0, step: Number = 1, dtype: Attribute | None = None
) -> Tensor:
    if dtype is None and any(isinstance(number, float) for number in (start, end, step)):
        dtype = _default(None)
    return aten.arange(start, end, step, dtype)


def _linspace(start: Number | Tensor, end: Number | Tensor, steps: int, dtype: Attribute | None = None) -> Tensor:
    return aten.linspace(start, end, steps, _default(dtype))


def _eye(n: int, m: int | None = None, dtype: Attribute | None = None) -> Tensor:
    return aten.eye(n, m, _default(dtype))


def _full(size: Sizes, fill_value: Number | Tensor, dtype: Attribute | None = None) -> Tensor:
    if isinstance(fill_value, Tensor):
        return _converted(fill_value, dtype).expand(size)
    return aten.full(size, fill_value, _default(None) if dtype is None and type(fill_value) is float else dtype)


def _full_like(input: Tensor, fill_value: Number | Tensor, dtype: Attribute | None = None) -> Tensor:
    if isinstance(fill_value, Tensor):
        return aten.expand_as(fill_value.to(input.dtype if dtype is None else dtype), input)
    return aten.full_like(input, fill_value, dtype)


def _fill(input: Tensor, value: Number | Tensor) -> Tensor:
    return _full_like(input, value)


def _scalar_tensor(s: Number | Tensor, dtype: Attribute | None = None) -> Tensor:
    return _converted(s, _default(dtype)) if isinstance(s, Tensor) else aten.scalar_tensor(s, _default(dtype))


def _converted(tensor: Tensor, dtype: Attribute | None) -> Tensor:
    return tensor if dtype is None else tensor.to(dtype)


def _zeros(size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.zeros(size, dtype=_default(dtype))


def _ones(size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.ones(size, dtype=_default(dtype))


def _empty(size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.empty(size, dtype=_default(dtype))


def _empty_strided(size: Sizes, stride: Sizes, dtype: Attribute | None = None) -> Tensor:
    """The strides say where elements are stored."""
    return _empty(size, dtype)


def _new_zeros(input: Tensor, size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.zeros(size, dtype=input.dtype if dtype is None else dtype)


def _new_ones(input: Tensor, size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.ones(size, dtype=input.dtype if dtype is None else dtype)


def _new_empty(input: Tensor, size: Sizes, dtype: Attribute | None = None) -> Tensor:
    return aten.empty(size, dtype=input.dtype if dtype is None else dtype)


def _new_empty_strided(input: Tensor, size: Sizes, stride: Sizes, dtype: Attribute | None = None) -> Tensor:
    return _new_empty(input, size, dtype)


def _new_full(input: Tensor, size: Sizes, fill_value: Number | Tensor, dtype: Attribute | None = None) -> Tensor:
    return _full(size, fill_value, input.dtype if dtype is None else dtype)


def _rand(size: Sizes, seed: Tensor, dtype: Attribute | None = None) -> Tensor:
    return aten.rand_like(_empty(size, dtype), seed)


def _randn(size: Sizes, seed: Tensor, dtype: Attribute | None = None) -> Tensor:
    return aten.randn_like(_empty(size, dtype), seed)


def _bernoulli(input: Tensor, seed: Tensor) -> Tensor:
    """1 with the probability that the element is, else 0."""
    return (aten.rand_like(input, seed) < input).to(input.dtype)


def _bernoulli_p(input: Tensor, seed: Tensor, p: float = 0.5) -> Tensor:
    return (aten.rand_like(input, seed) < p).to(input.dtype)


def _dropout(input: Tensor, p: float, train: bool, draw_seed: Callable[[], Tensor]) -> Tensor:
    return aten.dropout(input, draw_seed(), p) if train and p else input


def _native_dropout(
    input: Tensor, p: float, train: bool | None, draw_seed: Callable[[], Tensor]
) -> tuple[Tensor, Tensor]:
    """With the mask of what is kept."""
    if train is False or not p:
        return input, aten.ones_like(input, i1)
    seed, offset = draw_seed(), next_random_offset()
    return aten.dropout(input, seed, p, offset=offset), aten.dropout_mask(input, seed, p, offset) != 0


# Any: as in `special_operators`.
CREATION_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "arange": _arange,
    "bernoulli": _bernoulli,
    "bernoulli.p": _bernoulli_p,
    "dropout": _dropout,
    "empty": _empty,
    "empty_strided": _empty_strided,
    "eye": _eye,
    "fill": _fill,
    "full": _full,
    "full_like": _full_like,
    "linspace": _linspace,
    "native_dropout": _native_dropout,
    "new_empty": _new_empty,
    "new_empty_strided": _new_empty_strided,
    "new_full": _new_full,
    "new_ones": _new_ones,
    "new_zeros": _new_zeros,
    "ones": _ones,
    "rand": _rand,
    "randn": _randn,
    "scalar_tensor": _scalar_tensor,
    "zeros": _zeros,
}
