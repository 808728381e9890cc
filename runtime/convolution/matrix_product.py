"""The matrix product of tiles.py as a whole: which tiles there are, in which order, and which thread has which.

`packed` holds the right operand panel by panel, [group, panel, k, width]. A panel is as wide as a tile; a block of it,
as long as `DEPTH`, stays in the second level cache while the rows walk over it.
"""

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import Job, share, shared_function
from adjoint.runtime.convolution.llvm_function import Function, Value

DEPTH = 1024
"""The terms of a sum that are added up in one go: 1024 by 48 lanes are 192 kB in f32."""

ROW_TILES = 64
"""The tiles of rows that use one block of a panel, before the next block."""


def multiply(element: Element) -> Function:
    """`@multiply_<letter>`: a thread's share of the tiles."""
    f = shared_function(f"multiply_{element.letter}")
    job = Job(f, "%job")
    most_lanes = element.lanes * element.most_vectors
    tile = f.op(f"alloca [{ROWS * most_lanes} x {element.type_}], align 64")
    own_rows = f.op(f"alloca [{ROWS} x i64], align 64")
    rows, depth, width, lanes = (job.number(name) for name in ("rows", "depth", "width", "lanes"))
    panels = job.number("panels")
    tiles = f.div_up(rows, ROWS)
    first_unit, last_unit = share(f, _units(f, element, job, tiles))
    begin, end = (_place(f, element, job, tiles, unit) for unit in (first_unit, last_unit))
    blocks = f.max(f.div_up(depth, DEPTH), 1)
    block = f.max(f.div_up(depth, blocks), 1)
    left, left_rows, left_steps = (job.address(name) for name in ("left", "left_rows", "left_steps"))
    packed, out, out_rows = (job.address(name) for name in ("packed", "out", "out_rows"))
    left_group, out_group = job.number("left_group"), job.number("out_group")
    out_lanes = job.address("out_lanes")
    accumulates = job.number("accumulates")
    panel_size = f.mul(depth, width)
    after = f.add(end[0], f.op(f"zext i1 {f.compare('sgt', end[1], 0)} to i64"))
    with f.loop(begin[0], after) as panel_loop:
        first = f.select(f.compare("eq", panel_loop.index, begin[0]), begin[1], 0)
        last = f.select(f.compare("eq", panel_loop.index, end[0]), end[1], tiles)
        group, panel = f.div(panel_loop.index, panels), f.rem(panel_loop.index, panels)
        panel_data = f.at(element.type_, packed, f.mul(panel_loop.index, panel_size))
        first_lane = f.mul(panel, width)
        panel_lanes = f.min(f.sub(lanes, first_lane), width)
        vectors = f.div_up(panel_lanes, element.lanes)
        result = f.at(element.type_, out, f.mul(group, out_group))
        operand = f.at(element.type_, left, f.mul(group, left_group))
        with f.loop(first, last, ROW_TILES) as chunk:
            chunk_end = f.min(f.add(chunk.index, ROW_TILES), last)
            with f.loop(0, f.max(depth, 1), block) as block_loop:
                k = block_loop.index
                block_depth = f.min(block, f.sub(depth, k))
                steps = f.at("i64", left_steps, k)
                block_data = f.at(element.type_, panel_data, f.mul(k, width))
                adds = f.op(f"or i1 {f.compare('ne', accumulates, 0)}, {f.compare('sgt', k, 0)}")
                with f.loop(chunk.index, chunk_end) as tile_loop:
                    row = f.mul(tile_loop.index, ROWS)
                    count = f.min(f.sub(rows, row), ROWS)
                    # Where there are fewer rows than a tile has, the others repeat the first.
                    for each in range(ROWS):
                        place = f.select(f.compare("slt", each, count), f.add(row, each), row)
                        f.store("i64", f.entry(left_rows, place), f.at("i64", own_rows, each), 8)
                    for number in range(1, element.most_vectors + 1):
                        with f.when(f.compare("eq", vectors, number)):
                            f.call(
                                f"tile_{element.letter}{number}",
                                *(("ptr", operand), ("ptr", own_rows), ("ptr", steps), ("i64", block_depth)),
                                *(("ptr", block_data), ("i64", width), ("ptr", tile)),
                            )
                    f.call(
                        f"write_{element.letter}",
                        *(("ptr", tile), ("i64", f.mul(vectors, element.lanes)), ("ptr", result)),
                        *(("ptr", f.at("i64", out_rows, row)), ("i64", count)),
                        *(("ptr", f.at("i64", out_lanes, first_lane)), ("i64", panel_lanes), ("i1", adds)),
                    )
    return f


def _units(f: Function, element: Element, job: Job, tiles: Value) -> Value:
    """The work of all tiles, which is shared evenly: a tile counts as many as it has vectors."""
    return f.mul(f.mul(job.number("groups"), tiles), f.div_up(job.number("lanes"), element.lanes))


def _place(f: Function, element: Element, job: Job, tiles: Value, unit: Value) -> tuple[Value, Value]:
    """The panel, groups included, and the tile that a unit of work is in."""
    vectors = f.div_up(job.number("lanes"), element.lanes)
    most = f.div(job.number("width"), element.lanes)
    of_group = f.max(f.mul(vectors, tiles), 1)
    group, within = f.div(unit, of_group), f.rem(unit, of_group)
    of_panel = f.max(f.mul(most, tiles), 1)
    panel, rest = f.div(within, of_panel), f.rem(within, of_panel)
    panel_vectors = f.max(f.min(f.sub(vectors, f.mul(panel, most)), most), 1)
    return f.add(f.mul(group, job.number("panels")), panel), f.div(rest, panel_vectors)
