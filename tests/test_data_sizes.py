"""Results as large as the data says: their sizes are computed first, by a function of their own."""

import numpy as np
import pytest
from numpy.typing import NDArray

import adjoint
from adjoint import AdjointError
from adjoint.dialects.aten.tensor import Tensor

aten = adjoint.aten

nonzero = adjoint.compile(adjoint.function(lambda x: aten.nonzero(x)))


@pytest.mark.parametrize("shape", [(), (4,), (3, 5), (2, 3, 4), (0, 3), (1, 1), (300, 70)], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.int64, np.bool_])
def test_nonzero(shape: tuple[int, ...], dtype: type[np.generic]):
    rng = np.random.default_rng(0)
    x = np.asarray((rng.random(shape) < 0.4) * rng.integers(1, 9, shape)).astype(dtype)
    np.testing.assert_array_equal(nonzero(x), np.argwhere(x))


def test_nonzero_takes_nan_for_something_and_minus_zero_for_nothing():
    np.testing.assert_array_equal(nonzero(np.array([np.nan, -0.0, 0.0, np.inf])), [[0], [3]])


def test_nonzero_as_tuple():
    program = adjoint.compile(adjoint.function(lambda x: aten.nonzero(x, as_tuple=True)))
    x = np.array([[0, 3], [4, 0], [0, 5]])
    rows, columns = program(x)
    np.testing.assert_array_equal(rows, np.nonzero(x)[0])
    np.testing.assert_array_equal(columns, np.nonzero(x)[1])


@pytest.mark.parametrize("repeats", [[1, 0, 3], [0, 0, 0], [2, 2, 2], [0, 4, 0]], ids=str)
def test_repeat_interleave_by_a_tensor(repeats: list[int]):
    def repeated(x: Tensor, repeats: Tensor) -> Tensor:
        return aten.repeat_interleave(x * x, repeats, 0)

    x = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    y, pullback = adjoint.vjp(adjoint.function(repeated))(x, np.array(repeats))
    np.testing.assert_array_equal(y, np.repeat(x * x, repeats, 0))
    gradient, _ = pullback(np.ones_like(y))
    np.testing.assert_array_equal(gradient, 2 * x * np.array(repeats)[:, None])


@pytest.mark.parametrize("repeats", [[2, -1, 1], [-1, 2, 1]], ids=str)
def test_repeats_must_not_be_negative(repeats: list[int]):
    program = adjoint.compile(adjoint.function(lambda x, n: aten.repeat_interleave(x, n, 0)))
    with pytest.raises(AdjointError, match=r"aten.repeat_interleave.Tensor'.*out of range"):
        program(np.zeros(3), np.array(repeats))


def test_the_sum_of_repeats_must_be_the_output_size():
    program = adjoint.compile(adjoint.function(lambda x, n: aten.repeat_interleave(x, n, 0, output_size=4)))
    np.testing.assert_array_equal(program(np.arange(3.0), np.array([1, 1, 2])), [0, 1, 2, 2])
    with pytest.raises(AdjointError, match=r"aten.repeat_interleave'.*out of range"):
        program(np.arange(3.0), np.array([1, 1, 1]))


def test_sizes_that_depend_on_sizes_that_depend_on_data():
    @adjoint.function
    def program(x: Tensor) -> tuple[Tensor, Tensor]:
        chosen = aten.index_select(x, 0, aten.nonzero(x)[:, 0])
        return aten.nonzero(chosen > 1), chosen

    compiled = adjoint.compile(program)
    for x in ([0, 1.0, 2, 0, 3], [0.0, 0, 0], [1.0], [5.0, 0, 6]):
        places, chosen = compiled(np.array(x))
        expected = np.array(x)[np.nonzero(x)[0]]
        np.testing.assert_array_equal(chosen, expected)
        np.testing.assert_array_equal(places, np.argwhere(expected > 1))


def test_a_gradient_through_chosen_elements():
    @adjoint.function
    def loss(x: Tensor) -> Tensor:
        chosen = aten.index_select(x, 0, aten.nonzero(x > 0)[:, 0])
        return aten.sum(chosen.exp())

    step = adjoint.value_and_grad(loss)
    for seed, size in enumerate((7, 1, 0, 40)):
        x: NDArray[np.float64] = np.random.default_rng(seed).standard_normal(size)
        value, gradient = step(x)
        np.testing.assert_allclose(value, np.exp(x[x > 0]).sum())
        np.testing.assert_allclose(gradient, np.where(x > 0, np.exp(x), 0))
