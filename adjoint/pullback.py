"""`vjp`: outputs now, cotangents of the inputs when cotangents of the outputs are known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from xdsl.dialects.builtin import ModuleOp

from adjoint.compilation import AnyProgram, specialized
from adjoint.dialects.autodiff import GradientAttr
from adjoint.dialects.autodiff.attributes import indices
from adjoint.runtime.arguments import Argument, Array
from adjoint.runtime.compilation import compile_functions, transformed
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.errors import AdjointError, CheckFailedError
from adjoint.runtime.prepared_calls import Outputs, unpack
from adjoint.runtime.program import Program
from adjoint.runtime.program_source import source_of
from adjoint.runtime.specialization import Refinement, SpecializedProgram


@dataclass
class _SplitFunction:
    """A program split into a forward and a reverse function, and the descriptor that puts them together."""

    forward: CompiledFunction
    reverse: CompiledFunction
    gradient: GradientAttr
    make_reverse_program: Callable[[], Program]
    """The reverse function as a program of its own."""

    @cached_property
    def _reverse_versions(self) -> SpecializedProgram[CompiledFunction]:
        return specialized(self.make_reverse_program())

    def run_reverse(self, arrays: Sequence[Array]) -> Sequence[Array]:
        """The results of the reverse. Captured sizes may break what it assumes where those of the forward do not."""
        if self.reverse.plan_reads_elements:
            try:
                self.reverse.check(arrays)
            except CheckFailedError:
                return self._reverse_versions.version_for(arrays)(arrays)
        return self.reverse(arrays)

    @property
    def plan_reads_elements(self) -> bool:
        """Whether some of the sizes are elements of arguments."""
        return self.forward.plan_reads_elements

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes break what the forward function assumes."""
        self.forward.check(arrays)


class Pullback:
    """From the cotangents of a program's outputs to those of its inputs, at the inputs of one call."""

    def __init__(self, split: _SplitFunction, inputs: Sequence[Array], results: Sequence[Array]):
        gradient = split.gradient
        self._split = split
        self._results = tuple(results)
        self._outputs = gradient.real_outputs.data
        self._input_vjps = indices(gradient.input_vjps)
        self._output_vjps = indices(gradient.output_vjps)
        self._captures = (
            *(inputs[index] for index in indices(gradient.captured_inputs)),
            *(results[index] for index in indices(gradient.captured_outputs)),
        )
        self._argument_count = len(inputs)

    def __call__(self, cotangents: Argument | tuple[Argument | None, ...]) -> tuple[Array | None, ...]:
        """The cotangent of every input, None for one that has no gradient.

        `cotangents` is one array for a program with one output, a tuple for one with several, in which None stands for
        zero. Raises AdjointError where one does not have the shape or dtype of its output.
        """
        given: tuple[Argument | None, ...] = cotangents if isinstance(cotangents, tuple) else (cotangents,)
        if len(given) != self._outputs:
            raise AdjointError(f"error: expected {self._outputs} cotangents, one for each output, got {len(given)}")
        wanted = [self._cotangent(index, given) for index in self._input_vjps]
        found = self._split.run_reverse([*wanted, *self._captures])
        by_argument = dict(zip(self._output_vjps, found, strict=True))
        return tuple(by_argument.get(index) for index in range(self._argument_count))

    def _cotangent(self, index: int, given: tuple[Argument | None, ...]) -> Array:
        result = self._results[index]
        value = given[index] if index < self._outputs else None
        if value is None:
            return np.zeros_like(result)
        parameter = self._split.reverse.parameters[self._input_vjps.index(index)]
        array = parameter.convert(value)
        if array.shape != result.shape:
            raise AdjointError(
                f"error: the cotangent of output {index} must have its shape {list(result.shape)}, "
                f"got {list(array.shape)}"
            )
        return array


class VJP:
    """A program whose call also gives the pullback to its inputs."""

    def __init__(self, program: AnyProgram, name: str | None):
        self._source = source_of(program, name, _split)

    def __call__(self, *args: Argument) -> tuple[Outputs, Pullback]:
        """`(outputs, pullback)` for these arguments. Raises AdjointError where an argument or a size does not fit."""
        versions, values = self._source.instance(args)
        arrays = versions.convert(values)
        split = versions.version_for(arrays)
        results = split.forward(arrays)
        pullback = Pullback(split, arrays, results)
        return unpack(results[: split.gradient.real_outputs.data]), pullback


def vjp(program: AnyProgram, name: str | None = None) -> VJP:
    """The function `name` of a module, or a traced function, as `(outputs, pullback)`: reverse mode in two steps.

    The arguments must not be changed between the call and its pullback, which reads those it needs. Raises AdjointError
    where there is no such function.
    """
    return VJP(program, name)


def _split(program: Program) -> SpecializedProgram[_SplitFunction]:
    def build(refinement: Refinement) -> _SplitFunction:
        def transform(module: ModuleOp, name: str) -> list[str]:
            # Not at the top: programs that were compiled before run without the rules.
            from adjoint.passes.differentiate import api

            gradient = api.differentiate(module, name, assume_equal=True, first_order=True, rematerialize=True)
            return [name, gradient.reverse_name]

        def reverse_program() -> Program:
            module, (_, reverse_name) = transformed(program, refinement, transform)
            return Program.of(module, reverse_name)

        forward, reverse = compile_functions(program, refinement, transform, request="split")
        assert forward.gradient is not None
        return _SplitFunction(forward, reverse, forward.gradient, reverse_program)

    return SpecializedProgram(program.parameters(), build)
