"""Gradients where there is none or several: ties, bounds, zeros, infinities and NaN, as eager PyTorch has them."""

from collections.abc import Callable
from math import inf, nan
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from operator_cases import Argument, Instance  # noqa: E402
from rule_testing import build_function, gradients_of, tensor_type_of  # noqa: E402

from adjoint.dialects import aten  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:.*degrees of freedom:UserWarning")

TIES = [1.0, 2.0, 2.0, nan], [1.0, 2.0, 3.0, 1.0]
SPECIAL = [0.0, -0.0, 1.0, -1.0, inf, -inf, nan]


CONVENTIONS: list[tuple[str, Callable[..., Any], Callable[..., Any], tuple[Any, ...]]] = [
    ("maximum", aten.maximum, torch.maximum, TIES),
    ("minimum", aten.minimum, torch.minimum, TIES),
    ("amax_shared", aten.amax, torch.amax, ([1.0, 3.0, 3.0, 3.0],)),
    ("amin_shared", lambda x: aten.amin(x, 1), lambda x: torch.amin(x, 1), ([[1.0, 1.0, 3.0], [2.0, 3.0, 4.0]],)),
    ("amax_nan", aten.amax, torch.amax, ([1.0, nan, 3.0],)),
    ("clamp_at_bounds", lambda x: aten.clamp(x, -1, 1), lambda x: torch.clamp(x, -1, 1), (SPECIAL,)),
    ("clamp_crossed", lambda x: aten.clamp(x, 1, -1), lambda x: torch.clamp(x, 1, -1), (SPECIAL,)),
    ("pow_tensors", aten.pow, torch.pow, ([0.0, 0.0, 0.0, 2.0, nan], [0.0, 2.0, -1.0, 0.0, 0.0])),
    ("pow_0", lambda x: x**0, lambda x: x**0, (SPECIAL,)),
    ("pow_1", lambda x: x**1, lambda x: x**1, (SPECIAL,)),
    ("pow_2", lambda x: x**2, lambda x: x**2, (SPECIAL,)),
    ("pow_half", lambda x: x**0.5, lambda x: x**0.5, (SPECIAL,)),
    ("pow_-1", lambda x: x**-1, lambda x: x**-1, (SPECIAL,)),
    ("pow_of_0", lambda x: 0**x, lambda x: 0**x, ([0.0, 1.0, 2.0, -1.0],)),
    ("div_by_0", aten.div, torch.div, ([0.0, 1.0, -1.0, inf], [0.0, 0.0, 0.0, inf])),
    ("var_of_one", lambda x: aten.var(x, 0), lambda x: torch.var(x, 0), ([3.0],)),
    ("var_of_equal", lambda x: aten.var(x, 0), lambda x: torch.var(x, 0), ([3.0, 3.0],)),
    ("mean_of_none", lambda x: aten.mean(x, 1), lambda x: torch.mean(x, 1), ([[], []],)),
    ("logsumexp_of_-inf", lambda x: aten.logsumexp(x, 0), lambda x: torch.logsumexp(x, 0), ([-inf, -inf],)),
    ("logsumexp_with_-inf", lambda x: aten.logsumexp(x, 0), lambda x: torch.logsumexp(x, 0), ([-inf, 1.0],)),
    ("softmax_with_-inf", lambda x: aten.softmax(x, 0), lambda x: torch.softmax(x, 0), ([-inf, 1.0, 2.0],)),
    ("log_softmax_with_-inf", lambda x: aten.log_softmax(x, 0), lambda x: torch.log_softmax(x, 0), ([-inf, 1.0],)),
    (
        "log_hidden_by_where",
        lambda x: aten.where(x > 0, x.log(), 0),
        lambda x: torch.where(x > 0, x.log(), 0),
        ([0.0, 1.0],),
    ),
    ("log_of_abs", lambda x: x.abs().log(), lambda x: x.abs().log(), ([0.0, 1.0, -1.0],)),
    ("sqrt_of_relu", lambda x: x.relu().sqrt(), lambda x: x.relu().sqrt(), ([0.0, 1.0, -1.0],)),
    *(
        (name, getattr(aten, name), getattr(torch.nn.functional, name, None) or getattr(torch, name), (SPECIAL,))
        for name in (
            *("abs", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "reciprocal", "sin", "cos", "tanh", "sigmoid"),
            *("relu", "silu", "gelu", "erf"),
        )
    ),
]


@pytest.mark.parametrize("name, build, eager, values", CONVENTIONS, ids=[name for name, *_ in CONVENTIONS])
def test_gradient_of_the_sum(name: str, build: Callable[..., Any], eager: Callable[..., Any], values: tuple[Any, ...]):
    inputs = [torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in values]
    expected = torch.autograd.grad(eager(*inputs).sum(), inputs)
    instance = Instance(build, eager, [Argument(tuple(each.shape)) for each in inputs])
    function = build_function(instance, [tensor_type_of(each, [False] * each.ndim) for each in inputs])
    for gradient, correct in zip(gradients_of(function, inputs), expected, strict=True):
        torch.testing.assert_close(gradient, correct, equal_nan=True)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_batch_of_ignored_samples_has_no_gradient(smoothing: float):
    x, target = torch.randn(3, 4, dtype=torch.float64, requires_grad=True), torch.full((3,), -100)

    def eager(x: Any) -> Any:
        return torch.nn.functional.cross_entropy(x, target, label_smoothing=smoothing)

    instance = Instance(
        lambda x, target: aten.cross_entropy(x, target, label_smoothing=smoothing), eager, [Argument((3, 4))]
    )
    function = build_function(instance, [tensor_type_of(x, [True, True]), tensor_type_of(target, [True])])
    (expected,) = torch.autograd.grad(eager(x), x)
    torch.testing.assert_close(gradients_of(function, [x, target])[0], expected)


def test_mixed_element_types():
    """Each cotangent has the element type of its operand, whatever the operator computed in."""

    def build(x: Any, y: Any, n: Any) -> Any:
        return aten.cat([(x * y + n) / (x > 0), x * 2.5]) * aten.to(y, x.dtype)

    def eager(x: Any, y: Any, n: Any) -> Any:
        return torch.cat([(x * y + n) / (x > 0), x * 2.5]) * y.to(x.dtype)

    x = torch.rand(3, dtype=torch.float32, requires_grad=True)
    y = torch.rand(1, dtype=torch.float64, requires_grad=True)
    n = torch.tensor([1, 2, 3])
    function = build_function(Instance(build, eager, []), [tensor_type_of(each, [False]) for each in (x, y, n)])
    for gradient, correct in zip(
        gradients_of(function, [x, y, n]), torch.autograd.grad(eager(x, y, n).sum(), [x, y]), strict=False
    ):
        torch.testing.assert_close(gradient, correct)
