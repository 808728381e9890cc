"""The values of a TorchScript graph while it is imported.

Numbers, strings, lists and all else that is known is the Python value that TorchScript would have. A number known only
at run time, such as a size, is a 0-d tensor of the program. Tensors are references: several names can stand for one
tensor, or for a part of it, and an operator that ends in `_` changes what all of them see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

import torch

from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.operators import UnsupportedOperatorError

Content = Tensor | torch.Tensor
"""A tensor of the program, or one whose elements are known while importing."""


class Unknown:
    """What an operation gives that could not be imported: whatever it reaches is not reported again."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True)
class ModuleReference:
    """A module, or an object of a class, by its path from the module that is imported."""

    script: torch.ScriptObject
    path: str

    def path_of(self, attribute: str) -> str:
        """The path of one of its attributes."""
        return f"{self.path}.{attribute}" if self.path else attribute


@dataclass(frozen=True)
class View:
    """How a tensor is a part of another one, or the same elements in another shape."""

    base: "TensorReference"
    take: Callable[[Content], Content]
    """The view of the base's elements."""
    put: Callable[[Content, Content], Content] | None
    """The base's elements with those of the view replaced, where that can be told."""
    is_certain: bool
    """Whether PyTorch shares the memory in every case: `reshape` does only where strides allow it."""


class TensorReference:
    """A tensor that names of the graph stand for."""

    def __init__(self, content: Content, view: View | None = None, argument: str | None = None):
        self._content = content
        self._view = view
        self._argument = argument
        self._version = 0
        self._version_of_base = view.base._version if view else 0
        self._is_uncertain = False

    @property
    def content(self) -> Content:
        """The elements now. Raises UnsupportedOperatorError where it depends on strides what they are."""
        view = self._view
        if view is not None:
            base = view.base.content
            if view.base._version != self._version_of_base:
                if not view.is_certain:
                    self._is_uncertain = True
                else:
                    self._content = view.take(base)
                self._version += 1
                self._version_of_base = view.base._version
        if self._is_uncertain:
            raise UnsupportedOperatorError(
                "it reads a tensor that may share its memory with one that was changed in place: "
                "whether it does depends on strides; clone the tensor before the change"
            )
        return self._content

    @content.setter
    def content(self, content: Content) -> None:
        view = self._view
        if view is None and self._argument is not None:
            raise UnsupportedOperatorError(
                f"it changes the argument '{self._argument}' in place, which a program cannot: clone it first"
            )
        if view is not None and not view.is_certain:
            view.base._become_uncertain()
        elif view is not None:
            if view.put is None:
                raise UnsupportedOperatorError("it changes a view in place that cannot be traced back to its tensor")
            view.base.content = view.put(view.base.content, content)
        self._content = content
        self._version += 1
        self._version_of_base = view.base._version if view else 0

    def _become_uncertain(self) -> None:
        self._is_uncertain = True
        self._version += 1
        if self._view is not None:
            self._view.base._become_uncertain()


Value = object
"""Any of the above. TorchScript's types are checked by TorchScript."""


def is_unknown(value: Value) -> bool:
    """Whether the value, or a part of it, could not be imported."""
    match value:
        case Unknown():
            return True
        case list() | tuple():
            return any(map(is_unknown, cast(list[Value], value)))
        case dict():
            return any(map(is_unknown, cast(dict[Value, Value], value).values()))
        case _:
            return False


def is_known(value: Value) -> bool:
    """Whether PyTorch can compute with the value while importing: nothing in it is of the program."""
    match value:
        case TensorReference():
            return isinstance(value.content, torch.Tensor)
        case Tensor() | ModuleReference():
            return False
        case list() | tuple():
            return all(map(is_known, cast(list[Value], value)))
        case dict():
            return all(map(is_known, cast(dict[Value, Value], value).values()))
        case _:
            return True


def mapped(value: Value, tensor: Callable[[TensorReference], Value]) -> Value:
    """The value with every tensor in it replaced; lists become new ones."""
    match value:
        case TensorReference():
            return tensor(value)
        case list():
            return [mapped(each, tensor) for each in cast(list[Value], value)]
        case tuple():
            return tuple(mapped(each, tensor) for each in cast(tuple[Value, ...], value))
        case dict():
            return {key: mapped(each, tensor) for key, each in cast(dict[Value, Value], value).items()}
        case _:
            return value
