"""Tiles of a matrix product whose operands and result are reached through tables of offsets.

    out[out_rows[i] + out_lanes[j]] += Σ_k left[left_rows[i] + left_steps[k]] · right[right_lanes[j] + right_steps[k]]

A tile has 8 rows i and some vectors of lanes j, all of it in registers while k runs. The right operand is packed
before: its lanes are neighbours and its vectors aligned. Where rows are neighbours in the result, as places of one
channel are, a tile is transposed when it is written.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.llvm_function import Function, Value


def multiply_tile(element: Element, vectors: int) -> Function:
    """`@tile_<letter><vectors>(a, left_rows, left_steps, depth, b, b_stride, tile)`; the tile is row-major."""
    parameters = [
        *(("ptr", name) for name in ("a", "left_rows", "left_steps")),
        *(("i64", "depth"), ("ptr", "b"), ("i64", "b_stride"), ("ptr", "tile")),
    ]
    f = Function(f"tile_{element.letter}{vectors}", parameters)
    vector, lanes = element.vector, element.lanes
    rows = [f.at(element.type_, "%a", f.entry("%left_rows", row)) for row in range(ROWS)]
    count = ROWS * vectors
    with f.loop(0, "%depth", carried=[(vector, "zeroinitializer")] * count + [("ptr", "%b")]) as loop:
        offset, b = f.entry("%left_steps", loop.index), loop.carried[-1]
        right = [f.load(vector, f.at(element.type_, b, lanes * each), element.bytes * lanes) for each in range(vectors)]
        sums: list[Value] = []
        for row, pointer in enumerate(rows):
            left = _broadcast(f, element, f.load(element.type_, f.at(element.type_, pointer, offset), element.bytes))
            sums += [
                f.op(
                    f"call {vector} @llvm.fma.v{lanes}f{element.bytes * 8}"
                    f"({vector} {left}, {vector} {right[each]}, {vector} {loop.carried[row * vectors + each]})"
                )
                for each in range(vectors)
            ]
        loop.next = [*sums, f.at(element.type_, b, "%b_stride")]
    for position, value in enumerate(loop.carried[:-1]):
        f.store(vector, value, f.at(element.type_, "%tile", position * lanes), element.bytes * lanes)
    return f


def _broadcast(f: Function, element: Element, scalar: Value) -> Value:
    vector, lanes = element.vector, element.lanes
    one = f.op(f"insertelement {vector} poison, {element.type_} {scalar}, i64 0")
    return f.op(f"shufflevector {vector} {one}, {vector} poison, <{lanes} x i32> zeroinitializer")


def transposed(f: Function, element: Element, vectors: Sequence[Value], lanes: int) -> Value:
    """Vectors of `lanes` elements, 2ⁿ of them, as one: first the first element of each, then the second, and so on."""
    values = list(vectors)
    while len(values) > 1:
        half = len(values) // 2
        values = [_interleaved(f, element, values[at], values[half + at], lanes) for at in range(half)]
        lanes *= 2
    return values[0]


def _interleaved(f: Function, element: Element, one: Value, other: Value, lanes: int) -> Value:
    type_ = element.vector_of(lanes)
    places = ", ".join(f"i32 {place}, i32 {lanes + place}" for place in range(lanes))
    return f.op(f"shufflevector {type_} {one}, {type_} {other}, <{2 * lanes} x i32> <{places}>")


def part(f: Function, element: Element, value: Value, lanes: int, first: int, count: int) -> Value:
    """`count` neighbouring elements of a vector of `lanes`."""
    type_ = element.vector_of(lanes)
    places = ", ".join(f"i32 {first + place}" for place in range(count))
    return f.op(f"shufflevector {type_} {value}, {type_} poison, <{count} x i32> <{places}>")


def write_tile(element: Element) -> Function:
    """`@write_<letter>(tile, stride, out, rows, row_count, lanes, lane_count, accumulates)`.

    Adds a tile, whose rows are `stride` elements apart, to the result, or overwrites that.
    """
    parameters = [
        *(("ptr", "tile"), ("i64", "stride"), ("ptr", "out"), ("ptr", "rows"), ("i64", "row_count")),
        *(("ptr", "lanes"), ("i64", "lane_count"), ("i1", "accumulates")),
    ]
    f = Function(f"write_{element.letter}", parameters)
    first, last = f.entry("%rows", 0), f.entry("%rows", ROWS - 1)
    # Rows, like lanes, are in the order of the result: eight that end seven after the first are neighbours.
    are_neighbours = f.compare("eq", f.sub(last, first), ROWS - 1)
    is_full = f.compare("eq", "%row_count", ROWS)
    is_dense = f.op(f"and i1 {are_neighbours}, {is_full}")
    start = f.at(element.type_, "%out", first)
    with f.when(is_dense), f.loop(0, "%lane_count", element.lanes) as loop:
        _write_vectors(f, element, loop.index, start)
    with f.unless(is_dense), f.loop(0, "%row_count") as row:
        target = f.at(element.type_, "%out", f.entry("%rows", row.index))
        source = f.at(element.type_, "%tile", f.mul(row.index, "%stride"))
        with f.loop(0, "%lane_count", element.lanes) as loop:
            _write_row(f, element, loop.index, source, target)
    return f


def _write_vectors(f: Function, element: Element, lane: Value, start: Value) -> None:
    """Writes a vector of each of 8 neighbouring rows: 8 neighbours for each lane."""
    sources = [f.at(element.type_, "%tile", f.add(f.mul("%stride", row), lane)) for row in range(ROWS)]
    rows = [f.load(element.vector, source, element.bytes * element.lanes) for source in sources]
    columns = transposed(f, element, rows, element.lanes)
    group = element.vector_of(ROWS)
    remaining = f.sub("%lane_count", lane)
    for each in range(element.lanes):
        with f.when(f.compare("slt", each, remaining)):
            column = part(f, element, columns, ROWS * element.lanes, ROWS * each, ROWS)
            target = f.at(element.type_, start, f.entry("%lanes", f.add(lane, each)))
            _add_to(f, group, column, target, element.bytes)


def _write_row(f: Function, element: Element, lane: Value, source: Value, target: Value) -> None:
    """Writes a vector of a row: at once where its lanes are neighbours in the result."""
    count = f.min(f.sub("%lane_count", lane), element.lanes)
    first, last = f.entry("%lanes", lane), f.entry("%lanes", f.sub(f.add(lane, count), 1))
    are_neighbours = f.compare("eq", f.sub(last, first), element.lanes - 1)
    is_dense = f.op(f"and i1 {are_neighbours}, {f.compare('eq', count, element.lanes)}")
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
