"""Programs that PyTorch differentiates: a `torch.autograd.Function` of the two functions that `differentiate` makes.

The forward function gives the outputs and what the reverse needs of what it computed. These captured values are outputs
of the `Function` as well, with a place in PyTorch's graph: so the reverse, itself a program of this kind, has inputs
that all have one, and PyTorch puts the second derivative together from the two, the third from three, and so on. The
reverse takes the cotangents of captured values for that; where PyTorch has none, `specialize-zeros` leaves them out, as
those of outputs that nobody used.
"""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

import torch
from torch import Tensor
from xdsl.dialects.builtin import ModuleOp

from adjoint.compilation import specialized
from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.autodiff.attributes import indices
from adjoint.frontends.torch.tensors import TensorParameters, TensorVersions, run
from adjoint.passes.differentiate import api
from adjoint.passes.fold_sizes import fold_sizes
from adjoint.passes.functions import find_function
from adjoint.passes.lambda_lift_reverse import gradient_of
from adjoint.passes.specialize_zeros import specialize_zeros
from adjoint.runtime.arguments import Array
from adjoint.runtime.compilation import compile_functions, transformed
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.errors import as_adjoint_error
from adjoint.runtime.program import Program
from adjoint.runtime.specialization import Refinement, SpecializedProgram


class DifferentiableProgram:
    """A program on tensors that PyTorch can differentiate any number of times. Several threads may call it at once."""

    def __init__(self, program: Program):
        self._program = program
        self._parameters = TensorParameters(program.parameters())
        self._values = TensorVersions(specialized(program))
        self._splits: dict[tuple[int, ...], TensorVersions[_Split]] = {}
        self._lock = Lock()

    def __call__(self, values: Sequence[object]) -> tuple[Tensor, ...]:
        """The results, differentiable by those arguments that require a gradient.

        Raises AdjointError where an argument or a size does not fit, or an op has no adjoint rule.
        """
        arguments = self.convert(values)
        return self.run(arguments, wanting_gradients(arguments))

    def convert(self, values: Sequence[object]) -> list[Tensor]:
        """The arguments as tensors that native code can read. Raises AdjointError where one does not fit."""
        return self._parameters.convert(values)

    def run(self, arguments: Sequence[Tensor], wrt: tuple[int, ...]) -> tuple[Tensor, ...]:
        """The results for converted arguments, differentiable by those at these positions."""
        if not wrt:
            return tuple(run(self._values.version_for(arguments), arguments))
        split = self._split_by(wrt).version_for(arguments)
        if not split.input_vjps:
            return tuple(run(split.forward, arguments)[: split.real_outputs])
        return _apply(split, *arguments)[: split.real_outputs]

    def _split_by(self, wrt: tuple[int, ...]) -> "TensorVersions[_Split]":
        """The program split by the arguments that want a gradient."""
        splits = self._splits.get(wrt)
        if splits is None:
            with self._lock:
                if wrt not in self._splits:
                    self._splits[wrt] = TensorVersions(_split(self._program, wrt))
                splits = self._splits[wrt]
        return splits


def wanting_gradients(arguments: Sequence[Tensor]) -> tuple[int, ...]:
    """Which arguments PyTorch would differentiate by."""
    if not torch.is_grad_enabled():
        return ()
    return tuple([index for index, argument in enumerate(arguments) if argument.requires_grad])


