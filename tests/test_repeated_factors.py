"""Products of factors that repeat, or are one number everywhere: what repeats is computed once."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from xdsl.dialects.builtin import f64

import adjoint
from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor

rng = np.random.default_rng(0)
M, K, N = 5, 7, 6
X, Y = rng.standard_normal((3, M, K)), rng.standard_normal((3, K, N))
ROW, COLUMN = rng.standard_normal((3, 1, K)), rng.standard_normal((3, K, 1))


def _ones(*shape: int) -> NDArray[np.float64]:
    return np.ones(shape)


def _number(shape: list[int], number: float) -> Tensor:
    return aten.full(shape, number, f64)


@pytest.mark.parametrize(
    ("traced", "expected"),
    [
        (lambda x, y: _number([3, M, K], 2.5) @ y, 2.5 * _ones(3, M, K) @ Y),
        (lambda x, y: x @ _number([3, K, N], 2.5), 2.5 * X @ _ones(3, K, N)),
        (lambda x, y: _number([M, K], 2.5) @ y, 2.5 * _ones(M, K) @ Y),
        (lambda x, y: x @ _number([K], 2.5), 2.5 * X @ _ones(K)),
        (lambda x, y: _number([3, M, K], 2.5) @ _number([3, K, N], 0.5), 1.25 * K * _ones(3, M, N)),
        (lambda x, y: _number([1, M, K], 2.5) @ y, 2.5 * _ones(1, M, K) @ Y),
        (lambda x, y: x[:, :1].expand([3, 9, K]) @ y, np.broadcast_to(X[:, :1], (3, 9, K)) @ Y),
        (lambda x, y: x @ y[:, :, :1].expand([3, K, 9]), X @ np.broadcast_to(Y[:, :, :1], (3, K, 9))),
        (lambda x, y: x[:, :, :1].expand([3, M, K]) @ y, np.broadcast_to(X[:, :, :1], (3, M, K)) @ Y),
        (
            lambda x, y: x[:, :1].expand([3, 9, K]) @ y[:, :, :1].expand([3, K, 9]),
            np.broadcast_to(X[:, :1], (3, 9, K)) @ np.broadcast_to(Y[:, :, :1], (3, K, 9)),
        ),
        (lambda x, y: x[0, :1].expand([9, K]) @ y, np.broadcast_to(X[0, :1], (9, K)) @ Y),
        (
            lambda x, y: (x[:, :1].expand([3, 9, K]) @ y).transpose(1, 2) + 1,
            1 + (np.repeat(X[:, :1], 9, 1) @ Y).swapaxes(1, 2),
        ),
    ],
)
def test_products(traced: Callable[[Tensor, Tensor], Tensor], expected: NDArray[np.float64]) -> None:
    value = adjoint.compile(adjoint.function(traced))(X, Y)
    np.testing.assert_allclose(value, np.broadcast_to(expected, np.shape(value)), rtol=1e-12, atol=1e-12)
    assert np.shape(value) == np.shape(expected)


def test_a_sum_needs_no_product_for_its_gradients() -> None:
    def total(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y).sum()

    step = adjoint.value_and_grad(adjoint.function(total), wrt=(0, 1))
    value, (dx, dy) = step(X, Y)
    np.testing.assert_allclose(value, (X @ Y).sum(), rtol=1e-12)
    np.testing.assert_allclose(dx, _ones(3, M, N) @ Y.swapaxes(1, 2), rtol=1e-12)
    np.testing.assert_allclose(dy, X.swapaxes(1, 2) @ _ones(3, M, N), rtol=1e-12)


def test_infinities_and_nan_stay() -> None:
    x = np.array([[1.0, np.inf], [np.nan, 2.0]])

    def vanishing(x: Tensor) -> Tensor:
        return x @ _number([2, 3], 0.0)

    value = adjoint.compile(adjoint.function(vanishing))(x)
    assert np.isnan(value).all()
