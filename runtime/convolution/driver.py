"""What a convolution and its gradients have in common as matrix products: memory, tables of offsets, threads."""

from collections.abc import Sequence
from dataclasses import dataclass

from adjoint.runtime.convolution.direct import FEW
from adjoint.runtime.convolution.element import ROWS, Element
from adjoint.runtime.convolution.job import FIELDS, Job
from adjoint.runtime.convolution.llvm_function import Function, Value
from adjoint.runtime.convolution.matrix_product import DEPTH
from adjoint.runtime.convolution.sizes import SIZES

POSITIONS = 1 << 15
"""The places of outputs that are worked on together, at least one sample: their tables of offsets are 256 kB each."""

COPIED_BYTES = 1 << 23
"""The bytes of a copy with zeros, at least one sample, which the third level cache holds.

Less, in the second level, is up to 4 % faster on one thread; but threads meet after every copy, and where they have to
wait for a processor that is a time slice each.
"""

PACKING_ROWS = 12
"""The rows that take as long as packing what they are multiplied by."""

SHORT_DEPTH = 96
"""The terms of a sum that are added up in one go where there is a single tile of rows, so that what is packed is used
once: 96 by 48 lanes are 18 kB, of the first level cache, in f32."""

STRETCH = 64
"""The terms of a sum that are packed together for all lanes of a tile; as many as a kernel has places, at least."""

MOST_MASKED_TAPS = 63
"""The places of a kernel that a mask has bits for."""

LEAST_MASKED_WORK = 96
"""With fewer channels, times the vectors of a tile, zeros around the input cost less than the parts of a sum that avoid
them."""

MOVED_PER_THREAD = 1 << 15
"""Elements that are worth a thread where they are only moved: as long."""

WORK_PER_THREAD = 1 << 18
"""Multiplications that are worth a thread: about five microseconds."""


@dataclass(frozen=True)
class Side:
    """An operand of the matrix product, and the index of the result that it has alone."""

    count: Value
    """How many rows or lanes it has."""
    own: Value
    """The table of offsets along that index."""
    out: Value
    """The table of offsets of that index in the result."""
    group: Value
    """From one group to the next."""


@dataclass(frozen=True)
class Steps:
    """How an operand is reached along k: strides of the channels, or samples, and of three spatial dimensions."""

    outer: Value
    inner: Sequence[Value]
    start: Value | int = 0
    apart: Sequence[Value] = ("1", "1", "1")
    """In each spatial dimension, how many strides neighbours are apart, before these are divided and rounded down."""
    divisors: Sequence[Value] = ("1", "1", "1")

    def offset(self, f: Function, places: Sequence[Value]) -> Value:
        """The offset of a place in three dimensions."""
        total = str(self.start)
        for place, stride, apart, divisor in zip(places, self.inner, self.apart, self.divisors, strict=True):
            total = f.add(total, f.mul(f.div(f.mul(place, apart), divisor), stride))
        return total


