"""Calls of a program: a second call with arrays of the same sizes goes straight to native code.

What a first call finds out, which version of the program runs and what these sizes need, is kept by the dtypes and
shapes of its arguments. From the third such call on, a builtin function makes the call
(`adjoint.runtime.builtin_call`), if the program is small enough for that to matter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, cast

import numpy as np

from adjoint.runtime.arguments import Argument, Array
from adjoint.runtime.array_data import data_address
from adjoint.runtime.call_table import CallTable
from adjoint.runtime.compiled_function import CompiledFunction, Plan
from adjoint.runtime.specialization import SpecializedProgram
from adjoint.runtime.threads import thread_count

_CALLS_KEPT = 1024
"""How many combinations of dtypes and shapes are remembered; preparing a call again costs microseconds."""

_Key = tuple[object, ...]

Outputs = Array | tuple[Array, ...]
"""What a program gives: an array, or a tuple where it has another number of results than one."""

Results = Outputs | tuple[Outputs, Outputs]
"""Outputs, or outputs and gradients."""


class Source(Protocol):
    """What gives the program for the arguments of a call (`adjoint.runtime.program_source`)."""

    def instance(self, args: Sequence[Argument]) -> tuple[SpecializedProgram[CompiledFunction], Sequence[Argument]]: ...


@dataclass(frozen=True)
class Gradients:
    """The last results, if they are given apart from the outputs."""

    count: int
    is_single: bool = False
    """Whether there is one, given as it is instead of as a tuple of one."""


@dataclass
class _Prepared:
    """A call, once it is known what it needs."""

    compiled: CompiledFunction
    plan: Plan
    was_called: bool = False
    """Whether it was called since: the builtin is made, or told, at the second call."""


class PreparedCalls:
    """A program as a function of arrays. Several threads may call it at once."""

    def __init__(self, source: Source, gradients: Gradients | None = None):
        self._source = source
        self._gradients = gradients
        self._prepared: dict[_Key, _Prepared] = {}
        self._table: CallTable | None = None
        self._lock = Lock()
        self.call: Callable[..., Results] = self._call
        """The results for these arguments, in the structure of the function: outputs, or outputs and gradients.

        Raises AdjointError where an argument or a size does not fit.
        """

    def _call(self, *args: Argument) -> Results:
        key: list[object] = [thread_count()]
        for value in args:
            # Only what native code can read as it is: anything else is converted, and checked, at every call.
            if type(value) is not np.ndarray or not value.flags.carray:
                return self._structured(self._unprepared(args, None))
            key += (value.dtype, value.shape)
        prepared = self._prepared.get(tuple(key))
        if prepared is None:
            return self._structured(self._unprepared(args, tuple(key)))
        arrays = cast("tuple[Array, ...]", args)  # as seen above
        # The builtin lets numpy allocate results; large ones are lent memory that is used again.
        if not prepared.was_called and not prepared.plan.has_large_results:
            prepared.was_called = True
            self._leave_to_builtin(prepared, arrays)
        return self._structured(prepared.compiled.call_as_planned(prepared.plan, arrays))

    def _structured(self, results: Sequence[Array]) -> Results:
        if self._gradients is None:
            return unpack(results)
        outputs = len(results) - self._gradients.count
        gradients = results[outputs:]
        return unpack(results[:outputs]), gradients[0] if self._gradients.is_single else tuple(gradients)

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
            plan = compiled.plan(shapes, [data_address(array) for array in arrays])
            self._prepared[key] = _Prepared(compiled, plan)
        return results

    def _leave_to_builtin(self, prepared: _Prepared, arrays: Sequence[Array]) -> None:
        """Calls of these sizes are the builtin's from now on."""
        with self._lock:
            if self._table is None:
                gradients = self._gradients or Gradients(-1)
                self._table = CallTable(gradients.count, gradients.is_single)
                builtin = self._table.builtin(self._call)
                if builtin is not None:
                    self.call = cast("Callable[..., Results]", builtin)
        self._table.add(prepared.compiled, prepared.plan, [array.shape for array in arrays])


def unpack(results: Sequence[Array]) -> Outputs:
    """The only result itself, or the tuple of all."""
    return results[0] if len(results) == 1 else tuple(results)
