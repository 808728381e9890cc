"""A graph of ATen's operators as a compiled program that takes what the graph takes."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, fx

from adjoint.frontends.torch.differentiable import DifferentiableProgram
from adjoint.frontends.torch.fx_graph import import_graph
from adjoint.frontends.torch.imported_graph import Argument, ImportedGraph
from adjoint.frontends.torch.loss_program import LossProgram
from adjoint.runtime.dtypes import is_floating_point
from adjoint.runtime.program import Program

_SEEDS = 2**63 - 1


class GraphProgram:
    """A functional graph as native code, differentiable by the inputs that require a gradient."""

    def __init__(self, graph: fx.GraphModule, losses: int = 0):
        """Imports the graph. Where one of its first `losses` outputs alone is a number, it is taken to be a loss.

        Raises UnsupportedProgramError, which names what it cannot import.
        """
        self._imported: ImportedGraph = import_graph(graph)
        program = Program.of(self._imported.module, self._imported.name)
        loss = _loss(program, self._imported, losses)
        self._program = DifferentiableProgram(program) if loss is None else LossProgram(program, loss)
        self._arguments = tuple(_source(argument) for argument in self._imported.arguments)
        self._outputs = self._imported.outputs
        self._results_are_outputs = [output.result for output in self._outputs] == list(range(len(self._outputs))) and (
            not any(output.is_size for output in self._outputs)
        )

    def __call__(self, *inputs: object) -> Sequence[object]:
        """The outputs of the graph. Raises AdjointError where it cannot be compiled or a check at run time fails."""
        results = self._program([source(inputs) for source in self._arguments])
        if self._results_are_outputs:
            return results
        return [
            output.constant
            if output.result is None
            else int(results[output.result])
            if output.is_size
            else results[output.result]
            for output in self._outputs
        ]


def _loss(program: Program, imported: ImportedGraph, losses: int) -> int | None:
    """The result of the program that is a loss, as far as one can tell."""
    results = program.results()
    candidates = [
        output.result
        for output in imported.outputs[:losses]
        if output.result is not None
        and results[output.result].shape == ()
        and is_floating_point(results[output.result].dtype)
    ]
    if len(candidates) != 1 or not LossProgram.can_be(program, candidates[0]):
        return None
    return candidates[0]


def _source(argument: Argument) -> Callable[[Sequence[object]], object]:
    """Where the value of an argument is found among the inputs of a call."""
    position, attribute = argument.placeholder, argument.attribute
    if argument.is_seed:
        # From PyTorch's generator, so that torch.manual_seed makes a run repeatable.
        return lambda inputs: torch.randint(_SEEDS, (), dtype=torch.int64)
    if position is None:
        return lambda inputs: attribute

    def input_of(inputs: Sequence[object]) -> object:
        value = inputs[position]
        return value if isinstance(value, Tensor) else torch.tensor(value)

    return input_of
