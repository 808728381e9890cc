"""Calls of compiled functions: layouts of arrays, threads on both sides of the call, and memory."""

import gc
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten.tensor import Tensor

aten = adjoint.aten

STATM = Path("/proc/self/statm")


@adjoint.function
def hidden(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return aten.gelu(aten.linear(x, w, b))


@adjoint.function
def loss(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return aten.mean(aten.softmax(hidden(x, w, b), 1) ** 2)


@pytest.fixture
def threads() -> Iterator[Callable[[int], None]]:
    """Sets the number of threads of a test."""
    before = adjoint.thread_count()
    yield adjoint.set_thread_count
    adjoint.set_thread_count(before)


def arguments(rows: int, columns: int, units: int, dtype: type[np.floating] = np.float64) -> list[np.ndarray]:
    rng = np.random.default_rng(rows)
    return [rng.standard_normal(shape).astype(dtype) for shape in ((rows, columns), (units, columns), (units,))]


@pytest.mark.parametrize(
    "as_given",
    [
        lambda array: np.asfortranarray(array),
        lambda array: np.repeat(array, 2, axis=-1)[..., ::2],
        lambda array: array[::-1].copy()[::-1],
        lambda array: array.astype(array.dtype.newbyteorder()),
    ],
    ids=["fortran", "strided", "reversed", "other-endian"],
)
def test_the_layout_of_an_argument_does_not_matter(as_given: Callable[[np.ndarray], np.ndarray]):
    step = adjoint.value_and_grad(loss, wrt=(0, 1, 2))
    arrays = arguments(5, 3, 4)
    value, gradients = step(*arrays)
    value_again, gradients_again = step(*map(as_given, arrays))
    assert value == value_again
    for gradient, again in zip(gradients, gradients_again, strict=True):
        np.testing.assert_array_equal(gradient, again)


def test_a_call_leaves_its_arguments_and_earlier_results_alone():
    step = adjoint.value_and_grad(loss, wrt=1)
    arrays = arguments(5, 3, 4)
    copies = [array.copy() for array in arrays]
    _, first = step(*arrays)
    kept = first.copy()
    step(*(array + 1 for array in arrays))
    np.testing.assert_array_equal(first, kept)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_two_threads_give_what_one_gives(threads: Callable[[int], None]):
    """Rows are shared by the threads, and a row does not depend on who computes it; sums across rows are regrouped."""
    forward, step = adjoint.compile(hidden), adjoint.value_and_grad(loss, wrt=(0, 1, 2))
    arrays = arguments(1001, 37, 53)
    threads(1)
    alone, (value, gradients) = forward(*arrays), step(*arrays)
    threads(2)
    shared, (value_shared, gradients_shared) = forward(*arrays), step(*arrays)
    np.testing.assert_array_equal(shared, alone)
    np.testing.assert_allclose(value_shared, value, rtol=1e-12)
    for gradient, expected in zip(gradients_shared, gradients, strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-15)
    again = step(*arrays)[1]
    for gradient, expected in zip(again, gradients_shared, strict=True):
        np.testing.assert_array_equal(gradient, expected)


def test_python_threads_call_one_function_at_once():
    """From the first call on, so that they also compile it together, each with sizes of its own."""
    step = adjoint.value_and_grad(loss, wrt=1)
    rows = [1, 3, 64, 500]
    alone = {count: adjoint.value_and_grad(loss, wrt=1)(*arguments(count, 8, 16)) for count in rows}
    start = threading.Barrier(len(rows))

    def call(count: int) -> None:
        arrays = arguments(count, 8, 16)
        start.wait()
        for _ in range(200):
            value, gradient = step(*arrays)
            np.testing.assert_allclose(value, alone[count][0], rtol=1e-12)
            np.testing.assert_allclose(gradient, alone[count][1], rtol=1e-9, atol=1e-15)

    with ThreadPoolExecutor(len(rows)) as pool:
        for done in [pool.submit(call, count) for count in rows]:
            done.result()


def resident_megabytes() -> float:
    gc.collect()
    return int(STATM.read_text().split()[1]) * 4096 / 2**20


needs_proc = pytest.mark.skipif(not STATM.exists(), reason="reads the resident memory from /proc")


@needs_proc
def test_calls_do_not_leak():
    step = adjoint.value_and_grad(loss, wrt=(1, 2))
    arrays = arguments(2, 3, 4)
    before = 0.0
    for _ in range(2):  # the first collection touches memory that may not be resident
        for _ in range(20_000):
            step(*arrays)
        before = resident_megabytes()
    for _ in range(200_000):
        step(*arrays)
    assert resident_megabytes() - before < 1


@needs_proc
def test_failing_calls_do_not_leak():
    @adjoint.function
    def rows(weight: Tensor, indices: Tensor) -> Tensor:
        return aten.embedding(weight, indices)

    lookup = adjoint.compile(rows)
    weight, wrong = np.ones((3, 1000)), np.array([5])

    def fail(times: int) -> None:
        for _ in range(times):
            with pytest.raises(adjoint.AdjointError):
                lookup(weight, wrong)

    fail(2000)
    before = resident_megabytes()
    fail(20_000)
    assert resident_megabytes() - before < 1


@needs_proc
def test_a_dropped_function_frees_its_memory():
    """The same program again and again: the code cache has it, so that only loading and unloading is measured."""
    arrays = arguments(2, 3, 4)

    def compile_and_drop(times: int) -> None:
        for _ in range(times):
            adjoint.compile(hidden)(*arrays)

    compile_and_drop(30)
    before = resident_megabytes()
    compile_and_drop(30)
    assert resident_megabytes() - before < 2
