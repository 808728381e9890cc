"""One version of a program as native code: a combination of sizes is planned once, then a call is one native call."""

from collections.abc import Sequence
from ctypes import Array as CArray, addressof, c_int64, c_void_p
from dataclasses import dataclass
from math import prod
from struct import Struct

import numpy as np

from adjoint.dialects.autodiff import GradientAttr
from adjoint.runtime.arena import ArenaPool
from adjoint.runtime.arguments import Array, Parameter
from adjoint.runtime.array_data import data_address
from adjoint.runtime.engine import NativeModule
from adjoint.runtime.errors import CheckFailedError
from adjoint.runtime.result_memory import LARGE, large_array
from adjoint.runtime.threads import thread_count

_PLANS_KEPT = 1024
"""How many combinations of sizes are remembered; a plan takes microseconds, so forgetting is harmless."""


@dataclass(frozen=True)
class Plan:
    """What one combination of sizes needs."""

    sizes: CArray[c_int64]
    """Every size of every argument, in order."""

    sizes_address: int
    """Where they are. It costs less to pass than the array."""

    result_shapes: tuple[tuple[int, ...], ...]
    arena_bytes: int
    threads: int

    has_large_results: bool
    """Whether one of them is worth a block that is used again (`adjoint.runtime.result_memory`)."""


class CompiledFunction:
    """A native function with its parameters and results. Several threads may call it at once."""

    def __init__(
        self,
        native: NativeModule,
        name: str,
        parameters: Sequence[Parameter],
        results: Sequence[Parameter],
        data_sizes: "CompiledFunction | None" = None,
        gradient: GradientAttr | None = None,
    ):
        """`data_sizes` computes the last of the parameters, sizes that depend on data, from the others.

        `gradient` is how a function that was split is put together with its reverse.
        """
        self.gradient = gradient
        self._data_sizes = data_sizes
        self._all_parameters = tuple(parameters)
        self.parameters = self._all_parameters[: len(parameters) - (len(data_sizes.results) if data_sizes else 0)]
        self.results = tuple(results)
        self._result_dtypes = tuple(result.dtype for result in results)
        self._native = native
        self._entry = native.entry(name)
        self.address = native.address(name)
        """Where the native code begins: an entry point as in docs/architecture.md."""
        self._plan_entry = native.plan(name)
        self.plan_reads_elements = native.plan_reads_elements(name)
        self._plan_length = 1 + sum(len(result.shape) for result in self.results)
        # As bytes: that takes a quarter of the time of an array of ctypes.
        self._pack_pointers = Struct(f"{len(self._all_parameters) + len(self.results)}P").pack
        self._plans: dict[tuple[tuple[tuple[int, ...], ...], int], Plan] = {}
        self._arenas = ArenaPool()

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes of the arrays break what this version assumes."""
        arrays = self._with_data_sizes(arrays)
        self.plan(_shapes(arrays), [data_address(array) for array in arrays])

    def _with_data_sizes(self, arrays: Sequence[Array]) -> Sequence[Array]:
        return arrays if self._data_sizes is None else [*arrays, *self._data_sizes(arrays)]

    def __call__(self, arrays: Sequence[Array]) -> list[Array]:
        """The results for arrays that the parameters converted.

        Raises CheckFailedError where a check of the program fails, on sizes or on elements.
        """
        if self._data_sizes is not None:
            arrays = self._with_data_sizes(arrays)
        return self.call_as_planned(self.plan(_shapes(arrays), [data_address(array) for array in arrays]), arrays)

    def call_as_planned(self, plan: Plan, arrays: Sequence[Array]) -> list[Array]:
        """What a call gives for arrays that the parameters converted, of the sizes of this plan."""
        empty = large_array if plan.has_large_results else np.empty
        results = [empty(shape, dtype) for shape, dtype in zip(plan.result_shapes, self._result_dtypes, strict=True)]
        self.run(plan, [data_address(array) for array in (*arrays, *results)])
        return results

    @property
    def plans_by_shape(self) -> bool:
        """Whether the shapes of the arguments decide everything: no size is an element of an argument, or counted."""
        return not self.has_data_sizes and not self.plan_reads_elements

    @property
    def has_data_sizes(self) -> bool:
        """Whether some sizes depend on data, and are computed from the arguments before each call."""
        return self._data_sizes is not None

    def plan(self, shapes: tuple[tuple[int, ...], ...], addresses: Sequence[int]) -> Plan:
        """What a call needs whose arguments have these shapes and start at these addresses.

        Raises CheckFailedError where the sizes break what this version assumes.
        """
        threads = thread_count()
        key = (shapes, threads)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._make_plan(shapes, addresses, threads)
            if not self.plan_reads_elements:
                if len(self._plans) >= _PLANS_KEPT:
                    self._plans.clear()
                self._plans[key] = plan
        return plan

    def run(self, plan: Plan, addresses: Sequence[int]) -> None:
        """Runs the native code on buffers at these addresses, of the arguments, then of the results, as planned.

        The buffers are of this plan's sizes, C-contiguous and aligned. Raises CheckFailedError where a check fails.
        """
        arena = self._arenas.take(plan.arena_bytes)
        status = self._entry(self._pack_pointers(*addresses), plan.sizes_address, arena.address, plan.threads)
        self._arenas.give_back(arena)
        if status:
            raise CheckFailedError(self._native.message(status))

    def _make_plan(self, shapes: tuple[tuple[int, ...], ...], addresses: Sequence[int], threads: int) -> Plan:
        flat = [size for shape in shapes for size in shape]
        sizes = (c_int64 * len(flat))(*flat)
        written = (c_int64 * self._plan_length)()
        buffers = (c_void_p * len(shapes))(*addresses)
        status = self._plan_entry(buffers, sizes, threads, written)
        if status:
            raise CheckFailedError(self._native.message(status))
        arena_bytes, *result_sizes = written
        remaining = iter(result_sizes)
        shapes = tuple(tuple(next(remaining) for _ in result.shape) for result in self.results)
        large = any(
            prod(shape) * dtype.itemsize >= LARGE for shape, dtype in zip(shapes, self._result_dtypes, strict=True)
        )
        return Plan(sizes, addressof(sizes), shapes, arena_bytes, threads, large)


def _shapes(arrays: Sequence[Array]) -> tuple[tuple[int, ...], ...]:
    return tuple([array.shape for array in arrays])
