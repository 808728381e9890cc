"""A graph of `torch.compile` as a graph of ATen's operators without mutation, with symbolic sizes.

Dynamo's graph calls PyTorch's functions and methods, in place ones as well. Tracing it before dispatch, with PyTorch's
own functionalization, keeps `linear`, `layer_norm`, `softmax` and their like whole, makes every mutation a new value,
and gives the new values of inputs that were changed as further outputs.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, fx
from torch._dispatch.python import enable_python_dispatcher
from torch._functorch._aot_autograd.functional_utils import (
    from_fun,
    has_data_mutation,
    has_metadata_mutation,
    sync_functional_tensor,
    to_fun,
)
from torch._guards import TracingContext
from torch._ops import OpOverload
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode
from torch._subclasses.functional_tensor import FunctionalTensorMode
from torch.fx.experimental.proxy_tensor import make_fx
from torch.fx.experimental.symbolic_shapes import StatefulSymbolicContext
from torch.fx.traceback import preserve_node_meta

from adjoint.frontends.torch.decompositions import missing_decompositions
from adjoint.frontends.torch.errors import Problem, UnsupportedProgramError
from adjoint.frontends.torch.operators import Operator, name_of, schema_of
from adjoint.frontends.torch.source_lines import source_line
from adjoint.runtime.errors import AdjointError


@dataclass(frozen=True)
class FunctionalGraph:
    """The graph: its placeholders are those of Dynamo's graph, its outputs a flat list."""

    module: fx.GraphModule
    attributes: tuple[Tensor, ...]
    """The tensors that Dynamo's graph holds: they follow its inputs, since it may change them as well."""
    real_outputs: int
    """How many outputs are those of Dynamo's graph; then come the new values of inputs."""
    mutated: tuple[int, ...]
    """The inputs that get new values."""


def trace(dynamo_graph: fx.GraphModule, example_inputs: Sequence[object]) -> FunctionalGraph:
    """The functional graph of what Dynamo captured, for its example inputs.

    Raises AdjointError where the graph does what a function of values cannot.
    """
    mode = _fake_mode(example_inputs)
    attributes = _attributes(dynamo_graph)
    inputs = [_fake(mode, value) for value in (*example_inputs, *attributes.values())]
    mutated: list[int] = []
    count = 0

    def functional(*values: Any) -> list[Any]:  # Any: tensors and sizes of PyTorch's tracing modes
        nonlocal count
        with FunctionalTensorMode(pre_dispatch=True, export=True):
            arguments = [to_fun(value) for value in values]
            held = dict(zip(attributes, arguments[len(example_inputs) :], strict=True))
            outputs = _as_list(_Interpreter(dynamo_graph, held).run(*arguments[: len(example_inputs)]))
            tensors = [(index, each) for index, each in enumerate(arguments) if isinstance(each, Tensor)]
            for _, tensor in tensors:
                sync_functional_tensor(tensor)
            if any(
                has_metadata_mutation(tensor, from_fun(values[index]), check_only_storage_mutation=False)
                for index, tensor in tensors
            ):
                raise AdjointError("error: the shape or the storage of an input is changed in place")
            mutated[:] = [index for index, tensor in tensors if has_data_mutation(tensor)]
            count = len(outputs)
            return [from_fun(value) for value in (*outputs, *[arguments[index] for index in mutated])]

    with torch.set_grad_enabled(torch.is_grad_enabled()), mode, enable_python_dispatcher(), preserve_node_meta():
        traced = make_fx(functional, missing_decompositions(), pre_dispatch=True, _allow_non_fake_inputs=True)(*inputs)
        if _changes_in_place(traced):
            # Some compositions are taken apart into changes in place only below functionalization.
            again = _functionalized(traced)
            traced = make_fx(again, missing_decompositions(), pre_dispatch=True, _allow_non_fake_inputs=True)(*inputs)
    _refuse_changes_in_place(traced)
    traced.graph.eliminate_dead_code(_is_impure)
    _check_outputs(dynamo_graph, traced)
    return FunctionalGraph(traced, tuple(attributes.values()), count, tuple(mutated))


def _functionalized(graph: fx.GraphModule) -> Callable[..., list[Any]]:
    """A function that runs a graph without changes in place. Raises AdjointError where it changes an input."""

    def functional(*values: Any) -> list[Any]:  # Any: tensors and sizes of PyTorch's tracing modes
        with FunctionalTensorMode(pre_dispatch=True, export=True):
            arguments = [to_fun(value) for value in values]
            outputs = _as_list(fx.Interpreter(graph).run(*arguments))
            for argument in arguments:
                if isinstance(argument, Tensor):
                    sync_functional_tensor(argument)
                    if has_data_mutation(argument):
                        raise AdjointError("error: an operator changes an input in place")
            return [from_fun(value) for value in outputs]

    return functional


