"""Calls of a program: a second call with arrays of the same sizes goes straight to native code.

What a first call finds out, which version of the program runs and what these sizes need, is kept by the dtypes and
shapes of its arguments.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from adjoint.runtime.arguments import Argument, Array
from adjoint.runtime.array_data import data_address
from adjoint.runtime.compiled_function import CompiledFunction, Plan
from adjoint.runtime.specialization import SpecializedProgram
from adjoint.runtime.threads import thread_count

_CALLS_KEPT = 1024
"""How many combinations of dtypes and shapes are remembered; preparing a call again costs microseconds."""

_Key = tuple[object, ...]


class Source(Protocol):
    """What gives the program for the arguments of a call (`adjoint.runtime.program_source`)."""

    def instance(self, args: Sequence[Argument]) -> tuple[SpecializedProgram[CompiledFunction], Sequence[Argument]]: ...


class PreparedCalls:
    """A program as a function of arrays. Several threads may call it at once."""

    def __init__(self, source: Source):
        self._source = source
        self._prepared: dict[_Key, tuple[CompiledFunction, Plan]] = {}

    def __call__(self, args: Sequence[Argument]) -> list[Array]:
        """The results for these arguments. Raises AdjointError where an argument or a size does not fit."""
        key: list[object] = [thread_count()]
        for value in args:
            # Only what native code can read as it is: anything else is converted, and checked, at every call.
            if type(value) is not np.ndarray or not value.flags.carray:
                return self._unprepared(args, None)
            key += (value.dtype, value.shape)
        prepared = self._prepared.get(tuple(key))
        if prepared is None:
            return self._unprepared(args, tuple(key))
        compiled, plan = prepared
        return compiled.call_as_planned(plan, args)  # pyright: ignore[reportArgumentType]  # they are arrays, seen above

    def _unprepared(self, args: Sequence[Argument], key: _Key | None) -> list[Array]:
        specialized, values = self._source.instance(args)
        arrays = specialized.convert(values)
        compiled = specialized.version_for(arrays)
        results = compiled(arrays)
        shapes_decide = specialized.chosen_by_shape and compiled.plans_by_shape
        if key is not None and shapes_decide and all(one is other for one, other in zip(args, arrays, strict=True)):
            shapes = tuple([array.shape for array in arrays])
            if len(self._prepared) >= _CALLS_KEPT:
                self._prepared.clear()
            self._prepared[key] = compiled, compiled.plan(shapes, [data_address(array) for array in arrays])
        return results
