"""The matrix product of tiles.py as a whole: which tiles there are, in which order, and which thread has which.

The lanes are divided into panels, each as wide as a tile, and k into blocks. A thread packs a block of a panel, which
then stays in its second level cache while the rows walk over it, so that threads have nothing to wait for.

k is channels and places in a kernel ("taps"). In a block, the taps follow each other, each with all channels of the
block. A table of masks may say which taps a row has: the others meet zeros around the input, and are not computed.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import Job, share, shared_function
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.tiles import TILE_PARAMETERS

DEPTH = 1024
"""The terms of a sum that are added up in one go: 1024 by 48 lanes are 192 kB in f32."""


def multiply(element: Element) -> Function:
    """`@multiply_<letter>`: a thread's share of the tiles."""
    f = shared_function(f"multiply_{element.letter}")
    job = Job(f, "%job")
    tile = f.op(f"alloca [{ROWS * element.lanes * element.most_vectors} x {element.type_}], align 64")
    places, own_rows, own_places = (f.op(f"alloca [{ROWS} x i64], align 64") for _ in range(3))
    rows, depth, lanes, block = (job.number(name) for name in ("rows", "depth", "lanes", "block"))
    panels = _Panels(f, element, lanes, f.div_up(rows, ROWS))
    first_unit, last_unit = share(f, f.mul(job.number("groups"), panels.units))
    begin, end = panels.place(first_unit), panels.place(last_unit)
    blocks = f.max(f.div_up(depth, block), 1)
    packed = f.at(element.type_, job.address("packed"), f.mul("%thread", job.number("packed_size")))
    taps, all_taps, masks = job.number("taps"), job.number("all_taps"), job.address("masks")
    accumulates = f.compare("ne", job.number("accumulates"), 0)
    has_masks = f.op(f"icmp ne ptr {masks}, null")
    after = f.add(end[0], f.op(f"zext i1 {f.compare('sgt', end[1], 0)} to i64"))
    with f.loop(begin[0], after) as panel_loop:
        first = f.select(f.compare("eq", panel_loop.index, begin[0]), begin[1], 0)
        last = f.select(f.compare("eq", panel_loop.index, end[0]), end[1], panels.tiles)
        group, panel = f.div(panel_loop.index, panels.count), f.rem(panel_loop.index, panels.count)
        first_vector, vectors = panels.vectors(panel)
        first_lane, width = f.mul(first_vector, element.lanes), f.mul(vectors, element.lanes)
        panel_lanes = f.min(f.sub(lanes, first_lane), width)
        for row in range(ROWS):
            f.store("i64", f.mul(width, row), f.at("i64", places, row), 8)
        result = f.at(element.type_, job.address("out"), f.mul(group, job.number("out_group")))
        left = f.at(element.type_, job.address("left"), f.mul(group, job.number("left_group")))
        right = f.at(element.type_, job.address("right"), f.mul(group, job.number("right_group")))
        functions = f.at("ptr", f"@tiles_{element.letter}", f.mul(f.sub(vectors, 1), ROWS))
        with f.loop(0, blocks) as block_loop:
            number = block_loop.index
            k = f.mul(number, block)
            count = f.max(f.min(block, f.sub(depth, k)), 0)
            is_last = f.compare("eq", number, f.sub(blocks, 1))
            targets = f.at("i64", job.address("targets"), f.select(is_last, job.number("targets_last"), 0))
            f.call(
                f"pack_{element.letter}",
                ("ptr", f.at(element.type_, right, f.mul(number, job.number("right_block")))),
                ("ptr", f.at("i64", job.address("right_steps"), f.mul(number, job.number("right_steps_block")))),
                *(("i64", count), ("i64", job.number("stretch"))),
                *(("ptr", f.at("i64", job.address("right_lanes"), first_lane)), ("i64", panel_lanes)),
                *(("ptr", packed), ("ptr", targets), ("i64", width)),
            )
            out_lanes = f.at("i64", job.address("out_lanes"), first_lane)
            steps_block = f.mul(number, job.number("left_steps_block"))
            steps_last = f.select(is_last, job.number("left_steps_last"), 0)
            operands = _Operands(
                left=f.at(element.type_, left, f.mul(number, job.number("left_block"))),
                steps=f.at("i64", job.address("left_steps"), f.add(steps_block, steps_last)),
                packed=packed,
                width=width,
                tile=tile,
            )
            channels = f.div(count, f.max(taps, 1))
            # Where there is one tile, it is written after the last block, and its blocks are short: see driver.py.
            is_one = f.compare("eq", panels.tiles, 1)
            is_continued = f.compare("sgt", number, 0)
            adds_to_tile, adds = f.all(is_one, is_continued), f.any(accumulates, f.all(is_continued, f.no(is_one)))
            with f.loop(first, last) as tile_loop:
                row = f.mul(tile_loop.index, ROWS)
                row_count = f.min(f.sub(rows, row), ROWS)
                tile_rows = f.at("i64", job.address("left_rows"), row)
                row_masks = f.at("i64", masks, row)
                # What is written comes into the cache while the tile is computed.
                ends = [f.entry(job.address("out_rows"), each) for each in (row, f.sub(f.add(row, row_count), 1))]
                written = [f.at(element.type_, result, end) for end in ends]
                with f.loop(0, panel_lanes) as lane:
                    offset = f.entry(out_lanes, lane.index)
                    for end in written:
                        f.prefetch(f.displaced(element.type_, end, offset), writes=True)
                met = _met_by_all(f, has_masks, row_masks, row_count, all_taps)
                is_whole = f.compare("eq", met, all_taps)
                with f.when(is_whole):
                    function = f.load("ptr", f.at("ptr", functions, f.sub(row_count, 1)), 8)
                    operands.multiply(f, element, function, tile_rows, places, (0, count), adds_to_tile)
                with f.unless(is_whole):
                    with f.loop(0, f.select(adds_to_tile, 0, f.mul(row_count, width)), element.lanes) as each:
                        zero = f.at(element.type_, tile, each.index)
                        f.store(element.vector, "zeroinitializer", zero, element.bytes * element.lanes)
                    with f.loop(0, taps) as tap:
                        k = f.mul(tap.index, channels)
                        # As many taps as follow each other and are met by all rows are one sum.
                        run = f.trailing_ones(f.op(f"lshr i64 {met}, {tap.index}"))
                        are_met = f.compare("sgt", run, 0)
                        with f.when(are_met):
                            function = f.load("ptr", f.at("ptr", functions, f.sub(row_count, 1)), 8)
                            part = (k, f.mul(run, channels))
                            operands.multiply(f, element, function, tile_rows, places, part, "true")
                        with f.unless(are_met):
                            found = (own_rows, own_places)
                            own = _select(f, tap.index, (row_masks, row_count), (tile_rows, places), found)
                            with f.when(f.compare("sgt", own, 0)):
                                function = f.load("ptr", f.at("ptr", functions, f.sub(own, 1)), 8)
                                operands.multiply(f, element, function, own_rows, own_places, (k, channels), "true")
                        tap.step = f.max(run, 1)
                with f.when(f.any(f.no(is_one), is_last)):
                    f.call(
                        f"write_{element.letter}",
                        *(("ptr", tile), ("i64", width), ("ptr", result)),
                        *(("ptr", f.at("i64", job.address("out_rows"), row)), ("i64", row_count)),
                        *(("ptr", out_lanes), ("i64", panel_lanes), ("i1", adds)),
                    )
    return f


