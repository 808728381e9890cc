"""Which version of a program a call runs: assume equal, check, specialise (docs/architecture.md, "Dynamic sizes").

The first version assumes that `?` sizes that meet in a broadcast are equal. Where a call breaks that, the version for
the argument sizes that are 1 in this call is tried, then the one for exactly these sizes, in which every broadcast is
known and a shape that cannot be is an error of type inference, with the op and its place.
"""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import Generic, Protocol, TypeVar

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.runtime.arguments import Argument, Array, Parameter
from adjoint.runtime.errors import AdjointError, CheckFailedError

Refinement = Mapping[tuple[int, int], int]
"""(argument, dimension) to the size that the program takes it to be when compiling."""


class Version(Protocol):
    """A compiled program that can tell whether it is right for arguments of these sizes."""

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes break what the version assumes."""
        ...


VersionT = TypeVar("VersionT", bound=Version)


class SpecializedProgram(Generic[VersionT]):
    """The versions of one program, compiled when first needed and kept by what they take to be static."""

    def __init__(self, parameters: Sequence[Parameter], build: Callable[[Refinement], VersionT]):
        self._parameters = tuple(parameters)
        self._build = build
        self._versions: dict[frozenset[tuple[tuple[int, int], int]], VersionT] = {}
        self._chosen: dict[tuple[tuple[int, ...], ...], VersionT] = {}
        self._lock = Lock()

    def convert(self, values: Sequence[Argument]) -> list[Array]:
        """The arguments as arrays. Raises AdjointError where one does not fit, or one is missing."""
        if len(values) != len(self._parameters):
            expected = ", ".join(f"{each.name}: {each.describe()}" for each in self._parameters)
            raise AdjointError(f"error: expected {len(self._parameters)} arguments ({expected}), got {len(values)}")
        return [parameter.convert(value) for parameter, value in zip(self._parameters, values, strict=True)]

    def version_for(self, arrays: Sequence[Array]) -> VersionT:
        """The version to run on these arrays. Raises AdjointError where the program cannot take their sizes."""
        shapes = tuple([array.shape for array in arrays])
        chosen = self._chosen.get(shapes)
        if chosen is None:
            with self._lock:
                chosen = self._choose(arrays)
                if len(self._chosen) >= _SHAPES_KEPT:
                    self._chosen.clear()
                self._chosen[shapes] = chosen
        return chosen

    def _choose(self, arrays: Sequence[Array]) -> VersionT:
        dynamic = {
            (argument, dim): array.shape[dim]
            for argument, (parameter, array) in enumerate(zip(self._parameters, arrays, strict=True))
            for dim, size in enumerate(parameter.shape)
            if size == DYNAMIC_INDEX
        }
        ones = {place: size for place, size in dynamic.items() if size == 1}
        failure = ""
        for refinement in ({}, ones, dynamic):
            version = self._version(refinement)
            try:
                version.check(arrays)
            except CheckFailedError as error:
                failure = str(error)
            else:
                return version
        raise AdjointError(failure)

    def _version(self, refinement: Refinement) -> VersionT:
        key = frozenset(refinement.items())
        version = self._versions.get(key)
        if version is None:
            version = self._versions[key] = self._build(refinement)
        return version


_SHAPES_KEPT = 1024
"""How many combinations of sizes are remembered; choosing again costs microseconds."""
