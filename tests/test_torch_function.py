"""Compiled programs inside of PyTorch: values, gradients of any order, and what is refused."""

import threading
from collections.abc import Callable

import pytest

import adjoint

torch = pytest.importorskip("torch")
as_function = pytest.importorskip("adjoint.torch").as_function

_PRODUCT = """
func.func @product(%x: tensor<?x4xf32>, %w: tensor<4xf32>, %n: tensor<i64>)
    -> (tensor<f32>, tensor<?x4xf32>, tensor<i64>) {
  %y = aten.mul %x, %w : tensor<?x4xf32>, tensor<4xf32> -> tensor<?x4xf32>
  %s = aten.sum %y : tensor<?x4xf32> -> tensor<f32>
  return %s, %y, %n : tensor<f32>, tensor<?x4xf32>, tensor<i64>
}
"""


@adjoint.function
def layer(x, w):
    """Two outputs, of which the second depends on the same captured value."""
    y = adjoint.aten.tanh(x @ w)
    return y.sum(), y.exp()


@pytest.fixture(scope="module")
def product() -> Callable[..., object]:
    return as_function(adjoint.parse(_PRODUCT), "product")


def _numbers(*shape: int, dtype=torch.float64) -> torch.Tensor:
    return torch.randn(*shape, dtype=dtype, generator=torch.Generator().manual_seed(sum(shape)), requires_grad=True)


def test_first_and_second_derivatives_against_finite_differences():
    f = as_function(adjoint.function(lambda x, w: adjoint.aten.tanh(x @ w)))
    inputs = _numbers(3, 4), _numbers(4, 2)
    assert torch.autograd.gradcheck(f, inputs)
    assert torch.autograd.gradgradcheck(f, inputs)


def test_second_derivative_through_what_two_outputs_have_in_common():
    x, w = _numbers(3, 4), _numbers(4, 2)
    y = (x @ w).tanh()
    found: list[torch.Tensor] = []
    for total, other in ((y.sum(), y.exp()), as_function(layer)(x, w)):
        (gradient,) = torch.autograd.grad(total * other.sum(), x, create_graph=True)
        found += torch.autograd.grad(gradient.square().sum(), w)
    torch.testing.assert_close(*found)


def test_third_derivative():
    f = as_function(adjoint.function(lambda x: adjoint.aten.sum(x * x * x.sin())))
    x = _numbers(3)
    expected, value = (x * x * x.sin()).sum(), f(x)
    for _ in range(3):
        (expected,) = torch.autograd.grad(expected.sum(), x, create_graph=True)
        (value,) = torch.autograd.grad(value.sum(), x, create_graph=True)
        torch.testing.assert_close(value, expected)


def test_only_what_depends_on_what_requires_a_gradient_requires_one(product):
    x, w = torch.randn(3, 4), _numbers(4, dtype=torch.float32)
    total, y, n = product(x, w, torch.tensor(3))
    assert total.requires_grad
    assert y.requires_grad
    assert not n.requires_grad
    total.backward()
    torch.testing.assert_close(w.grad, x.sum(0))
    assert not any(each.requires_grad for each in product(x, w.detach(), torch.tensor(3)))
    with torch.no_grad():
        assert not product(x, w, torch.tensor(3))[0].requires_grad


def test_layouts_and_sizes(product):
    w = torch.randn(4)
    for x in (torch.randn(4, 5).t(), torch.randn(6, 8)[::2, ::2], torch.randn(1, 4).expand(3, 4), torch.randn(0, 4)):
        torch.testing.assert_close(product(x, w, 3)[1], x * w)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.int8, torch.int64, torch.bool])
def test_dtypes(dtype):
    twice = as_function(adjoint.function(lambda x: (x, adjoint.aten.where(x > 0, x, x))))
    x = torch.tensor([[0, 1], [2, 3]]).to(dtype)
    for result in twice(x):
        assert result.dtype is dtype
        assert torch.equal(result, x)
        assert result.data_ptr() != x.data_ptr()


@pytest.mark.parametrize(
    "x, problem",
    [
        (torch.zeros(3, 4, dtype=torch.float64), r"argument 'x': expected float32\[\?, 4\], got dtype float64"),
        (torch.zeros(3, 5), r"argument 'x': expected float32\[\?, 4\], got shape \[3, 5\]"),
        (torch.zeros(3, 4, device="meta"), "got a tensor on meta: compiled programs run on the CPU"),
        (torch.eye(4).to_sparse(), "layout sparse_coo, which is not dense"),
        ([[1.0] * 4], "got list, which is no tensor"),
    ],
)
def test_what_does_not_fit_is_refused(product, x, problem):
    with pytest.raises(adjoint.AdjointError, match=problem):
        product(x, torch.zeros(4), torch.tensor(3))


def test_the_number_of_arguments_and_names_are_checked(product):
    with pytest.raises(adjoint.AdjointError, match="expected 3 arguments"):
        product(torch.zeros(3, 4))
    with pytest.raises(adjoint.AdjointError, match="no function @missing"):
        as_function(adjoint.parse(_PRODUCT), "missing")
    with pytest.raises(adjoint.AdjointError, match="vmap cannot look into"):
        torch.func.vmap(lambda x: product(x, torch.zeros(4), torch.tensor(3))[1])(torch.zeros(2, 3, 4))


def test_a_captured_argument_that_was_changed_is_an_error_as_in_pytorch(product):
    x, w = torch.randn(3, 4), _numbers(4, dtype=torch.float32)
    total, _, _ = product(x, w, torch.tensor(3))
    x.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        total.backward()


def test_threads_share_a_function():
    f, w = as_function(layer), torch.randn(8, 8) / 8
    wrong: list[int] = []

    def run(rows: int) -> None:
        x = torch.randn(rows, 8, requires_grad=True)
        for _ in range(20):
            total, other = f(x, w)
            (gradient,) = torch.autograd.grad(total + other.sum(), x)
            y = (x @ w).tanh()
            (expected,) = torch.autograd.grad(y.sum() + y.exp().sum(), x)
            if not torch.allclose(gradient, expected, atol=1e-4):
                wrong.append(rows)

    threads = [threading.Thread(target=run, args=(rows,)) for rows in (3, 4, 5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
