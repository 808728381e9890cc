"""The arena: one block of memory for everything that lives between two ops of a program.

What never lives at the same time may share memory. Sizes that are known when compiling are packed by offset, each into
the smallest gap that the ones alive at the same time leave (best fit, the largest first). The others share slots that
follow: a slot is as large as the largest of those that have it, one after the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.kernels.interface import CACHE_LINE_BYTES


@dataclass(frozen=True)
class Request:
    """Memory that is needed from step `first` to step `last`, both included; with `per_thread` by each thread."""

    first: int
    last: int
    bytes: Product
    per_thread: bool = False

    def meets(self, other: "Request") -> bool:
        """Whether both are needed at some step."""
        return self.first <= other.last and other.first <= self.last

    @property
    def fixed_bytes(self) -> int | None:
        """The bytes, a multiple of a cache line, where they are known when compiling."""
        constant = self.bytes.constant
        return None if constant is None or self.per_thread else _round_up(constant)


@dataclass
class Slot:
    """Memory that requests have one after the other: each of `alternatives` fits in it."""

    per_thread: bool
    alternatives: list[Product]
    free_after: int
    """The last step of its present holder."""

    def accommodates(self, size: Product) -> bool:
        """Whether the size is provably no more than what the slot has anyway."""
        return any(size.at_most(alternative) for alternative in self.alternatives)

    def hold(self, request: Request) -> None:
        """Hands the slot to a request, and makes it as large as that needs."""
        if not self.accommodates(request.bytes):
            self.alternatives = [size for size in self.alternatives if not size.at_most(request.bytes)]
            self.alternatives.append(request.bytes)
        self.free_after = request.last


@dataclass(frozen=True)
class SlotOffset:
    """The beginning of a slot."""

    slot: int


@dataclass
class ArenaLayout:
    """Where each request is: a number of bytes from the beginning, or a slot. The slots follow the fixed part."""

    offsets: list[int | SlotOffset] = field(default_factory=list[int | SlotOffset])
    fixed_bytes: int = 0
    slots: list[Slot] = field(default_factory=list[Slot])


def plan_arena(requests: Sequence[Request]) -> ArenaLayout:
    """Lays out the arena; the requests are in the order in which they begin."""
    layout = ArenaLayout()
    fixed = _pack({index: request for index, request in enumerate(requests) if request.fixed_bytes is not None})
    for index, request in enumerate(requests):
        if index in fixed:
            layout.offsets.append(fixed[index])
            layout.fixed_bytes = max(layout.fixed_bytes, fixed[index] + (request.fixed_bytes or 0))
        else:
            layout.offsets.append(SlotOffset(_slot_for(request, layout.slots)))
    return layout


def _pack(requests: dict[int, Request]) -> dict[int, int]:
    """Offsets for requests of fixed size, by greedy best fit in the order of decreasing size."""
    offsets: dict[int, int] = {}
    for index in sorted(requests, key=lambda index: -(requests[index].fixed_bytes or 0)):
        request = requests[index]
        taken = sorted(
            (offset, offset + (requests[other].fixed_bytes or 0))
            for other, offset in offsets.items()
            if requests[other].meets(request)
        )
        offsets[index] = _best_gap(taken, request.fixed_bytes or 0)
    return offsets


def _best_gap(taken: Sequence[tuple[int, int]], size: int) -> int:
    """The beginning of the smallest gap between taken ranges that holds `size` bytes; the end where there is none."""
    best, best_length, end = None, 0, 0
    for start, stop in taken:
        length = start - end
        if length >= size and (best is None or length < best_length):
            best, best_length = end, length
        end = max(end, stop)
    return end if best is None else best


def _slot_for(request: Request, slots: list[Slot]) -> int:
    """The position of a free slot, one that need not grow if there is one, or of a new one."""
    free = [
        index
        for index, slot in enumerate(slots)
        if slot.free_after < request.first and slot.per_thread == request.per_thread
    ]
    fitting = next((index for index in free if slots[index].accommodates(request.bytes)), None)
    chosen = fitting if fitting is not None else next(iter(free), None)
    if chosen is None:
        slots.append(Slot(request.per_thread, [request.bytes], request.last))
        return len(slots) - 1
    slots[chosen].hold(request)
    return chosen


def _round_up(size: int) -> int:
    return -(-size // CACHE_LINE_BYTES) * CACHE_LINE_BYTES
