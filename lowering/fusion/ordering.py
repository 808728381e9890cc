"""Where the calls of kernels go in the function that their ops came from."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from xdsl.ir import Block, Operation

from adjoint.lowering.fusion.dependences import operand_owners

_Prerequisites = Callable[[Operation], Iterator[Operation]]


def insert_calls(
    block: Block,
    program: Sequence[Operation],
    calls: Mapping[Operation, Sequence[Operation]],
    asserts: Mapping[Operation, Operation],
) -> None:
    """Inserts calls into a block and sorts it so that every op follows those it uses.

    A call goes where the last op that it stands for was, or further up where its results are used before. What relied
    on an assertion still follows it. Everything else keeps its order, as far as that is possible.

    Args:
        program: the ops of the block as they were before some of them left it.
        calls: the calls, each with the ops that it stands for, in order.
        asserts: what `preceding_asserts` gave for the program.
    """
    waits_for = {op: [assertion] for op, assertion in asserts.items()}
    for call, members in calls.items():
        waits_for[call] = [asserts[member] for member in members if member in asserts]
    call_at = {members[-1]: call for call, members in calls.items()}
    for call in calls:
        assert block.last_op is not None
        block.insert_op_before(call, block.last_op)

    def prerequisites(op: Operation) -> Iterator[Operation]:
        yield from waits_for.get(op, ())
        yield from operand_owners(op, block)

    placed: dict[Operation, None] = {}
    for op in program:
        op = call_at.get(op, op)
        if op.parent is block:
            _place_after(op, placed, prerequisites)
    _sort(block, placed)


def _place_after(root: Operation, placed: dict[Operation, None], prerequisites: _Prerequisites) -> None:
    """Places an op, and before it everything that it waits for and that is not placed yet."""
    if root in placed:
        return
    stack = [(root, prerequisites(root))]
    while stack:
        op, waiting = stack[-1]
        following = next((other for other in waiting if other not in placed), None)
        if following is None:
            placed[op] = None
            stack.pop()
        else:
            stack.append((following, prerequisites(following)))


def _sort(block: Block, order: Mapping[Operation, None]) -> None:
    """Brings all ops of a block into this order, moving only those that are out of place."""
    current = block.first_op
    for op in order:
        if op is current:
            current = op.next_op
            continue
        op.detach()
        assert current is not None
        block.insert_op_before(op, current)
