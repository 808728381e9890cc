"""The cost model of fusion: main memory traffic that is avoided against work that is repeated.

Every number that fusion compares is here. Sizes that are known only at run time count as `TYPICAL_SIZE`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.sizes import Size, Sizes, tensor_type
from adjoint.lowering.kernels.interface import element_bytes

TYPICAL_SIZE = 256

CHEAP = 8
"""Up to this cost of an element a value is computed again, in another kernel or in another loop of one, rather than
stored and read: no exponential, at most one division."""

CHEAP_NUMBER = 64
"""The same for a single number, which a kernel computes once."""

CHEAP_PER_ROW = 2
"""The same for an op that its consumer would repeat for every row."""

MOST_STREAMS = 32
"""Of tensors in one kernel: beyond it the prefetchers of a core lose track."""

MOST_MEMBERS = 128
"""Of ops in one kernel, for the sake of compile time."""

BROADCAST_RATIO = 8
"""An op counts as a broadcast where it reads less than its result by this factor."""

SHARED_RATIO = 8
"""Kernels that only read the same tensors are fused where those are at least this part of what one of them moves."""

FEWEST_BATCHES = 2
"""Of a group of contractions that runs batch by batch."""

TILE_BYTES = 3 << 19
"""Of what lies between the members of a batch group, for one tile of rows: not all of it is needed at once, so this is
somewhat more than a core's second level cache."""

FEWEST_ROWS = 128
"""Of a tile: a product of fewer rows packs its other factor too often."""

FEW_ROWS = 1024
"""Of a product, or terms of its sums: with fewer, packing its factors takes a part of its time that counts."""

SHORT_ROW = 64
"""Elements below which the loop over a row costs more than what is in it."""


def element_count(sizes: Sequence[Size]) -> int:
    """The estimated number of elements."""
    count = 1
    for size in sizes:
        count *= size if isinstance(size, int) else TYPICAL_SIZE
    return count


class Traffic:
    """The estimated size of every tensor."""

    def __init__(self, sizes: Sizes):
        self._sizes = sizes
        self._elements: dict[SSAValue, int] = {}
        self._bytes: dict[SSAValue, int] = {}

    def elements(self, tensor: SSAValue) -> int:
        """The elements of a tensor."""
        if tensor not in self._elements:
            self._elements[tensor] = element_count(self._sizes.of(tensor))
        return self._elements[tensor]

    def bytes(self, tensor: SSAValue) -> int:
        """The bytes of a tensor."""
        size = self._bytes.get(tensor)
        if size is None:
            size = self._bytes[tensor] = self.elements(tensor) * element_bytes(tensor_type(tensor).element_type)
        return size


@dataclass(frozen=True)
class Verdict:
    """A decision with its reason."""

    accepted: bool
    reason: str

    def __bool__(self) -> bool:
        return self.accepted


def repeats_freely(cost: int, *, is_number: bool, is_vector: bool, elements: int, elements_read: int) -> bool:
    """Whether an elementwise op is better computed in every kernel that uses it, whichever those are.

    So is a single number, which costs nothing beside a loop, and what is cheap and made of little: a constant, a mask
    of positions, a broadcast.

    Args:
        cost: of one element.
        is_vector: whether a consumer has more dimensions, and would compute it again for every row.
    """
    if is_number:
        return cost <= CHEAP_NUMBER
    if is_vector:
        return cost <= CHEAP_PER_ROW
    return cost <= CHEAP and elements_read * BROADCAST_RATIO <= elements


def judge_fusion(*, saved: int, smaller_traffic: int | None, streams: int, members: int) -> Verdict:
    """Whether two groups of ops that may be one kernel should be.

    Args:
        saved: bytes that need not be moved.
        smaller_traffic: bytes that the group moves that moves less, where they only read the same tensors; None where
            one reads what the other computes.
        streams: tensors that the kernel would read or write.
        members: ops that it would hold.
    """
    if streams > MOST_STREAMS:
        return Verdict(False, f"{streams} tensors are too many for one kernel")
    if members > MOST_MEMBERS:
        return Verdict(False, f"{members} ops are too many for one kernel")
    if smaller_traffic is not None and saved * SHARED_RATIO < smaller_traffic:
        return Verdict(False, f"both read {saved} bytes, little beside the {smaller_traffic} that one of them moves")
    return Verdict(True, f"saves {saved} bytes")


def judge_recomputation(*, work: int, extra_reads: int, read_instead: int, drops_write: bool) -> Verdict:
    """Whether a kernel should compute a value again that another kernel computes too.

    Args:
        work: the cost of computing one element.
        extra_reads: bytes of what it is computed from and the kernel does not read otherwise.
        read_instead: bytes of the value.
        drops_write: whether nobody else needs it in memory then.
    """
    if work > CHEAP:
        return Verdict(False, f"work of {work} an element costs more than reading it")
    saved = (2 if drops_write else 1) * read_instead - extra_reads
    if saved <= 0:
        return Verdict(False, f"would read {extra_reads} bytes instead of {read_instead}")
    return Verdict(True, f"saves {saved} bytes")


def judge_batching(*, batches: Sequence[Size], saved: int, contractions: int) -> Verdict:
    """Whether a group of ops should run batch by batch.

    Args:
        batches: how many there are, by loop.
        saved: bytes that stay in a cache between one op and the next.
        contractions: those in the group, of which there is at least one.
    """
    if element_count(batches) < FEWEST_BATCHES:
        return Verdict(False, f"{element_count(batches)} batches are too few to share")
    if not saved:
        return Verdict(False, f"nothing is between its {contractions} contractions and the rest")
    return Verdict(True, f"{saved} bytes stay in a cache")


def judge_leaving(*, written: int, written_instead: int) -> Verdict:
    """Whether what others read should be computed with them, outside of a group that runs batch by batch.

    Args:
        written: the bytes of it.
        written_instead: the bytes of what it is computed from and nobody else outside of the group needs.
    """
    if written_instead > written:
        return Verdict(False, f"would write {written_instead} bytes instead of {written}")
    return Verdict(True, f"writes {written_instead} bytes instead of {written}")


def judge_tiling(*, rows: Size, row_bytes: int, batches: Sequence[Size]) -> bool:
    """Whether a batch should run tile by tile, as far as that is known when compiling.

    Args:
        rows: how many a batch has.
        row_bytes: the bytes that lie between its ops, of all batches.
        batches: how many there are, by loop.
    """
    if not isinstance(rows, int):
        return True
    return rows > FEWEST_ROWS and row_bytes > TILE_BYTES * element_count(batches)


def judge_joined_rows(*, products: int, rows: int) -> Verdict:
    """Whether products of parts of a tensor by the same factor should be one, which costs no copy.

    Args:
        products: how many there are.
        rows: of each.
    """
    if products < 2:
        return Verdict(False, "there is no other one")
    if rows >= FEW_ROWS:
        return Verdict(False, f"{rows} rows are enough for a product of its own")
    return Verdict(True, f"{products} times {rows} rows are one product")


def judge_joined_terms(*, products: int, terms: int, summed: int, copied: int) -> Verdict:
    """Whether a sum of products should be one, of factors that are put side by side.

    Args:
        products: how many there are.
        terms: that each of them sums up.
        summed: the elements of the result, which every product but the first one reads and writes.
        copied: the elements of factors that have to be copied.
    """
    if terms >= FEW_ROWS:
        return Verdict(False, f"{terms} terms are enough for a product of its own")
    if copied >= (products - 1) * summed:
        return Verdict(False, f"would copy {copied} elements to add up {summed} once instead of {products} times")
    return Verdict(True, f"{products} times {terms} terms are one product")
