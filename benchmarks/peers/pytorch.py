"""PyTorch three times: eager, TorchScript, and `torch.compile` with Inductor."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from benchmarks.peers import torch_operators
from benchmarks.workload import Array, Workload

Call = Callable[[], tuple[Any, Sequence[Any]]]


def eager(workload: Workload, arguments: Sequence[Array]) -> Call:
    """The function as it is, its gradient by autograd."""
    return _value_and_grad(_function(workload), workload, arguments)


def torchscript(workload: Workload, arguments: Sequence[Array]) -> Call:
    """Traced, its gradient by autograd through TorchScript's differentiable graphs."""
    example = tuple(torch.from_numpy(each) for each in arguments)
    return _value_and_grad(torch.jit.trace(_function(workload), example, check_trace=False), workload, arguments)


def inductor(workload: Workload, arguments: Sequence[Array]) -> Call:
    """Compiled forward and backward, for exactly these sizes."""
    torch.compiler.reset()
    return _value_and_grad(torch.compile(_function(workload), dynamic=False), workload, arguments)


def _function(workload: Workload) -> Callable[..., Any]:
    # A function, since `torch.jit.trace` and dynamo do not take a `partial`.
    def function(*tensors: torch.Tensor) -> torch.Tensor:
        return workload.function(torch_operators, *tensors)

    return function


def _value_and_grad(function: Callable[..., Any], workload: Workload, arguments: Sequence[Array]) -> Call:
    tensors = [torch.from_numpy(each) for each in arguments]
    wanted = [tensors[index].requires_grad_() for index in workload.wrt]

    def call() -> tuple[Any, Sequence[Any]]:
        value = function(*tensors)
        return value.detach(), torch.autograd.grad(value, wanted)

    for _ in range(3):  # TorchScript profiles the first calls, and compiles in the second
        call()
    return call
