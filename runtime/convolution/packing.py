"""Packing: the right operand of a block of a panel, as tiles read it."""

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.tiles import transposed

SHORT = 4
"""Fewer neighbours than these are read one by one."""

AHEAD = 2
"""How many vectors ahead memory is fetched."""


def pack(element: Element) -> Function:
    """`@pack_<letter>(source, steps, count, stretch, lanes, lane_count, packed, targets, width)`.

    `packed[targets[k], lane] = source[steps[k] + lanes[lane]]`; where there is no such lane, whatever is at hand.
    Neighbours along lanes, or along k, are read together. All lanes of a stretch of k, which divides no neighbours, are
    packed before those of the next: they are near to each other in memory where neither k nor lanes are neighbours.
    """
    parameters = [
        *(("ptr", "source"), ("ptr", "steps"), ("i64", "count"), ("i64", "stretch"), ("ptr", "lanes")),
        *(("i64", "lane_count"), ("ptr", "packed"), ("ptr", "targets"), ("i64", "width")),
    ]
    f = Function(f"pack_{element.letter}", parameters)
    with f.loop(0, "%count", "%stretch") as stretch, f.loop(0, "%width", element.lanes) as vector:
        after = f.min(f.add(stretch.index, "%stretch"), "%count")
        column = f.at("i64", "%lanes", vector.index)
        count = f.max(f.min(f.sub("%lane_count", vector.index), element.lanes), 1)
        target = f.at(element.type_, "%packed", vector.index)
        first_lane = f.entry(column, 0)
        distance = f.sub(f.entry(column, f.sub(count, 1)), first_lane)
        are_lanes_neighbours = f.compare("eq", distance, f.sub(count, 1))
        # They need no stretches: all of k is packed with the first.
        with f.when(f.all(are_lanes_neighbours, f.compare("eq", stretch.index, 0))):
            _pack_lanes(f, element, f.at(element.type_, "%source", first_lane), count, target)
        # Lanes that are not there are the first one again.
        lanes = [f.select(f.compare("slt", lane, count), lane, 0) for lane in range(element.lanes)]
        lanes = [f.entry(column, lane) for lane in lanes]
        with f.unless(are_lanes_neighbours), f.loop(stretch.index, after) as step:
            own_steps = f.at("i64", "%steps", step.index)
            neighbours = f.min(f.neighbours(own_steps, element.lanes), f.sub(after, step.index))
            is_short = f.compare("slt", neighbours, SHORT)
            source = f.at(element.type_, "%source", f.entry("%steps", step.index))
            with f.when(is_short):
                start = f.at(element.type_, target, f.mul(f.entry("%targets", step.index), "%width"))
                values = [f.load(element.type_, f.at(element.type_, source, lane), element.bytes) for lane in lanes]
                together = f.vector(element.vector, element.type_, values)
                f.store(element.vector, together, start, element.bytes * element.lanes)
            with f.unless(is_short):
                ahead = f.min(f.add(step.index, AHEAD * element.lanes), f.sub("%count", 1))
                later = f.displaced(element.type_, "%source", f.entry("%steps", ahead))
                for lane in lanes:
                    f.prefetch(f.displaced(element.type_, later, lane))
                _pack_transposed(f, element, source, lanes, step.index, neighbours, target)
            step.step = f.select(is_short, 1, neighbours)
    return f


def _pack_lanes(f: Function, element: Element, source: Value, count: Value, target: Value) -> None:
    """Packs lanes that are neighbours."""
    are_there = f.lanes_below(count, element.lanes)
    with f.loop(0, "%count") as step:
        value = f.masked_load(
            element.vector, f.at(element.type_, source, f.entry("%steps", step.index)), are_there, element.lanes
        )
        start = f.at(element.type_, target, f.mul(f.entry("%targets", step.index), "%width"))
        f.store(element.vector, value, start, element.bytes * element.lanes)


def _pack_transposed(
    f: Function, element: Element, source: Value, lanes: list[Value], step: Value, neighbours: Value, target: Value
) -> None:
    """Packs a vector of lanes and some neighbours along k."""
    are_there = f.lanes_below(neighbours, element.lanes)
    rows = [
        f.masked_load(element.vector, f.at(element.type_, source, lane), are_there, element.lanes) for lane in lanes
    ]
    columns = transposed(f, element, rows)
    last = f.sub(neighbours, 1)
    # From the last one on: what is no neighbour is written over.
    for each in reversed(range(element.lanes)):
        place = f.entry("%targets", f.add(step, f.min(last, each)))
        start = f.at(element.type_, target, f.mul(place, "%width"))
        f.store(element.vector, columns[each], start, element.bytes * element.lanes)
