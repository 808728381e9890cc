"""Where the ops of a program being built go: the insertion point and the location of the innermost `building(...)`."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import ParamSpec, TypeVar

from xdsl.builder import Builder
from xdsl.dialects.builtin import LocationAttr, UnknownLoc
from xdsl.ir import Operation
from xdsl.rewriter import InsertPoint
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.location import located_at

OperationT = TypeVar("OperationT", bound=Operation)
P = ParamSpec("P")


@dataclass(frozen=True)
class _Building:
    builder: Builder
    location: Callable[[], LocationAttr]
    random_offsets: "count[int]"
    is_trial: bool


_current: ContextVar[_Building] = ContextVar("building")


@contextmanager
def building(
    insertion_point: InsertPoint,
    location: LocationAttr | Callable[[], LocationAttr] | None = None,
    *,
    is_trial: bool = False,
) -> Generator[Builder]:
    """Within it, every operator on tensors emits its op at the insertion point, with the location.

    A location that depends on where the operator is called, as in traced Python, is a function that is asked each time.
    Errors name the op, unless the ops are only tried, on behalf of the one that errors will be told of.
    """
    builder = Builder(insertion_point)
    constant = UnknownLoc() if location is None else location
    token = _current.set(_Building(builder, constant if callable(constant) else lambda: constant, count(), is_trial))
    try:
        yield builder
    finally:
        _current.reset(token)


def emit(op: OperationT) -> OperationT:
    """Inserts an op at the current insertion point, at the current location.

    Raises LookupError outside of `building(...)`.
    """
    current = _current.get()
    op.location = current.location()
    return current.builder.insert(op)


def build(op_type: Callable[P, OperationT], *args: P.args, **kwargs: P.kwargs) -> OperationT:
    """Constructs an op and inserts it at the current insertion point, at the current location.

    Raises VerifyException, with the location and the name of the op, where the operands do not fit; LookupError
    outside of `building(...)`.
    """
    with errors_of(getattr(op_type, "name", "")):
        op = op_type(*args, **kwargs)
    return emit(op)


class errors_of:
    """Puts the current location and the name of the op in front of a VerifyException raised within.

    A class, so that only frames of this folder stand between the user's code and the one that asks for its location.
    """

    def __init__(self, op_name: str):
        self._op_name = op_name

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, VerifyException):
            current = _current.get()
            if not current.is_trial:
                raise VerifyException(located_at(current.location(), self._op_name, str(error))) from error


def next_random_offset() -> int:
    """An offset that no random op of the current `building(...)` has yet."""
    return next(_current.get().random_offsets)
