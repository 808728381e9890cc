"""`torch.compile(model, backend="adjoint")`: what PyTorch finds through the entry point `torch_dynamo_backends`.

Dynamo's graph becomes a functional graph with symbolic sizes (`functional_graph`), modes become operators of it
(`graph_modes`), views at its end are left to PyTorch (`output_aliases`), and the rest is compiled, together with its
gradient, as far as it can be (`partition`, `graph_program`). What PyTorch's own AOTAutograd would do, the split into
forward and reverse for one, is not asked for.
"""

from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor, fx
from torch._ops import HigherOrderOperator

from adjoint.frontends.torch.errors import Problem, UnsupportedProgramError
from adjoint.frontends.torch.functional_graph import trace
from adjoint.frontends.torch.graph_modes import write_modes_into
from adjoint.frontends.torch.output_aliases import split_outputs
from adjoint.frontends.torch.partition import Computation, FallbackPolicy, compile_graph, warn
from adjoint.frontends.torch.source_lines import source_line
from adjoint.runtime.errors import AdjointError


def adjoint_backend(
    graph: fx.GraphModule,
    example_inputs: Sequence[object],
    *,
    options: Mapping[str, object] | None = None,
    mode: str | None = None,
) -> Callable[..., Sequence[object]]:
    """The backend `adjoint` of `torch.compile`.

    `options` are `fallback` (True): whether what cannot be compiled runs in eager PyTorch with a warning, or is an
    error; and `threshold` (2): how many operators a part has to have to be compiled, where not all can be. `mode` is
    PyTorch's, of which there is only the default here. Raises AdjointError for other options, and for what cannot be
    compiled where `fallback` is False.
    """
    policy = _policy(options or {}, mode)
    try:
        return _CompiledGraph(graph, example_inputs, policy)
    except UnsupportedProgramError:
        raise
    except (AdjointError, *_TRACING_ERRORS) as error:
        if not policy.allowed:
            raise AdjointError(str(error)) from None
        warn(str(error))
        return graph.forward


_TRACING_ERRORS = (RuntimeError, NotImplementedError, TypeError, AssertionError)
"""What PyTorch raises where it cannot trace a graph without running it."""


def _policy(options: Mapping[str, object], mode: str | None) -> FallbackPolicy:
    unknown = [name for name in options if name not in ("fallback", "threshold")]
    if unknown:
        raise AdjointError(f"error: there is no option {unknown[0]!r}; the options are fallback and threshold")
    if mode not in (None, "default"):
        raise AdjointError(f"error: there is no mode {mode!r} of this backend, only the default")
    fallback, threshold = options.get("fallback", True), options.get("threshold", 2)
    if not isinstance(fallback, bool):
        raise AdjointError(f"error: fallback must be True or False, got {fallback!r}")
    if not isinstance(threshold, int) or isinstance(threshold, bool) or threshold < 1:
        raise AdjointError(f"error: threshold must be a positive number of operators, got {threshold!r}")
    return FallbackPolicy(fallback, threshold)


class _CompiledGraph:
    """Dynamo's graph, compiled: called with its inputs, it gives its outputs and changes what it changes."""

    def __init__(self, graph: fx.GraphModule, example_inputs: Sequence[object], policy: FallbackPolicy):
        _refuse_functions_of_functions(graph)
        functional = trace(graph, example_inputs)
        records_gradients = write_modes_into(functional.module)
        outputs = split_outputs(functional)
        self._eager = graph.forward
        self._casts = torch.is_autocast_enabled("cpu")
        self._compute: Computation = compile_graph(outputs.computed, policy, outputs.count)
        self._count = outputs.count
        self._views = outputs.views
        self._attributes = functional.attributes
        self._mutated = functional.mutated
        self._grad_mode = None if records_gradients == torch.is_grad_enabled() else records_gradients

    def __call__(self, *inputs: object) -> Sequence[object]:
        given = inputs
        arguments = inputs = (*given, *self._attributes) if self._attributes else given
        if self._mutated:
            if self._overlap(inputs):
                return self._eager(*given)
            arguments = self._kept(inputs)
        if self._casts:
            # The graph has the casts: what of it runs in eager PyTorch must not be cast once more.
            with torch.autocast("cpu", enabled=False):
                values = self._compute(*arguments)
        else:
            values = self._compute(*arguments)
        for position, value in zip(self._mutated, values[self._count :], strict=True):
            target = inputs[position]
            assert isinstance(target, Tensor)
            assert isinstance(value, Tensor)
            target.copy_(value)
        outputs = self._views(*inputs, *values[: self._count])
        if self._grad_mode is not None:
            torch.set_grad_enabled(self._grad_mode)
        return outputs

    def _overlap(self, inputs: Sequence[object]) -> bool:
        """Whether an input that is changed shares memory with another: the order of reads and writes matters then."""
        storages = {
            index: each.untyped_storage().data_ptr() for index, each in enumerate(inputs) if isinstance(each, Tensor)
        }
        changed = {storages.pop(index) for index in self._mutated}
        return len(changed) < len(self._mutated) or not changed.isdisjoint(storages.values())

    def _kept(self, inputs: Sequence[object]) -> Sequence[object]:
        """The inputs with copies of those that are changed where a gradient may need what they were."""
        if not torch.is_grad_enabled() or not any(isinstance(each, Tensor) and each.requires_grad for each in inputs):
            return inputs
        kept = list(inputs)
        for position in self._mutated:
            value = kept[position]
            assert isinstance(value, Tensor)
            kept[position] = value.clone()
        return kept


def _refuse_functions_of_functions(graph: fx.GraphModule) -> None:
    """Refuses operators that hold functions, and the transforms of `torch.func`, which leave levels to be left again.

    A `torch.autograd.Function` is among them, whose backward is the user's own.
    """
    problems = [
        Problem(str(node.target), "it takes functions", line.location, line.text)
        for node in graph.graph.nodes
        if isinstance(node.target, HigherOrderOperator) or "_increment_nesting" in str(node.target)
        for line in [source_line(node)]
    ]
    if problems:
        raise AdjointError(str(UnsupportedProgramError(problems)))