class Driver:
    """The code that one of the three has in common with the others."""

    def __init__(self, element: Element, name: str, operands: Sequence[str]):
        self.element = element
        self._memory: list[tuple[Value, Value]] = []
        self._block: Value = "null"
        self._addresses: dict[str, Value] = {}
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

    # Memory

    def allocate(self, count: Value | int, bytes_: int) -> Value:
        """Memory for some elements, at a cache line, with room for a vector more; it is there after `has_memory`."""
        rounded = self.f.mul(self.f.add(self.f.div(self.f.mul(count, bytes_), 64), 3), 64)
        name = f"%memory{len(self._memory)}"
        self._memory.append((name, rounded))
        return name

    def table_memory(self, count: Value) -> Value:
        """Memory for a table of offsets, with room for those of a tile, or of a vector, more."""
        return self.allocate(self.f.add(count, max(ROWS, self.element.lanes)), 8)

    def has_memory(self) -> Value:
        """Whether all was allocated, as parts of one block: the function returns that, and must do nothing without."""
        f = self.f
        starts: list[Value] = []
        total: Value = "0"
        for _, bytes_ in self._memory:
            starts.append(total)
            total = f.add(total, bytes_)
        self._block = f.op(f"call ptr @take_scratch(i64 {total})")
        for (name, _), start in zip(self._memory, starts, strict=True):
            f.do(f"{name} = getelementptr i8, ptr {self._block}, i64 {start}")
        self.job.set_addresses(**self._addresses)
        f.result = f.op(f"icmp ne ptr {self._block}, null")
        return f.result

    def free(self) -> None:
        """Gives back what was allocated."""
        with self.f.when(self.f.op(f"icmp ne ptr {self._block}, null")):
            self.f.call("give_scratch", ("ptr", self._block))

    # Tables

    def table(
        self, table: Value, sizes: Sequence[Value | int], strides: Sequence[Value | int], start: Value | int = 0
    ) -> None:
        """Fills a table of offsets: `start` plus the indices of a nest of four loops times the strides."""
        numbers = [("i64", number) for number in (start, *sizes, *strides)]
        self.f.call("offset_table", ("ptr", table), *numbers)

    def repeat(self, table: Value, count: Value, times: Value, distance: Value | int) -> None:
        """Repeats the first entries of a table, each time with so much more."""
        f = self.f
        with f.loop(count, f.mul(count, times)) as place:
            before = f.entry(table, f.sub(place.index, count))
            f.store("i64", f.add(before, distance), f.at("i64", table, place.index), 8)

    def tap_masks(
        self,
        table: Value,
        *,
        places: Sequence[Value],
        first: Sequence[Value],
        size: Sequence[Value],
        step: Sequence[Value] = ("1", "1", "1"),
        divisor: Sequence[Value] = ("1", "1", "1"),
        phase: Sequence[Value] = ("0", "0", "0"),
        sign: int = 1,
    ) -> None:
        """Fills a table of the places in the kernel that meet an element at each place: see preparation.tap_masks."""
        kernel, dilation = ([f"%{name}{dim}" for dim in range(3)] for name in ("kernel", "dilation"))
        numbers = (*places, *first, *step, *kernel, *dilation, *divisor, *phase, *size, sign)
        self.f.call("tap_masks", ("ptr", table), *(("i64", number) for number in numbers))

    def side(self, count: Value, group: Value) -> Side:
        """A side with tables that are still to be filled."""
        return Side(count, self.table_memory(count), self.table_memory(count), group)

    def choose(self, condition: Value, one: Value, other: Value) -> Value:
        """One of two addresses."""
        return self.f.op(f"select i1 {condition}, ptr {one}, ptr {other}")

    # The matrix product

    def depth(self, rows: Value, lanes: Value, swapped: Value) -> Value:
        """The length of a block, given the two sides."""
        f = self.f
        return f.select(f.compare("sle", f.select(swapped, lanes, rows), ROWS), SHORT_DEPTH, DEPTH)

    def are_swapped(self, rows: Value, lanes: Value) -> Value:
        """Whether rows are better lanes: by the vectors, which are full or not, and by what has to be packed."""
        f = self.f

        def cost(rows: Value, lanes: Value) -> Value:
            return f.mul(f.add(rows, PACKING_ROWS), f.mul(f.div_up(lanes, self.element.lanes), self.element.lanes))

        return f.compare("slt", cost(lanes, rows), cost(rows, lanes))

    def set_sides(self, rows: Side, lanes: Side, swapped: Value) -> None:
        """Says along which tables the two operands are read and the result is written."""
        f, job = self.f, self.job
        left_own, right_own = self.choose(swapped, lanes.own, rows.own), self.choose(swapped, rows.own, lanes.own)
        left_out, right_out = self.choose(swapped, lanes.out, rows.out), self.choose(swapped, rows.out, lanes.out)
        job.set_addresses(left_rows=left_own, out_rows=left_out, right_lanes=right_own, out_lanes=right_out)
        left_group = f.select(swapped, lanes.group, rows.group)
        job.set(left_group=left_group, right_group=f.select(swapped, rows.group, lanes.group), groups="%groups")

    def set_operands(self, rows: tuple[Value, Value], lanes: tuple[Value, Value], swapped: Value) -> None:
        """Says where the two sides begin and how many rows and lanes there are."""
        f = self.f
        left, right = self.choose(swapped, lanes[0], rows[0]), self.choose(swapped, rows[0], lanes[0])
        self.job.set_addresses(left=left, right=right)
        self.job.set(rows=f.select(swapped, lanes[1], rows[1]), lanes=f.select(swapped, rows[1], lanes[1]))

    def allocate_channel_blocks(self, channels: Value, depth: Value | int) -> None:
        """Memory for blocks of channels and places in the kernel, about `depth` long, and for the tables along k."""
        most = self.f.max(self.taps, self.f.min(depth, self.f.mul(channels, self.taps)))
        self._allocate_blocks(most, self.f.mul(most, 2), most)

    def allocate_place_blocks(self, depth: Value) -> None:
        """Memory for blocks of samples and places of an image, and for the tables along k."""
        self._allocate_blocks(self.f.max(self.f.min(depth, DEPTH), 1), depth, depth)

    def _allocate_blocks(self, most: Value, left_depth: Value, right_depth: Value) -> None:
        f, element = self.f, self.element
        size = f.mul(most, element.lanes * element.most_vectors)
        packed = self.allocate(f.mul(self.threads, size), element.bytes)
        tables = [self.table_memory(count) for count in (left_depth, right_depth, f.mul(most, 2))]
        left_steps, right_steps, targets = tables
        self.job.set(packed_size=size)
        self.job.set_addresses(masks="null")
        self._addresses = {
            "packed": packed,
            "left_steps": left_steps,
            "right_steps": right_steps,
            "targets": targets,
        }

    def set_blocks_of_channels(
        self, rows: Steps, lanes: Steps, swapped: Value, channels: Value, taps: Sequence[Value], depth: Value | int
    ) -> None:
        """Says that k is channels and places in the kernel: some channels with all of these places are a block.

        A block is about `depth` long.
        The right operand is packed channel by channel, as weights are in memory; in the block, channels are neighbours.
        """
        f, job = self.f, self.job
        count = f.mul(f.mul(taps[0], taps[1]), taps[2])
        most = f.max(f.div(depth, f.max(count, 1)), 1)
        blocks = f.max(f.div_up(channels, most), 1)
        own = f.max(f.div_up(channels, blocks), 1)
        last = f.sub(channels, f.mul(own, f.max(f.sub(f.div_up(channels, own), 1), 0)))
        length = f.mul(own, count)
        left, right = self._chosen(swapped, lanes, rows), self._chosen(swapped, rows, lanes)
        left_steps, targets = job.address("left_steps"), job.address("targets")
        for start, size in (("0", own), (length, last)):
            with f.loop(0, count) as tap:
                places = [f.div(tap.index, f.mul(taps[1], taps[2])), f.rem(f.div(tap.index, taps[2]), taps[1])]
                offset = left.offset(f, [*places, f.rem(tap.index, taps[2])])
                steps = f.at("i64", left_steps, f.add(start, f.mul(tap.index, size)))
                self.table(steps, [1, 1, 1, size], [0, 0, 0, left.outer], offset)
            self.table(f.at("i64", targets, start), [1, 1, size, count], [0, 0, 1, size])
        self.table(job.address("right_steps"), [own, *taps], [right.outer, *right.inner], right.start)
        job.set(depth=f.mul(channels, count), block=f.max(length, 1), taps=count)
        job.set(left_block=f.mul(own, left.outer), left_steps_block=0, left_steps_last=length)
        job.set(right_block=f.mul(own, right.outer), right_steps_block=0, targets_last=length)
        job.set(stretch=f.mul(f.max(count, 1), f.max(f.div(STRETCH, f.max(count, 1)), 1)))
        job.set(all_taps=f.sub(f.op(f"shl i64 1, {f.min(count, MOST_MASKED_TAPS)}"), 1))

    def _chosen(self, condition: Value, one: Steps, other: Steps) -> Steps:
        f = self.f
        inner, apart, divisors = (
            [f.select(condition, x, y) for x, y in zip(first, second, strict=True)]
            for first, second in ((one.inner, other.inner), (one.apart, other.apart), (one.divisors, other.divisors))
        )
        outer, start = f.select(condition, one.outer, other.outer), f.select(condition, one.start, other.start)
        return Steps(outer, inner, start, apart, divisors)

    def set_blocks_of_places(
        self, rows: Steps, lanes: Steps, swapped: Value, sizes: Sequence[Value], most: Value
    ) -> None:
        """Says that k is samples and places of an image; a block is at most so long."""
        f, job = self.f, self.job
        depth = f.mul(f.mul(sizes[0], sizes[1]), f.mul(sizes[2], sizes[3]))
        blocks = f.max(f.div_up(depth, most), 1)
        block = f.max(f.div_up(depth, blocks), 1)
        left, right = job.address("left_steps"), job.address("right_steps")
        row_steps, lane_steps = self.choose(swapped, right, left), self.choose(swapped, left, right)
        self.table(row_steps, sizes, [rows.outer, *rows.inner])
        self.table(lane_steps, sizes, [lanes.outer, *lanes.inner])
        self.table(job.address("targets"), [1, 1, 1, block], [0, 0, 0, 1])
        job.set(depth=depth, block=block, taps=1, all_taps=1, targets_last=0, stretch=STRETCH)
        job.set(left_block=0, left_steps_block=block, left_steps_last=0, right_block=0, right_steps_block=block)

    def run(self, stage: str, moved: Value | None = None) -> None:
        """Runs a stage of the job on a team of threads; one that only moves elements, on as many as these are worth."""
        f, threads = self.f, self.threads
        if moved is not None:
            threads = f.min(threads, f.max(f.div(moved, MOVED_PER_THREAD), 1))
        team = f.op(f"trunc i64 {threads} to i32")
        function = f"@{stage}_{self.element.letter}.team"
        f.call("GOMP_parallel", ("ptr", function), ("ptr", self.job.pointer), ("i32", team), ("i32", 0))

    # Zeros around the input

    def set_copy(self, name: str, fronts: Sequence[Value], padded: Sequence[Value]) -> Value:
        """Says what is copied with zeros around it; gives whether there are any."""
        f = self.f
        is_needed = "false"
        for dim in range(3):
            size = f"%{name}{dim}"
            self.job.set(**{f"size{dim}": size, f"front{dim}": fronts[dim], f"padded{dim}": padded[dim]})
            is_needed = f.any(is_needed, f.compare("ne", size, padded[dim]))
        return is_needed

    def are_masked(self, swapped: Value, channels: Value, lanes: Value) -> Value:
        """Whether masks of the places in the kernel that rows have are better than zeros around the rows.

        `channels` are added up, `lanes` are not.
        """
        f = self.f
        fit = f.compare("sle", self.taps, MOST_MASKED_TAPS)
        vectors = f.min(f.div_up(lanes, self.element.lanes), self.element.most_vectors)
        are_many = f.compare("sge", f.mul(channels, vectors), LEAST_MASKED_WORK)
        return f.all(f.no(swapped), fit, are_many)

    def chunk(self, positions: Value, elements: Value) -> Value:
        """The samples that are worked on together, given the places and the elements of the copy of one."""
        f = self.f
        by_places = f.div(POSITIONS, f.max(positions, 1))
        by_bytes = f.div(COPIED_BYTES // self.element.bytes, f.max(elements, 1))
        return f.max(f.min("%samples", f.min(by_places, by_bytes)), 1)

    def at(self, pointer: Value, offset: Value) -> Value:
        return self.f.at(self.element.type_, pointer, offset)
