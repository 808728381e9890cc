"""`as_function`: a compiled program as a function on tensors that can be used inside of any model of PyTorch."""

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.frontends.torch.differentiable import DifferentiableProgram
from adjoint.frontends.torch.element_types import element_type_of
from adjoint.frontends.tracing import TracedFunction
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.program import AnyModule, Program
from adjoint.runtime.program_source import TracedSource

TensorFunction = Callable[..., Tensor | tuple[Tensor, ...]]
"""Tensors in; a tensor, or a tuple where the program has another number of results than one."""


def as_function(program: AnyModule | TracedFunction, name: str | None = None) -> TensorFunction:
    """The function `name` of a module (by default its only one), or a traced function, as a function on tensors.

    PyTorch differentiates it by those arguments that require a gradient, as often as wanted: `backward`, `grad` with
    `create_graph`, `gradgradcheck`. It is compiled at the first call, its gradient when first needed. Tensors pass
    without a copy where they are contiguous; results are new tensors. A result that does not depend on what requires a
    gradient does not require one. `torch.compile` runs it as it is, between two graphs.

    Raises AdjointError where there is no such function; the function raises it where the program or an argument is
    wrong.
    """
    if isinstance(program, TracedFunction):
        if name is not None:
            raise AdjointError(f"error: {program.name} is one function; it has no function {name!r}")
        call = _traced(program)
    else:
        call = _of_module(Program.of(program, name))
    return cast(TensorFunction, torch.compiler.disable(call))  # pyright: ignore[reportUnknownMemberType]  # not typed


def _of_module(program: Program) -> TensorFunction:
    differentiable = DifferentiableProgram(program)

    def call(*arguments: Tensor) -> Tensor | tuple[Tensor, ...]:
        return _unpacked(differentiable(arguments))

    return call


def _traced(function: TracedFunction) -> TensorFunction:
    """A Python function: traced for each combination of ranks and dtypes."""
    source = TracedSource(function, DifferentiableProgram)

    def call(*arguments: Tensor) -> Tensor | tuple[Tensor, ...]:
        tensors = [_as_tensor(argument, index) for index, argument in enumerate(arguments)]
        signature = tuple([((DYNAMIC_INDEX,) * tensor.ndim, element_type_of(tensor.dtype)) for tensor in tensors])
        return _unpacked(source.instance_for(signature, [tensor.shape for tensor in tensors])(tensors))

    return call


def _as_tensor(argument: object, index: int) -> Tensor:
    if isinstance(argument, Tensor):
        return argument
    if not isinstance(argument, bool | int | float):
        raise AdjointError(f"error: argument {index}: expected a tensor, got {type(argument).__name__}")
    return torch.tensor(argument)


def _unpacked(results: tuple[Tensor, ...]) -> Tensor | tuple[Tensor, ...]:
    return results[0] if len(results) == 1 else results
