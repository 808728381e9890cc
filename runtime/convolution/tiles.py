"""Tiles of a matrix product whose operands and result are reached through tables of offsets.

    out[out_rows[i] + out_lanes[j]] += Σ_k left[left_rows[i] + left_steps[k]] · right[right_lanes[j] + right_steps[k]]

A tile has up to 8 rows i and some vectors of lanes j, all of it in registers while k runs. The right operand is packed
before: its lanes are neighbours and its vectors aligned. Where rows are neighbours in the result, as places of one
channel are, a tile is transposed when it is written.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.llvm_function import Function, Value

TILE_PARAMETERS = (
    *(("ptr", name) for name in ("a", "left_rows", "left_steps")),
    *(("i64", "depth"), ("ptr", "b"), ("i64", "b_stride"), ("ptr", "tile"), ("ptr", "places"), ("i1", "adds")),
)


def multiply_tile(element: Element, vectors: int, rows: int) -> Function:
    """`@tile_<letter><vectors>_<rows>(a, left_rows, left_steps, depth, b, b_stride, tile, places, adds)`.

    Row i of the tile is `places[i]` elements after its start. It is added to what is there, or overwrites that.
    """
    f = Function(_name(element, vectors, rows), TILE_PARAMETERS)
    vector, lanes = element.vector, element.lanes
    left = [f.displaced(element.type_, "%a", f.entry("%left_rows", row)) for row in range(rows)]
    targets: list[Value] = []
    for row in range(rows):
        start = f.at(element.type_, "%tile", f.entry("%places", row))
        targets += [f.at(element.type_, start, lanes * each) for each in range(vectors)]
    before = [
        f.op(f"select i1 %adds, {vector} {f.load(vector, target, element.bytes * lanes)}, {vector} zeroinitializer")
        for target in targets
    ]
    with f.loop(0, "%depth", carried=[*((vector, value) for value in before), ("ptr", "%b")]) as loop:
        offset, b = f.entry("%left_steps", loop.index), loop.carried[-1]
        right = [f.load(vector, f.at(element.type_, b, lanes * each), element.bytes * lanes) for each in range(vectors)]
        sums: list[Value] = []
        for row, pointer in enumerate(left):
            address = f.displaced(element.type_, pointer, offset)
            factor = f.splat(vector, element.type_, f.load(element.type_, address, element.bytes), lanes)
            sums += [
                f.op(
                    f"call {vector} @llvm.fma.v{lanes}f{element.bytes * 8}"
                    f"({vector} {factor}, {vector} {right[each]}, {vector} {loop.carried[row * vectors + each]})"
                )
                for each in range(vectors)
            ]
        if rows == ROWS:
            f.prefetch(f.displaced("i8", f.displaced(element.type_, left[-1], offset), 64))
        loop.next = [*sums, f.at(element.type_, b, "%b_stride")]
    for target, value in zip(targets, loop.carried, strict=False):
        f.store(vector, value, target, element.bytes * lanes)
    return f


def _name(element: Element, vectors: int, rows: int) -> str:
    return f"tile_{element.letter}{vectors}_{rows}"


def tile_table(element: Element) -> str:
    """`@tiles_<letter>`: the functions of the tiles, by their vectors, then by their rows, both less one."""
    names = [
        f"ptr @{_name(element, vectors, rows)}"
        for vectors in range(1, element.most_vectors + 1)
        for rows in range(1, ROWS + 1)
    ]
    return f"@tiles_{element.letter} = internal constant [{len(names)} x ptr] [{', '.join(names)}]\n"


def transposed(f: Function, element: Element, rows: Sequence[Value]) -> list[Value]:
    """The columns of a square of as many vectors as they have lanes."""
    values, lanes = list(rows), element.lanes
    distance = lanes // 2
    while distance:
        for one in range(lanes):
            if one & distance:
                continue
            # Two squares of `distance` beside the diagonal change places.
            first, second = values[one], values[one + distance]
            to_first = [lane if not lane & distance else lanes + lane - distance for lane in range(lanes)]
            to_second = [lane + distance if not lane & distance else lanes + lane for lane in range(lanes)]
            values[one] = f.shuffle(element.vector, first, second, to_first)
            values[one + distance] = f.shuffle(element.vector, first, second, to_second)
        distance //= 2
    return values


def write_tile(element: Element) -> Function:
    """`@write_<letter>(tile, stride, out, rows, row_count, lanes, lane_count, accumulates)`.

    Adds a tile, whose rows are `stride` elements apart, to the result, or overwrites that.
    """
    parameters = [
        *(("ptr", "tile"), ("i64", "stride"), ("ptr", "out"), ("ptr", "rows"), ("i64", "row_count")),
        *(("ptr", "lanes"), ("i64", "lane_count"), ("i1", "accumulates")),
    ]
    f = Function(f"write_{element.letter}", parameters)
    is_full = f.compare("eq", "%row_count", ROWS)
    is_dense = f.all(f.compare("eq", f.neighbours("%rows", ROWS), ROWS), is_full)
    start = f.at(element.type_, "%out", f.entry("%rows", 0))
    with f.when(is_dense), f.loop(0, "%lane_count", element.lanes) as loop:
        _write_vectors(f, element, loop.index, start)
    last_lane = f.entry("%lanes", f.max(f.sub("%lane_count", 1), 0))
    are_lanes_apart = f.compare("ne", f.sub(last_lane, f.entry("%lanes", 0)), f.sub("%lane_count", 1))
    is_scattered = f.all(is_full, are_lanes_apart, f.no(is_dense))
    with f.when(is_scattered):
        _write_scattered(f, element)
    are_written = f.any(is_dense, is_scattered)
    with f.unless(are_written), f.loop(0, "%row_count") as row:
        target = f.at(element.type_, "%out", f.entry("%rows", row.index))
        source = f.at(element.type_, "%tile", f.mul(row.index, "%stride"))
        with f.loop(0, "%lane_count", element.lanes) as loop:
            _write_row(f, element, loop.index, source, target)
    return f


def _write_vectors(f: Function, element: Element, lane: Value, start: Value) -> None:
    """Writes a vector of each of 8 neighbouring rows: 8 neighbours for each lane."""
    remaining = f.sub("%lane_count", lane)
    sources = [f.at(element.type_, "%tile", f.add(f.mul("%stride", row), lane)) for row in range(ROWS)]
    rows = [f.load(element.vector, source, element.bytes * element.lanes) for source in sources]
    # They are half a square of vectors of 16 lanes, one square of 8, or several of fewer.
    squares = [
        transposed(f, element, [*rows[first : first + element.lanes], *["poison"] * (element.lanes - ROWS)])
        for first in range(0, ROWS, element.lanes)
    ]
    for each in range(element.lanes):
        with f.when(f.compare("slt", each, remaining)):
            target = f.at(element.type_, start, f.entry("%lanes", f.add(lane, each)))
            for number, square in enumerate(squares):
                count = min(ROWS, element.lanes)
                piece = f.shuffle(element.vector, square[each], "poison", range(count))
                to = f.at(element.type_, target, number * element.lanes)
                _add_to(f, element.vector_of(count), piece, to, element.bytes)


def _write_scattered(f: Function, element: Element) -> None:
    """Writes 8 rows, none of whose elements are neighbours in the result, lane by lane."""
    offsets = [f.entry("%rows", row) for row in range(ROWS)]
    with f.loop(0, "%lane_count") as lane:
        target = f.at(element.type_, "%out", f.entry("%lanes", lane.index))
        sources = [f.at(element.type_, "%tile", f.add(f.mul("%stride", row), lane.index)) for row in range(ROWS)]
        values = [f.load(element.type_, source, element.bytes) for source in sources]
        places = [f.at(element.type_, target, offset) for offset in offsets]
        with f.when("%accumulates"):
            for value, place in zip(values, places, strict=True):
                total = f.op(f"fadd {element.type_} {f.load(element.type_, place, element.bytes)}, {value}")
                f.store(element.type_, total, place, element.bytes)
        with f.unless("%accumulates"):
            for value, place in zip(values, places, strict=True):
                f.store(element.type_, value, place, element.bytes)


def _write_row(f: Function, element: Element, lane: Value, source: Value, target: Value) -> None:
    """Writes a vector of a row: at once where its lanes are neighbours in the result."""
    count = f.min(f.sub("%lane_count", lane), element.lanes)
    first, last = f.entry("%lanes", lane), f.entry("%lanes", f.sub(f.add(lane, count), 1))
    are_neighbours = f.compare("eq", f.sub(last, first), element.lanes - 1)
    is_dense = f.all(are_neighbours, f.compare("eq", count, element.lanes))
    with f.when(is_dense):
        value = f.load(element.vector, f.at(element.type_, source, lane), element.bytes)
        _add_to(f, element.vector, value, f.at(element.type_, target, first), element.bytes)
    with f.unless(is_dense), f.loop(lane, f.add(lane, count)) as each:
        value = f.load(element.type_, f.at(element.type_, source, each.index), element.bytes)
        place = f.at(element.type_, target, f.entry("%lanes", each.index))
        _add_to(f, element.type_, value, place, element.bytes)


def _add_to(f: Function, type_: str, value: Value, target: Value, alignment: int) -> None:
    """Stores a value, or adds it to what is there."""
    with f.when("%accumulates"):
        f.store(type_, f.op(f"fadd {type_} {f.load(type_, target, alignment)}, {value}"), target, alignment)
    with f.unless("%accumulates"):
        f.store(type_, value, target, alignment)
