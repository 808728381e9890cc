"""Which rows of a batch group can run tile by tile.

Of a batch of attention the scores are a matrix: with a thousand rows it is more than the cache of a core. But a row of
it needs no other row. The *rows* of a group are a loop that its members share, as they share the batches:

- what has the loop as a parallel one is computed for the rows of a tile;
- what sums over it, the gradient of keys and values, adds what each tile gives;
- what does not have it is computed for the whole batch: before the tiles, or after them if it needs such a sum.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from xdsl.ir import SSAValue

from adjoint.lowering.batching.batch_group import BatchGroup
from adjoint.lowering.fusion.cost import Traffic, judge_tiling
from adjoint.lowering.fusion.sizes import Size
from adjoint.lowering.fusion.structured_op import COMPUTED, Access, Coordinate, StructuredOp


@dataclass
class RowTiles:
    """The rows of a batch group."""

    extent: Size
    """How many there are in a batch."""
    loops: dict[StructuredOp, int] = field(default_factory=dict[StructuredOp, int])
    """For each member that has rows, in order, the loop over them."""
    after: list[StructuredOp] = field(default_factory=list[StructuredOp])
    """Those that need a sum over rows, in order."""
    row_sizes: list[tuple[SSAValue, tuple[Size, ...]]] = field(default_factory=list[tuple[SSAValue, tuple[Size, ...]]])
    """What is in memory between members, and the sizes of a row of it."""

    def sums_rows(self, member: StructuredOp) -> bool:
        """Whether a member adds what each tile gives."""
        return self.loops.get(member) in member.reduced


def find_row_tiles(
    group: BatchGroup,
    reads: Mapping[StructuredOp, Sequence[Access]],
    contractions: Collection[StructuredOp],
    results: Collection[StructuredOp],
    traffic: Traffic,
) -> RowTiles | None:
    """The rows with which most of what lies between the members of a group is as small as a tile; None if none pay."""
    between = [
        member
        for member in group.dims
        if member not in results and _meets_contraction(member, group, reads, contractions)
    ]
    best: RowTiles | None = None
    most = 0
    tried: set[tuple[StructuredOp, int]] = set()
    for seed in between:
        for loop in seed.written:
            if loop is None or loop in group.dims[seed] or (seed, loop) in tried:
                continue
            tiles = _aligned(group, reads, seed, loop)
            if tiles is None:
                continue
            tried.update(tiles.loops.items())
            tiled = [member for member in between if member in tiles.loops and not tiles.sums_rows(member)]
            saved = sum(traffic.bytes(member.result) for member in tiled)
            summed = sum(traffic.bytes(member.result) for member in tiles.loops if tiles.sums_rows(member))
            if saved - summed > most and judge_tiling(
                rows=tiles.extent,
                row_bytes=sum(traffic.bytes(member.result) for member in tiled),
                batches=group.extents,
            ):
                best, most = tiles, saved - summed
                tiles.row_sizes = [
                    (
                        member.result,
                        tuple(size for dim, size in enumerate(member.sizes) if _is_of_row(tiles, group, member, dim)),
                    )
                    for member in tiled
                ]
    return best


def _is_of_row(tiles: RowTiles, group: BatchGroup, member: StructuredOp, dim: int) -> bool:
    return dim in member.written and dim != tiles.loops[member] and dim not in group.dims[member]


def _meets_contraction(
    member: StructuredOp,
    group: BatchGroup,
    reads: Mapping[StructuredOp, Sequence[Access]],
    contractions: Collection[StructuredOp],
) -> bool:
    """Whether a contraction computes or reads the tensor: it is in memory then, whatever becomes a kernel."""
    if member in contractions:
        return True
    return any(
        access.tensor is member.result for reader in group.dims if reader in contractions for access in reads[reader]
    )


class _Conflict(Exception):
    """Members do not agree on the rows."""


def _aligned(
    group: BatchGroup, reads: Mapping[StructuredOp, Sequence[Access]], seed: StructuredOp, loop: int
) -> RowTiles | None:
    """Lets a loop of one member be the rows, and finds what they are in the others."""
    tiles = RowTiles(seed.sizes[loop])
    waiting: list[StructuredOp] = []

    def add(member: StructuredOp, found: Coordinate) -> None:
        if found is None or found == COMPUTED or found in group.dims[member] or member.sizes[found] != tiles.extent:
            raise _Conflict
        if tiles.loops.setdefault(member, found) != found:
            raise _Conflict
        waiting.append(member)

    try:
        add(seed, loop)
        done: set[StructuredOp] = set()
        while waiting:
            member = waiting.pop()
            if member in done:
                continue
            done.add(member)
            row = tiles.loops[member]
            for access in reads[member]:
                if access.coordinates.count(row) > 1:
                    raise _Conflict
                producer = group.by_result.get(access.tensor)
                if producer is not None and row in access.coordinates:
                    add(producer, producer.written[access.coordinates.index(row)])
            if row not in member.written:
                continue
            for reader in group.dims:
                for access in reads[reader]:
                    if access.tensor is member.result:
                        add(reader, access.coordinates[member.written.index(row)])
    except _Conflict:
        return None
    tiles.loops = {member: tiles.loops[member] for member in group.dims if member in tiles.loops}
    return tiles if _is_ordered(tiles, group, reads) else None


def _is_ordered(tiles: RowTiles, group: BatchGroup, reads: Mapping[StructuredOp, Sequence[Access]]) -> bool:
    """Whether no tile needs what all of them give."""
    for member in group.dims:
        producers = [group.by_result[access.tensor] for access in reads[member] if access.tensor in group.by_result]
        if any(producer in tiles.after or tiles.sums_rows(producer) for producer in producers):
            if member in tiles.loops:
                return False
            tiles.after.append(member)
        elif member in tiles.loops:
            row = tiles.loops[member]
            for access in reads[member]:
                producer = group.by_result.get(access.tensor)
                if producer in tiles.loops and row not in access.coordinates:
                    return False
    return True
