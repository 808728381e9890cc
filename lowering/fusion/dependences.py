"""Which ops of a block run before which, and whether ops can be grouped without a cycle between the groups."""

from collections.abc import Container, Iterable, Iterator, Mapping

from xdsl.dialects import cf, scf, tensor
from xdsl.dialects.linalg.ops import FillOp
from xdsl.ir import Block, Operation

from adjoint.lowering.fusion.structured_op import is_read
from adjoint.lowering.fusion.views import is_view

Mask = int
"""A set of nodes: bit n stands for node n."""


def operand_owners(op: Operation, block: Block) -> Iterator[Operation]:
    """The ops of the block whose results an op uses, also inside of its regions; some of them several times."""
    for inner in op.walk() if op.regions else (op,):
        for operand in inner.operands:
            owner = operand.owner
            if isinstance(owner, Operation) and owner.parent is block and owner is not op:
                yield owner


def preceding_asserts(ops: Iterable[Operation]) -> dict[Operation, Operation]:
    """For every op that relies on assertions about data, the last assertion before it.

    Those are gathers, the ops with regions of their own control flow (scatters), and assertions themselves.
    """
    preceding: dict[Operation, Operation] = {}
    last: Operation | None = None
    for op in ops:
        if last is not None and _relies_on_asserts(op):
            preceding[op] = last
        if isinstance(op, cf.AssertOp):
            last = op
    return preceding


def _relies_on_asserts(op: Operation) -> bool:
    if isinstance(op, cf.AssertOp | scf.ForOp | scf.IfOp):
        return True
    return any(isinstance(inner, tensor.ExtractOp) for region in op.regions for inner in region.block.ops)


class Groups:
    """A partition of the ops of a block, at first one op each, that never gets a cycle between its groups.

    Index arithmetic and views are not part of it: what depends on another op through them depends on it directly.
    """

    def __init__(self, block: Block, asserts: Mapping[Operation, Operation], transparent: Container[Operation]):
        """`transparent` ops are no part of it either: their users compute them."""
        self.node_of: dict[Operation, int] = {}
        self._group_of: list[int] = []
        """By node: a node of its group, the same one for all of the group."""
        self._needed: list[Mask] = []
        """By node: the nodes that it depends on directly."""
        self._members: dict[int, Mask] = {}
        self._before: dict[int, Mask] = {}
        """By group: every node that runs before it."""
        self._after: dict[int, Mask] = {}
        nearest: dict[Operation, Mask] = {}
        """For an op that is a node, itself; for another one, the nodes that it depends on directly."""
        for op in block.ops:
            needed = 0
            for owner in operand_owners(op, block):
                needed |= nearest[owner]
            if (assertion := asserts.get(op)) is not None:
                needed |= nearest[assertion]
            if op in transparent or _is_transparent(op):
                nearest[op] = needed
            else:
                nearest[op] = self._add_node(op, needed)
        for node in reversed(range(len(self._group_of))):
            for needed in _nodes(self._needed[node]):
                self._after[needed] |= self._after[node] | 1 << node

    def _add_node(self, op: Operation, needed: Mask) -> Mask:
        node = len(self._group_of)
        self.node_of[op] = node
        self._group_of.append(node)
        self._needed.append(needed)
        self._members[node] = 1 << node
        self._before[node] = needed
        for other in _nodes(needed):
            self._before[node] |= self._before[other]
        self._after[node] = 0
        return 1 << node

    def group(self, op: Operation) -> int:
        """The group of an op."""
        return self._group_of[self.node_of[op]]

    def can_merge(self, one: int, other: int) -> bool:
        """Whether nothing outside of the two groups runs after one of them and before the other."""
        outside = ~(self._members[one] | self._members[other])
        return not (
            self._after[one] & self._before[other] & outside or self._after[other] & self._before[one] & outside
        )

    def merge(self, one: int, other: int) -> None:
        """Makes one group of two, under the name of the first.

        Only groups that knew one of the two and not the other learn something: few, where neighbours are merged.
        """
        learning_after = self._before[one] ^ self._before[other]
        learning_before = self._after[one] ^ self._after[other]
        added = self._members.pop(other)
        members = self._members[one] | added
        before = (self._before[one] | self._before.pop(other)) & ~members
        after = (self._after[one] | self._after.pop(other)) & ~members
        for node in _nodes(added):
            self._group_of[node] = one
        self._members[one], self._before[one], self._after[one] = members, before, after
        for group in self._groups(learning_after & before):
            self._after[group] |= members | after
        for group in self._groups(learning_before & after):
            self._before[group] |= members | before

    def _groups(self, mask: Mask) -> Iterator[int]:
        """The groups of these nodes."""
        while mask:
            group = self._group_of[(mask & -mask).bit_length() - 1]
            yield group
            mask &= ~self._members[group]


def _is_transparent(op: Operation) -> bool:
    if isinstance(op, FillOp):
        return not is_read(op)
    return isinstance(op, tensor.DimOp | tensor.EmptyOp) or op.name.startswith("arith.") or is_view(op)


def _nodes(mask: Mask) -> Iterator[int]:
    # Without the zeros below its first node, a set of neighbours is a small number, wherever it is in the program.
    first = max((mask & -mask).bit_length() - 1, 0)
    mask >>= first
    while mask:
        lowest = mask & -mask
        yield first + lowest.bit_length() - 1
        mask ^= lowest
