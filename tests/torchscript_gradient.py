"""What TorchScript's own autodiff makes of a function: the descriptor, and what it captures."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch


@dataclass(frozen=True)
class Captures:
    """What the reverse is given beside the cotangents."""

    inputs: list[int]
    """The captured arguments."""
    tensors: int
    """The captured tensors that are results only for the reverse's sake."""
    bytes: int
    """Their size together."""
    sizes: int
    """The captured lists of sizes."""


@dataclass(frozen=True)
class Descriptor:
    """TorchScript's `Gradient`, with what it captures at example inputs."""

    real_outputs: int
    input_vjps: list[int]
    output_vjps: list[int]
    captures: Captures


def specialized_graph(fn: Callable[..., Any], *inputs: torch.Tensor) -> Any:
    """The graph of a function that TorchScript can compile, with the shapes and dtypes of the inputs.

    An input with requires_grad=True wants a gradient.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = torch.jit.script(fn).graph.copy()
    torch._C._jit_pass_inline(graph)
    torch._C._jit_pass_lower_all_tuples(graph)
    torch._C._jit_pass_loop_unrolling(graph)
    torch._C._jit_pass_constant_propagation(graph)
    torch._C._jit_pass_canonicalize_graph_fuser_ops(graph)
    torch._C._jit_pass_dce(graph)
    torch._C._jit_pass_complete_shape_analysis(graph, inputs, True)
    for value, example in zip(graph.inputs(), inputs, strict=True):
        value.setType(torch._C.TensorType.create_from_tensor(example))
    return graph


def torchscript_descriptor(graph: Any, *inputs: torch.Tensor) -> Descriptor:
    """What TorchScript's `differentiate` makes of a specialised graph."""
    gradient = torch._C._jit_differentiate(graph.copy())
    results = _run(gradient.f, *inputs)
    real = gradient.f_real_outputs
    temporaries = [index for index in gradient.df_input_captured_outputs if index >= real]
    tensors = [results[index] for index in temporaries if isinstance(results[index], torch.Tensor)]
    return Descriptor(
        real,
        list(gradient.df_input_vjps),
        list(gradient.df_output_vjps),
        Captures(
            list(gradient.df_input_captured_inputs),
            len(tensors),
            sum(tensor.numel() * tensor.element_size() for tensor in tensors),
            len(temporaries) - len(tensors),
        ),
    )


def _run(graph: Any, *inputs: torch.Tensor) -> tuple[Any, ...]:
    """The outputs of a graph. PyTorch runs graphs of one output: they are packed into a tuple."""
    graph = graph.copy()
    outputs = list(graph.outputs())
    tuple_ = graph.insertNode(graph.create("prim::TupleConstruct", outputs, 1))
    tuple_.output().setType(torch._C.TupleType([output.type() for output in outputs]))
    for _ in outputs:
        graph.eraseOutput(0)
    graph.registerOutput(tuple_.output())
    return torch._C._create_function_from_graph("f", graph)(*inputs)
