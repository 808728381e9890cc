"""Arithmetic of FX graphs on sizes: of ints, or of 0-d index tensors where a size is known only at run time."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import torch
from xdsl.dialects.builtin import f32

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

Number = int | float | bool | Tensor


def _sum(sizes: list[int | Tensor]) -> int | Tensor:
    first, *others = sizes
    for other in others:
        first = first + other
    return first


def _max(first: Number, second: Number) -> Number:
    if isinstance(first, Tensor) or isinstance(second, Tensor):
        return aten.maximum(first, second)
    return max(first, second)


def _min(first: Number, second: Number) -> Number:
    if isinstance(first, Tensor) or isinstance(second, Tensor):
        return aten.minimum(first, second)
    return min(first, second)


def _float(size: Number) -> Number:
    return size.to(f32) if isinstance(size, Tensor) else float(size)


def _truediv(first: Number, second: Number) -> Number:
    return _float(first) / _float(second)


def _floordiv(first: Number, second: Number) -> Number:
    return first // second


# Any: what a function takes is checked by PyTorch when it makes the graph.
SIZE_FUNCTIONS: Mapping[object, Callable[..., Any]] = {
    operator.add: operator.add,
    operator.sub: operator.sub,
    operator.mul: operator.mul,
    operator.floordiv: _floordiv,
    operator.truediv: _truediv,
    operator.mod: operator.mod,
    operator.pow: operator.pow,
    operator.neg: operator.neg,
    operator.getitem: operator.getitem,
    torch.sym_sum: _sum,
    torch.sym_max: _max,
    torch.sym_min: _min,
    torch.sym_float: _float,
}
"""By the function that the graph calls."""
