"""`Tensor`: a value of the program being built, with PyTorch's operators and methods.

The same handle serves the adjoint rules and people: `aten.tanh(x) * y` emits two ops at the insertion point of the
innermost `building(...)` and gives the handle of the product. Numbers become 0-d constants of the other operand's type.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from xdsl.builder import Builder
from xdsl.dialects.builtin import LocationAttr, UnknownLoc
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.base import AnyTensorType, tensor_type

OperationT = TypeVar("OperationT", bound=Operation)

_builder: ContextVar[Builder] = ContextVar("builder")
_location: ContextVar[Callable[[], LocationAttr]] = ContextVar("location")


@contextmanager
def building(
    insertion_point: InsertPoint, location: LocationAttr | Callable[[], LocationAttr] | None = None
) -> Generator[Builder]:
    """Within it, every operator on tensors emits its op at the insertion point, with the location.

    A location that depends on where the operator is called, as in traced Python, is a function that is asked each time.
    """
    builder = Builder(insertion_point)
    builder_token = _builder.set(builder)
    constant = UnknownLoc() if location is None else location
    location_token = _location.set(constant if callable(constant) else lambda: constant)
    try:
        yield builder
    finally:
        _builder.reset(builder_token)
        _location.reset(location_token)


def emit(op: OperationT) -> OperationT:
    """Inserts an op at the current insertion point, at the current location.

    Raises LookupError outside of `building(...)`.
    """
    op.location = _location.get()()
    return _builder.get().insert(op)


@dataclass(frozen=True, eq=False)
class Tensor:
    """A tensor of the program being built."""

    value: SSAValue

    @property
    def type(self) -> AnyTensorType:
        """The ranked tensor type of the value."""
        return tensor_type(self.value)

    @property
    def shape(self) -> tuple[int, ...]:
        """The sizes as far as they are known when compiling, `DYNAMIC_INDEX` where only at run time."""
        return self.type.get_shape()

    @property
    def ndim(self) -> int:
        """The rank."""
        return self.type.get_num_dims()

    @property
    def dtype(self) -> Attribute:
        """The element type."""
        return self.type.element_type


Number = int | float | bool
TensorLike = Tensor | Number
"""An operand: a tensor, or a number that becomes a 0-d constant."""


def tensors(values: Sequence[SSAValue]) -> tuple[Tensor, ...]:
    """The handles of several values."""
    return tuple(Tensor(value) for value in values)
