"""The order of work within a row of a kernel.

A row is a sequence of loop nests. A member that reduces along the row is complete only after its nest, so what uses it
belongs to a later one: its *level* is higher. Members of the same level and the same columns share a nest.

An elementwise member is computed wherever it is used. Where that would repeat work in a later nest, what is cheap is
repeated, what is written to a result anyway is read back, and the rest is kept in a *scratch* row.
"""

from itertools import groupby

from adjoint.lowering.fusion.cost import CHEAP
from adjoint.lowering.fusion.sizes import Size
from adjoint.lowering.fusion.structured_op import Access, StructuredOp
from adjoint.lowering.kernels.coordinates import Loop, Part
from adjoint.lowering.kernels.kernel_body import KernelBody
from adjoint.lowering.kernels.loop_order import arrange_loops
from adjoint.lowering.kernels.nests import Nest, NestWalk, Schedule


def schedule_kernel(kernel: KernelBody) -> Schedule:
    """Plans the nests of a kernel."""
    schedule = Schedule(kernel, Loop(kernel.rows))
    levels, kept = _levels(kernel)
    results = set(kernel.results)
    roots = [
        member
        for member in kernel.members.values()
        if member.is_reduction or member.result in results or member in kept
    ]
    by_place = sorted(roots, key=lambda member: levels[member])
    for level, members in groupby(by_place, key=lambda member: levels[member]):
        by_columns: dict[tuple[Size, ...], list[StructuredOp]] = {}
        for member in members:
            by_columns.setdefault(kernel.column_sizes(member), []).append(member)
        for sizes, nest_roots in by_columns.items():
            loops = tuple(Loop((size,)) for size in sizes)
            columns = tuple(Part(loop, 0) for loop in loops)
            schedule.nests.append(Nest(len(schedule.nests), level, sizes, nest_roots, loops, columns))
    for nest in schedule.nests:
        for member in nest.roots:
            if _has_memory(kernel, member):
                schedule.home[member] = nest.position
                if member.result not in results:
                    schedule.scratch.append(member)
    _keep_what_is_repeated(schedule)
    for nest in schedule.nests:
        arrange_loops(schedule, nest)
    return schedule


def _has_memory(kernel: KernelBody, member: StructuredOp) -> bool:
    """Whether a member of a nest is written to memory that later nests may read: all but scalars of a row."""
    if kernel.is_accumulated(member):
        return False
    return bool(kernel.kept_columns(member)) or not member.is_reduction


def _levels(kernel: KernelBody) -> tuple[dict[StructuredOp, int], set[StructuredOp]]:
    """The level of every member, and the elementwise members that must be complete before they are used.

    The latter are those that another member reads at other columns than its own, if computing them there costs more.
    """
    levels: dict[StructuredOp, int] = {}
    costs: dict[StructuredOp, int] = {}
    kept: set[StructuredOp] = set()
    for member in kernel.members.values():
        level, cost = 0, member.cost
        counted: set[StructuredOp] = set()
        for access in member.reads:
            producer = kernel.members.get(access.tensor)
            if producer is None:
                continue
            if producer.is_reduction:
                level = max(level, levels[producer] + 1)
                continue
            if producer in kept or _is_costly_elsewhere(kernel, member, access, producer, costs[producer]):
                kept.add(producer)
                level = max(level, levels[producer] + 1)
            else:
                level = max(level, levels[producer])
                cost += 0 if producer in counted else costs[producer]
                counted.add(producer)
        levels[member] = level
        costs[member] = cost if kernel.columns(member) else 0
    return levels, kept


def _is_costly_elsewhere(
    kernel: KernelBody, member: StructuredOp, access: Access, producer: StructuredOp, cost: int
) -> bool:
    columns = kernel.columns(producer)
    if cost <= CHEAP or not columns or len(kernel.columns(member)) < len(columns):
        return False
    read = {dim: access.coordinates[position] for position, dim in enumerate(producer.written) if dim is not None}
    return tuple(read[dim] for dim in columns) != kernel.columns(member)


def _keep_what_is_repeated(schedule: Schedule) -> None:
    """Finds the members that several nests compute and gives the costly ones scratch rows."""
    computed_in: dict[StructuredOp, Nest] = {}
    for nest in schedule.nests:
        walk = NestWalk(schedule, nest)
        while repeated := _costly_repeated(schedule, walk, computed_in):
            for member in repeated:
                earlier = computed_in[member]
                schedule.home[member] = earlier.position
                earlier.roots.append(member)
                schedule.scratch.append(member)
            walk = NestWalk(schedule, nest)
        for member, coordinates in walk.costs:
            if _is_column_by_column(schedule, nest, member) and coordinates == schedule.coordinates(member, nest):
                computed_in.setdefault(member, nest)


def _is_column_by_column(schedule: Schedule, nest: Nest, member: StructuredOp) -> bool:
    """Whether a member has the rows and columns of a nest."""
    kernel = schedule.kernel
    rank = kernel.row_rank + len(nest.sizes)
    return (
        bool(nest.sizes)
        and not member.is_reduction
        and len(member.order) == rank
        and kernel.column_sizes(member) == nest.sizes
    )


def _costly_repeated(schedule: Schedule, walk: NestWalk, computed_in: dict[StructuredOp, Nest]) -> list[StructuredOp]:
    """The outermost members of a nest that an earlier nest computes as well and that are worth keeping."""
    costly = dict.fromkeys(
        member
        for (member, _), cost in walk.costs.items()
        if cost > CHEAP and member in computed_in and member not in schedule.home
    )
    found: list[StructuredOp] = []
    for member in costly:
        producers = {schedule.kernel.members.get(access.tensor) for access in member.reads}
        # What is cheap to get from one costly value leaves the keeping to that one.
        if member.cost > CHEAP or len(producers & costly.keys()) != 1:
            found.append(member)
    return found
