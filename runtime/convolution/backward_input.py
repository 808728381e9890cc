"""The gradient by the input: rows are places of the input, lanes its channels, k channels of the output and places in
the kernel; where the input has few channels, rows and lanes change sides.

With a stride, the places of the input are as many matrix products as the stride has steps: each has its own places in
the kernel, and zeros are never multiplied.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.driver import POSITIONS, Driver, Side, Steps
from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.matrix_product import DEPTH


class _Phase:
    """Of one dimension, the places of the input that are `phase` modulo the stride, padding included, and the places
    in the kernel that meet an output there: those that are `phase` modulo the stride as well."""

    def __init__(self, f: Function, dim: int, phase: Value, front: Value):
        size, stride, padding = f"%input{dim}", f"%stride{dim}", f"%padding{dim}"
        kernel, dilation = f"%kernel{dim}", f"%dilation{dim}"
        most = f.sub(stride, 1)
        first = f.div(f.add(f.sub(padding, phase), most), stride)
        after = f.div(f.sub(f.add(f.add(padding, size), most), phase), stride)
        self.count = f.max(f.sub(after, first), 0)
        """The places of the input."""
        self.first = first
        """The output that the first place of them meets without a kernel's extent."""
        self.first_place = f.sub(f.add(f.mul(first, stride), phase), padding)
        # The places in the kernel: the first one, how many, and the distance between them.
        carried = [("i64", "0"), ("i64", "0"), ("i64", "1")]
        with f.loop(0, kernel, carried=carried) as loop:
            start, count, step = loop.carried
            meets = f.compare("eq", f.rem(f.mul(loop.index, dilation), stride), phase)
            is_first = f.all(meets, f.compare("eq", count, 0))
            is_second = f.all(meets, f.compare("eq", count, 1))
            loop.next = [
                f.select(is_first, loop.index, start),
                f.add(count, f.op(f"zext i1 {meets} to i64")),
                f.select(is_second, f.sub(loop.index, start), step),
            ]
        self.first_tap, self.taps, self.tap_step = loop.carried
        first_distance = f.div(f.max(f.sub(f.mul(self.first_tap, dilation), phase), 0), stride)
        self.distance = f.div(f.mul(self.tap_step, dilation), stride)
        """How far the outputs that two neighbouring places in the kernel meet are apart."""
        self.first_output = f.add(f.sub(first, first_distance), front)
        """The output, zeros in front included, that the first place in the kernel meets at the first place."""


def backward_input(element: Element) -> Function:
    """`@adjoint_sconvolution_backward_input(input, weight, output, sizes…)`."""
    driver = Driver(element, "convolution_backward_input", ("out", "weight", "output"))
    f, job = driver.f, driver.job
    fronts: list[Value] = []
    padded: list[Value] = []
    for dim in range(3):
        farthest = f.div(f.mul(f.sub(f"%kernel{dim}", 1), f"%dilation{dim}"), f"%stride{dim}")
        nearest = f.div(f"%padding{dim}", f"%stride{dim}")
        front = f.max(f.sub(farthest, nearest), 0)
        places = f.div_up(f.add(f"%padding{dim}", f"%input{dim}"), f"%stride{dim}")
        fronts.append(front)
        padded.append(f.add(front, f.max(f"%output{dim}", places)))
    has_zeros = driver.set_copy("output", fronts, padded)
    swapped = _are_swapped(driver)
    is_masked = f.all(has_zeros, driver.are_masked(swapped, "%outputs", "%channels"))
    is_copied = f.all(has_zeros, f.no(is_masked))
    layer = f.mul(padded[1], padded[2])
    plane = f.mul(padded[0], layer)
    sample = f.mul(driver.all_outputs, plane)
    copied = f.select(is_copied, sample, 0)
    chunk = driver.chunk(driver.input_plane, copied)
    copy = driver.allocate(f.mul(chunk, copied), element.bytes)
    most_rows = f.mul(chunk, driver.input_plane)
    places = driver.side(most_rows, f.mul("%outputs", f.select(is_masked, driver.places, plane)))
    channels = driver.side("%channels", f.mul(f.mul("%outputs", "%channels"), driver.taps))
    masks = driver.table_memory(f.select(is_masked, most_rows, 0))
    # A row has only one of so many places in the kernel.
    depth = f.mul(DEPTH, f.min(driver.product("stride"), 2))
    driver.allocate_channel_blocks("%outputs", f.select(is_masked, depth, DEPTH))
    with f.when(driver.has_memory()):
        driver.table(channels.own, [1, 1, 1, "%channels"], [0, 0, 0, driver.taps])
        driver.table(channels.out, [1, 1, 1, "%channels"], [0, 0, 0, driver.input_plane])
        driver.set_sides(places, channels, swapped)
        job.set_addresses(copy=copy)
        job.set(out_group=f.mul("%channels", driver.input_plane), accumulates=0)
        with f.when(is_masked):
            _multiply_with_masks(driver, places, masks, chunk, depth)
        with f.unless(is_masked):
            _multiply_by_phase(driver, places, chunk, swapped, fronts, padded, is_copied, copy)
    driver.free()
    return f


