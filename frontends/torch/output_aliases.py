"""Outputs that share memory with inputs or with each other: views, made by PyTorch from what was computed.

The values that a graph returns are taken apart: what has to be computed, and how the outputs are views of that, or of
inputs. The views are then PyTorch's own: their memory, their strides and their gradients are as without compiling.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import fx

from adjoint.frontends.torch.functional_graph import FunctionalGraph


@dataclass(frozen=True)
class SplitOutputs:
    """A graph whose outputs are computed, and the function that makes the outputs of the program from them."""

    computed: fx.GraphModule
    """It gives the values that have to be computed, then the new values of mutated inputs."""
    views: Callable[..., Sequence[object]]
    """Takes the inputs, as they are in the end, then what was computed; gives the outputs of the program."""
    count: int
    """How many values are computed, those of mutated inputs not counted."""


def split_outputs(graph: FunctionalGraph) -> SplitOutputs:
    """Takes the views off the end of a graph."""
    module = graph.module
    placeholders = module.graph.find_nodes(op="placeholder")
    (returned,) = module.graph.find_nodes(op="output")
    outputs = cast(Sequence[Any], returned.args[0])  # Any: nodes, and what is known when tracing
    real, changed = outputs[: graph.real_outputs], outputs[graph.real_outputs :]
    replayed = fx.Graph()
    copies = {node: replayed.placeholder(node.name) for node in placeholders}
    for position, node in zip(graph.mutated, changed, strict=True):
        if isinstance(node, fx.Node):
            copies.setdefault(node, copies[placeholders[position]])
    computed = _computed([node for node in real if isinstance(node, fx.Node)], copies)
    copies |= {node: replayed.placeholder(f"computed_{index}") for index, node in enumerate(computed)}

    def copy(node: fx.Node) -> fx.Node:
        if node not in copies:
            for argument in node.all_input_nodes:
                copy(argument)
            copies[node] = replayed.node_copy(node, copies.__getitem__)
            if node.target is torch.ops.aten.view.default:
                # Eager PyTorch's value may have other strides than what is computed, which is contiguous.
                copies[node].target = torch.ops.aten.reshape.default
        return copies[node]

    replayed.output([copy(each) if isinstance(each, fx.Node) else each for each in real])
    returned.args = ([*computed, *changed],)
    module.graph.eliminate_dead_code()
    module.recompile()
    return SplitOutputs(module, fx.GraphModule(module, replayed).forward, len(computed))


def _computed(outputs: Sequence[fx.Node], known: Mapping[fx.Node, fx.Node]) -> list[fx.Node]:
    """What the outputs are views of, inputs and what is known apart."""
    computed: dict[fx.Node, None] = {}
    waiting = list(reversed(outputs))
    seen: set[fx.Node] = set()
    while waiting:
        node = waiting.pop()
        if node in seen or node in known:
            continue
        seen.add(node)
        if _is_view(node) or _is_size(node):
            waiting.extend(reversed(node.all_input_nodes))
        else:
            computed[node] = None
    return list(computed)


def _is_view(node: fx.Node) -> bool:
    """Whether the value of a node shares the memory of an argument."""
    if node.target is operator.getitem:
        source = node.args[0]
        return isinstance(source, fx.Node) and _is_view(source)
    return getattr(node.target, "is_view", False) is True


def _is_size(node: fx.Node) -> bool:
    """Whether it is a size, or computed from sizes: PyTorch knows it from shapes alone."""
    return isinstance(node.meta.get("val"), torch.SymInt | int)
