"""What is done before the matrix product: tables of offsets, the packed operand, the copy with zeros around it."""

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import Job, share, shared_function
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.tiles import part, transposed

PACKED_STEPS = 64
"""How many steps of k of a panel a thread packs in one go."""


def offset_table() -> Function:
    """`@offset_table(table, start, n0, …, n3, s0, …, s3)`: `start + Σ i·s` for all i of four nested loops, in order."""
    sizes, strides = ([f"{letter}{dim}" for dim in range(4)] for letter in "ns")
    parameters = [("ptr", "table"), *(("i64", name) for name in ("start", *sizes, *strides))]
    f = Function("offset_table", parameters)
    with f.loop(0, "%n0", carried=[("ptr", "%table")]) as outer:
        with f.loop(0, "%n1", carried=[("ptr", outer.carried[0])]) as second:
            with f.loop(0, "%n2", carried=[("ptr", second.carried[0])]) as third:
                indices = (outer.index, second.index, third.index)
                row = "%start"
                for dim, index in enumerate(indices):
                    row = f.add(row, f.mul(index, f"%s{dim}"))
                with f.loop(0, "%n3") as inner:
                    offset = f.add(row, f.mul(inner.index, "%s3"))
                    f.store("i64", offset, f.at("i64", third.carried[0], inner.index), 8)
                third.next = [f.at("i64", third.carried[0], "%n3")]
            second.next = third.carried
        outer.next = second.carried
    return f


def pack(element: Element) -> Function:
    """`@pack_<letter>`: a thread's share of packing the right operand.

    `packed[group, panel, k, lane] = right[group · right_group + right_steps[k] + right_lanes[lane]]`, and 0 where there
    is no such lane. Neighbours along k, or along lanes, are read together.
    """
    f = shared_function(f"pack_{element.letter}")
    job = Job(f, "%job")
    depth, width, lanes = (job.number(name) for name in ("depth", "width", "lanes"))
    panels = job.number("panels")
    packed, right, right_steps = (job.address(name) for name in ("packed", "right", "right_steps"))
    right_lanes = job.address("right_lanes")
    blocks = f.div_up(depth, PACKED_STEPS)
    begin, end = share(f, f.mul(f.mul(job.number("groups"), panels), blocks))
    with f.loop(begin, end) as item:
        panel_index, block = f.div(item.index, blocks), f.rem(item.index, blocks)
        group, panel = f.div(panel_index, panels), f.rem(panel_index, panels)
        first = f.mul(block, PACKED_STEPS)
        last = f.min(f.add(first, PACKED_STEPS), depth)
        source = f.at(element.type_, right, f.mul(group, job.number("right_group")))
        target = f.at(element.type_, packed, f.mul(panel_index, f.mul(depth, width)))
        with f.loop(0, width, element.lanes) as vector:
            lane = f.add(f.mul(panel, width), vector.index)
            remaining = f.sub(lanes, lane)
            count = f.max(f.min(remaining, element.lanes), 0)
            is_full = f.compare("eq", count, element.lanes)
            column = f.at("i64", right_lanes, lane)
            last_lane = f.select(is_full, f.add(lane, element.lanes - 1), 0)
            distance = f.sub(f.entry(right_lanes, last_lane), f.entry(right_lanes, f.select(is_full, lane, 0)))
            are_lanes_neighbours = f.compare("eq", distance, element.lanes - 1)
            with f.when(are_lanes_neighbours):
                start = f.at(element.type_, source, f.entry(column, 0))
                with f.loop(first, last) as step:
                    at = f.at(element.type_, start, f.entry(right_steps, step.index))
                    to = f.at(element.type_, target, f.add(f.mul(step.index, width), vector.index))
                    f.store(
                        element.vector, f.load(element.vector, at, element.bytes), to, element.bytes * element.lanes
                    )
            with f.unless(are_lanes_neighbours), f.loop(first, last, ROWS) as step:
                k = step.index
                offset = f.entry(right_steps, k)
                final = f.sub(f.min(f.add(k, ROWS), last), 1)
                are_neighbours = f.compare("eq", f.sub(f.entry(right_steps, final), offset), ROWS - 1)
                is_whole = f.compare("eq", f.sub(final, k), ROWS - 1)
                is_dense = f.op(f"and i1 {is_full}, {f.op(f'and i1 {are_neighbours}, {is_whole}')}")
                with f.when(is_dense):
                    place = f.at(element.type_, target, f.add(f.mul(k, width), vector.index))
                    _pack_transposed(f, element, f.at(element.type_, source, offset), column, place, width)
                with f.unless(is_dense):
                    at = f.at(element.type_, source, offset)
                    to = f.at(element.type_, target, f.add(f.mul(k, width), vector.index))
                    _pack_one_by_one(f, element, at, column, count, to)
                step.step = f.select(is_dense, ROWS, 1)
    return f


