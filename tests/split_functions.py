"""Runs a function that was split, by its descriptor, on the interpreter."""

from collections.abc import Sequence

import torch
from aten_interpreter import interpret
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.autodiff.attributes import indices
from adjoint.passes.functions import find_function
from adjoint.passes.lambda_lift_reverse import gradient_of


class SplitFunction:
    """A forward function and its reverse, put together as the descriptor says."""

    def __init__(self, module: ModuleOp, name: str):
        self.forward: FuncOp = find_function(module, name)
        gradient = gradient_of(self.forward)
        assert gradient is not None
        self.gradient: GradientAttr = gradient
        self.reverse: FuncOp = find_function(module, gradient.reverse_name)

    def run(self, arguments: Sequence[torch.Tensor]) -> tuple[torch.Tensor, ...]:
        """All results of the forward function: the real ones, then the captured ones."""
        return interpret(self.forward, *arguments)

    def real(self, results: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        """The results of the program."""
        return list(results[: self.gradient.real_outputs.data])

    def reverse_arguments(
        self,
        arguments: Sequence[torch.Tensor],
        results: Sequence[torch.Tensor],
        cotangents: Sequence[torch.Tensor],
    ) -> list[torch.Tensor]:
        """What the reverse is called with, given a cotangent of every result; one that it takes not is left out."""
        return [
            *(cotangents[index] for index in indices(self.gradient.input_vjps)),
            *(arguments[index] for index in indices(self.gradient.captured_inputs)),
            *(results[index] for index in indices(self.gradient.captured_outputs)),
        ]

    def pull_back(
        self,
        arguments: Sequence[torch.Tensor],
        results: Sequence[torch.Tensor],
        cotangents: Sequence[torch.Tensor],
    ) -> list[torch.Tensor]:
        """The cotangent of every argument, zeros where the reverse gives none."""
        given = interpret(self.reverse, *self.reverse_arguments(arguments, results, cotangents))
        gradients = [torch.zeros_like(argument) for argument in arguments]
        # A reverse that was differentiated itself returns what its own reverse needs after them.
        for index, gradient in zip(indices(self.gradient.output_vjps), given, strict=False):
            gradients[index] = gradient
        return gradients