def _changes_in_place(traced: fx.GraphModule) -> list[tuple[fx.Node, Operator]]:
    """The nodes that change an argument in place, and their operators."""
    targets = [(node, cast(object, node.target)) for node in traced.graph.nodes]
    calls = [(node, cast(Operator, target)) for node, target in targets if isinstance(target, OpOverload)]
    return [(node, called) for node, called in calls if schema_of(called).is_mutable]


def _refuse_changes_in_place(traced: fx.GraphModule) -> None:
    """Refuses changes in place that are left.

    Nobody uses the result of such a change, only what it changed: as dead code it would be left out.
    """
    problems: list[Problem] = []
    for node, called in _changes_in_place(traced):
        line = source_line(node)
        reason = "it changes an argument in place, and the graph is not functional"
        problems.append(Problem(name_of(called), reason, line.location, line.text))
    if problems:
        raise AdjointError(str(UnsupportedProgramError(problems)))


def _attributes(graph: fx.GraphModule) -> dict[str, Tensor]:
    """The tensors that a graph holds, by name. Tracing must not touch their elements."""
    found: dict[str, Tensor] = {}
    for node in graph.graph.find_nodes(op="get_attr"):
        value: object = operator.attrgetter(str(node.target))(graph)
        if isinstance(value, Tensor):
            found[str(node.target)] = value
    return found


def _check_outputs(dynamo_graph: fx.GraphModule, traced: fx.GraphModule) -> None:
    """Raises AdjointError where an output is not of the dtype and rank that Dynamo found, for whatever reason."""
    pairs = zip(_returned(dynamo_graph), _returned(traced), strict=False)
    for expected, found in ((each.meta.get("example_value"), other.meta.get("val")) for each, other in pairs):
        if not isinstance(expected, Tensor) or not isinstance(found, Tensor):
            continue
        if (expected.dtype, expected.ndim) != (found.dtype, found.ndim):
            raise AdjointError(f"error: an output is {found.dtype} where Dynamo found {expected.dtype}")


def _returned(graph: fx.GraphModule) -> list[fx.Node]:
    (output,) = graph.graph.find_nodes(op="output")
    returned = cast(Sequence[object], output.args[0])
    return [each if isinstance(each, fx.Node) else output for each in returned]


class _Interpreter(fx.Interpreter):
    """Runs Dynamo's graph with each node's source line as that of what it does; numbers are those of this call.

    A Python float that Dynamo made an input is taken as it is now: asking for it adds a guard, as for a size.
    """

    def __init__(self, graph: fx.GraphModule, attributes: Mapping[str, object]):
        super().__init__(graph)
        self._attributes = attributes
        self._entered: dict[Any, torch.autocast] = {}

    def run(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().run(*args, **kwargs)
        finally:
            for entered in reversed(self._entered.values()):
                entered.__exit__(None, None, None)

    def get_attr(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self._attributes[target] if target in self._attributes else super().get_attr(target, args, kwargs)

    def call_method(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if target == "item":
            number = self._current.meta.get("example_value")
            if isinstance(number, torch.SymFloat):
                return float(number)
        return super().call_method(target, args, kwargs)

    def call_function(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        # Tracing writes a change of autocast down, and does not change it: the dtypes would be those without.
        name = getattr(target, "__name__", "")
        if name == "_enter_autocast":
            device, dtype, enabled, *_ = args
            entered = torch.autocast(device, dtype, enabled, cache_enabled=False)
            entered.__enter__()
            self._entered[self._current] = entered
        elif name == "_exit_autocast":
            self._entered.pop(self._current.args[0]).__exit__(None, None, None)
        return super().call_function(target, args, kwargs)

    def run_node(self, n: fx.Node) -> Any:
        self._current = n
        return super().run_node(n)


def _as_list(outputs: object) -> list[object]:
    return list(cast(Sequence[object], outputs)) if isinstance(outputs, tuple | list) else [outputs]


def _is_impure(node: fx.Node) -> bool:
    """Whether a node that nobody uses stays: what changes a mode does, what only gives a value does not."""
    return node.op in ("placeholder", "output") or (
        node.op == "call_function" and not isinstance(node.target, OpOverload)
    )


def _fake_mode(values: Sequence[object]) -> FakeTensorMode:
    context = TracingContext.try_get()
    if context is not None and context.fake_mode is not None:
        return context.fake_mode
    for value in values:
        if isinstance(value, FakeTensor):
            return value.fake_mode
    return FakeTensorMode()


def _fake(mode: FakeTensorMode, value: object) -> object:
    """An input as a tensor without elements, whose sizes are the symbols that Dynamo gave them."""
    if not isinstance(value, Tensor) or isinstance(value, FakeTensor):
        return value
    tracing = TracingContext.try_get()
    contexts = cast(Mapping[Tensor, StatefulSymbolicContext], tracing.tensor_to_context if tracing is not None else {})
    context = contexts.get(value)
    if context is None:
        return mode.from_tensor(value, static_shapes=True)
    return mode.from_tensor(value, static_shapes=False, symbolic_context=context, source=context.tensor_source)