class _Panels:
    """How the lanes are divided, as evenly as vectors allow, and the tiles of each shared."""

    def __init__(self, f: Function, element: Element, lanes: Value, tiles: Value):
        self._f = f
        self.tiles = tiles
        vectors = f.div_up(lanes, element.lanes)
        self._vectors = f.max(vectors, 1)
        self.count = f.div_up(self._vectors, element.most_vectors)
        self.units = f.mul(vectors, tiles)
        """The work of a group: a tile counts as many as it has vectors."""

    def vectors(self, panel: Value) -> tuple[Value, Value]:
        """The first vector of a panel, and how many it has."""
        f = self._f
        first, after = (f.div(f.mul(each, self._vectors), self.count) for each in (panel, f.add(panel, 1)))
        return first, f.sub(after, first)

    def place(self, unit: Value) -> tuple[Value, Value]:
        """The panel, counted through all groups, and the tile that a unit of work is in."""
        f = self._f
        group, within = f.div(unit, f.max(self.units, 1)), f.rem(unit, f.max(self.units, 1))
        vector = f.div(within, f.max(self.tiles, 1))
        panel = f.div(f.sub(f.mul(f.add(vector, 1), self.count), 1), self._vectors)
        first, count = self.vectors(panel)
        return f.add(f.mul(group, self.count), panel), f.div(f.sub(within, f.mul(first, self.tiles)), count)


class _Operands:
    """What the tiles of a block of a panel have in common."""

    def __init__(self, left: Value, steps: Value, packed: Value, width: Value, tile: Value):
        self._left = left
        self._steps = steps
        self._packed = packed
        self._width = width
        self._tile = tile

    def multiply(
        self,
        f: Function,
        element: Element,
        function: Value,
        rows: Value,
        places: Value,
        part: tuple[Value | int, Value],
        adds: Value,
    ) -> None:
        """Calls the function of a tile for some rows, at some places in the tile, and a part of k: begin and length."""
        begin, count = part
        values: Sequence[Value] = (
            *(self._left, rows, f.at("i64", self._steps, begin), count),
            *(f.at(element.type_, self._packed, f.mul(self._width, begin)), self._width, self._tile, places, adds),
        )
        arguments = ", ".join(f"{type_} {value}" for (type_, _), value in zip(TILE_PARAMETERS, values, strict=True))
        f.do(f"call void {function}({arguments})")


def _met_by_all(f: Function, has_masks: Value, masks: Value, count: Value, all_taps: Value) -> Value:
    """The taps that all rows of a tile have."""
    with f.loop(0, f.select(has_masks, count, 0), carried=[("i64", all_taps)]) as row:
        row.next = [f.op(f"and i64 {row.carried[0]}, {f.entry(masks, row.index)}")]
    return row.carried[0]


def _select(
    f: Function,
    tap: Value,
    masks: tuple[Value, Value],
    sources: tuple[Value, Value],
    targets: tuple[Value, Value],
) -> Value:
    """Copies the offsets and the places of the rows that have a tap; gives how many there are."""
    table, count = masks
    with f.loop(0, count, carried=[("i64", "0")]) as row:
        number = row.carried[0]
        for source, target in zip(sources, targets, strict=True):
            f.store("i64", f.entry(source, row.index), f.at("i64", target, number), 8)
        bit = f.op(f"and i64 1, {f.op(f'lshr i64 {f.entry(table, row.index)}, {tap}')}")
        row.next = [f.add(number, bit)]
    return row.carried[0]
