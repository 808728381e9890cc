"""Operators that `aten` does not have, as PyTorch's own decompositions put them together from others.

PyTorch traces the operator for tensors without elements of the same shapes, so that every size must be known.
"""

import operator as python
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, cast

import torch
from torch._ops import OpOverload
from torch.fx import GraphModule, Node
from torch.fx.experimental.proxy_tensor import make_fx
from torch.fx.node import map_arg
from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.torch.decompositions import missing_decompositions
from adjoint.frontends.torch.operators import UnsupportedOperatorError, apply, is_supported
from adjoint.frontends.torch.script_queries import dtype_of_element_type

# Any: PyTorch's own functions, which take what the schema of the operator says.
Decomposition = Callable[..., Any]


@cache
def has_decomposition(operator: OpOverload) -> bool:
    """Whether PyTorch can express the operator by others; which ones depends on the arguments."""
    composite = cast(Callable[[str, str], bool], torch._C._dispatch_has_kernel_for_dispatch_key)  # pyright: ignore
    return operator in missing_decompositions() or composite(operator.name(), "CompositeImplicitAutograd")


def decomposed(
    operator: OpOverload,
    arguments: Sequence[object],
    constant: Callable[[torch.Tensor], Tensor],
    seed: Callable[[], Tensor],
) -> object:
    """Emits what the operator consists of. Raises UnsupportedOperatorError where that is not supported either."""
    handles: list[Tensor] = []

    def collect(value: object) -> object:
        match value:
            case Tensor():
                if DYNAMIC_INDEX in value.shape:
                    raise UnsupportedOperatorError(
                        "the operator is supported for sizes only that are known: import with dynamic=False"
                    )
                handles.append(value)
                return _Place(len(handles) - 1)
            case list():
                return [collect(each) for each in cast(list[object], value)]
            case _:
                return value

    places = [collect(each) for each in arguments]
    schema = cast(Any, operator)._schema.arguments[: len(places)]

    def call(*tensors: torch.Tensor) -> object:
        def filled(value: object) -> object:
            if isinstance(value, list):
                return [filled(each) for each in cast(list[object], value)]
            return tensors[value.index] if isinstance(value, _Place) else value

        given = list(zip(schema, map(filled, places), strict=True))
        positional = [value for argument, value in given if not argument.kwarg_only]
        keywords = {argument.name: value for argument, value in given if argument.kwarg_only}
        return cast(Decomposition, operator)(*positional, **keywords)

    examples = [
        torch.empty(handle.shape, dtype=dtype_of_element_type(handle.dtype), device="meta") for handle in handles
    ]
    functional = cast(Decomposition, torch.func.functionalize)(call, remove="mutations_and_views")
    try:
        trace = cast(Decomposition, make_fx)(functional, decomposition_table=missing_decompositions())
        graph = cast(GraphModule, trace(*examples))
    except Exception as error:  # whatever PyTorch's Python raises for these arguments
        reason = str(error).partition("\n")[0]
        raise UnsupportedOperatorError(
            f"the operator is not supported, and PyTorch cannot trace it: {reason}"
        ) from None
    return _emitted(graph, handles, constant, seed)


class _Place:
    """Where a tensor stands among the arguments."""

    def __init__(self, index: int):
        self.index = index


def _emitted(
    graph: GraphModule,
    handles: Sequence[Tensor],
    constant: Callable[[torch.Tensor], Tensor],
    seed: Callable[[], Tensor],
) -> object:
    substitute = cast(Callable[[Any, Callable[[Node], object]], Any], map_arg)  # it maps to values of a graph as well
    inputs = iter(handles)
    values: dict[Node, object] = {}
    for node in graph.graph.nodes:
        arguments, keywords = substitute((node.args, node.kwargs), values.__getitem__)
        match node.op:
            case "placeholder":
                values[node] = next(inputs)
            case "get_attr":
                values[node] = constant(cast(torch.Tensor, getattr(graph, cast(str, node.target))))
            case "output":
                return arguments[0]
            case _ if node.target is python.getitem:
                values[node] = python.getitem(*arguments)
            case _ if is_supported(node.target):
                values[node] = apply(cast(OpOverload, node.target), arguments, keywords, seed=seed)
            case _:
                raise UnsupportedOperatorError(f"the operator is not supported, nor is {node.target}, a part of it")
    raise AssertionError("a graph ends in its output")