def _pack_transposed(f: Function, element: Element, source: Value, lanes: Value, target: Value, width: Value) -> None:
    """Packs a vector of lanes and 8 neighbours along k."""
    rows = [
        f.load(element.vector_of(ROWS), f.at(element.type_, source, f.entry(lanes, each)), element.bytes)
        for each in range(element.lanes)
    ]
    together = transposed(f, element, rows, ROWS)
    for each in range(ROWS):
        value = part(f, element, together, ROWS * element.lanes, element.lanes * each, element.lanes)
        f.store(element.vector, value, f.at(element.type_, target, f.mul(width, each)), element.bytes * element.lanes)


def _pack_one_by_one(f: Function, element: Element, source: Value, lanes: Value, count: Value, target: Value) -> None:
    """Packs a vector of lanes, of which the first `count` are there."""
    with f.loop(0, count) as each:
        value = f.load(element.type_, f.at(element.type_, source, f.entry(lanes, each.index)), element.bytes)
        f.store(element.type_, value, f.at(element.type_, target, each.index), element.bytes)
    with f.loop(count, element.lanes) as each:
        f.store(element.type_, "0.0", f.at(element.type_, target, each.index), element.bytes)


def pad(element: Element) -> Function:
    """`@pad_<letter>`: a thread's share of the copy of planes with zeros around them."""
    f = shared_function(f"pad_{element.letter}")
    job = Job(f, "%job")
    sizes, fronts, padded = ([job.number(f"{name}{dim}") for dim in range(3)] for name in ("size", "front", "padded"))
    source, copy = job.address("source"), job.address("copy")
    lines = f.mul(padded[0], padded[1])
    begin, end = share(f, f.mul(job.number("planes"), lines))
    with f.loop(begin, end) as line:
        plane, place = f.div(line.index, lines), f.rem(line.index, lines)
        row0 = f.sub(f.div(place, padded[1]), fronts[0])
        row1 = f.sub(f.rem(place, padded[1]), fronts[1])
        target = f.at(element.type_, copy, f.mul(line.index, padded[2]))
        is_in0 = f.compare("ult", row0, sizes[0])
        is_in1 = f.compare("ult", row1, sizes[1])
        is_inside = f.op(f"and i1 {is_in0}, {is_in1}")
        first = f.select(is_inside, fronts[2], padded[2])
        with f.loop(0, first) as at:
            f.store(element.type_, "0.0", f.at(element.type_, target, at.index), element.bytes)
        with f.when(is_inside):
            row = f.add(f.mul(f.add(f.mul(plane, sizes[0]), row0), sizes[1]), row1)
            line_source = f.at(element.type_, source, f.mul(row, sizes[2]))
            shifted = f.at(element.type_, target, fronts[2])
            with f.loop(0, sizes[2]) as at:
                value = f.load(element.type_, f.at(element.type_, line_source, at.index), element.bytes)
                f.store(element.type_, value, f.at(element.type_, shifted, at.index), element.bytes)
            with f.loop(f.add(fronts[2], sizes[2]), padded[2]) as at:
                f.store(element.type_, "0.0", f.at(element.type_, target, at.index), element.bytes)
    return f
