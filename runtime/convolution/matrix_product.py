"""The matrix product of tiles.py as a whole: which tiles there are, in which order, and which thread has which.

`packed` holds the right operand panel by panel, [group, panel, k, width]. A panel is as wide as a tile; a block of it,
as long as `DEPTH`, stays in the second level cache while the rows walk over it.
"""

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import Job, share, shared_function
from adjoint.runtime.convolution.llvm_function import Function

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
    panel_count = f.mul(job.number("groups"), panels)
    begin, end = share(f, f.mul(panel_count, tiles))
    blocks = f.max(f.div_up(depth, DEPTH), 1)
    block = f.max(f.div_up(depth, blocks), 1)
    left, left_rows, left_steps = (job.address(name) for name in ("left", "left_rows", "left_steps"))
    packed, out, out_rows = (job.address(name) for name in ("packed", "out", "out_rows"))
    left_group, out_group = job.number("left_group"), job.number("out_group")
    out_lanes = job.address("out_lanes")
    accumulates = job.number("accumulates")
    panel_size = f.mul(depth, width)
    safe_tiles = f.max(tiles, 1)
    with f.loop(f.div(begin, safe_tiles), f.div_up(end, safe_tiles)) as panel_loop:
        before = f.mul(panel_loop.index, tiles)
        first, last = f.max(f.sub(begin, before), 0), f.min(f.sub(end, before), tiles)
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
