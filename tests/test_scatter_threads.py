"""Writes at places that data names: the same on every number of threads, and none is lost."""

from collections.abc import Callable, Generator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

import adjoint
from adjoint.dialects.aten.tensor import Tensor

torch = pytest.importorskip("torch")

aten = adjoint.aten
random = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def restored_thread_count() -> Generator[None]:
    before = adjoint.thread_count()
    yield
    adjoint.set_thread_count(before)


def floats(*shape: int) -> NDArray[np.float32]:
    return random.standard_normal(shape).astype(np.float32)


def indices(bound: int, *shape: int) -> NDArray[np.int64]:
    """A quarter of them name the same place."""
    drawn = random.integers(0, bound, shape)
    return np.where(random.random(shape) < 0.25, bound // 2, drawn)


PROGRAMS: Sequence[tuple[str, Callable[..., Tensor], Callable[..., torch.Tensor], Sequence[NDArray[np.generic]]]] = [
    (
        "embedding",
        lambda g, i: aten.embedding_dense_backward(g, i, [500, 40], 7),
        lambda g, i: torch.ops.aten.embedding_dense_backward(g, i, 500, 7, False),
        [floats(2000, 40), indices(500, 2000)],
    ),
    (
        "index_add_middle",
        lambda x, i, s: aten.index_add(x, 1, i, s, alpha=3),
        lambda x, i, s: torch.index_add(x, 1, i, s, alpha=3),
        [floats(9, 50, 3), indices(50, 4000), floats(9, 4000, 3)],
    ),
    (
        "scatter_add_first",
        lambda x, i, s: aten.scatter_add(x, 0, i, s),
        lambda x, i, s: torch.scatter_add(x, 0, i, s),
        [floats(50, 70), indices(50, 1500, 70), floats(1500, 70)],
    ),
    (
        "scatter_add_last",
        lambda x, i, s: aten.scatter_add(x, -1, i, s),
        lambda x, i, s: torch.scatter_add(x, -1, i, s),
        [floats(70, 50), indices(50, 70, 1500), floats(70, 1500)],
    ),
    (
        "scatter_add_vector",
        lambda x, i, s: aten.scatter_add(x, 0, i, s),
        lambda x, i, s: torch.scatter_add(x, 0, i, s),
        [floats(300), indices(300, 100_000), floats(100_000)],
    ),
    (
        "index_put_two",
        lambda x, i, j, v: aten.index_put(x, [i, j], v, accumulate=True),
        lambda x, i, j, v: torch.index_put(x, [i, j], v, accumulate=True),
        [floats(30, 40), indices(30, 200, 1), indices(40, 400), floats(200, 400)],
    ),
    (
        "index_put_integers",
        lambda x, i, v: aten.index_put(x, [i], v, accumulate=True),
        lambda x, i, v: torch.index_put(x, [i], v, accumulate=True),
        [random.integers(0, 9, 300), indices(300, 100_000), random.integers(0, 9, 100_000)],
    ),
]


@pytest.mark.parametrize("build, eager, arrays", [each[1:] for each in PROGRAMS], ids=[each[0] for each in PROGRAMS])
def test_sums_are_the_same_on_every_number_of_threads(
    build: Callable[..., Tensor], eager: Callable[..., torch.Tensor], arrays: Sequence[NDArray[np.generic]]
):
    compiled = adjoint.compile(adjoint.function(build))
    adjoint.set_thread_count(1)
    alone = np.asarray(compiled(*arrays))
    for threads in (2, 3, 4):
        adjoint.set_thread_count(threads)
        np.testing.assert_array_equal(np.asarray(compiled(*arrays)), alone)
    expected = eager(*(torch.from_numpy(array) for array in arrays)).numpy()
    np.testing.assert_allclose(alone, expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_last_of_several_writes_stays(threads: int):
    """PyTorch leaves open which one does."""
    adjoint.set_thread_count(threads)
    x, i, v = floats(300), indices(300, 100_000), floats(100_000)
    expected = x.copy()
    for place, value in zip(i.tolist(), v, strict=True):
        expected[place] = value
    for write in (
        lambda x, i, v: aten.scatter(x, 0, i, v),
        lambda x, i, v: aten.index_put(x, [i], v),
        lambda x, i, v: aten.index_copy(x, 0, i, v),
    ):
        np.testing.assert_array_equal(np.asarray(adjoint.compile(adjoint.function(write))(x, i, v)), expected)


def test_a_value_in_a_place_that_is_named_twice_gets_the_gradient_of_the_place():
    @adjoint.function
    def loss(x: Tensor, v: Tensor) -> Tensor:
        y = aten.index_put(x, [aten.constant([0, 0])], v)
        return aten.sum(y * y)

    _, (dx, dv) = adjoint.value_and_grad(loss, wrt=(0, 1))(np.array([1.0, 2.0]), np.array([3.0, 5.0]))
    np.testing.assert_array_equal(dx, [0, 4])
    np.testing.assert_array_equal(dv, [10, 10])
