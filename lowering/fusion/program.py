"""The structured ops of a block that may go into kernels, and who reads what."""

from collections.abc import Iterable
from functools import cached_property

from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.accumulation import starts_from_tensor
from adjoint.lowering.fusion.contraction import is_gemm
from adjoint.lowering.fusion.cost import Traffic, repeats_freely
from adjoint.lowering.fusion.sizes import Sizes
from adjoint.lowering.fusion.structured_op import Access, StructuredOp, is_read, reads_elements, structured_op
from adjoint.lowering.fusion.views import uses_through_views
from adjoint.lowering.fusion.window_contraction import is_window_contraction


class FusionProgram:
    """The candidates of fusion, in the order of the program.

    Some are *inlined*: no kernel owns them, each that uses them computes them. To the others they are transparent: what
    an inlined op reads, its users read.
    """

    def __init__(self, block: Block, sizes: Sizes):
        self.traffic = Traffic(sizes)
        self.members: dict[SSAValue, StructuredOp] = {}
        """By result."""
        for op in block.ops:
            if is_window_contraction(op) or starts_from_tensor(op):
                continue
            if isinstance(op, GenericOp) or (isinstance(op, FillOp) and is_read(op)):
                member = structured_op(op, sizes)
                if not is_gemm(member):
                    self.members[member.result] = member
        self.positions = {member: position for position, member in enumerate(self.members.values())}
        self._ops = {member.op for member in self.members.values()}
        self._direct_consumers: dict[StructuredOp, list[StructuredOp]] = {m: [] for m in self.positions}
        for member in self.positions:
            for access in member.reads:
                if (producer := self.members.get(access.tensor)) is not None:
                    self._direct_consumers[producer].append(member)
        self.needed_outside = {member for member in self.positions if self._is_used_outside(member)}
        """Members that something else than a member uses: they need memory."""
        self.inlined: set[StructuredOp] = set()
        self._reads: dict[StructuredOp, tuple[Access, ...]] = {}
        costs: dict[StructuredOp, int] = {}
        for member in self.positions:
            self._reads[member] = tuple(dict.fromkeys(self._transparent_reads(member)))
            producers = {self.members.get(access.tensor) for access in member.reads}
            costs[member] = member.cost + sum(costs[producer] for producer in producers if producer in self.inlined)
            if self._is_inlined(member, costs[member]):
                self.inlined.add(member)

    def reads(self, member: StructuredOp) -> tuple[Access, ...]:
        """What a member reads from memory or from members that are not inlined."""
        return self._reads[member]

    @cached_property
    def consumers(self) -> dict[SSAValue, list[tuple[StructuredOp, Access]]]:
        """For every tensor, the members that are not inlined and read it, and how."""
        consumers: dict[SSAValue, list[tuple[StructuredOp, Access]]] = {}
        for member in self.positions:
            if member not in self.inlined:
                for access in self._reads[member]:
                    consumers.setdefault(access.tensor, []).append((member, access))
        return consumers

    def with_inlined(self, members: Iterable[StructuredOp]) -> list[StructuredOp]:
        """Members, together with the inlined ones that they use, in order."""
        found = dict.fromkeys(members)
        for member in list(found):
            self._add_inlined(member, found)
        return sorted(found, key=self.positions.__getitem__)

    def _add_inlined(self, member: StructuredOp, found: dict[StructuredOp, None]) -> None:
        for access in member.reads:
            producer = self.members.get(access.tensor)
            if producer in self.inlined and producer not in found:
                found[producer] = None
                self._add_inlined(producer, found)

    def _transparent_reads(self, member: StructuredOp) -> Iterable[Access]:
        for access in member.reads:
            producer = self.members.get(access.tensor)
            if producer is None or producer not in self.inlined:
                yield access
                continue
            for inner in self._reads[producer]:
                yield access.through(producer, inner)

    def _is_used_outside(self, member: StructuredOp) -> bool:
        block = member.op.parent
        for use in uses_through_views(member.result):
            user: Operation | None = use.operation
            while user is not None and user.parent is not block:
                user = user.parent_op()
            if user not in self._ops and reads_elements(use):
                return True
        return False

    def _is_inlined(self, member: StructuredOp, cost: int) -> bool:
        consumers = self._direct_consumers[member]
        if not consumers or member.is_reduction:
            return False
        if member in self.needed_outside and member.order and not isinstance(member.op, FillOp):
            return False
        reads = {access.tensor: None for access in self._reads[member]}
        return repeats_freely(
            cost,
            is_number=not member.order,
            is_vector=any(len(consumer.order) > len(member.order) for consumer in consumers),
            elements=self.traffic.elements(member.result),
            elements_read=sum(map(self.traffic.elements, reads)),
        )
