"""What is done before the matrix product: tables of offsets and masks, the copy with zeros around it."""

from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.job import Job, share, shared_function
from adjoint.runtime.convolution.llvm_function import Function, Value


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


def tap_masks() -> Function:
    """`@tap_masks(table, n…, first…, step…, taps…, apart…, divisor…, phase…, size…, sign)`, three of each but the sign.

    For each of `n0 · n1 · n2` places: bit t says whether place t in the kernel, in order, meets an element there. In
    each dimension, that is number `first + place · step + sign · tap · apart / divisor` of `size`, and there is one
    only where the remainder is `phase`.
    """
    names = ("n", "first", "step", "taps", "apart", "divisor", "phase", "size")
    numbers = [*(f"{name}{dim}" for name in names for dim in range(3)), "sign"]
    f = Function("tap_masks", [("ptr", "table"), *(("i64", name) for name in numbers)])
    lines = f.mul("%n0", "%n1")
    has_places = f.compare("sgt", f.mul(lines, "%n2"), 0)
    # The masks of the last dimension first, in the last line, which is written last.
    last = f.at("i64", "%table", f.select(has_places, f.mul(f.sub(lines, 1), "%n2"), 0))
    with f.loop(0, f.select(has_places, "%n2", 0)) as place:
        f.store("i64", _dimension_mask(f, 2, place.index, 1), f.at("i64", last, place.index), 8)
    with f.loop(0, f.select(has_places, lines, 0)) as line:
        first = _dimension_mask(f, 0, f.div(line.index, "%n1"), f.mul("%taps1", "%taps2"))
        second = _dimension_mask(f, 1, f.rem(line.index, "%n1"), "%taps2")
        start = f.at("i64", "%table", f.mul(line.index, "%n2"))
        # No two products have a bit in common: multiplying puts them side by side.
        both = f.mul(first, second)
        with f.loop(0, "%n2") as place:
            f.store("i64", f.mul(f.entry(last, place.index), both), f.at("i64", start, place.index), 8)
    return f


def _dimension_mask(f: Function, dim: int, place: Value, distance: Value | int) -> Value:
    """The places in the kernel that meet an element in one dimension, as bits at some distance."""
    start = f.add(f"%first{dim}", f.mul(place, f"%step{dim}"))
    with f.loop(0, f"%taps{dim}", carried=[("i64", "0")]) as tap:
        position = f.mul(tap.index, f"%apart{dim}")
        element = f.add(start, f.mul(f.div(position, f"%divisor{dim}"), "%sign"))
        is_there = f.compare("eq", f.rem(position, f"%divisor{dim}"), f"%phase{dim}")
        is_met = f.all(is_there, f.compare("ult", element, f"%size{dim}"))
        bit = f.op(f"shl i64 {f.op(f'zext i1 {is_met} to i64')}, {f.mul(tap.index, distance)}")
        tap.next = [f.op(f"or i64 {tap.carried[0]}, {bit}")]
    return tap.carried[0]


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
        is_inside = f.all(is_in0, is_in1)
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
