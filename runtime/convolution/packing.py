"""Packing: the right operand of a block of a panel, as tiles read it."""

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.tiles import transposed

SHORT = 4
"""Fewer neighbours than these are read one by one."""


def pack(element: Element) -> Function:
    """`@pack_<letter>(source, steps, count, lanes, lane_count, packed, targets, width)`.

    `packed[targets[k], lane] = source[steps[k] + lanes[lane]]`; where there is no such lane, whatever is at hand.
    Neighbours along lanes, or along k, are read together.
    """
    parameters = [
        *(("ptr", "source"), ("ptr", "steps"), ("i64", "count"), ("ptr", "lanes"), ("i64", "lane_count")),
        *(("ptr", "packed"), ("ptr", "targets"), ("i64", "width")),
    ]
    f = Function(f"pack_{element.letter}", parameters)
    with f.loop(0, "%width", element.lanes) as vector:
        column = f.at("i64", "%lanes", vector.index)
        count = f.max(f.min(f.sub("%lane_count", vector.index), element.lanes), 1)
        # Lanes that are not there are the first one again.
        lanes = [f.entry(column, f.select(f.compare("slt", lane, count), lane, 0)) for lane in range(element.lanes)]
        target = f.at(element.type_, "%packed", vector.index)
        distance = f.sub(f.entry(column, f.sub(count, 1)), lanes[0])
        are_lanes_neighbours = f.compare("eq", distance, f.sub(count, 1))
        with f.when(are_lanes_neighbours):
            _pack_lanes(f, element, f.at(element.type_, "%source", lanes[0]), count, target)
        with f.unless(are_lanes_neighbours), f.loop(0, "%count") as step:
            neighbours = _neighbours(f, element, step.index)
            is_short = f.compare("slt", neighbours, SHORT)
            source = f.at(element.type_, "%source", f.entry("%steps", step.index))
            with f.when(is_short):
                start = f.at(element.type_, target, f.mul(f.entry("%targets", step.index), "%width"))
                for number, lane in enumerate(lanes):
                    value = f.load(element.type_, f.at(element.type_, source, lane), element.bytes)
                    f.store(element.type_, value, f.at(element.type_, start, number), element.bytes)
            with f.unless(is_short):
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


def _neighbours(f: Function, element: Element, step: Value) -> Value:
    """How many elements from a step of k on are neighbours: up to as many as a vector has, and at least one."""
    offsets = f.load(f"<{element.lanes} x i64>", f.at("i64", "%steps", step), 8)
    first = f.splat(f"<{element.lanes} x i64>", "i64", f.entry("%steps", step), element.lanes)
    distances = f.op(f"sub <{element.lanes} x i64> {offsets}, {first}")
    expected = ", ".join(f"i64 {lane}" for lane in range(element.lanes))
    are_next = f.op(f"icmp eq <{element.lanes} x i64> {distances}, <{expected}>")
    bits = f.op(f"bitcast <{element.lanes} x i1> {are_next} to i{element.lanes}")
    return f.min(f.trailing_ones(f.op(f"zext i{element.lanes} {bits} to i64")), f.sub("%count", step))


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
