"""Where a loop nest is: coordinates that stay symbolic until an address is needed.

A loop may run through several dimensions at once. An access that has them all, in order, then needs the loop's variable
alone, and only an access that has them apart pays for a division.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.sizes import Size


@dataclass(frozen=True, eq=False)
class Loop:
    """A loop over the product of these sizes, the last dimension fastest."""

    sizes: tuple[Size, ...]

    def parts(self) -> tuple["Part", ...]:
        """The coordinate in each of its dimensions."""
        return tuple(Part(self, position) for position in range(len(self.sizes)))


@dataclass(frozen=True)
class Part:
    """The coordinate in one of the dimensions that a loop runs through."""

    loop: Loop
    position: int


@dataclass(frozen=True)
class Unknown:
    """A coordinate that the program computes; while loops are planned its value does not exist yet."""


Coordinate = Part | SSAValue | Unknown | None
"""None is always 0."""


@dataclass(frozen=True)
class Run:
    """Adjacent parts of one loop, from the first to the last."""

    loop: Loop
    first: int
    last: int


Term = tuple[Run | SSAValue | Unknown, tuple[Size, ...]]
"""What is added to a linear index: a coordinate, times the product of the sizes inside of it."""


def linear_terms(place: Sequence[Coordinate], sizes: Sequence[Size]) -> list[Term]:
    """The linear index of an element of a contiguous tensor as a sum, the outermost coordinate first."""
    terms: list[Term] = []
    position = len(place) - 1
    while position >= 0:
        coordinate = place[position]
        inner = tuple(sizes[position + 1 :])
        if isinstance(coordinate, Part):
            first = _start_of_run(place, sizes, position)
            start = place[first]
            assert isinstance(start, Part)
            terms.append((Run(coordinate.loop, start.position, coordinate.position), inner))
            position = first
        elif coordinate is not None:
            terms.append((coordinate, inner))
        position -= 1
    terms.reverse()
    return terms


def _start_of_run(place: Sequence[Coordinate], sizes: Sequence[Size], last: int) -> int:
    """The outermost of the positions that hold, one after the other, parts of one loop that `last` ends."""
    first, current = last, last
    while current > 0:
        inner, outer = place[first], place[current - 1]
        assert isinstance(inner, Part)
        if outer is None and sizes[current - 1] == 1:
            current -= 1
            continue
        continues = outer == Part(inner.loop, inner.position - 1) and sizes[first] == inner.loop.sizes[inner.position]
        if not continues:
            break
        current -= 1
        first = current
    return first
