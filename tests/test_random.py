"""The random operators: what they draw, its statistics, and that only seed, offset and place decide."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from philox import philox
from xdsl.dialects.builtin import f32, f64
from xdsl.ir import Attribute

import adjoint
from adjoint.dialects.aten.tensor import Tensor

aten = adjoint.aten

DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])
COUNT = 1 << 18


def draw(program: Callable[[Tensor, Tensor], Tensor], like: NDArray[np.floating], seed: int) -> NDArray[np.floating]:
    result = adjoint.compile(adjoint.function(program))(like, np.int64(seed))
    assert isinstance(result, np.ndarray)
    return result


@pytest.mark.parametrize("seed", [0, 7, -1, 2**40 + 3])
def test_uniform_numbers_are_bits_of_philox(seed: int):
    like = np.empty((3, 5))
    for offset in (0, 2, 2**33):
        words = philox(seed & (2**64 - 1), offset, 15)
        single = draw(lambda x, s, o=offset: aten.rand_like(x, s, dtype=f32, offset=o), like, seed)
        np.testing.assert_array_equal(single.ravel(), (words[0] >> 8).astype(np.float32) * np.float32(2**-24))
        double = draw(lambda x, s, o=offset: aten.rand_like(x, s, offset=o), like, seed)
        bits = words[0] * 2**21 + (words[1] >> 11)
        np.testing.assert_array_equal(double.ravel(), bits.astype(np.float64) * 2.0**-53)


@pytest.mark.parametrize("dtype", [f32, f64])
def test_normal_numbers_are_box_muller_of_philox(dtype: Attribute):
    words = philox(5, 1, 100)
    if dtype == f32:
        u, v = ((word >> 8).astype(np.float64) * 2.0**-24 for word in words[:2])
    else:
        u, v = ((words[i] * 2**21 + (words[i + 1] >> 11)).astype(np.float64) * 2.0**-53 for i in (0, 2))
    expected = np.sqrt(-2 * np.log1p(-u)) * np.cos(2 * np.pi * v)
    given = draw(lambda x, s: aten.randn_like(x, s, dtype=dtype, offset=1), np.empty(100), 5)
    tolerance = 1e-5 if dtype == f32 else 1e-14
    np.testing.assert_allclose(given, expected, rtol=tolerance, atol=tolerance)


@DTYPES
def test_uniform_statistics(dtype: type[np.floating]):
    """Within five standard deviations of what is expected; the numbers are always the same."""
    x = draw(lambda x, s: aten.rand_like(x, s), np.empty(COUNT, dtype), 3).astype(np.float64)
    assert x.min() >= 0
    assert x.max() < 1
    assert abs(x.mean() - 1 / 2) < 5 * np.sqrt(1 / 12 / COUNT)
    assert abs(x.var() - 1 / 12) < 5 * np.sqrt(1 / 180 / COUNT)
    assert chi_squared(x, np.linspace(0, 1, 257)[1:-1]) < 255 + 5 * np.sqrt(2 * 255)
    for lag in (1, 2, 64, 1024):
        assert abs(np.corrcoef(x[lag:], x[:-lag])[0, 1]) < 5 / np.sqrt(COUNT)


@DTYPES
def test_normal_statistics(dtype: type[np.floating]):
    x = draw(lambda x, s: aten.randn_like(x, s), np.empty(COUNT, dtype), 3).astype(np.float64)
    assert abs(x.mean()) < 5 / np.sqrt(COUNT)
    assert abs(x.var() - 1) < 5 * np.sqrt(2 / COUNT)
    assert abs((x**3).mean()) < 5 * np.sqrt(15 / COUNT)
    assert abs((x**4).mean() - 3) < 5 * np.sqrt(96 / COUNT)
    quartiles = [-0.6744897501960817, 0.0, 0.6744897501960817]
    assert chi_squared(x, quartiles) < 3 + 5 * np.sqrt(2 * 3)


def chi_squared(x: NDArray[np.float64], borders: NDArray[np.float64] | list[float]) -> float:
    """Of the counts between borders that are equally probable."""
    counts = np.bincount(np.searchsorted(borders, x, side="right"), minlength=len(borders) + 1)
    expected = len(x) / len(counts)
    return float(((counts - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_dropout_statistics(p: float):
    x = np.ones(COUNT)
    y = draw(lambda x, s: aten.dropout(x, s, p), x, 11)
    kept = np.count_nonzero(y)
    assert abs(kept / COUNT - (1 - p)) < 5 * np.sqrt(p * (1 - p) / COUNT)
    np.testing.assert_allclose(y[y != 0], 1 / (1 - p))


def test_seeds_and_offsets_give_independent_numbers():
    like = np.empty(COUNT)
    drawn = [
        draw(lambda x, s, o=offset: aten.rand_like(x, s, offset=o), like, seed)
        for seed, offset in [(0, 0), (1, 0), (0, 1), (2**32, 0)]
    ]
    correlations = np.corrcoef(drawn) - np.eye(len(drawn))
    assert np.abs(correlations).max() < 5 / np.sqrt(COUNT)


def test_ops_of_a_program_draw_different_numbers():
    @adjoint.function
    def program(x: Tensor, seed: Tensor) -> tuple[Tensor, Tensor]:
        return aten.rand_like(x, seed), aten.rand_like(x, seed)

    first, second = adjoint.compile(program)(np.empty(1000), np.int64(0))
    assert not np.any(first == second)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_numbers_do_not_depend_on_the_threads(threads: int):
    before = adjoint.thread_count()
    like = np.empty((300, 1000), np.float32)
    expected = (philox(9, 0, like.size)[0] >> 8).astype(np.float32) * np.float32(2**-24)
    try:
        adjoint.set_thread_count(threads)
        given = draw(lambda x, s: aten.rand_like(x, s), like, 9)
    finally:
        adjoint.set_thread_count(before)
    np.testing.assert_array_equal(given.ravel(), expected)


def test_the_reverse_of_dropout_draws_its_mask_again():
    @adjoint.function
    def program(x: Tensor, seed: Tensor) -> Tensor:
        return aten.dropout(x, seed, 0.3)

    x = np.ones((50, 70))
    y, pullback = adjoint.vjp(program)(x, np.int64(4))
    gradient, of_seed = pullback(np.full_like(x, 2.0))
    assert of_seed is None
    np.testing.assert_array_equal(gradient, 2 * np.asarray(y))
