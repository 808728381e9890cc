"""When the elements of a tensor value are used for the last time."""

from xdsl.dialects import tensor
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue


class Lifetimes:
    """The order of the ops of a function, and where in it each value ends.

    Every op has a position in the order of the text; a step is the number of an op of the outermost block.
    """

    def __init__(self, function: FuncOp):
        self._positions: dict[Operation, int] = {}
        self._steps: dict[Operation, int] = {}
        for step, op in enumerate(function.body.block.ops):
            for nested in op.walk():
                self._positions[nested] = len(self._positions)
                self._steps[nested] = step

    def position(self, op: Operation) -> int:
        return self._positions[op]

    def step(self, op: Operation) -> int:
        """The step that an op is, or is a part of."""
        return self._steps[op]

    def uses(self, value: SSAValue) -> list[int]:
        """The positions of the uses of a value; one in a loop around which the value lives is at the end of the loop.

        A `tensor.dim` is no use: it asks for the type, as it were.
        """
        return [self._use_position(value, user) for user in _readers(value)]

    def last_use(self, value: SSAValue) -> int:
        """The position after which nothing uses the value; -1 where nothing does at all."""
        return max(self.uses(value), default=-1)

    def last_step(self, value: SSAValue) -> int:
        """The step after which nothing uses the value; -1 where nothing does at all."""
        return max((self._steps[user] for user in _readers(value)), default=-1)

    def _use_position(self, value: SSAValue, user: Operation) -> int:
        block = value.owner.parent if isinstance(value.owner, Operation) else value.owner
        op = user
        while op.parent is not block:
            parent = op.parent_op()
            if parent is None:
                break
            op = parent
        if op is user:
            return self._positions[user]
        last = op
        while last.regions and last.regions[-1].blocks and (inner := last.regions[-1].block.last_op) is not None:
            last = inner
        return self._positions[last]


def _readers(value: SSAValue) -> list[Operation]:
    return [use.operation for use in value.uses if not isinstance(use.operation, tensor.DimOp)]
