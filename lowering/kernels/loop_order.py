"""The loops of a nest: adjacent columns become one long loop where they can, and the innermost one walks memory."""

from xdsl.ir import SSAValue

from adjoint.lowering.kernels.coordinates import Coordinate, Loop, Part
from adjoint.lowering.kernels.nests import Coordinates, Nest, NestWalk, Schedule


def arrange_loops(schedule: Schedule, nest: Nest) -> None:
    """Replaces the loops of a nest, one for each column, by fewer and longer ones with the same elements."""
    if len(nest.loops) < 2:
        return
    walk = NestWalk(schedule, nest)
    accesses = list(walk.accesses)
    for member in nest.roots:
        coordinates = schedule.coordinates(member, nest)
        accesses.append((member.result, tuple(None if dim is None else coordinates[dim] for dim in member.written)))
    groups = _groups(schedule, nest, walk, accesses)
    innermost = _innermost(groups, accesses)
    loops = [Loop(tuple(part.loop.sizes[0] for part in group)) for group in groups]
    nest.columns = tuple(part for loop in loops for part in loop.parts())
    nest.loops = (*loops[:innermost], *loops[innermost + 1 :], loops[innermost])


def _groups(
    schedule: Schedule, nest: Nest, walk: NestWalk, accesses: list[tuple[SSAValue, Coordinates]]
) -> list[list[Part]]:
    """The columns, those that one loop can run through together."""
    kernel = schedule.kernel
    groups = [[nest.columns[0]]]
    for position in range(1, len(nest.columns)):
        outer, inner = nest.columns[position - 1], nest.columns[position]
        joins = (
            outer not in walk.indexed
            and inner not in walk.indexed
            and all(
                (kernel.columns(root)[position - 1] in root.reduced) == (kernel.columns(root)[position] in root.reduced)
                for root in nest.roots
            )
            and all(_has_adjacent(schedule, tensor, place, outer, inner) for tensor, place in accesses)
        )
        if joins:
            groups[-1].append(inner)
        else:
            groups.append([inner])
    return groups


def _has_adjacent(schedule: Schedule, tensor: SSAValue, place: Coordinates, outer: Part, inner: Part) -> bool:
    """Whether an access has two columns next to each other, the inner one over its full size, or has neither."""
    if outer not in place and inner not in place:
        return True
    present = [(coordinate, position) for position, coordinate in enumerate(place) if coordinate is not None]
    return any(
        one == outer and other == inner and schedule.kernel.tensor_sizes(tensor)[position] == inner.loop.sizes[0]
        for (one, _), (other, position) in zip(present, present[1:], strict=False)
    ) and (place.count(outer), place.count(inner)) == (1, 1)


def _innermost(groups: list[list[Part]], accesses: list[tuple[SSAValue, Coordinates]]) -> int:
    """The loop in which fewest accesses jump; the last one, unless another is better."""

    def jumps(group: list[Part]) -> int:
        return sum(any(part in place for part in group) and _last(place) != group[-1] for _, place in accesses)

    return min(reversed(range(len(groups))), key=lambda position: jumps(groups[position]))


def _last(place: Coordinates) -> Coordinate:
    return next((coordinate for coordinate in reversed(place) if coordinate is not None), None)
