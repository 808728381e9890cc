"""What is planned for a row of a kernel: loop nests, the members that they compute, what memory keeps between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.sizes import Size
from adjoint.lowering.fusion.structured_op import Access, StructuredOp
from adjoint.lowering.kernels.coordinates import Coordinate, Loop, Part, Unknown
from adjoint.lowering.kernels.kernel_body import KernelBody

Coordinates = tuple[Coordinate, ...]
"""One for every iteration dimension of a member."""


@dataclass(eq=False)
class Nest:
    """Loops over the columns of a row, and the members that they compute."""

    position: int
    """Among the nests of the row."""
    level: int
    sizes: tuple[Size, ...]
    """The columns, in the order of the members'."""
    roots: list[StructuredOp]
    """Reductions, and elementwise members that are written to memory."""
    loops: tuple[Loop, ...]
    """From the outermost inwards."""
    columns: tuple[Part, ...]
    """The coordinate in every column."""


@dataclass(eq=False)
class Schedule:
    """What happens when, for every row."""

    kernel: KernelBody
    rows: Loop
    nests: list[Nest] = field(default_factory=list[Nest])
    home: dict[StructuredOp, int] = field(default_factory=dict[StructuredOp, int])
    """The nest after which the memory of a member holds its values, for members that have memory in a row."""
    scratch: list[StructuredOp] = field(default_factory=list[StructuredOp])
    """Members that are kept in a scratch row."""

    def coordinates(self, member: StructuredOp, nest: Nest) -> Coordinates:
        """Where the members of a nest are in it."""
        place: list[Coordinate] = [None] * len(member.sizes)
        for dim, part in zip(member.order, (*self.rows.parts(), *nest.columns), strict=True):
            place[dim] = part
        return tuple(place)

    def is_in_memory(self, member: StructuredOp, nest: Nest) -> bool:
        """Whether a nest reads the values of a member from memory."""
        return member in self.home and self.home[member] < nest.position


class NestWalk:
    """What a nest computes and which elements it reads, found by walking from its roots to what is in memory."""

    def __init__(self, schedule: Schedule, nest: Nest):
        self._schedule = schedule
        self._nest = nest
        self._loops = frozenset(nest.loops)
        self.costs: dict[tuple[StructuredOp, Coordinates], int] = {}
        """What is computed at which coordinates, with the cost for an element of the nest, its operands included; what
        does not change in the nest is computed outside and costs nothing."""
        self.accesses: dict[tuple[SSAValue, Coordinates], None] = {}
        """Tensors with the coordinates at which they are read."""
        self.indexed: set[Coordinate] = set()
        """Coordinates that bodies use as values."""
        for member in nest.roots:
            self._compute(member, schedule.coordinates(member, nest))

    def _compute(self, member: StructuredOp, coordinates: Coordinates) -> int:
        if (member, coordinates) in self.costs:
            return self.costs[member, coordinates]
        self.indexed.update(coordinates[dim] for dim in member.indices)
        reads = dict.fromkeys((access.tensor, _place(access, coordinates)) for access in member.reads)
        cost = member.cost + sum(self._read(tensor, place) for tensor, place in reads)
        self.costs[member, coordinates] = cost if self._varies(coordinates) else 0
        return self.costs[member, coordinates]

    def _varies(self, coordinates: Coordinates) -> bool:
        return any(
            isinstance(coordinate, Unknown) or (isinstance(coordinate, Part) and coordinate.loop in self._loops)
            for coordinate in coordinates
        )

    def _read(self, tensor: SSAValue, place: Coordinates) -> int:
        producer = self._schedule.kernel.members.get(tensor)
        if producer is None or producer.is_reduction or self._schedule.is_in_memory(producer, self._nest):
            self.accesses[tensor, place] = None
            return 0
        return self._compute(producer, iteration_coordinates(producer, place))


def _place(access: Access, coordinates: Coordinates) -> Coordinates:
    return tuple(None if dim is None else coordinates[dim] if dim >= 0 else Unknown() for dim in access.coordinates)


def iteration_coordinates(member: StructuredOp, place: Sequence[Coordinate]) -> Coordinates:
    """The coordinates of an elementwise member at which it gives an element of its result."""
    coordinates: list[Coordinate] = [None] * len(member.sizes)
    for dim, coordinate in zip(member.written, place, strict=True):
        if dim is not None:
            coordinates[dim] = coordinate
    return tuple(coordinates)
