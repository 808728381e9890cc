"""The gradient by the input: rows are places of the input, lanes its channels, k channels of the output and places in
the kernel; where the input has few channels, rows and lanes change sides.

With a stride, the places of the input are as many matrix products as the stride has steps: each has its own places in
the kernel, and zeros are never multiplied.
"""

from collections.abc import Sequence

from adjoint.runtime.convolution.driver import POSITIONS, Driver, Steps
from adjoint.runtime.convolution.element import Element
from adjoint.runtime.convolution.llvm_function import Function, Value


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
        self.first_place = f.sub(f.add(f.mul(first, stride), phase), padding)
        # The places in the kernel: the first one, how many, and the distance between them.
        carried = [("i64", "0"), ("i64", "0"), ("i64", "1")]
        with f.loop(0, kernel, carried=carried) as loop:
            start, count, step = loop.carried
            meets = f.compare("eq", f.rem(f.mul(loop.index, dilation), stride), phase)
            is_first = f.op(f"and i1 {meets}, {f.compare('eq', count, 0)}")
            is_second = f.op(f"and i1 {meets}, {f.compare('eq', count, 1)}")
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
    most_places = f.max(driver.input_plane, 1)
    swapped = _are_swapped(driver)
    is_masked = f.op(f"and i1 {has_zeros}, {driver.are_masked(swapped, '%outputs')}")
    is_copied = f.op(f"xor i1 {has_zeros}, {is_masked}")
    sizes = [f.select(is_masked, f"%output{dim}", padded[dim]) for dim in range(3)]
    fronts = [f.select(is_masked, 0, front) for front in fronts]
    layer = f.mul(sizes[1], sizes[2])
    plane = f.mul(sizes[0], layer)
    sample, original = f.mul(driver.all_outputs, plane), f.mul(driver.all_outputs, driver.places)
    copied = f.select(is_copied, sample, 0)
    chunk_size = driver.chunk(most_places, copied)
    copy = driver.allocate(f.mul(chunk_size, copied), element.bytes)
    most_rows = f.mul(chunk_size, most_places)
    filter_size = f.mul("%channels", driver.taps)
    places = driver.side(most_rows, f.mul("%outputs", plane))
    channels = driver.side("%channels", f.mul("%outputs", filter_size))
    masks = driver.table_memory(f.select(is_masked, most_rows, 0))
    driver.allocate_channel_blocks()
    with f.when(driver.has_memory()):
        input_sample = f.mul(driver.all_channels, driver.input_plane)
        input_layer = f.mul("%input1", "%input2")
        kernel_layer = f.mul("%kernel1", "%kernel2")
        driver.table(channels.own, [1, 1, 1, "%channels"], [0, 0, 0, driver.taps])
        driver.table(channels.out, [1, 1, 1, "%channels"], [0, 0, 0, driver.input_plane])
        driver.set_sides(places, channels, swapped)
        job.set_addresses(copy=copy)
        job.set(out_group=f.mul("%channels", driver.input_plane), accumulates=0)
        with f.loop(0, driver.product("stride")) as phase_loop:
            phases = [
                f.div(phase_loop.index, f.mul("%stride1", "%stride2")),
                f.rem(f.div(phase_loop.index, "%stride2"), "%stride1"),
                f.rem(phase_loop.index, "%stride2"),
            ]
            dims = [_Phase(f, dim, phases[dim], fronts[dim]) for dim in range(3)]
            counts, taps = [each.count for each in dims], [each.taps for each in dims]
            steps: Sequence[Value] = [layer, sizes[2], "1"]
            input_steps: Sequence[Value] = [input_layer, "%input2", "1"]
            kernel_steps: Sequence[Value] = [kernel_layer, "%kernel2", "1"]
            start = _dot(f, [each.first_output for each in dims], steps)
            driver.table(places.own, [chunk_size, *counts], [sample, *steps], start)
            first_place = _dot(f, [each.first_place for each in dims], input_steps)
            strides = [f.mul(f"%stride{dim}", step) for dim, step in enumerate(input_steps)]
            driver.table(places.out, [chunk_size, *counts], [input_sample, *strides], first_place)
            distances = [f.sub(0, each.distance) for each in dims]
            backwards = [f.mul(distance, step) for distance, step in zip(distances, steps, strict=True)]
            first_tap = _dot(f, [each.first_tap for each in dims], kernel_steps)
            tap_steps = [f.mul(each.tap_step, step) for each, step in zip(dims, kernel_steps, strict=True)]
            along_places, along_channels = Steps(plane, backwards), Steps(filter_size, tap_steps, first_tap)
            driver.set_blocks_of_channels(along_places, along_channels, swapped, "%outputs", taps)
            with f.when(is_masked):
                firsts, sizes_met = [each.first_output for each in dims], [f"%output{dim}" for dim in range(3)]
                numbers = [chunk_size, *counts, *firsts, 1, 1, 1, *taps, *distances, *sizes_met]
                f.call("tap_masks", ("ptr", masks), *(("i64", number) for number in numbers))
                job.set_addresses(masks=masks)
            count = _times(f, counts)
            with f.loop(0, "%samples", chunk_size) as chunk:
                samples = f.min(chunk_size, f.sub("%samples", chunk.index))
                source = driver.at("%output", f.mul(chunk.index, original))
                job.set_addresses(source=source, out=driver.at("%out", f.mul(chunk.index, input_sample)))
                job.set(planes=f.mul(samples, driver.all_outputs))
                # One copy serves all phases where it has all samples.
                is_first = f.compare("eq", phase_loop.index, 0)
                is_part = f.compare("slt", chunk_size, "%samples")
                is_new = f.op(f"or i1 {is_first}, {is_part}")
                with f.when(f.op(f"and i1 {is_copied}, {is_new}")):
                    driver.run("pad", f.mul(samples, sample))
                data = driver.choose(is_copied, copy, source)
                driver.set_operands((data, f.mul(samples, count)), ("%weight", "%channels"), swapped)
                driver.run("multiply")
    driver.free()
    return f


def _are_swapped(driver: Driver) -> Value:
    """Weights as rows would be read in steps of thousands, once for every few places: only few channels are."""
    f = driver.f
    rows = f.min(f.mul("%samples", driver.input_plane), f.max(driver.input_plane, POSITIONS))
    are_few = f.compare("slt", "%channels", driver.element.lanes)
    return f.op(f"and i1 {are_few}, {driver.are_swapped(rows, '%channels')}")


def _dot(f: Function, numbers: Sequence[Value], others: Sequence[Value | int]) -> Value:
    total: Value = "0"
    for number, other in zip(numbers, others, strict=True):
        total = f.add(total, f.mul(number, other))
    return total


def _times(f: Function, numbers: Sequence[Value]) -> Value:
    first, second, third = numbers
    return f.mul(f.mul(first, second), third)
