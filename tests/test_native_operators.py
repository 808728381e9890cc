"""Every operator as native code against eager PyTorch, values and gradients, in f64 and f32.

Shapes are drawn: static or `?`, broadcast, 0-d and empty. Where a `?` is 1 at run time it is a broadcast, and the
runtime has to find the specialisation.
"""

import pytest
from hypothesis import Phase, given, settings, strategies as st

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402
from operator_cases import CASES, Argument, Instance, OperatorCase  # noqa: E402
from rule_testing import Trial, build_function, draw_trial, tensor_type_of  # noqa: E402
from xdsl.dialects.builtin import ModuleOp  # noqa: E402
from xdsl.dialects.func import FuncOp  # noqa: E402

import adjoint  # noqa: E402
from adjoint.dialects import aten  # noqa: E402
from adjoint.runtime.arguments import Array  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:.*degrees of freedom:UserWarning")

DTYPES = pytest.mark.parametrize("dtype", [torch.float64, torch.float32], ids=["f64", "f32"])

# A failing example is small as drawn, and shrinking compiles hundreds of programs.
few_examples = settings(max_examples=4, phases=[Phase.explicit, Phase.reuse, Phase.generate], deadline=None)


def module_of(function: FuncOp) -> ModuleOp:
    module = function.parent_op()
    assert isinstance(module, ModuleOp)
    return module


def eager_gradients(trial: Trial) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
    """PyTorch's value, a random cotangent of it, and its cotangents of the arguments that want one."""
    inputs = [argument.requires_grad_(argument.is_floating_point()) for argument in trial.arguments]
    value = trial.instance.eager(*inputs)
    cotangent = trial.like(value)
    wanted = [inputs[index] for index in trial.wrt]
    gradients = torch.autograd.grad(value, wanted, cotangent, allow_unused=True, materialize_grads=True)
    return value.detach(), cotangent, list(gradients)


def assert_close(given: Array, expected: torch.Tensor, what: str) -> None:
    assert given.shape == tuple(expected.shape), what
    rtol, atol = (1e-4, 1e-5) if expected.dtype is torch.float32 else (1e-10, 1e-12)
    np.testing.assert_allclose(given, expected.numpy(), rtol=rtol, atol=atol, err_msg=what)


@DTYPES
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@given(data=st.data())
@few_examples
def test_vjp(case: OperatorCase, dtype: torch.dtype, data: st.DataObject):
    """The function and its reverse, compiled apart: what is in between goes through memory."""
    trial = draw_trial(data, data.draw(case.instances), dtype)
    text = str(trial.function)
    expected, cotangent, gradients = eager_gradients(trial)
    value, pullback = adjoint.vjp(module_of(trial.function))(
        *(argument.detach().numpy() for argument in trial.arguments)
    )
    assert isinstance(value, np.ndarray)
    assert_close(value, expected, f"the value of\n{text}")
    given = pullback(cotangent.numpy())
    for index, gradient in zip(trial.wrt, gradients, strict=True):
        # A program that does not depend on an argument gives None for it, PyTorch zeros.
        found = given[index]
        assert_close(np.zeros(gradient.shape) if found is None else found, gradient, f"gradient {index} of\n{text}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@given(data=st.data())
@few_examples
def test_value_and_grad(case: OperatorCase, data: st.DataObject):
    """A sum of the result with weights and its gradient as one function: kernels span forward and reverse."""
    instance = data.draw(case.instances)
    trial = draw_trial(data, instance, torch.float64)
    expected, weights, gradients = eager_gradients(trial)
    function = build_function(
        Instance(
            lambda *arguments: aten.sum(instance.build(*arguments[:-1]) * arguments[-1]),
            instance.eager,
            [*instance.arguments, Argument(tuple(expected.shape))],
        ),
        [*trial.function.function_type.inputs, tensor_type_of(weights, [True] * weights.ndim)],
    )
    arrays = [argument.detach().numpy() for argument in trial.arguments]
    step = adjoint.value_and_grad(module_of(function), wrt=trial.wrt)
    value, found = step(*arrays, weights.numpy())
    assert isinstance(value, np.ndarray)
    assert_close(value, (expected * weights).sum(), f"the value of\n{function}")
    for index, each, gradient in zip(trial.wrt, found, gradients, strict=True):
        assert_close(each, gradient, f"gradient {index} of\n{function}")
