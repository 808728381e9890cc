"""Where programs come from: a function of a module, or a Python function traced for the arguments of each call."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.frontends.tracing import Signature, TracedFunction
from adjoint.runtime.arguments import Argument, Array
from adjoint.runtime.dtypes import element_type_of
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.program import AnyModule, Program

InstanceT = TypeVar("InstanceT")


class ModuleSource(Generic[InstanceT]):
    """A function of a module: one program, whatever the arguments."""

    def __init__(self, program: Program, make: Callable[[Program], InstanceT]):
        self._instance = make(program)

    def instance(self, args: Sequence[Argument]) -> tuple[InstanceT, Sequence[Argument]]:
        """The one instance."""
        return self._instance, args


class TracedSource(Generic[InstanceT]):
    """A Python function: one program for each combination of ranks and dtypes, of shapes where sizes must be known."""

    def __init__(self, function: TracedFunction, make: Callable[[Program], InstanceT]):
        self._function = function
        self._make = make
        self._instances: dict[Signature, InstanceT] = {}
        self._need_sizes: set[Signature] = set()
        self._lock = Lock()

    def instance(self, args: Sequence[Argument]) -> tuple[InstanceT, Sequence[Argument]]:
        """The instance for the ranks and dtypes of the arguments, traced where they are new."""
        arrays = [_as_array(value, index) for index, value in enumerate(args)]
        signature = tuple(((DYNAMIC_INDEX,) * array.ndim, element_type_of(array.dtype)) for array in arrays)
        return self.instance_for(signature, [array.shape for array in arrays]), arrays

    def instance_for(self, signature: Signature, shapes: Sequence[tuple[int, ...]]) -> InstanceT:
        """The instance for arguments of these ranks and dtypes, now of these shapes, traced where they are new."""
        instance = self._instances.get(signature)
        if instance is None:
            with self._lock:
                instance = self._traced(signature, shapes)
        return instance

    def _traced(self, signature: Signature, shapes: Sequence[tuple[int, ...]]) -> InstanceT:
        """The instance for any sizes, or for these where the function does something that needs them."""
        if signature not in self._need_sizes:
            try:
                return self._make_instance(signature)
            except AdjointError:
                if not any(shape for shape, _ in signature):
                    raise
        of_these_sizes = tuple(
            (tuple(shape), element_type) for shape, (_, element_type) in zip(shapes, signature, strict=True)
        )
        instance = self._make_instance(of_these_sizes)
        self._need_sizes.add(signature)
        return instance

    def _make_instance(self, signature: Signature) -> InstanceT:
        instance = self._instances.get(signature)
        if instance is None:
            module = self._function.program(signature)
            instance = self._instances[signature] = self._make(Program.of(module, self._function.name))
        return instance


def source_of(
    program: AnyModule | TracedFunction, name: str | None, make: Callable[[Program], InstanceT]
) -> ModuleSource[InstanceT] | TracedSource[InstanceT]:
    """The source of a module's function `name`, or of a traced function, which has no other name."""
    if isinstance(program, TracedFunction):
        if name is not None:
            raise AdjointError(f"error: {program.name} is one function; it has no function {name!r}")
        return TracedSource(program, make)
    return ModuleSource(Program.of(program, name), make)


def _as_array(value: Argument, index: int) -> Array:
    """The argument as an array in native byte order; Python floats are float32 as in PyTorch, ints int64."""
    if hasattr(value, "__array__"):
        try:
            array = np.asarray(value)
        except (RuntimeError, TypeError, ValueError) as error:
            raise AdjointError(f"error: argument {index}: {type(value).__name__} gives no array: {error}") from None
        return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise AdjointError(f"error: argument {index}: {error}") from None
    return array.astype(np.float32) if array.dtype == np.float64 else array
