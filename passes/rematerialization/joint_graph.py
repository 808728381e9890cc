"""The graph of which a minimum cut says what a reverse is given, and what it computes again.

Each value is an edge from `computed` to `available`, of the capacity that capturing it costs. The source reaches
`computed` by an edge of what computing the value again costs, of no bound where that is not done. From `available`,
edges without bound lead to what is computed from the value, and to the sink where the reverse needs it. What lies on
the sink's side of the cut exists in the reverse: a value whose `computed` does is computed again, one whose `available`
alone does is captured.

AOTAutograd cuts such a graph (torch/_functorch/partitioners.py, `solve_min_cut`); it forbids computing again what is
expensive, far away, or needed in memory by the reverse, where here it costs.
"""

from collections.abc import Iterable, Iterator

from xdsl.dialects import func
from xdsl.ir import Operation, OpResult, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.base import is_tensor_type
from adjoint.dialects.aten.creation import FilledLikeOp
from adjoint.dialects.autodiff import ReverseOp
from adjoint.passes.captures import forward_uses, forward_values
from adjoint.passes.functions import body_block, return_of
from adjoint.passes.rematerialization.cost import capture_cost, fuses_with_operands, is_view, recomputation_cost

FARTHEST = 32
"""How many ops lie at most between a value that is computed again and one that the reverse needs."""

LONGEST = 8
"""How many ops, views aside, may be computed again from each other.

The reverse needs the last of a chain first: it would have all of a long one in memory at once, as captures would be."""


def needs_sizes_alone(op: Operation) -> bool:
    """Whether the op reads no element of its operand: deduplicate-size-captures finds another source of its sizes."""
    return isinstance(op, aten.SizeOp | FilledLikeOp)


def values_to_recompute(function: func.FuncOp, reverse: ReverseOp) -> set[SSAValue]:
    """The values of the function that the reverse computes again, from what is cheaper to keep."""
    return _JointGraph(function, reverse).cut()


class _JointGraph:
    def __init__(self, function: func.FuncOp, reverse: ReverseOp):
        self._function = function
        self._reverse = reverse
        self._callers = {*function.args, *return_of(function).arguments}
        self._needed: dict[SSAValue, None] = {}
        self._in_memory: set[SSAValue] = set()
        for op, value in forward_uses(function, reverse):
            if not needs_sizes_alone(op):
                self._needed[value] = None
                if _needs_memory(op, value):
                    self._note_in_memory(value)

    def _note_in_memory(self, value: SSAValue) -> None:
        """Notes that the reverse needs the value in memory: for a view it is what it is a view of."""
        owner = value.owner
        if isinstance(owner, Operation) and is_view(owner):
            self._note_in_memory(owner.operands[0])
        else:
            self._in_memory.add(value)

    def cut(self) -> set[SSAValue]:
        """The values on the sink's side."""
        edges = self._edges()
        if not edges:
            return set()
        # Here, as its import takes longer than all passes of a small program together.
        from networkx import DiGraph, minimum_cut

        graph: DiGraph[tuple[SSAValue | None, str]] = DiGraph()
        for start, end, capacity in edges:
            if capacity is None:
                graph.add_edge(start, end)
            else:
                graph.add_edge(start, end, capacity=capacity)
        _, (_, sink_side) = minimum_cut(graph, _SOURCE, _SINK)
        return {value for value, kind in sink_side if value is not None and kind == "computed"}

    def _edges(self) -> "list[_Edge]":
        """The graph of what is near to the reverse, empty where nothing can be computed again."""
        costs = self._recomputation_costs()
        given = {value for value in self._needed if costs[value] is None}
        if len(given) == len(self._needed):
            return []
        edges: list[_Edge] = []
        for value, cost in costs.items():
            if value in given:
                continue
            edges.append((_SOURCE, (value, "computed"), cost))
            edges.append(((value, "computed"), (value, "available"), self._capture_cost(value)))
            if value in self._needed:
                edges.append(((value, "available"), _SINK, None))
            if cost is not None:
                for operand in _read_operands(value):
                    if operand not in given:
                        edges.append(((operand, "available"), (value, "computed"), None))
        return edges

    def _recomputation_costs(self) -> dict[SSAValue, int | None]:
        """What computing each value again costs that the reverse needs, or that a value it may compute is made of."""
        costs: dict[SSAValue, int | None] = {}
        front = list(self._needed)
        for distance in range(FARTHEST + 1):
            following: list[SSAValue] = []
            for value in front:
                if value in costs:
                    continue
                costs[value] = self._recomputation_cost(value) if distance < FARTHEST else None
                if costs[value] is not None:
                    following += _read_operands(value)
            front = following
        self._divide_chains(costs)
        return costs

    def _divide_chains(self, costs: dict[SSAValue, int | None]) -> None:
        """Lets no chain of values that may be computed again be longer than `LONGEST`."""
        lengths: dict[SSAValue, int] = {}
        for value in forward_values(body_block(self._function)):
            if costs.get(value) is None:
                continue
            owner = value.owner
            assert isinstance(owner, Operation)
            before = max((lengths.get(operand, 0) for operand in _read_operands(value)), default=0)
            lengths[value] = before if is_view(owner) else before + 1
            if lengths[value] > LONGEST:
                costs[value] = None
                lengths[value] = 0

    def _recomputation_cost(self, value: SSAValue) -> int | None:
        if not isinstance(value, OpResult):
            return None
        cost = recomputation_cost(value, value.owner, in_memory=value in self._in_memory)
        # Capturing it costs no more then, and nothing that it is made of is needed.
        return None if cost is not None and cost >= self._capture_cost(value) else cost

    def _capture_cost(self, value: SSAValue) -> int:
        if not is_tensor_type(value.type):
            return 0
        is_callers = value in self._callers
        return capture_cost(value, is_callers=is_callers, in_memory=is_callers or self._is_written(value))

    def _is_written(self, value: SSAValue) -> bool:
        """Whether the function has the value in memory for its own sake."""
        owner = value.owner
        written = isinstance(owner, Operation) and not is_view(owner) and not fuses_with_operands(owner)
        return written or any(_needs_memory(op, value) for op in _forward_users(value, self._reverse))


_Vertex = tuple[SSAValue | None, str]
_Edge = tuple[_Vertex, _Vertex, int | None]
"""From, to, capacity; None stands for no bound."""

_SOURCE: _Vertex = (None, "source")
_SINK: _Vertex = (None, "sink")


def _read_operands(value: SSAValue) -> Iterable[SSAValue]:
    owner = value.owner
    assert isinstance(owner, Operation)
    return () if needs_sizes_alone(owner) else owner.operands


def _forward_users(value: SSAValue, reverse: ReverseOp) -> Iterator[Operation]:
    return (use.operation for use in value.uses if use.operation.parent is reverse.parent)


def _needs_memory(op: Operation, value: SSAValue) -> bool:
    """Whether the op, or one that reads a view that it gives, cannot compute the value in its own loop."""
    if is_view(op):
        return any(_needs_memory(use.operation, result) for result in op.results for use in result.uses)
    return not fuses_with_operands(op) and not needs_sizes_alone(op)
