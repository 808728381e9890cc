"""Groups the structured ops of a block into clusters, greedily: each op joins what it reads, as far as it pays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from logging import INFO, getLogger

from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.alignment import most_rows, rows_consumed, rows_shared
from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.cost import Verdict, judge_fusion
from adjoint.lowering.fusion.dependences import Groups
from adjoint.lowering.fusion.description import describe
from adjoint.lowering.fusion.program import FusionProgram
from adjoint.lowering.fusion.recomputation import recompute_cheap_values
from adjoint.lowering.fusion.row_rank import choose_row_rank
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.structured_op import Access, StructuredOp

logger = getLogger("adjoint.lowering.fusion")

MOST_SIBLINGS = 4
"""Kernels that read the same tensor and are considered for fusion because of it, the latest ones."""


@dataclass(eq=False)
class Group:
    """Ops that will be one kernel, while clusters grow."""

    node: int
    """Its name in `Groups`."""
    members: list[StructuredOp]
    fewest_rows: int
    most_rows: int
    """The numbers of row dimensions that all members allow."""
    reads: set[SSAValue] = field(default_factory=set[SSAValue])
    results: set[SSAValue] = field(default_factory=set[SSAValue])
    stored: set[SSAValue] = field(default_factory=set[SSAValue])
    """The results that something outside of it needs: they can only become fewer."""

    def inputs(self) -> set[SSAValue]:
        """What it reads and does not compute."""
        return self.reads - self.results


def find_clusters(block: Block, sizes: Sizes, asserts: Mapping[Operation, Operation]) -> list[Cluster]:
    """The clusters of a block, in the order of their first members. Every structured op but GEMMs is in one."""
    program = FusionProgram(block, sizes)
    clusters = [Cluster([member], 0, len(member.order)) for member in program.inlined & program.needed_outside]
    for group in _Clustering(program, block, asserts).groups():
        members = sorted(group.members, key=program.positions.__getitem__)
        clusters.append(Cluster(members, group.fewest_rows, group.most_rows))
    clusters.sort(key=lambda cluster: program.positions[cluster.members[0]])
    recompute_cheap_values(program, clusters)
    clusters = [cluster for cluster in clusters if cluster.results]
    for cluster in clusters:
        cluster.row_rank = choose_row_rank(cluster)
        if logger.isEnabledFor(INFO):
            members = ", ".join(map(describe, cluster.members))
            logger.info("kernel of row rank %d: %s", cluster.row_rank, members)
    return clusters


class _Clustering:
    def __init__(self, program: FusionProgram, block: Block, asserts: Mapping[Operation, Operation]):
        self._program = program
        transparent = {member.op for member in program.inlined}
        self._order = Groups(block, asserts, transparent)
        self._group_of: dict[StructuredOp, Group] = {}
        for member in program.positions:
            if member not in program.inlined:
                rows = most_rows(member)
                self._group_of[member] = Group(
                    self._order.group(member.op),
                    [member],
                    min(rows, 1),
                    rows,
                    {access.tensor for access in program.reads(member)},
                    {member.result},
                    {member.result},
                )

    def groups(self) -> Iterator[Group]:
        """Grows the groups and gives them."""
        for member in list(self._group_of):
            tried = {self._group_of[member]}
            self._join_producers(member, tried)
            self._join_siblings(member, tried)
        return iter(dict.fromkeys(self._group_of.values()))

    def _join_producers(self, member: StructuredOp, tried: set[Group]) -> None:
        traffic = self._program.traffic
        producers = {
            producer: traffic.bytes(access.tensor)
            for access in self._program.reads(member)
            if (producer := self._program.members.get(access.tensor)) in self._group_of
        }
        for producer in sorted(producers, key=producers.__getitem__, reverse=True):
            self._try_to_fuse(producer, member, None, tried)

    def _join_siblings(self, member: StructuredOp, tried: set[Group]) -> None:
        position = self._program.positions[member]
        for access in self._program.reads(member):
            siblings: dict[Group, tuple[StructuredOp, Access]] = {}
            for sibling, sibling_access in self._program.consumers[access.tensor]:
                if self._program.positions[sibling] < position:
                    siblings.setdefault(self._group_of[sibling], (sibling, sibling_access))
            for sibling, sibling_access in list(siblings.values())[-MOST_SIBLINGS:]:
                rows = rows_shared(sibling, sibling_access, member, access)
                if rows:
                    self._try_to_fuse(sibling, member, rows, tried)

    def _try_to_fuse(
        self, earlier: StructuredOp, later: StructuredOp, shared_rows: int | None, tried: set[Group]
    ) -> None:
        """Fuses the groups of two members, if that is possible and pays.

        Args:
            shared_rows: how many rows they have in common because they read the same tensor; None where the later one
                reads the earlier one.
            tried: the groups with which the later one was fused or could not be.
        """
        one, other = self._group_of[earlier], self._group_of[later]
        if one in tried:
            return
        tried.add(one)
        verdict = self._fuse(one, other, shared_rows)
        if logger.isEnabledFor(INFO):
            outcome = "fused" if verdict else "not fused"
            logger.info("%s and %s %s: %s", describe(earlier), describe(later), outcome, verdict.reason)

    def _fuse(self, one: Group, other: Group, shared_rows: int | None) -> Verdict:
        fewest, most = max(one.fewest_rows, other.fewest_rows), min(one.most_rows, other.most_rows)
        consumed: set[SSAValue] = set()
        for producer, consumer, access in self._dataflow(one, other):
            consumed.add(producer.result)
            most = min(most, rows_consumed(producer, consumer, access))
            if producer.is_reduction:
                # Fewer rows than it has would make its rows, and what is kept of them, longer than a cache.
                fewest = max(fewest, most_rows(producer))
        if not consumed and shared_rows is not None:
            most = min(most, shared_rows)
        if most < fewest:
            return Verdict(False, "their rows differ")
        if not self._order.can_merge(one.node, other.node):
            return Verdict(False, "what lies between them is in no kernel")
        traffic = self._program.traffic
        shared = consumed | (one.inputs() & other.inputs())
        stored = self._stored(one, other)
        verdict = judge_fusion(
            saved=sum(map(traffic.bytes, shared)),
            smaller_traffic=None
            if consumed
            else min(sum(map(traffic.bytes, group.reads | group.results)) for group in (one, other)),
            streams=len((one.reads | other.reads) - one.results - other.results) + len(stored),
            members=len(one.members) + len(other.members),
        )
        if verdict:
            self._order.merge(one.node, other.node)
            self._absorb(one, other)
            one.stored = stored
            one.fewest_rows, one.most_rows = fewest, most
        return verdict

    def _absorb(self, one: Group, other: Group) -> None:
        for member in other.members:
            self._group_of[member] = one
        one.members += other.members
        one.reads |= other.reads
        one.results |= other.results

    def _dataflow(self, one: Group, other: Group) -> Iterator[tuple[StructuredOp, StructuredOp, Access]]:
        """What one of two groups reads of the other."""
        smaller, larger = (one, other) if len(one.members) <= len(other.members) else (other, one)
        for member in smaller.members:
            for access in self._program.reads(member):
                if access.tensor in larger.results:
                    yield self._program.members[access.tensor], member, access
            for consumer, access in self._program.consumers.get(member.result, ()):
                if self._group_of[consumer] is larger:
                    yield member, consumer, access

    def _stored(self, one: Group, other: Group) -> set[SSAValue]:
        """The tensors that a kernel of two groups writes."""
        return {result for result in one.stored | other.stored if self._is_stored(result, one, other)}

    def _is_stored(self, result: SSAValue, one: Group, other: Group) -> bool:
        if self._program.members[result] in self._program.needed_outside:
            return True
        return any(
            self._group_of[consumer] not in (one, other) for consumer, _ in self._program.consumers.get(result, ())
        )
