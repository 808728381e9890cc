"""What fusion decides: which structured ops become one kernel, over which rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.structured_op import Access, StructuredOp


@dataclass(eq=False)
class Cluster:
    """Structured ops that run as one kernel, in the order of the program.

    The rows are the first `row_rank` dimensions of the order of every member that is not inlined.
    """

    members: list[StructuredOp]
    fewest_rows: int
    most_rows: int
    """How many dimensions may be rows."""
    row_rank: int = 0
    """How many are."""
    inlined: frozenset[StructuredOp] = frozenset()
    """Members that are computed where they are used, in this kernel as in others; they belong to no kernel."""
    results: list[StructuredOp] = field(default_factory=list[StructuredOp])
    """Members whose values are needed outside."""
    _accesses: dict[StructuredOp, tuple[Access, ...]] = field(default_factory=dict[StructuredOp, tuple[Access, ...]])

    @property
    def owned(self) -> Iterator[StructuredOp]:
        """The members that are computed for every row."""
        return (member for member in self.members if member not in self.inlined)

    def accesses(self, member: StructuredOp) -> tuple[Access, ...]:
        """What a member reads, through inlined members."""
        if member not in self._accesses:
            self._accesses[member] = tuple(dict.fromkeys(self._transparent_reads(member)))
        return self._accesses[member]

    def _transparent_reads(self, member: StructuredOp) -> Iterator[Access]:
        for access in member.reads:
            producer = self._inlined_by_result.get(access.tensor)
            if producer is None:
                yield access
            else:
                for inner in self.accesses(producer):
                    yield access.through(producer, inner)

    @cached_property
    def _inlined_by_result(self) -> dict[SSAValue, StructuredOp]:
        return {member.result: member for member in self.inlined}

    def inputs(self) -> dict[SSAValue, None]:
        """The tensors that it reads and does not compute, in the order of their first use."""
        computed = {member.result for member in self.members}
        return {
            access.tensor: None for member in self.members for access in member.reads if access.tensor not in computed
        }

    def is_accumulated(self, member: StructuredOp) -> bool:
        """Whether a member is combined across rows."""
        return any(dim in member.reduced for dim in member.order[: self.row_rank])
