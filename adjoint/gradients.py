"""`value_and_grad` and `differentiate`: programs together with their gradients."""

from collections.abc import Sequence
from typing import cast

from xdsl.dialects.builtin import ModuleOp

from adjoint.compilation import AnyProgram
from adjoint.dialects.autodiff import GradientAttr
from adjoint.runtime.arguments import Argument, Array
from adjoint.runtime.compilation import compile_functions
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.dtypes import is_floating_point
from adjoint.runtime.errors import AdjointError, as_adjoint_error
from adjoint.runtime.prepared_calls import Gradients as GradientResults, Outputs, PreparedCalls
from adjoint.runtime.program import Program
from adjoint.runtime.program_source import source_of
from adjoint.runtime.specialization import Refinement, SpecializedProgram

Gradients = Array | tuple[Array, ...]
"""One gradient where `wrt` is an int, a tuple of them where it is a sequence."""


class ValueAndGrad:
    """Outputs and gradients of a program by one native function."""

    def __init__(self, program: AnyProgram, name: str | None, wrt: int | Sequence[int]):
        self._wrt = (wrt,) if isinstance(wrt, int) else tuple(wrt)
        gradients = GradientResults(len(self._wrt), isinstance(wrt, int))
        self._calls = PreparedCalls(source_of(program, name, self._specialized), gradients)

    def __call__(self, *args: Argument) -> tuple[Outputs, Gradients]:
        """`(outputs, gradients)` for these arguments. Raises AdjointError where an argument or a size does not fit."""
        return cast("tuple[Outputs, Gradients]", self._calls.call(*args))

    def _specialized(self, program: Program) -> SpecializedProgram[CompiledFunction]:
        wrt = normalized_wrt(self._wrt, program)

        def transform(module: ModuleOp, name: str) -> list[str]:
            # Not at the top: programs that were compiled before run without the rules.
            from adjoint.passes.differentiate import api

            return [api.value_and_grad_function(module, name, wrt)]

        def build(refinement: Refinement) -> CompiledFunction:
            (compiled,) = compile_functions(program, refinement, transform, request=f"value and gradients {wrt}")
            return compiled

        return SpecializedProgram(program.parameters(), build)


def value_and_grad(program: AnyProgram, name: str | None = None, *, wrt: int | Sequence[int] = 0) -> ValueAndGrad:
    """The function `name` of a module, or a traced function, with the gradient of its first result.

    The first result must have one element; further results are given as they are and contribute no gradient. `wrt`
    names the arguments to differentiate with respect to, by position, negative from the end. Value and gradient are
    compiled as one function at the first call. Raises AdjointError where there is no such function or argument.
    """
    return ValueAndGrad(program, name, wrt)


def differentiate(module: ModuleOp, name: str, *, wrt: int | Sequence[int] | None = None) -> GradientAttr:
    """Splits `@name` of the module, in place, into itself and `@name.reverse`; returns the descriptor of the two.

    `wrt` names the arguments whose cotangents are wanted, by position; by default every floating point argument. Raises
    AdjointError, with the op and its place, where an op has no adjoint rule.
    """
    from adjoint.passes.differentiate import api

    program = Program.of(module, name)
    wanted = None if wrt is None else normalized_wrt((wrt,) if isinstance(wrt, int) else tuple(wrt), program)
    with as_adjoint_error():
        return api.differentiate(module, name, wanted)


def normalized_wrt(wrt: Sequence[int], program: Program) -> tuple[int, ...]:
    """Positions of arguments counted from the front. Raises AdjointError for one that has no gradient."""
    parameters = program.parameters()
    normalized: list[int] = []
    for index in wrt:
        if not -len(parameters) <= index < len(parameters):
            raise AdjointError(f"error: @{program.name} has {len(parameters)} arguments, there is none at {index}")
        parameter = parameters[index]
        if not is_floating_point(parameter.dtype):
            raise AdjointError(
                f"error: argument {index} ('{parameter.name}') of @{program.name} is {parameter.dtype}: "
                "only floating point arguments have gradients"
            )
        if index % len(parameters) in normalized:
            raise AdjointError(f"error: argument {index} appears twice in wrt")
        normalized.append(index % len(parameters))
    return tuple(normalized)