class _Split:
    """A program split into a forward function, compiled, and a reverse, which depends on the cotangents there are."""

    def __init__(self, module: ModuleOp, name: str, gradient: GradientAttr, forward: CompiledFunction):
        self.forward = forward
        self.real_outputs = gradient.real_outputs.data
        self.input_vjps = indices(gradient.input_vjps)
        self.captured_inputs = indices(gradient.captured_inputs)
        self.captured_outputs = indices(gradient.captured_outputs)
        self.without_gradient = tuple(index for index in range(len(forward.results)) if index not in self.input_vjps)
        self._module = module
        self._name = name
        self._reverses: dict[tuple[int, ...], _Reverse] = {}
        self._lock = Lock()

    @property
    def plan_reads_elements(self) -> bool:
        """Whether some of the sizes are elements of arguments."""
        return self.forward.plan_reads_elements

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes break what the forward function assumes."""
        self.forward.check(arrays)

    def reverse(self, undefined: tuple[int, ...]) -> "_Reverse":
        """The reverse for a call in which the cotangents at these positions of `input_vjps` are zero."""
        reverse = self._reverses.get(undefined)
        if reverse is None:
            with self._lock:
                if undefined not in self._reverses:
                    self._reverses[undefined] = self._without(undefined)
                reverse = self._reverses[undefined]
        return reverse

    def _without(self, undefined: tuple[int, ...]) -> "_Reverse":
        module = self._module.clone()
        forward = find_function(module, self._name)
        with as_adjoint_error():
            specialize_zeros(module, forward, undefined)
            gradient = gradient_of(forward)
            assert gradient is not None
            fold_sizes(find_function(module, gradient.reverse_name), assume_equal=True)
        return _Reverse(module, gradient)


class _Reverse:
    """A reverse function for a certain set of cotangents."""

    def __init__(self, module: ModuleOp, gradient: GradientAttr):
        self._program = DifferentiableProgram(Program.of(module, gradient.reverse_name))
        self._input_vjps = indices(gradient.input_vjps)
        self._captured_inputs = indices(gradient.captured_inputs)
        self._captured_outputs = indices(gradient.captured_outputs)
        self._output_vjps = indices(gradient.output_vjps)

    def __call__(
        self,
        cotangents: Sequence[Tensor | None],
        inputs: Mapping[int, Tensor],
        outputs: Mapping[int, Tensor],
        count: int,
    ) -> list[Tensor | None]:
        """The cotangents of the `count` inputs, None for one that has none."""
        gradients: list[Tensor | None] = [None] * count
        if self._output_vjps:
            found = self._program(
                [
                    *[cotangents[index] for index in self._input_vjps],
                    *[inputs[index] for index in self._captured_inputs],
                    *[outputs[index] for index in self._captured_outputs],
                ]
            )
            for index, gradient in zip(self._output_vjps, found, strict=True):
                gradients[index] = gradient
        return gradients


def _split(program: Program, wrt: Sequence[int]) -> SpecializedProgram[_Split]:
    def build(refinement: Refinement) -> _Split:
        gradients: list[GradientAttr] = []

        def split(module: ModuleOp, name: str) -> list[str]:
            gradients[:] = [api.differentiate(module, name, wrt, assume_equal=True, rematerialize=True)]
            return [name, gradients[0].reverse_name]

        module, (name, _) = transformed(program, refinement, split)
        (forward,) = compile_functions(Program(module, name), Refinement(), lambda _, name: [name], request="value")
        return _Split(module, name, gradients[0], forward)

    return SpecializedProgram(program.parameters(), build)


class _Differentiated(torch.autograd.Function):
    """A split program in PyTorch's graph. Its outputs are those of the program, then the captured values."""

    @staticmethod
    def forward(ctx: Any, split: _Split, *arguments: Tensor) -> tuple[Tensor, ...]:  # Any: PyTorch does not type it
        results = run(split.forward, arguments)
        ctx.split = split
        ctx.argument_count = len(arguments)
        ctx.set_materialize_grads(False)
        ctx.mark_non_differentiable(*[results[index] for index in split.without_gradient])
        ctx.save_for_backward(
            *[arguments[index] for index in split.captured_inputs],
            *[results[index] for index in split.captured_outputs],
        )
        return tuple(results)

    @staticmethod
    def backward(ctx: Any, *cotangents: Tensor | None) -> tuple[Tensor | None, ...]:
        split: _Split = ctx.split
        undefined = tuple([at for at, index in enumerate(split.input_vjps) if cotangents[index] is None])
        saved = ctx.saved_tensors
        of_inputs = len(split.captured_inputs)
        gradients = split.reverse(undefined)(
            cotangents,
            dict(zip(split.captured_inputs, saved[:of_inputs], strict=True)),
            dict(zip(split.captured_outputs, saved[of_inputs:], strict=True)),
            ctx.argument_count,
        )
        return (None, *gradients)


def _apply(split: _Split, *arguments: Tensor) -> tuple[Tensor, ...]:
    """PyTorch does not type `apply`."""
    return _Differentiated.apply(split, *arguments)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
