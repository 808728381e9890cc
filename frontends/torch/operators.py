"""PyTorch's operators as functions of `adjoint.aten`: what all importers share.

An operator is called with the arguments that its schema names. They are matched by name with the parameters of the
function of `adjoint.aten` of the same name, or of the one in `special_operators` that makes up for a difference.
Arguments that say where or how a tensor is stored (`memory_format`, `device`, …) mean nothing for a value, and are
dropped.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, TypeAlias, cast

import torch
from torch._ops import OpOverload

from adjoint.dialects.aten import functional
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.element_types import element_type_of
from adjoint.frontends.torch.special_operators import SPECIAL_OPERATORS
from adjoint.runtime.errors import AdjointError

Operator: TypeAlias = OpOverload[..., Any]
"""Any: an operator's own type says what it takes as PyTorch's tensors."""

Result = Tensor | int | float | bool | None | tuple["Result", ...] | list["Result"]
"""What an operator gives: a tensor, several, or a number that is known when compiling."""

_STORAGE = frozenset(
    {"memory_format", "layout", "device", "pin_memory", "non_blocking", "copy", "requires_grad", "implicit"}
    | {"generator", "cudnn_enable", "cudnn_enabled", "out", "sparse_grad"}
)
"""Arguments of which a tensor that is a value has nothing to tell."""

_Seeds = Literal["seed", "draw_seed"]

_SEEDS: Sequence[_Seeds] = ("seed", "draw_seed")

_REDUCTIONS = ("none", "mean", "sum")
"""The reductions of losses by PyTorch's numbers."""


class UnsupportedOperatorError(AdjointError):
    """An operator, or an argument of it, that `aten` does not have."""


@dataclass(frozen=True)
class _Binding:
    """An operator and the function that does what it does."""

    operator: Operator
    function: Callable[..., Result]
    parameters: Mapping[str, str]
    """From the names of the schema to those of the function."""
    defaults: Mapping[str, object]
    """Of the function's parameters."""
    by_position: Sequence[str]
    """The parameters that are passed by position, because a `*list` is among them; the last one is the list."""
    random: _Seeds | None
    """The parameter for the seed of random numbers, or for the function that gives it if it is needed."""


def is_supported(op: object) -> bool:
    """Whether `apply` knows the operator; it can still refuse arguments, or a dtype."""
    return isinstance(op, OpOverload) and _binding(cast(Operator, op)) is not None


def apply(
    op: Operator,
    arguments: Sequence[object],
    keywords: Mapping[str, object],
    *,
    seed: Callable[[], Tensor] | None = None,
) -> Result:
    """Emits the ops of a call of an operator into the program being built (`aten.tensor.building`); gives its results.

    Tensors are those of the program; a size that is known only at run time is a 0-d index tensor; all else is as in
    PyTorch, lists of them included. An operator that changes its argument in place (`add_`) gives the changed value:
    the caller must see to it that later reads get that. `seed` is asked for the seed, a 0-d i64, of an operator that
    draws random numbers.

    Raises UnsupportedOperatorError where `is_supported` says no or an argument has no meaning here, VerifyException,
    with location, where the operands do not fit.
    """
    binding = _binding(op)
    if binding is None:
        raise UnsupportedOperatorError(f"error: {name_of(op)}: the operator is not supported")
    given = dict(zip((each.name for each in schema_of(op).arguments), arguments, strict=False)) | dict(keywords)
    values: dict[str, object] = {}
    for argument in schema_of(op).arguments:
        if argument.name not in given:
            continue
        value = given[argument.name]
        parameter = binding.parameters.get(argument.name)
        if parameter is not None:
            values[parameter] = _converted(argument.name, value, binding.defaults.get(parameter, ...))
        elif not _is_dropped(argument.name, value) and not _equal(value, argument.default_value):
            raise UnsupportedOperatorError(
                f"error: {name_of(op)}: the argument {argument.name}={value!r} is not supported"
            )
    if binding.random is not None:
        draw = partial(_drawn_seed, op, seed)
        values[binding.random] = draw() if binding.random == "seed" else draw
    positional: list[object] = []
    for parameter in binding.by_position:
        positional.append(values.pop(parameter))
    return binding.function(*positional, **values)


def _drawn_seed(op: Operator, seed: Callable[[], Tensor] | None) -> Tensor:
    if seed is None:
        raise UnsupportedOperatorError(f"error: {name_of(op)}: random numbers are not supported here")
    return seed()


def schema_of(op: Operator) -> torch.FunctionSchema:
    """The names, types and defaults of the operator's arguments."""
    return op._schema  # pyright: ignore[reportPrivateUsage]  # there is no other way to it


def name_of(op: object) -> str:
    """The operator as people write it: `aten.add.Tensor`."""
    return str(op)


@cache
def _binding(op: Operator) -> _Binding | None:
    function = _function(op)
    if function is None:
        return None
    known = inspect.signature(function).parameters
    parameters: dict[str, str] = {}
    lists = [name for name, parameter in known.items() if parameter.kind is inspect.Parameter.VAR_POSITIONAL]
    for index, argument in enumerate(schema_of(op).arguments):
        name = argument.name
        if name not in known:
            if name == "self" and index == 0:
                name = next(iter(known))
            elif name == "self" and "input" in known:
                name = "input"
            elif lists and argument.type.kind() == "ListType":
                name = lists[0]
            elif name in _STORAGE or argument.has_default_value():
                continue
            else:
                return None
        parameters[argument.name] = name
    defaults = {
        name: parameter.default for name, parameter in known.items() if parameter.default is not inspect.Parameter.empty
    }
    bound = set(parameters.values())
    missing = [name for name in known if name not in bound and name not in defaults and name not in (*_SEEDS, *lists)]
    if missing:
        return None
    names = list(known)
    by_position = names[: names.index(lists[0]) + 1] if lists else []
    random: _Seeds | None = next((each for each in _SEEDS if each in known and each not in defaults), None)
    return _Binding(op, function, parameters, defaults, by_position, random)


def _function(op: Operator) -> Callable[..., Result] | None:
    """The function of the operator; of an operator in place, that of the one that is not."""
    if op.namespace != "aten":
        return SPECIAL_OPERATORS.get(str(op))
    schema = schema_of(op)
    name, overload = schema.name.removeprefix("aten::"), schema.overload_name or "default"
    names = [name, name[:-1]] if name.endswith("_") and not name.endswith("__") else [name]
    for each in names:
        special = SPECIAL_OPERATORS.get(f"{each}.{overload}", SPECIAL_OPERATORS.get(each))
        if special is not None:
            return special
        if each in functional.__dict__ and inspect.isfunction(functional.__dict__[each]):
            return functional.__dict__[each]
    return None


def _converted(name: str, value: object, default: object) -> object:
    """A value of PyTorch's as the function takes it."""
    if default is None and _is_empty_list(value):
        return None  # schemas have no other way to say that a list is absent
    if isinstance(value, torch.dtype):
        return element_type_of(value)
    if name == "reduction" and isinstance(value, int):
        return _REDUCTIONS[value]
    return value


def _is_empty_list(value: object) -> bool:
    return isinstance(value, list | tuple) and not cast(Sequence[object], value)


def _is_dropped(name: str, value: object) -> bool:
    if name == "device" and value is not None and torch.device(str(value)).type not in ("cpu", "meta"):
        raise UnsupportedOperatorError(f"error: device {value} is not supported, only the CPU is")
    return name in _STORAGE


def _equal(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default
