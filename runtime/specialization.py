"""Which version of a program a call runs: assume equal, check, specialise (docs/architecture.md, "Dynamic sizes").

The first version assumes that `?` sizes that meet in a broadcast are equal. Where a call breaks that, the version for
the argument sizes that are 1 in this call is tried, then the one for exactly these sizes, in which every broadcast is
known and a shape that cannot be is an error of type inference, with the op and its place. A program of which some op,
or some gradient, has to know a size is compiled for exactly these sizes as well.

A size may also be an element of an argument, such as the captured sizes that a reverse function takes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, Protocol, TypeVar

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.runtime.arguments import Argument, Array, Parameter
from adjoint.runtime.errors import AdjointError, CheckFailedError


@dataclass(frozen=True)
class Refinement:
    """What a version takes to be known when compiling."""

    sizes: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """(argument, dimension) to the size."""

    elements: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """(argument, position) to the element of an argument that holds sizes."""

    def __bool__(self) -> bool:
        return bool(self.sizes or self.elements)

    @property
    def key(self) -> frozenset[tuple[str, tuple[int, int], int]]:
        """The same for equal refinements."""
        sizes = [("size", place, size) for place, size in self.sizes.items()]
        return frozenset([*sizes, *(("element", place, size) for place, size in self.elements.items())])

    def where_one(self) -> "Refinement":
        """The part of it that says that something is 1."""
        return Refinement(_ones(self.sizes), _ones(self.elements))


def _ones(known: Mapping[tuple[int, int], int]) -> Mapping[tuple[int, int], int]:
    return {place: size for place, size in known.items() if size == 1}


class Version(Protocol):
    """A compiled program that can tell whether it is right for arguments of these sizes."""

    @property
    def plan_reads_elements(self) -> bool:
        """Whether some of the sizes are elements of arguments."""
        ...

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes break what the version assumes."""
        ...


VersionT = TypeVar("VersionT", bound=Version)


class SpecializedProgram(Generic[VersionT]):
    """The versions of one program, compiled when first needed and kept by what they take to be static."""

    def __init__(self, parameters: Sequence[Parameter], build: Callable[[Refinement], VersionT]):
        self._parameters = tuple(parameters)
        self._build = build
        self._versions: dict[frozenset[tuple[str, tuple[int, int], int]], VersionT | AdjointError] = {}
        self._chosen: dict[tuple[tuple[tuple[int, ...], ...], tuple[bytes, ...]], VersionT] = {}
        self._read: tuple[int, ...] = ()
        self._lock = Lock()

    def convert(self, values: Sequence[Argument]) -> list[Array]:
        """The arguments as arrays. Raises AdjointError where one does not fit, or one is missing."""
        if len(values) != len(self._parameters):
            expected = ", ".join(f"{each.name}: {each.describe()}" for each in self._parameters)
            raise AdjointError(f"error: expected {len(self._parameters)} arguments ({expected}), got {len(values)}")
        return [parameter.convert(value) for parameter, value in zip(self._parameters, values, strict=True)]

    @property
    def chosen_by_shape(self) -> bool:
        """Whether the shapes of the arguments decide which version runs; known once one has been chosen."""
        return not self._read

    def version_for(self, arrays: Sequence[Array]) -> VersionT:
        """The version to run on these arrays. Raises AdjointError where the program cannot take their sizes."""
        chosen = self._chosen.get(self._key(arrays))
        if chosen is None:
            with self._lock:
                chosen = self._choose(arrays)
                if len(self._chosen) >= _SHAPES_KEPT:
                    self._chosen.clear()
                self._chosen[self._key(arrays)] = chosen
        return chosen

    def _key(self, arrays: Sequence[Array]) -> tuple[tuple[tuple[int, ...], ...], tuple[bytes, ...]]:
        """What the choice depends on."""
        return tuple([array.shape for array in arrays]), tuple([arrays[index].tobytes() for index in self._read])

    def _choose(self, arrays: Sequence[Array]) -> VersionT:
        first = self._version(Refinement())
        if isinstance(first, AdjointError):
            return self._of_these_sizes(arrays, first)
        if first.plan_reads_elements:
            self._read = tuple(index for index, parameter in enumerate(self._parameters) if parameter.holds_sizes)
        everything = self._everything(arrays)
        failure = ""
        for refinement in (Refinement(), everything.where_one(), everything):
            version = self._version(refinement)
            if isinstance(version, AdjointError):
                failure = str(version)
                continue
            try:
                version.check(arrays)
            except CheckFailedError as error:
                failure = str(error)
            else:
                return version
        raise AdjointError(failure)

    def _of_these_sizes(self, arrays: Sequence[Array], failure: AdjointError) -> VersionT:
        """The version for exactly these sizes, of a program that cannot be compiled for any."""
        everything = self._everything(arrays)
        if not everything:
            raise failure
        version = self._version(everything)
        if isinstance(version, AdjointError):
            raise version
        version.check(arrays)
        return version

    def _everything(self, arrays: Sequence[Array]) -> Refinement:
        """All that the arguments tell of sizes."""
        sizes = {
            (argument, dim): array.shape[dim]
            for argument, (parameter, array) in enumerate(zip(self._parameters, arrays, strict=True))
            for dim, size in enumerate(parameter.shape)
            if size == DYNAMIC_INDEX
        }
        elements = {
            (argument, position): int(element)
            for argument in self._read
            for position, element in enumerate(arrays[argument].flat)
        }
        return Refinement(sizes, elements)

    def _version(self, refinement: Refinement) -> VersionT | AdjointError:
        """The version, or why there is none."""
        version = self._versions.get(refinement.key)
        if version is None:
            try:
                version = self._build(refinement)
            except AdjointError as error:
                version = error
            self._versions[refinement.key] = version
        return version


_SHAPES_KEPT = 1024
"""How many combinations of sizes are remembered; choosing again costs microseconds."""
