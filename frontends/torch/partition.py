"""What of a graph is compiled, and what runs in eager PyTorch: `create-autodiff-subgraphs` on FX graphs.

Operators that can be compiled are grouped as long as no path between two of a group leads through one that cannot; a
group of fewer than `threshold` operators is left in eager PyTorch, as crossing over to it costs more than it gains.
"""

import copy
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import fx
from torch._ops import OpOverload
from torch.fx.passes.infra.partitioner import CapabilityBasedPartitioner
from torch.fx.passes.operator_support import OperatorSupportBase

from adjoint.frontends.torch.errors import Problem, UnsupportedProgramError
from adjoint.frontends.torch.graph_program import GraphProgram
from adjoint.frontends.torch.source_lines import source_line
from adjoint.runtime.errors import AdjointError, CheckFailedError

Computation = Callable[..., Sequence[object]]
"""Takes what a graph takes, and gives its outputs."""


class EagerFallbackWarning(UserWarning):
    """A part of a model runs in eager PyTorch, since it cannot be compiled."""


@dataclass(frozen=True)
class FallbackPolicy:
    """What happens to what cannot be compiled."""

    allowed: bool = True
    """Whether it runs in eager PyTorch, with a warning, or is an error."""
    threshold: int = 2
    """How many operators a group must have to be compiled, where not everything is."""

    def report(self, problems: Sequence[Problem]) -> None:
        """One warning that names them all, or the error."""
        error = UnsupportedProgramError(problems)
        if not self.allowed:
            raise error
        warn(str(error))


def warn(problem: str) -> None:
    """Warns that something runs in eager PyTorch, and why."""
    warnings.warn(f"adjoint: this runs in eager PyTorch:\n{problem}", EagerFallbackWarning, stacklevel=2)


def compile_graph(graph: fx.GraphModule, policy: FallbackPolicy, losses: int = 0) -> Computation:
    """The graph as compiled programs, and in eager PyTorch what cannot be one.

    A number among its first `losses` outputs is taken to be a loss, if it is the only one.

    Raises UnsupportedProgramError for that where the policy allows no fallback.
    """
    try:
        return _Part(graph, GraphProgram(graph, losses), policy)
    except UnsupportedProgramError as error:
        problems = list(error.problems)
    policy.report(problems)
    while True:
        parts = copy.deepcopy(graph)
        programs, found = _compile_parts(parts, problems, policy)
        new = [problem for problem in found if problem not in problems]
        if not new:
            for name, program in programs.items():
                parts.set_submodule(name, _CallingModule(program), strict=True)
            return parts.forward
        problems += new
        policy.report(new)


def _compile_parts(
    graph: fx.GraphModule, problems: Sequence[Problem], policy: FallbackPolicy
) -> tuple[Mapping[str, "_Part"], Sequence[Problem]]:
    """Groups operators into submodules; gives the programs of those large enough, and what turned out in the way."""
    partitioner = CapabilityBasedPartitioner(graph, _Support(problems), allows_single_node_partition=True)
    partitioner.fuse_partitions(partitioner.propose_partitions())
    programs: dict[str, _Part] = {}
    found: list[Problem] = []
    for name, part in graph.named_children():
        if not isinstance(part, fx.GraphModule) or _operators(part) < policy.threshold:
            continue
        try:
            programs[name] = _Part(part, GraphProgram(part), policy)
        except UnsupportedProgramError as error:
            found += error.problems
    return programs, found


def _operators(graph: fx.GraphModule) -> int:
    return sum(isinstance(node.target, OpOverload) for node in graph.graph.nodes)


class _Support(OperatorSupportBase):
    """Everything but the operators that are known not to be supported."""

    def __init__(self, problems: Sequence[Problem]):
        self._unsupported = {(problem.operator, problem.location) for problem in problems}

    def is_node_supported(self, submodules: Mapping[str, torch.nn.Module], node: fx.Node) -> bool:
        if node.op != "call_function" or (str(node.target), source_line(node).location) in self._unsupported:
            return False
        if isinstance(node.target, OpOverload):
            return True
        sources = [each for each in node.all_input_nodes if each.op == "call_function"]
        return all(self.is_node_supported(submodules, source) for source in sources)


class _Part:
    """A graph that is a compiled program, and is run by PyTorch where it turns out that it cannot be compiled."""

    def __init__(self, graph: fx.GraphModule, program: GraphProgram, policy: FallbackPolicy):
        self._graph = graph
        self._program = program
        self._policy = policy
        self._in_eager = False

    def __call__(self, *inputs: object) -> Sequence[object]:
        if not self._in_eager:
            try:
                return self._program(*inputs)
            except CheckFailedError:
                raise
            except AdjointError as error:
                if not self._policy.allowed:
                    raise
                warn(str(error))
                self._in_eager = True
        return self._graph.forward(*inputs)


class _CallingModule(torch.nn.Module):
    """A part as the module that a graph calls."""

    def __init__(self, part: _Part):
        super().__init__()
        self._part = part

    def forward(self, *inputs: object) -> object:
        """The outputs of the part; the only one itself where it has one, as submodules of a graph give it."""
        outputs = self._part(*inputs)
        return outputs[0] if len(outputs) == 1 else tuple(outputs)
