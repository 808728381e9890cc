"""Convolutions and their gradients as matrix products: which offsets, and what is packed.

All three run with channels as lanes, so that neither the size of an image nor a stride matters to the vectors:

| | rows | k | lanes |
|---|---|---|---|
| convolution | places of the output | channels of the input, places in the kernel | channels of the output |
| … by weight | channels of the input, places in the kernel | samples, places of the output | channels of the output |
| … by input | places of the input | channels of the output, places in the kernel | channels of the input |

Where there are fewer rows than it takes to pay for packing the weights, rows and lanes change sides (`are_swapped`).
Each gives false, and computes nothing, where there is no memory for it.

Zeros around the input are there in a copy of as many samples as stay in a cache; without zeros there is no copy. With a
stride, the places of the input are as many matrix products as the stride has steps: each has its own places in the
kernel, and zeros are never multiplied.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adjoint.runtime.convolution.direct import FEW
from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import FIELDS, Job
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.sizes import SIZES

POSITIONS = 1 << 15
"""The places of outputs that are worked on together, at least one sample: their tables of offsets are 256 kB each."""

COPIED_BYTES = 1 << 23
"""The bytes of a copy with zeros, at least one sample, which the third level cache holds.

Less, in the second level, is up to 4 % faster on one thread; but threads meet after every copy, and where they have to
wait for a processor that is a time slice each.
"""

PACKING_ROWS = 64
"""The rows that take as long as packing what they are multiplied by."""

SWAPPED_BYTES = 1 << 22
"""The bytes up to which the places of an image are packed: then they are lanes in all of its channels at once."""

MOVED_PER_THREAD = 1 << 15
"""Elements that are worth a thread where they are only moved: as long."""

WORK_PER_THREAD = 1 << 18
"""Multiplications that are worth a thread: about five microseconds."""


@dataclass(frozen=True)
class Side:
    """An operand of the matrix product, and the index of the result that it has alone."""

    own: Value
    """The table of offsets along that index."""
    steps: Value
    """The table of offsets along k."""
    group: Value
    """From one group to the next."""
    out: Value
    """The table of offsets of that index in the result."""


class Driver:
    """The code that one of the three has in common with the others."""

    def __init__(self, element: Element, name: str, operands: Sequence[str]):
        self.element = element
        self._memory: list[Value] = []
        parameters = [("ptr", operand) for operand in operands] + [("i64", size) for size in SIZES]
        self.f = f = Function(f"adjoint_{element.letter}{name}", parameters, is_internal=False)
        self.job = Job(f, f.op(f"alloca [{len(FIELDS)} x i64], align 64"))
        self.input_plane = self.product("input")
        self.taps = self.product("kernel")
        self.places = self.product("output")
        all_channels = [f.mul("%groups", count) for count in ("%channels", "%outputs")]
        self.all_channels, self.all_outputs = all_channels
        work = f.mul(f.mul(f.mul("%samples", self.all_outputs), self.places), f.mul("%channels", self.taps))
        nested = f.op("icmp ne i32 " + f.op("call i32 @omp_in_parallel()") + ", 0")
        available = f.load("i64", "@adjoint_thread_count", 8)
        useful = f.max(f.min(f.div(work, WORK_PER_THREAD), available), 1)
        self.threads = f.select(nested, 1, useful)
        self._run_directly(name, operands)

    def _run_directly(self, name: str, operands: Sequence[str]) -> None:
        """Returns early where loops are faster than tiles."""
        f = self.f
        with f.when(f.compare("sle", f.mul("%channels", "%outputs"), FEW)):
            told = f.op(f"alloca [{len(operands) + len(SIZES)} x i64], align 64")
            for place, operand in enumerate(operands):
                f.store("ptr", f"%{operand}", f.at("i64", told, place), 8)
            for place, size in enumerate(SIZES, len(operands)):
                f.store("i64", f"%{size}", f.at("i64", told, place), 8)
            team = f.op(f"trunc i64 {self.threads} to i32")
            function = f"@direct_{name}_{self.element.letter}.team"
            f.call("GOMP_parallel", ("ptr", function), ("ptr", told), ("i32", team), ("i32", 0))
            f.leave("true")

    def product(self, name: str) -> Value:
        f = self.f
        return f.mul(f.mul(f"%{name}0", f"%{name}1"), f"%{name}2")

    def allocate(self, count: Value | int, bytes_: int) -> Value:
        """Memory for some elements, at a cache line, with room for a vector more."""
        rounded = self.f.mul(self.f.add(self.f.div(self.f.mul(count, bytes_), 64), 3), 64)
        memory = self.f.op(f"call ptr @aligned_alloc(i64 64, i64 {rounded})")
        self._memory.append(memory)
        return memory

    def offsets(self, count: Value) -> Value:
        """Memory for a table of offsets, with room for those of a tile more."""
        return self.allocate(self.f.add(count, ROWS), 8)

    def has_memory(self) -> Value:
        """Whether all was allocated: the function returns that, and must do nothing without."""
        result = "true"
        for memory in self._memory:
            result = self.f.op(f"and i1 {result}, {self.f.op(f'icmp ne ptr {memory}, null')}")
        self.f.result = result
        return result

    def free(self) -> None:
        """Frees what was allocated."""
        for memory in self._memory:
            self.f.call("free", ("ptr", memory))

    def table(
        self, table: Value, sizes: Sequence[Value | int], strides: Sequence[Value | int], start: Value | int = 0
    ) -> None:
        """Fills a table of offsets: `start` plus the indices of a nest of four loops times the strides."""
        numbers = [("i64", number) for number in (start, *sizes, *strides)]
        self.f.call("offset_table", ("ptr", table), *numbers)

    def run(self, stage: str, moved: Value | None = None) -> None:
        """Runs a stage of the job on a team of threads; one that only moves elements, on as many as these are worth."""
        f, threads = self.f, self.threads
        if moved is not None:
            threads = f.min(threads, f.max(f.div(moved, MOVED_PER_THREAD), 1))
        team = f.op(f"trunc i64 {threads} to i32")
        function = f"@{stage}_{self.element.letter}.team"
        f.call("GOMP_parallel", ("ptr", function), ("ptr", self.job.pointer), ("i32", team), ("i32", 0))

    def are_swapped(self, rows: Value, lanes: Value, depth: Value) -> Value:
        """Whether rows are better lanes: by the tiles, which are full or not, and by what has to be packed."""
        f = self.f

        def cost(rows: Value, lanes: Value) -> Value:
            return f.mul(f.add(self.rounded(rows, ROWS), PACKING_ROWS), self.rounded(lanes, self.element.lanes))

        is_cheaper = f.compare("slt", cost(lanes, rows), cost(rows, lanes))
        packed = f.mul(depth, self.rounded(rows, self.element.lanes))
        fits = f.compare("sle", packed, SWAPPED_BYTES // self.element.bytes)
        return f.op(f"and i1 {is_cheaper}, {fits}")

    def rounded(self, count: Value, multiple: int) -> Value:
        return self.f.mul(self.f.div_up(count, multiple), multiple)

    def allocate_packed(self, rows: Value, lanes: Value, depth: Value, swapped: Value) -> Value:
        """Memory for the packed operand; panels take a vector more each than there are lanes, at most."""
        f, element = self.f, self.element
        vectors = f.max(f.div_up(f.select(swapped, rows, lanes), element.lanes), 1)
        panels = f.div_up(vectors, element.most_vectors)
        count = f.mul(f.mul("%groups", f.add(vectors, panels)), f.mul(depth, element.lanes))
        return self.allocate(count, element.bytes)

    def set_sides(self, rows: Side, lanes: Side, swapped: Value) -> None:
        """Says what is read and written where."""
        with self.f.unless(swapped):
            self._set_sides(rows, lanes)
        with self.f.when(swapped):
            self._set_sides(lanes, rows)

    def _set_sides(self, left: Side, right: Side) -> None:
        self.job.set_addresses(left_rows=left.own, left_steps=left.steps, out_rows=left.out)
        self.job.set_addresses(right_lanes=right.own, right_steps=right.steps, out_lanes=right.out)
        self.job.set(left_group=left.group, right_group=right.group)

    def side(self, count: Value, depth: Value, group: Value) -> Side:
        """A side with tables that are still to be filled."""
        return Side(self.offsets(count), self.offsets(depth), group, self.offsets(count))

    def set_operands(self, rows: tuple[Value, Value], lanes: tuple[Value, Value], depth: Value, swapped: Value) -> None:
        """Says where the two sides begin and how many rows and lanes there are, and divides these into panels."""
        f, element = self.f, self.element
        left, right = (
            f.op(f"select i1 {swapped}, ptr {one}, ptr {other}")
            for one, other in ((lanes[0], rows[0]), (rows[0], lanes[0]))
        )
        self.job.set_addresses(left=left, right=right)
        row_count, lane_count = f.select(swapped, lanes[1], rows[1]), f.select(swapped, rows[1], lanes[1])
        vectors = f.max(f.div_up(lane_count, element.lanes), 1)
        panels = f.div_up(vectors, element.most_vectors)
        width = f.mul(f.div_up(vectors, panels), element.lanes)
        self.job.set(
            panels=panels, width=width, lanes=lane_count, rows=row_count, groups="%groups", depth=depth
        )  # fmt: skip

    def set_copy(self, name: str, fronts: Sequence[Value], padded: Sequence[Value]) -> Value:
        """Says what is copied with zeros around it; gives whether there are any."""
        f = self.f
        is_needed = "false"
        for dim in range(3):
            size = f"%{name}{dim}"
            self.job.set(**{f"size{dim}": size, f"front{dim}": fronts[dim], f"padded{dim}": padded[dim]})
            is_needed = f.op(f"or i1 {is_needed}, {f.compare('ne', size, padded[dim])}")
        return is_needed

    def chunk(self, positions: Value, elements: Value) -> Value:
        """The samples that are worked on together, given the places and the elements of the copy of one."""
        f = self.f
        by_places = f.div(POSITIONS, f.max(positions, 1))
        by_bytes = f.div(COPIED_BYTES // self.element.bytes, f.max(elements, 1))
        return f.max(f.min("%samples", f.min(by_places, by_bytes)), 1)

    def at(self, pointer: Value, offset: Value) -> Value:
        return self.f.at(self.element.type_, pointer, offset)


class _PaddedInput:
    """The input of a convolution, with zeros around it, and the offsets at which a kernel meets it."""

    def __init__(self, driver: Driver):
        f = driver.f
        self._driver = driver
        fronts = [f"%padding{dim}" for dim in range(3)]
        self.padded = [f"%padded{dim}" for dim in range(3)]
        self.is_copied = driver.set_copy("input", fronts, self.padded)
        self.row = self.padded[2]
        self.layer = f.mul(self.padded[1], self.row)
        self.plane = f.mul(self.padded[0], self.layer)
        self.sample = f.mul(driver.all_channels, self.plane)
        self.original_sample = f.mul(driver.all_channels, driver.input_plane)
        self.chunk = driver.chunk(driver.places, self.sample)
        self.steps = [self.layer, self.row, 1]
        self.copy = driver.allocate(f.select(self.is_copied, f.mul(self.chunk, self.sample), 0), driver.element.bytes)

    def fill_taps(self, table: Value) -> None:
        """The offsets of the channels of a group and the places in the kernel."""
        f = self._driver.f
        strides = [self.plane, *(f.mul(step, f"%dilation{dim}") for dim, step in enumerate(self.steps))]
        self._driver.table(table, ["%channels", "%kernel0", "%kernel1", "%kernel2"], strides)

    def fill_places(self, table: Value) -> None:
        """The offsets of the samples and the places of the output."""
        f = self._driver.f
        strides = [self.sample, *(f.mul(step, f"%stride{dim}") for dim, step in enumerate(self.steps))]
        self._driver.table(table, [self.chunk, "%output0", "%output1", "%output2"], strides)

    def prepare(self, first_sample: Value, samples: Value) -> Value:
        """Copies some samples where they need zeros around them; gives where they begin."""
        driver, f = self._driver, self._driver.f
        source = driver.at("%input", f.mul(first_sample, self.original_sample))
        driver.job.set_addresses(source=source, copy=self.copy)
        driver.job.set(planes=f.mul(samples, driver.all_channels))
        with f.when(self.is_copied):
            driver.run("pad", f.mul(samples, self.sample))
        return f.op(f"select i1 {self.is_copied}, ptr {self.copy}, ptr {source}")


def convolution(element: Element) -> Function:
    """`@adjoint_sconvolution(output, input, weight, sizes…)`."""
    driver = Driver(element, "convolution", ("out", "input", "weight"))
    f, job = driver.f, driver.job
    input = _PaddedInput(driver)
    depth, most_rows = f.mul("%channels", driver.taps), f.mul(input.chunk, driver.places)
    places = driver.side(most_rows, depth, f.mul("%channels", input.plane))
    channels = driver.side("%outputs", depth, f.mul("%outputs", depth))
    swapped = driver.are_swapped(most_rows, "%outputs", depth)
    packed = driver.allocate_packed(most_rows, "%outputs", depth, swapped)
    with f.when(driver.has_memory()):
        input.fill_taps(places.steps)
        input.fill_places(places.own)
        sample = f.mul(driver.all_outputs, driver.places)
        driver.table(places.out, [input.chunk, 1, 1, driver.places], [sample, 0, 0, 1])
        driver.table(channels.own, [1, 1, 1, "%outputs"], [0, 0, 0, depth])
        driver.table(channels.steps, [1, 1, 1, depth], [0, 0, 0, 1])
        driver.table(channels.out, [1, 1, 1, "%outputs"], [0, 0, 0, driver.places])
        driver.set_sides(places, channels, swapped)
        job.set_addresses(packed=packed)
        job.set(out_group=f.mul("%outputs", driver.places), accumulates=0)
        with f.loop(0, "%samples", input.chunk) as chunk:
            samples = f.min(input.chunk, f.sub("%samples", chunk.index))
            data = input.prepare(chunk.index, samples)
            driver.set_operands((data, f.mul(samples, driver.places)), ("%weight", "%outputs"), depth, swapped)
            job.set_addresses(out=driver.at("%out", f.mul(chunk.index, sample)))
            with f.when(f.op(f"or i1 {swapped}, {f.compare('eq', chunk.index, 0)}")):
                driver.run("pack", f.mul(driver.all_outputs, depth))
            driver.run("multiply")
    driver.free()
    return f


def backward_weight(element: Element) -> Function:
    """`@adjoint_sconvolution_backward_weight(weight, input, output, sizes…)`."""
    driver = Driver(element, "convolution_backward_weight", ("out", "input", "output"))
    f, job = driver.f, driver.job
    input = _PaddedInput(driver)
    rows, most_depth = f.mul("%channels", driver.taps), f.mul(input.chunk, driver.places)
    group = f.mul("%outputs", driver.places)
    taps = driver.side(rows, most_depth, f.mul("%channels", input.plane))
    channels = driver.side("%outputs", most_depth, group)
    swapped = driver.are_swapped(rows, "%outputs", most_depth)
    packed = driver.allocate_packed(rows, "%outputs", most_depth, swapped)
    with f.when(driver.has_memory()):
        input.fill_taps(taps.own)
        input.fill_places(taps.steps)
        sample = f.mul(driver.all_outputs, driver.places)
        driver.table(taps.out, [1, 1, 1, rows], [0, 0, 0, 1])
        driver.table(channels.own, [1, 1, 1, "%outputs"], [0, 0, 0, driver.places])
        driver.table(channels.steps, [input.chunk, 1, 1, driver.places], [sample, 0, 0, 1])
        driver.table(channels.out, [1, 1, 1, "%outputs"], [0, 0, 0, rows])
        driver.set_sides(taps, channels, swapped)
        job.set_addresses(packed=packed, out="%out")
        job.set(out_group=f.mul("%outputs", rows))
        # Without samples the gradient is zero: then there is one step, of no samples.
        with f.loop(0, f.max("%samples", 1), input.chunk) as chunk:
            samples = f.min(input.chunk, f.sub("%samples", chunk.index))
            data = input.prepare(chunk.index, samples)
            gradient = driver.at("%output", f.mul(chunk.index, sample))
            driver.set_operands((data, rows), (gradient, "%outputs"), f.mul(samples, driver.places), swapped)
            job.set(accumulates=f.op(f"zext i1 {f.compare('sgt', chunk.index, 0)} to i64"))
            driver.run("pack", f.mul(driver.all_outputs, most_depth))
            driver.run("multiply")
    driver.free()
    return f


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
    is_copied = driver.set_copy("output", fronts, padded)
    layer = f.mul(padded[1], padded[2])
    plane = f.mul(padded[0], layer)
    sample, original = f.mul(driver.all_outputs, plane), f.mul(driver.all_outputs, driver.places)
    most_places = f.max(driver.input_plane, 1)
    chunk_size = driver.chunk(most_places, sample)
    copy = driver.allocate(f.select(is_copied, f.mul(chunk_size, sample), 0), element.bytes)
    most_depth, most_rows = f.mul("%outputs", driver.taps), f.mul(chunk_size, most_places)
    filter_size = f.mul("%channels", driver.taps)
    places = driver.side(most_rows, most_depth, f.mul("%outputs", plane))
    channels = driver.side("%channels", most_depth, f.mul("%outputs", filter_size))
    # Weights that are read channel by channel of the input would be read in steps of thousands: they are always packed.
    swapped = "false"
    packed = driver.allocate_packed(most_rows, "%channels", most_depth, swapped)
    with f.when(driver.has_memory()):
        input_sample = f.mul(driver.all_channels, driver.input_plane)
        input_layer = f.mul("%input1", "%input2")
        kernel_layer = f.mul("%kernel1", "%kernel2")
        driver.table(channels.own, [1, 1, 1, "%channels"], [0, 0, 0, driver.taps])
        driver.table(channels.out, [1, 1, 1, "%channels"], [0, 0, 0, driver.input_plane])
        driver.set_sides(places, channels, swapped)
        job.set_addresses(copy=copy, packed=packed)
        job.set(out_group=f.mul("%channels", driver.input_plane), accumulates=0)
        with f.loop(0, driver.product("stride")) as phase_loop:
            phases = [
                f.div(phase_loop.index, f.mul("%stride1", "%stride2")),
                f.rem(f.div(phase_loop.index, "%stride2"), "%stride1"),
                f.rem(phase_loop.index, "%stride2"),
            ]
            dims = [_Phase(f, dim, phases[dim], fronts[dim]) for dim in range(3)]
            counts, taps = [each.count for each in dims], [each.taps for each in dims]
            steps, input_steps, kernel_steps = (
                [layer, padded[2], 1],
                [input_layer, "%input2", 1],
                [kernel_layer, "%kernel2", 1],
            )
            start = _dot(f, [each.first_output for each in dims], steps)
            driver.table(places.own, [chunk_size, *counts], [sample, *steps], start)
            backwards = [f.sub(0, f.mul(each.distance, step)) for each, step in zip(dims, steps, strict=True)]
            driver.table(places.steps, ["%outputs", *taps], [plane, *backwards])
            first_place = _dot(f, [each.first_place for each in dims], input_steps)
            strides = [f.mul(f"%stride{dim}", step) for dim, step in enumerate(input_steps)]
            driver.table(places.out, [chunk_size, *counts], [input_sample, *strides], first_place)
            first_tap = _dot(f, [each.first_tap for each in dims], kernel_steps)
            tap_steps = [f.mul(each.tap_step, step) for each, step in zip(dims, kernel_steps, strict=True)]
            driver.table(channels.steps, ["%outputs", *taps], [filter_size, *tap_steps], first_tap)
            count, depth = _times(f, counts), f.mul("%outputs", _times(f, taps))
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
                data = f.op(f"select i1 {is_copied}, ptr {copy}, ptr {source}")
                driver.set_operands((data, f.mul(samples, count)), ("%weight", "%channels"), depth, swapped)
                with f.when(f.op(f"or i1 {swapped}, {f.compare('eq', chunk.index, 0)}")):
                    driver.run("pack", f.mul(driver.all_channels, depth))
                driver.run("multiply")
    driver.free()
    return f


def _dot(f: Function, numbers: Sequence[Value], others: Sequence[Value | int]) -> Value:
    total: Value = "0"
    for number, other in zip(numbers, others, strict=True):
        total = f.add(total, f.mul(number, other))
    return total


def _times(f: Function, numbers: Sequence[Value]) -> Value:
    first, second, third = numbers
    return f.mul(f.mul(first, second), third)


DRIVERS: Sequence[Callable[[Element], Function]] = (convolution, backward_weight, backward_input)
