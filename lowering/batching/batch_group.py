"""Which structured ops can run batch by batch together.

A *batch group* grows around a contraction that has loops which all of its operands have: the batches. What it reads or
what reads it joins where the same loops are parallel loops of it, and sees one batch at a time of what they share.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from logging import INFO, getLogger

from xdsl.dialects.builtin import TensorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.cost import Traffic, judge_batching, judge_leaving
from adjoint.lowering.fusion.dependences import Groups
from adjoint.lowering.fusion.description import describe
from adjoint.lowering.fusion.program import FusionProgram
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.structured_op import (
    COMPUTED,
    Access,
    Coordinate,
    StructuredOp,
    reads_elements,
    structured_op,
)
from adjoint.lowering.fusion.views import seen_through, uses_through_views
from adjoint.lowering.fusion.window_contraction import is_window_contraction

logger = getLogger("adjoint.lowering.batching")

Dims = tuple[int, ...]
"""For each batch loop of a group, the iteration dimension of a member, or the dimension of a tensor, that it is."""


@dataclass(eq=False)
class BatchGroup:
    """Structured ops with the same batches."""

    extents: tuple[Size, ...]
    """How many batches, by loop."""
    dims: dict[StructuredOp, Dims] = field(default_factory=dict[StructuredOp, Dims])
    """The members, in the order of the program once the group is complete."""
    by_result: dict[SSAValue, StructuredOp] = field(default_factory=dict[SSAValue, StructuredOp])

    def add(self, member: StructuredOp, dims: Dims) -> None:
        self.dims[member] = dims
        self.by_result[member.result] = member

    def remove(self, member: StructuredOp) -> None:
        del self.dims[member], self.by_result[member.result]

    def positions(self, tensor: SSAValue) -> Dims:
        """The dimensions of the result of a member that are the batches."""
        member = self.by_result[tensor]
        return tuple(member.written.index(dim) for dim in self.dims[member])


class BatchGroups:
    """Finds the groups of a block."""

    def __init__(self, block: Block, sizes: Sizes, asserts: Mapping[Operation, Operation]):
        self._block = block
        self._program = FusionProgram(block, sizes)
        self._contractions = [
            member
            for op in block.ops
            if isinstance(op, GenericOp) and not is_window_contraction(op) and op.res[0] not in self._program.members
            for member in (structured_op(op, sizes),)
        ]
        nodes = [member for member in self._program.positions if member not in self._program.inlined]
        self._by_result = {member.result: member for member in (*nodes, *self._contractions)}
        self._inlined_ops = {member.op for member in self._program.inlined}
        self._order = Groups(block, asserts, self._inlined_ops)
        self._reads = {member: tuple(self._transparent_reads(member)) for member in self._by_result.values()}
        self._readers: dict[SSAValue, list[StructuredOp]] = {}
        for member, reads in self._reads.items():
            for access in reads:
                self._readers.setdefault(access.tensor, []).append(member)
        self._considered: set[StructuredOp] = set()
        """What was in a group, also of one that does not pay, and what was left out; they keep their place."""

    @property
    def inlined(self) -> Mapping[SSAValue, StructuredOp]:
        """By result, the ops that each group computes for itself."""
        return {member.result: member for member in self._program.inlined}

    def find(self) -> Iterator[BatchGroup]:
        """The groups, with their members and results in the order of the program."""
        for contraction in self._contractions:
            if contraction not in self._considered:
                group = self._grow(contraction)
                if group is not None:
                    yield group

    def results(self, group: BatchGroup) -> list[StructuredOp]:
        """The members whose values are needed outside of their group."""
        return [member for member in group.dims if self._is_result(member, group)]

    @property
    def reads(self) -> Mapping[StructuredOp, Sequence[Access]]:
        """What each op reads of memory and of members, through what is inlined."""
        return self._reads

    @property
    def contractions(self) -> Sequence[StructuredOp]:
        """The contractions of the block."""
        return self._contractions

    @property
    def traffic(self) -> Traffic:
        """The estimated size of every tensor."""
        return self._program.traffic

    def _is_result(self, member: StructuredOp, group: BatchGroup) -> bool:
        members = {other.op for other in group.dims}
        return self._is_read_outside(member.result, members)

    def _is_read_outside(self, tensor: SSAValue, members: Container[Operation]) -> bool:
        for use in uses_through_views(tensor):
            user: Operation | None = use.operation
            while user is not None and user.parent is not self._block:
                user = user.parent_op()
            if user is None or user in members or not reads_elements(use):
                continue
            if user not in self._inlined_ops or self._is_read_outside(user.results[0], members):
                return True
        return False

    def _transparent_reads(self, member: StructuredOp) -> Iterator[Access]:
        """What a member reads of memory and of members, through what is inlined."""
        for access in member.reads:
            producer = self._program.members.get(access.tensor)
            if producer is None or producer not in self._program.inlined:
                yield access
            else:
                for inner in self._program.reads(producer):
                    yield access.through(producer, inner)

    def _grow(self, seed: StructuredOp) -> BatchGroup | None:
        one, other = ({dim for dim in read.coordinates if dim is not None} for read in seed.reads)
        dims = tuple(dim for dim in seed.written if dim is not None and dim in one & other)
        if not dims:
            return None
        group = BatchGroup(tuple(seed.sizes[dim] for dim in dims))
        group.add(seed, dims)
        waiting = list(self._neighbours(seed))
        refused: dict[StructuredOp, None] = {}
        while waiting:
            member = waiting.pop(0)
            if member in group.dims or member in self._considered:
                continue
            found = self._dims(group, member)
            nodes = self._order.group(seed.op), self._order.group(member.op)
            if found is None:
                continue
            if not self._order.can_merge(*nodes):
                refused[member] = None
                continue
            self._order.merge(*nodes)
            group.add(member, found)
            waiting += [*self._neighbours(member), *refused]
            refused.clear()
        self._considered.update(group.dims)
        return self._finish(group)

    def _finish(self, group: BatchGroup) -> BatchGroup | None:
        self._leave_out(group)
        positions = {op: position for position, op in enumerate(self._block.ops)}
        group.dims = {
            member: group.dims[member] for member in sorted(group.dims, key=lambda member: positions[member.op])
        }
        results = {member.result for member in self.results(group)}
        inside = [tensor for tensor in group.by_result if tensor not in results]
        verdict = judge_batching(
            batches=group.extents,
            saved=sum(2 * self._program.traffic.bytes(tensor) for tensor in inside),
            contractions=sum(member in self._contractions for member in group.dims),
        )
        if logger.isEnabledFor(INFO):
            outcome = "batch by batch" if verdict else "not batch by batch"
            logger.info("%s %s: %s", ", ".join(map(describe, group.dims)), outcome, verdict.reason)
        return group if verdict else None

    def _neighbours(self, member: StructuredOp) -> Iterator[StructuredOp]:
        for access in self._reads[member]:
            if (producer := self._by_result.get(access.tensor)) is not None:
                yield producer
        yield from self._readers.get(member.result, ())

    def _dims(self, group: BatchGroup, member: StructuredOp) -> Dims | None:
        """The loops of a member that are the batches of a group which it reads or is read by; None if it has none."""
        if not self._can_be_sliced(group, member):
            return None
        found: set[Dims | None] = set()
        for access in self._reads[member]:
            if access.tensor in group.by_result:
                found.add(_followed(access.coordinates, group.positions(access.tensor)))
        for reader in self._readers.get(member.result, ()):
            if reader in group.dims:
                for access in self._reads[reader]:
                    if access.tensor is member.result:
                        found.add(_written(member, access, group.dims[reader]))
        if len(found) != 1:
            return None
        (dims,) = found
        if dims is None or len({*dims}) != len(dims) or any(dim not in member.written for dim in dims):
            return None
        return dims if tuple(member.sizes[dim] for dim in dims) == group.extents else None

    def _can_be_sliced(self, group: BatchGroup, member: StructuredOp) -> bool:
        """Whether no computed places, and nothing but plain tensors, are read of what the group computes."""
        if isinstance(member.op, GenericOp) and not member.is_reduction and member.accumulator.first_use is not None:
            return False
        tensors = [
            seen_through(captured.value, ())[0]
            for captured in member.captured
            if isinstance(captured.value.type, TensorType)
        ]
        return all(
            tensor not in group.by_result and tensor not in self._by_result for tensor in tensors
        ) and COMPUTED not in (
            coordinate
            for access in self._reads[member]
            if access.tensor in self._by_result
            for coordinate in access.coordinates
        )

    def _leave_out(self, group: BatchGroup) -> None:
        """Removes what only computes for others outside what these could as cheaply compute from results anyway."""
        traffic = self._program.traffic
        changed = True
        while changed:
            changed = False
            for member in list(group.dims):
                if member in self._contractions or isinstance(member.op, FillOp):
                    continue
                readers = self._readers.get(member.result, ())
                if member in self._program.needed_outside or any(reader in group.dims for reader in readers):
                    continue
                inputs = {access.tensor for access in self._reads[member]} & group.by_result.keys()
                unwritten = [tensor for tensor in inputs if not self._is_result(group.by_result[tensor], group)]
                if judge_leaving(
                    written=traffic.bytes(member.result), written_instead=sum(map(traffic.bytes, unwritten))
                ):
                    group.remove(member)
                    changed = True


def _followed(coordinates: Sequence[Coordinate], positions: Dims) -> Dims | None:
    """The loops that walk along some dimensions of a tensor; None where one is walked along by none."""
    loops = tuple(coordinates[position] for position in positions)
    return None if None in loops or COMPUTED in loops else tuple(loop for loop in loops if loop is not None)


def _written(member: StructuredOp, access: Access, dims: Dims) -> Dims | None:
    """The loops of a member that write along what loops of a reader walk along."""
    if any(dim not in access.coordinates for dim in dims):
        return None
    return _followed(member.written, tuple(access.coordinates.index(dim) for dim in dims))
