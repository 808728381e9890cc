"""Arithmetic of FX graphs on sizes: of ints, or of 0-d index tensors where a size is known only at run time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xdsl.dialects.builtin import f32

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

Number = int | float | Tensor


def _sum(sizes: Sequence[Number]) -> Number:
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


def _quotient(first: Number, second: Number) -> Number:
    return _float(first) / _float(second)


def _floor_quotient(first: Number, second: Number) -> Number:
    return first // second


def _sum_of_two(first: Number, second: Number) -> Number:
    return first + second


def _difference(first: Number, second: Number) -> Number:
    return first - second


def _product(first: Number, second: Number) -> Number:
    return first * second


def _remainder(first: Number, second: Number) -> Number:
    return first % second


def _negative(size: Number) -> Number:
    return -size


def _power(first: Number, second: Number) -> Number:
    return first**second


def _element(values: Sequence[object], index: int) -> object:
    return values[index]


# Any: what a function takes is checked by PyTorch when it makes the graph.
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "add": _sum_of_two,
    "floordiv": _floor_quotient,
    "getitem": _element,
    "mod": _remainder,
    "mul": _product,
    "neg": _negative,
    "pow": _power,
    "sub": _difference,
    "sym_float": _float,
    "sym_max": _max,
    "sym_min": _min,
    "sym_sum": _sum,
    "truediv": _quotient,
}


def size_function(target: object) -> Callable[..., Any] | None:
    """What a function of `operator`, or PyTorch's counterpart, does with sizes; None for all other functions."""
    if not callable(target) or getattr(target, "__module__", "") not in ("_operator", "operator", "torch"):
        return None
    return _FUNCTIONS.get(getattr(target, "__name__", ""))
