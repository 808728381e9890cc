"""Which loops replace elements of a tensor one by one, and how threads can share them.

What is written where does not depend on the threads that share the loops: each element of the tensor is written by one
thread only, in the order of the program.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.sizes import SizeAnalysis, constant_index
from adjoint.lowering.bufferization.storage import View
from adjoint.lowering.kernels.interface import slot_alignment

MANY_SHARES = 64
"""More shares than that are no better: there are not as many threads."""


@dataclass(frozen=True)
class Scatter:
    """A nest of loops, outermost first, that carry one tensor and insert one element into it in each step."""

    loops: tuple[scf.ForOp, ...]
    insertion: tensor.InsertOp

    def axis_of(self, loop: scf.ForOp) -> int | None:
        """The dimension along which a loop walks: its steps write to different elements."""
        indices = list(self.insertion.indices)
        step = loop.body.block.args[0]
        return indices.index(step) if step in indices else None


@dataclass(frozen=True)
class LoopShares:
    """Threads have parts of a loop, whose steps write to different elements."""

    loop: scf.ForOp
    unit: int
    """How many steps stay together."""


def find_scatter(op: scf.ForOp, views: Mapping[SSAValue, View]) -> Scatter | None:
    """The nest that begins with a loop, if it works in place and reads of its tensor only what it replaces."""
    loops: list[scf.ForOp] = []
    loop = op
    while True:
        if not _is_plain(loop) or any(_is_inside(loop.ub, outer) for outer in loops):
            return None
        loops.append(loop)
        carried, last = loop.body.block.args[1], loop.body.block.last_op
        yielded = last.operands[0].owner if isinstance(last, scf.YieldOp) else None
        if isinstance(yielded, scf.ForOp) and _uses(carried) == [yielded] and _uses(yielded.results[0]) == [last]:
            loop = yielded
        elif isinstance(yielded, tensor.InsertOp) and _reads_what_it_replaces(carried, yielded):
            home = views[op.results[0]]
            values = [*(each.body.block.args[1] for each in loops), yielded.result]
            in_place = all(views[value].sees_the_same(home) for value in values)
            return Scatter(tuple(loops), yielded) if in_place else None
        else:
            return None


def _is_plain(loop: scf.ForOp) -> bool:
    """Whether the loop carries one tensor, which has a dimension, and counts from 0 by 1."""
    types = [argument.type for argument in loop.iter_args]
    carries_one = len(types) == 1 and isinstance(types[0], TensorType) and types[0].get_num_dims() > 0
    return carries_one and constant_index(loop.lb) == 0 and constant_index(loop.step) == 1


def _uses(value: SSAValue) -> list[Operation]:
    return [use.operation for use in value.uses]


def _reads_what_it_replaces(carried: SSAValue, insertion: tensor.InsertOp) -> bool:
    place = list(insertion.indices)
    return all(
        user is insertion or (isinstance(user, tensor.ExtractOp) and list(user.indices) == place)
        for user in _uses(carried)
    )


def _is_inside(value: SSAValue, loop: scf.ForOp) -> bool:
    owner = value.owner
    return loop.is_ancestor(owner if isinstance(owner, Operation) else _parent(owner))


def _parent(block: Block) -> Operation:
    parent = block.parent_op()
    assert parent is not None
    return parent


def find_shares(scatter: Scatter, sizes: SizeAnalysis, destination: View) -> LoopShares | None:
    """The loop that threads share: the one that has most to share, the outermost where several have.

    Elements of one cache line stay with one thread. None where no loop has two shares: a thread that looks at all
    indices to write those of its own takes longer than one that writes all of them, on two to eight threads.
    """
    line = slot_alignment(destination.storage.element_type)
    best, most = None, 1
    for loop in scatter.loops:
        axis = scatter.axis_of(loop)
        if axis is None:
            continue
        unit = line if axis == len(destination.sizes) - 1 else 1
        shares = min(_estimate(sizes.product(loop.ub)) // unit, MANY_SHARES)
        if shares > most:
            best, most = LoopShares(loop, unit), shares
    return best


TYPICAL_SIZE = 256
"""What a size that is known at run time only counts as."""


def _estimate(size: Product) -> int:
    return size.coefficient * TYPICAL_SIZE ** len(size.factors)
