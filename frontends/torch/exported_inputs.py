"""What the arguments of an exported program must be: nested as they were, of sizes that `torch.export.Dim` allows."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import cast

import torch
from torch.fx.experimental.symbolic_shapes import SYMPY_INTERP
from torch.utils import _pytree as pytree

from adjoint.frontends.torch.symbolic_sizes import Expression, expression_of
from adjoint.runtime.errors import AdjointError

SizeRange = tuple[int, int | None]
"""The smallest and the largest size; None where there is none."""

_Tensors = Sequence[tuple[str, torch.Tensor, torch.Tensor]]
"""The name, the fake tensor that the program was exported for, and the tensor that is given."""

_SHAPES_KEPT = 1024
"""How many combinations of sizes are remembered."""


@dataclass(frozen=True)
class Guard:
    """What a program took to be true of its sizes while it was traced."""

    code: CodeType
    """An expression of `inputs`, the tensors by name."""
    text: str

    @staticmethod
    def of(code: str) -> "Guard":
        """From PyTorch's `L['x'].size()[0] > 4`; nested inputs are `L['z'][0]`, and their placeholder is `z_0`."""
        named = re.sub(r"\bL((?:\[[^\[\]]+\])+)", lambda path: f"inputs[{_placeholder_name(path[1])!r}]", code)
        text = re.sub(r"inputs\['(\w+)'\]\.size\(\)\[(\d+)\]", r"\1.shape[\2]", named)
        return Guard(compile(named, "<guard>", "eval"), text)

    def holds(self, inputs: Mapping[str, torch.Tensor]) -> bool:
        """Whether it is true; so it is where it is about something that is no input."""
        try:
            # PyTorch makes the expression of the program's sizes, and evaluates it in the same way.
            return bool(eval(self.code, {**SYMPY_INTERP, "math": math, "inputs": inputs}))
        except (KeyError, AttributeError):
            return True


def _placeholder_name(path: str) -> str:
    return "_".join(re.findall(r"\w+", path))


@dataclass
class InputChecks:
    """The inputs of a program, with what it was exported for."""

    names: Sequence[str]
    expected: Sequence[object]
    """A fake tensor for each tensor, else the value itself."""
    ranges: Mapping[Expression, SizeRange]
    """Of the symbols."""
    guards: Sequence[Guard]
    _accepted: set[tuple[torch.Size, ...]] = field(default_factory=set[tuple[torch.Size, ...]])

    def check(self, inputs: Sequence[object]) -> None:
        """Raises AdjointError where an input is no tensor of the right rank, or sizes are not those exported for."""
        tensors: list[tuple[str, torch.Tensor, torch.Tensor]] = []
        for name, expected, given in zip(self.names, self.expected, inputs, strict=True):
            if not isinstance(expected, torch.Tensor):
                if type(given) is not type(expected) or given != expected:
                    raise _error(name, f"the program was exported for {expected!r}, got {given!r}")
                continue
            if not isinstance(given, torch.Tensor):
                raise _error(name, f"expected a tensor, got {type(given).__name__}")
            if given.ndim != expected.ndim:
                raise _error(name, f"expected a tensor of rank {expected.ndim}, got shape {list(given.shape)}")
            tensors.append((name, expected, given))
        shapes = tuple([given.shape for _, _, given in tensors])
        if shapes not in self._accepted:
            self._check_sizes(tensors)
            if len(self._accepted) >= _SHAPES_KEPT:
                self._accepted.clear()
            self._accepted.add(shapes)

    def _check_sizes(self, tensors: _Tensors) -> None:
        sizes: dict[Expression, int] = {}
        places: dict[Expression, str] = {}
        derived: list[tuple[str, int, Expression, int]] = []
        for name, expected, given in tensors:
            for dim, (symbolic, size) in enumerate(zip(expected.shape, given.shape, strict=True)):
                expression = expression_of(symbolic)
                if expression is None:
                    if size != symbolic:
                        raise _size_error(name, dim, str(symbolic), size)
                elif not expression.is_Symbol:
                    derived.append((name, dim, expression, size))
                elif expression in sizes:
                    if sizes[expression] != size:
                        raise _size_error(name, dim, f"{sizes[expression]}, as {places[expression]} is", size)
                else:
                    _check_range(name, dim, self.ranges.get(expression, (0, None)), size)
                    sizes[expression], places[expression] = size, f"{name}.shape[{dim}]"
        for name, dim, expression, size in derived:
            value = expression.xreplace(sizes)
            if value.is_number and int(value) != size:
                raise _size_error(name, dim, f"{value}, that is {_described(expression, places)}", size)
        for guard in self.guards:
            if not guard.holds({name: given for name, _, given in tensors}):
                shapes = ", ".join(f"{name} of shape {list(given.shape)}" for name, _, given in tensors)
                raise AdjointError(f"error: the program was exported for {guard.text}, got {shapes}")


def _check_range(name: str, dim: int, allowed: SizeRange, size: int) -> None:
    low, high = allowed
    if size < low or (high is not None and size > high):
        raise _size_error(name, dim, f"at least {low}" if high is None else f"from {low} to {high}", size)


def _error(name: str, problem: str) -> AdjointError:
    return AdjointError(f"error: argument '{name}': {problem}")


def _size_error(name: str, dim: int, expected: str, size: int) -> AdjointError:
    return _error(name, f"the size of dimension {dim} must be {expected}, got {size}")


def _described(expression: Expression, places: Mapping[Expression, str]) -> str:
    text = str(expression)
    for symbol in expression.free_symbols:
        text = text.replace(str(symbol), places.get(symbol, str(symbol)))
    return text


def flat_inputs(spec: pytree.TreeSpec | None, args: Sequence[object], kwargs: Mapping[str, object]) -> list[object]:
    """The arguments of a call as a flat list. Raises AdjointError where they are not nested as `spec` says."""
    if spec is None:
        return list(args)
    names = cast(Sequence[str], spec.child(1).context)
    keywords = {name: kwargs[name] for name in names} if set(names) == set(kwargs) else dict(kwargs)
    inputs, given = pytree.tree_flatten((tuple(args), keywords))
    if given != spec:
        raise AdjointError(f"error: the program takes {_nesting(spec)}, got {_nesting(given)}")
    return cast(list[object], inputs)


def _nesting(spec: pytree.TreeSpec) -> str:
    """The arguments of a call, `*` for each leaf."""
    args, kwargs = cast(
        tuple[Sequence[object], Mapping[str, object]], pytree.tree_unflatten(["*"] * spec.num_leaves, spec)
    )
    written = [*map(str, args), *(f"{name}={value}" for name, value in kwargs.items())]
    return f"({', '.join(written)})".replace("'*'", "*")