def _multiply_with_masks(driver: Driver, places: Side, masks: Value, chunk_size: Value, depth: Value) -> None:
    """One matrix product: the places of a sample phase by phase, with masks of the places in the kernel they meet."""
    f, job = driver.f, driver.job
    steps: Sequence[Value] = [f.mul("%output1", "%output2"), "%output2", "1"]
    sample, input_sample = f.mul(driver.all_outputs, driver.places), f.mul(driver.all_channels, driver.input_plane)
    sizes, dilation, stride = ([f"%{name}{dim}" for dim in range(3)] for name in ("output", "dilation", "stride"))
    with f.loop(0, driver.product("stride"), carried=[("i64", "0")]) as phase_loop:
        before = phase_loop.carried[0]
        phases = _phases(f, phase_loop.index)
        dims = [_Phase(f, dim, phases[dim], "0") for dim in range(3)]
        counts, firsts = [each.count for each in dims], [each.first for each in dims]
        own, out, own_masks = (f.at("i64", table, before) for table in (places.own, places.out, masks))
        driver.table(own, [1, *counts], [0, *steps], _dot(f, firsts, steps))
        _fill_places(driver, out, dims, 1)
        driver.tap_masks(own_masks, places=counts, first=firsts, size=sizes, divisor=stride, phase=phases, sign=-1)
        phase_loop.next = [f.add(before, _times(f, counts))]
    for table, distance in ((places.own, sample), (places.out, input_sample), (masks, "0")):
        driver.repeat(table, driver.input_plane, chunk_size, distance)
    job.set_addresses(masks=masks)
    backwards = [f.sub(0, step) for step in steps]
    along_places = Steps(driver.places, backwards, apart=dilation, divisors=stride)
    filter_size = f.mul("%channels", driver.taps)
    along_channels = Steps(filter_size, _kernel_steps(f))
    kernel = [f"%kernel{dim}" for dim in range(3)]
    driver.set_blocks_of_channels(along_places, along_channels, "false", "%outputs", kernel, depth)
    with f.loop(0, "%samples", chunk_size) as chunk:
        samples = f.min(chunk_size, f.sub("%samples", chunk.index))
        job.set_addresses(out=driver.at("%out", f.mul(chunk.index, input_sample)))
        source = driver.at("%output", f.mul(chunk.index, sample))
        driver.set_operands((source, f.mul(samples, driver.input_plane)), ("%weight", "%channels"), "false")
        driver.run("multiply")


