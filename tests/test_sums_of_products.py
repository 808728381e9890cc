"""Sums of products of matrices, which add to one another, and transposed products: values as NumPy gives them."""

import numpy as np
import pytest
from numpy.typing import NDArray

import adjoint
from adjoint.dialects.aten.tensor import Tensor

Array = NDArray[np.floating]

rng = np.random.default_rng(0)


def _random(*shape: int, dtype: type = np.float32) -> Array:
    return rng.standard_normal(shape).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_weight_that_every_step_uses(dtype: type) -> None:
    def steps(x: Tensor, w: Tensor) -> Tensor:
        for _ in range(4):
            x = (x @ w.t()).tanh()
        return (x * x).sum()

    x, w = _random(50, 40, dtype=dtype), _random(40, 40, dtype=dtype) / 5
    _, (dw,) = adjoint.value_and_grad(adjoint.function(steps), wrt=(1,))(x, w)
    states = [x]
    for _ in range(4):
        states.append(np.tanh(states[-1] @ w.T))
    gradient, expected = 2 * states[-1], np.zeros_like(w)
    for before, after in zip(states[-2::-1], states[:0:-1], strict=True):
        gradient = gradient * (1 - after * after)
        expected += gradient.T @ before
        gradient = gradient @ w
    np.testing.assert_allclose(dw, expected, rtol=1e-3 if dtype is np.float32 else 1e-10, atol=1e-4)


def test_a_summand_that_is_needed_itself() -> None:
    def both(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        product, other = x @ y, x.t() @ y
        return product, product + other, (product + other).t()

    x, y = _random(48, 48), _random(48, 48)
    product, total, transposed = adjoint.compile(adjoint.function(both))(x, y)
    np.testing.assert_allclose(product, x @ y, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(total, x @ y + x.T @ y, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(transposed, (x @ y + x.T @ y).T, rtol=1e-4, atol=1e-4)


def test_a_product_added_to_itself() -> None:
    def doubled(x: Tensor, y: Tensor) -> Tensor:
        product = x @ y
        return product + product

    x, y = _random(48, 40), _random(40, 56)
    np.testing.assert_allclose(adjoint.compile(adjoint.function(doubled))(x, y), 2 * (x @ y), rtol=1e-4, atol=1e-4)


def test_sums_of_sums_and_of_small_products() -> None:
    def total(x: Tensor, y: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        large = (x @ y + y @ x) + (x.t() @ y + y.t() @ x)
        return large.t(), (z @ z + z @ z.t()).t()

    x, y, z = _random(48, 48), _random(48, 48), _random(5, 5)
    large, small = adjoint.compile(adjoint.function(total))(x, y, z)
    np.testing.assert_allclose(large, (x @ y + y @ x + x.T @ y + y.T @ x).T, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(small, (z @ z + z @ z.T).T, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_products_of_batches_in_any_order(order: tuple[int, int, int]) -> None:
    def permuted(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y).permute(order)

    x, y = _random(3, 48, 40), _random(3, 40, 56)
    value = adjoint.compile(adjoint.function(permuted))(x, y)
    np.testing.assert_allclose(value, (x @ y).transpose(order), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", [(0, 40, 56), (48, 0, 56), (48, 40, 0)])
def test_nothing_to_sum(shape: tuple[int, int, int]) -> None:
    def total(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y + (x + 1) @ y).t()

    rows, inner, columns = shape
    value = adjoint.compile(adjoint.function(total))(_random(rows, inner), _random(inner, columns))
    np.testing.assert_array_equal(value, np.zeros((columns, rows)))
