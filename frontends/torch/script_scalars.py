"""TorchScript's operations on numbers, strings, lists and dictionaries.

A number that is known only at run time, a size for one, is a 0-d tensor of the program.
"""

import operator
from collections.abc import Mapping
from typing import Any, cast

import torch
from xdsl.dialects.builtin import f64, i1, i64

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.element_types import ELEMENT_TYPES
from adjoint.frontends.torch.operators import UnsupportedOperatorError
from adjoint.frontends.torch.script_queries import Operation, always, dtype_of_number, number_in
from adjoint.frontends.torch.script_values import TensorReference, Value


def _converted(value: Value, kind: type) -> Value:
    if isinstance(value, TensorReference):
        return number_in(value, kind)
    if isinstance(value, Tensor):
        return value.to({int: i64, float: f64, bool: i1}[kind])
    return kind(cast(Any, value))


def _as_tensor(number: Value) -> TensorReference:
    return TensorReference(number if isinstance(number, Tensor) else torch.tensor(number))


def _tensor(data: Value, dtype: int | None, device: object, requires_grad: bool = False) -> TensorReference:
    """`torch.tensor` of numbers: known, or put together where one of them is known only at run time."""
    chosen = None if dtype is None else dtype_of_number(dtype)
    pieces = cast(list[Value], data) if isinstance(data, list) else [data]
    if any(isinstance(piece, list) for piece in pieces) or not any(isinstance(piece, Tensor) for piece in pieces):
        return TensorReference(torch.tensor(data, dtype=chosen))
    numbers = [each if isinstance(each, Tensor) else aten.constant(cast(float, each)) for each in pieces]
    joined = aten.stack(numbers) if isinstance(data, list) else numbers[0]
    return TensorReference(joined if chosen is None else joined.to(ELEMENT_TYPES[chosen]))


def _equal(left: Value, right: Value) -> Value:
    """Of lists, which have no unknown numbers where the answer is a bool of Python."""
    if isinstance(left, list) and isinstance(right, list):
        left, right = cast(list[Value], left), cast(list[Value], right)
        if len(left) != len(right):
            return False
        pairs = [_equal(one, other) for one, other in zip(left, right, strict=True)]
        if False in [pair for pair in pairs if isinstance(pair, bool)]:
            return False
        return next((pair for pair in pairs if isinstance(pair, Tensor)), True)
    if left is right:
        return True
    return cast(Any, left) == cast(Any, right)


def _not_equal(left: Value, right: Value) -> Value:
    equal = _equal(left, right)
    return ~equal if isinstance(equal, Tensor) else not equal


def _not(value: Value) -> Value:
    return ~value if isinstance(value, Tensor) else not value


def _item_of(container: Any, key: Any) -> Value:
    if isinstance(key, Tensor):
        raise UnsupportedOperatorError("the position in a list is known only at run time")
    return container[key]


def _set_item(container: Any, key: Any, value: Value) -> Any:
    container[key] = value
    return container


def _append(items: list[Value], item: Value) -> list[Value]:
    items.append(item)
    return items


def _extend(items: list[Value], more: list[Value]) -> None:
    items.extend(more)


def _insert(items: list[Value], index: int, item: Value) -> None:
    items.insert(index, item)


def _pop(items: list[Value], index: int = -1) -> Value:
    return items.pop(index)


def _extended(items: list[Value], more: list[Value]) -> list[Value]:
    items += more
    return items


def _is(left: Value, right: Value) -> bool:
    return left is right


def _is_not(left: Value, right: Value) -> bool:
    return left is not right


def _part(items: list[Value], start: int | None, end: int | None, step: int) -> list[Value]:
    return items[start:end:step]


def _format(template: str, *values: Value) -> str:
    return template.format(*values)


def _quotient(left: Any, right: Any) -> Value:
    return left.to(f64) / right if isinstance(left, Tensor) else left / right


def _difference(left: Any, right: Any) -> Value:
    return left + right * -1 if isinstance(right, Tensor) else left + -right


def _number_of(kind: type) -> Operation:
    def number(value: Value) -> Value:
        return _converted(value, kind)

    return number


def _contains(container: Any, item: Value) -> bool:
    return item in container


def _values(items: dict[Value, Value]) -> list[Value]:
    return list(items.values())


def _items(items: dict[Value, Value]) -> list[Value]:
    return list(items.items())


def _get(items: dict[Value, Value], key: Value, default: Value = None) -> Value:
    return items.get(key, default)


def _range(count: int) -> list[int]:
    return list(range(count))


def _floor_quotient(left: Any, right: Any) -> Any:
    return left // right


def _and(left: Any, right: Any) -> Any:
    return left & right


def _or(left: Any, right: Any) -> Any:
    return left | right


ON_VALUES: Mapping[str, Operation] = {
    "aten::__is__": _is,
    "aten::__isnot__": _is_not,
    "aten::__not__": _not,
    "aten::eq": _equal,
    "aten::ne": _not_equal,
    "aten::len": len,
    "aten::__getitem__": _item_of,
    "aten::_set_item": _set_item,
    "aten::__contains__": _contains,
    "aten::append": _append,
    "aten::extend": _extend,
    "aten::insert": _insert,
    "aten::pop": _pop,
    "aten::clear": operator.methodcaller("clear"),
    "aten::reverse": operator.methodcaller("reverse"),
    "aten::copy": operator.methodcaller("copy"),
    "aten::list": list,
    "aten::keys": list,
    "aten::values": _values,
    "aten::items": _items,
    "aten::get": _get,
    "aten::slice": _part,
    "aten::add_": _extended,
    "aten::format": _format,
    "aten::Int": _number_of(int),
    "aten::Float": _number_of(float),
    "aten::Bool": _number_of(bool),
    "prim::NumToTensor": _as_tensor,
    "aten::tensor": _tensor,
    "aten::as_tensor": _tensor,
    "prim::rangelist": _range,
    "prim::Print": always(None),
    "aten::warn": always(None),
}
"""Operations of which TorchScript's types alone tell that they are on numbers and lists; the first is no tensor."""

ON_NUMBERS: Mapping[str, Operation] = {
    "aten::add": operator.add,
    "aten::sub": _difference,
    "aten::mul": operator.mul,
    "aten::div": _quotient,
    "aten::floordiv": _floor_quotient,
    "aten::remainder": operator.mod,
    "aten::neg": operator.neg,
    "aten::lt": operator.lt,
    "aten::le": operator.le,
    "aten::gt": operator.gt,
    "aten::ge": operator.ge,
    "aten::__and__": _and,
    "aten::__or__": _or,
}
"""Arithmetic on numbers of which one is known only at run time, and on lists."""
