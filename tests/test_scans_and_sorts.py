"""Scans and sorts of many elements, which threads share, against numpy: long rows, many rows, blocks of lanes."""

from collections.abc import Callable

import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten.tensor import Tensor

aten = adjoint.aten


def random(shape: tuple[int, ...], dtype: type[np.generic] = np.float32) -> np.ndarray:
    return np.random.default_rng(7).integers(-1000, 1000, shape).astype(dtype)


def compiled(program: Callable[[Tensor], object]) -> Callable[[np.ndarray], object]:
    def call(x: Tensor) -> object:
        return program(x)

    return adjoint.compile(adjoint.function(call))


@pytest.mark.parametrize("shape, dim", [((1, 100_000), 1), ((300, 2_000), 1), ((999, 130), 0), ((20, 33, 17), 1)])
@pytest.mark.parametrize("descending", [False, True])
def test_sort_is_stable(shape: tuple[int, ...], dim: int, descending: bool):
    """Half of the elements have an equal one."""
    x = random(shape)
    values, indices = compiled(lambda x: aten.sort(x, dim, descending))(x)
    expected = np.argsort(-x if descending else x, dim, kind="stable")
    np.testing.assert_array_equal(indices, expected)
    np.testing.assert_array_equal(values, np.take_along_axis(x, expected, dim))


@pytest.mark.parametrize("k", [1, 5, 64, 65])
@pytest.mark.parametrize("largest", [False, True])
def test_topk_takes_the_first_of_equal_elements(k: int, largest: bool):
    x = random((50, 3_000))
    values, indices = compiled(lambda x: aten.topk(x, k, largest=largest))(x)
    expected = np.argsort(-x if largest else x, 1, kind="stable")[:, :k]
    np.testing.assert_array_equal(indices, expected)
    np.testing.assert_array_equal(values, np.take_along_axis(x, expected, 1))


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.int8])
def test_order_statistics_of_many_elements(dtype: type[np.generic]):
    x = random((33, 2_000), dtype)
    expected = np.sort(x, 1)
    for value, at in ((lambda x: aten.kthvalue(x, 700), 699), (lambda x: aten.median(x, 1), 999)):
        values, indices = compiled(value)(x)
        np.testing.assert_array_equal(values, expected[:, at])
        np.testing.assert_array_equal(indices, np.argmax(x == expected[:, [at]], 1))
    np.testing.assert_array_equal(compiled(aten.median)(x), np.sort(x, None)[(x.size - 1) // 2])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_order_statistics_at_the_ends(dtype: type[np.floating]):
    """Infinities, both zeros, the smallest numbers and NaN of both signs."""
    tiny = np.finfo(dtype).smallest_subnormal
    x = np.array([np.nan, -0.0, np.inf, tiny, -np.inf, -tiny, 0.0, 1, -1, -np.nan], dtype)
    for k, expected in enumerate(np.sort(x), 1):
        value, _ = compiled(lambda x, k=k: aten.kthvalue(x, k))(x)
        np.testing.assert_array_equal(value, expected)


@pytest.mark.parametrize("shape, dim", [((400, 3_000), 1), ((400, 1_000), 0), ((3, 400, 600), 1), ((100_000,), 0)])
def test_cumsum(shape: tuple[int, ...], dim: int):
    """In f64, as PyTorch sums: in f32 the sums of so many elements would be off."""
    x = np.random.default_rng(7).random(shape, np.float32)
    given = compiled(lambda x: aten.cumsum(x, dim))(x)
    np.testing.assert_allclose(given, np.cumsum(x, dim, np.float64), rtol=1e-6)


def test_cumsum_of_integers_is_in_i64():
    x = random((1_000,), np.int32)
    np.testing.assert_array_equal(compiled(lambda x: aten.cumsum(x, 0))(x), np.cumsum(x, dtype=np.int64))


def test_the_same_scan_is_compiled_once():
    """The function of a scan knows no sizes: two scans of different ones share it."""
    text = """
    func.func @f(%x: tensor<?x3xf32>, %y: tensor<5x?xf32>) -> (tensor<?x3xf32>, tensor<5x?xf32>) {
      %0 = aten.cumsum %x dim = 1 : tensor<?x3xf32> -> tensor<?x3xf32>
      %1 = aten.cumsum %y dim = 1 : tensor<5x?xf32> -> tensor<5x?xf32>
      func.return %0, %1 : tensor<?x3xf32>, tensor<5x?xf32>
    }
    func.func @cumsum_f32_innermost(%x: tensor<3xf32>) -> tensor<3xf32> {
      func.return %x : tensor<3xf32>
    }
    """
    x, y = np.ones((2, 3), np.float32), np.ones((5, 4), np.float32)
    first, second = adjoint.compile(adjoint.parse(text), "f")(x, y)
    np.testing.assert_array_equal(first, np.cumsum(x, 1))
    np.testing.assert_array_equal(second, np.cumsum(y, 1))
