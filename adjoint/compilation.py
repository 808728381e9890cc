"""`function` and `compile`: programs as Python callables on numpy arrays."""

from collections.abc import Callable
from typing import cast

from adjoint.frontends.tracing import TracedFunction
from adjoint.runtime.arguments import Argument
from adjoint.runtime.compilation import compile_functions
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.prepared_calls import Outputs, PreparedCalls
from adjoint.runtime.program import AnyModule, Program
from adjoint.runtime.program_source import source_of
from adjoint.runtime.specialization import Refinement, SpecializedProgram

AnyProgram = AnyModule | TracedFunction
"""A module, of which one function is meant, an imported program, or a traced Python function."""


def function(python_function: Callable[..., object]) -> TracedFunction:
    """Makes a Python function on tensors a program (`adjoint.frontends.tracing`).

    It takes tensors by position and returns a tensor or a tuple of tensors. `compile`, `value_and_grad` and `vjp` take
    it in place of a module; within another such function it is an ordinary call.
    """
    return TracedFunction(python_function)


class Compiled:
    """A compiled function: numpy arrays in, a numpy array or a tuple of them out."""

    def __init__(self, program: AnyProgram, name: str | None):
        self._calls = PreparedCalls(source_of(program, name, specialized))

    def __call__(self, *args: Argument) -> Outputs:
        """The results for these arguments. Raises AdjointError where an argument or a size does not fit."""
        return cast(Outputs, self._calls.call(*args))


def compile(program: AnyProgram, name: str | None = None) -> Compiled:
    """The function `name` of a module (by default its only one), or a traced function, as native code.

    A module's function is compiled for its types, a traced one for the ranks and dtypes of its arguments; new values of
    `?` sizes compile nothing again. Compilation happens at the first call. Raises AdjointError where there is no such
    function; the callable raises it where the program or an argument is wrong.
    """
    return Compiled(program, name)


def specialized(program: Program) -> SpecializedProgram[CompiledFunction]:
    """The program as native code, a version for each way in which its sizes broadcast."""

    def build(refinement: Refinement) -> CompiledFunction:
        (compiled,) = compile_functions(program, refinement, lambda module, name: [name], request="value")
        return compiled

    return SpecializedProgram(program.parameters(), build)
