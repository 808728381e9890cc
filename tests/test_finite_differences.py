"""Native gradients, and gradients of gradients, against central differences in f64. PyTorch is not needed."""

import numpy as np
import pytest
from gradient_programs import PROGRAMS, GradientProgram
from xdsl.dialects.builtin import ModuleOp

import adjoint
from adjoint.dialects.autodiff.attributes import indices
from adjoint.runtime.arguments import Array
from adjoint.runtime.gradient_check import check_gradients
from adjoint.runtime.program import Program

PROGRAM = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)


def assert_gradients_agree(module: ModuleOp, name: str, arrays: list[Array]) -> None:
    forward, pair = adjoint.compile(module, name), adjoint.vjp(module, name)

    def outputs_of(*values: Array) -> tuple[Array, ...]:
        outputs = forward(*values)
        return outputs if isinstance(outputs, tuple) else (outputs,)

    outputs, pullback = pair(*arrays)
    listed = outputs if isinstance(outputs, tuple) else (outputs,)
    parameters = Program.of(module, name).parameters()
    derivatives = check_gradients(outputs_of, pullback, arrays, parameters, listed, np.random.default_rng(1))
    assert derivatives
    for derivative in derivatives:
        assert derivative.agrees(), derivative


@PROGRAM
def test_gradient(program: GradientProgram):
    arrays = program.arguments(np.random.default_rng(0))
    assert_gradients_agree(program.module(), "program", arrays)


@pytest.mark.parametrize(
    "program",
    # The reverse of amax compares elements with the captured result: that is constant, where it is differentiable.
    [program for program in PROGRAMS if program.name not in ("amax", "amin")],
    ids=lambda program: program.name,
)
def test_gradient_of_the_gradient(program: GradientProgram):
    """The reverse is a program like any other: it is run forward and differentiated again."""
    rng = np.random.default_rng(0)
    module = program.module()
    arrays = program.arguments(rng)
    gradient = adjoint.differentiate(module, "program")
    results = adjoint.compile(module, "program")(*arrays)
    outputs = results if isinstance(results, tuple) else (results,)
    captured = [
        *(arrays[index] for index in indices(gradient.captured_inputs)),
        *(outputs[index] for index in indices(gradient.captured_outputs)),
    ]
    cotangents = [rng.standard_normal(outputs[index].shape) for index in indices(gradient.input_vjps)]
    assert_gradients_agree(module, gradient.reverse_name, [*cotangents, *captured])
