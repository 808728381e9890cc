"""The code that lays out the arena at run time: the same in the main function and in its plan."""

from collections.abc import Sequence

from xdsl.dialects import arith
from xdsl.ir import SSAValue

from adjoint.lowering.bufferization.arena import ArenaLayout, Request, Slot, SlotOffset, plan_arena
from adjoint.lowering.bufferization.lifetimes import Lifetimes
from adjoint.lowering.bufferization.placement import Placement
from adjoint.lowering.bufferization.scope import Index, Scope
from adjoint.lowering.bufferization.storage import ArenaHome, Storage
from adjoint.lowering.kernels.interface import CACHE_LINE_BYTES


class Arena:
    """The storages that are in the arena, and where they are in terms of sizes."""

    def __init__(self, placement: Placement, lifetimes: Lifetimes):
        self._storages = [storage for storage in placement.storages if isinstance(storage.home, ArenaHome)]
        requests = [
            Request(
                storage.first_step,
                max(storage.first_step, placement.last_step(storage, lifetimes)),
                storage.byte_count,
                storage.per_thread,
            )
            for storage in self._storages
        ]
        self.layout: ArenaLayout = plan_arena(requests)

    def offsets(self, scope: Scope, threads: Index) -> "ArenaOffsets":
        """Writes the code for the offsets of all storages."""
        starts: list[Index] = []
        end: Index = self.layout.fixed_bytes
        for slot in self.layout.slots:
            starts.append(end)
            end = scope.add(end, _slot_bytes(scope, slot, threads))
        return ArenaOffsets(self._storages, self.layout.offsets, starts, end)

    def estimated_bytes(self, scope: Scope, threads: Index) -> SSAValue | None:
        """Writes the code for about as many bytes as the arena needs, as an f64, which does not wrap around.

        None where no size is a product of sizes that are known at run time: one of them always fits.
        """
        total: SSAValue | None = None
        for slot in self.layout.slots:
            for size in slot.alternatives:
                if len(size.factors) > 1:
                    bytes_ = scope.estimate(size)
                    if slot.per_thread:
                        bytes_ = scope.append(arith.MulfOp(bytes_, scope.to_float(threads))).result
                    total = bytes_ if total is None else scope.append(arith.AddfOp(total, bytes_)).result
        return total


class ArenaOffsets:
    """Where the storages are, in bytes from the beginning of the arena."""

    def __init__(
        self,
        storages: Sequence[Storage],
        offsets: Sequence[int | SlotOffset],
        slot_starts: Sequence[Index],
        total: Index,
    ):
        self._offsets = dict(zip(storages, offsets, strict=True))
        self._slot_starts = slot_starts
        self.total = total
        """The bytes of the arena."""

    def offset(self, storage: Storage) -> Index:
        offset = self._offsets[storage]
        return self._slot_starts[offset.slot] if isinstance(offset, SlotOffset) else offset


def _slot_bytes(scope: Scope, slot: Slot, threads: Index) -> Index:
    size: Index = 0
    for alternative in slot.alternatives:
        size = scope.maximum(size, scope.evaluate(alternative)) if size != 0 else scope.evaluate(alternative)
    rounded = scope.round_up(size, CACHE_LINE_BYTES)
    return scope.multiply(rounded, threads) if slot.per_thread else rounded