def _multiply_by_phase(
    driver: Driver,
    places: Side,
    chunk_size: Value,
    swapped: Value,
    fronts: Sequence[Value],
    padded: Sequence[Value],
    is_copied: Value,
    copy: Value,
) -> None:
    """A matrix product for each phase, of an output that has all the zeros it needs around it."""
    f, job = driver.f, driver.job
    steps: Sequence[Value] = [f.mul(padded[1], padded[2]), padded[2], "1"]
    plane = f.mul(padded[0], steps[0])
    sample, original = f.mul(driver.all_outputs, plane), f.mul(driver.all_outputs, driver.places)
    input_sample = f.mul(driver.all_channels, driver.input_plane)
    kernel_steps = _kernel_steps(f)
    with f.loop(0, driver.product("stride")) as phase_loop:
        phases = _phases(f, phase_loop.index)
        dims = [_Phase(f, dim, phases[dim], fronts[dim]) for dim in range(3)]
        counts, taps = [each.count for each in dims], [each.taps for each in dims]
        start = _dot(f, [each.first_output for each in dims], steps)
        driver.table(places.own, [chunk_size, *counts], [sample, *steps], start)
        _fill_places(driver, places.out, dims, chunk_size)
        backwards = [f.mul(f.sub(0, each.distance), step) for each, step in zip(dims, steps, strict=True)]
        first_tap = _dot(f, [each.first_tap for each in dims], kernel_steps)
        tap_steps = [f.mul(each.tap_step, step) for each, step in zip(dims, kernel_steps, strict=True)]
        filter_size = f.mul("%channels", driver.taps)
        along_places, along_channels = Steps(plane, backwards), Steps(filter_size, tap_steps, first_tap)
        block = driver.depth(places.count, "%channels", swapped)
        driver.set_blocks_of_channels(along_places, along_channels, swapped, "%outputs", taps, block)
        with f.loop(0, "%samples", chunk_size) as chunk:
            samples = f.min(chunk_size, f.sub("%samples", chunk.index))
            source = driver.at("%output", f.mul(chunk.index, original))
            job.set_addresses(source=source, out=driver.at("%out", f.mul(chunk.index, input_sample)))
            job.set(planes=f.mul(samples, driver.all_outputs))
            # One copy serves all phases where it has all samples.
            is_new = f.any(f.compare("eq", phase_loop.index, 0), f.compare("slt", chunk_size, "%samples"))
            with f.when(f.all(is_copied, is_new)):
                driver.run("pad", f.mul(samples, sample))
            data = driver.choose(is_copied, copy, source)
            rows = f.mul(samples, _times(f, counts))
            driver.set_operands((data, rows), ("%weight", "%channels"), swapped)
            driver.run("multiply")


def _phases(f: Function, number: Value) -> list[Value]:
    """The phase in each dimension."""
    first = f.div(number, f.mul("%stride1", "%stride2"))
    return [first, f.rem(f.div(number, "%stride2"), "%stride1"), f.rem(number, "%stride2")]


def _kernel_steps(f: Function) -> Sequence[Value]:
    return [f.mul("%kernel1", "%kernel2"), "%kernel2", "1"]


def _fill_places(driver: Driver, table: Value, dims: Sequence[_Phase], samples: Value | int) -> None:
    """Fills the table of the offsets of a phase's places in the input."""
    f = driver.f
    steps: Sequence[Value] = [f.mul("%input1", "%input2"), "%input2", "1"]
    strides = [f.mul(f"%stride{dim}", step) for dim, step in enumerate(steps)]
    first_place = _dot(f, [each.first_place for each in dims], steps)
    input_sample = f.mul(driver.all_channels, driver.input_plane)
    driver.table(table, [samples, *(each.count for each in dims)], [input_sample, *strides], first_place)


def _are_swapped(driver: Driver) -> Value:
    """Weights as rows would be read in steps of thousands, once for every few places: only few channels are."""
    f = driver.f
    rows = f.min(f.mul("%samples", driver.input_plane), f.max(driver.input_plane, POSITIONS))
    are_few = f.compare("slt", "%channels", driver.element.lanes)
    return f.all(are_few, driver.are_swapped(rows, "%channels"))


def _dot(f: Function, numbers: Sequence[Value], others: Sequence[Value | int]) -> Value:
    total: Value = "0"
    for number, other in zip(numbers, others, strict=True):
        total = f.add(total, f.mul(number, other))
    return total


def _times(f: Function, numbers: Sequence[Value]) -> Value:
    first, second, third = numbers
    return f.mul(f.mul(first, second), third)
