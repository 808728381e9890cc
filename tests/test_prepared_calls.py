"""A call with the sizes of an earlier one takes a shorter way, and gives the same as the long one."""

from concurrent.futures import ThreadPoolExecutor

import ml_dtypes
import numpy as np
import pytest

import adjoint
from adjoint import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.runtime.array_data import data_address
from adjoint.runtime.errors import AdjointError

X = np.arange(12, dtype=np.float32).reshape(3, 4)
Y = np.linspace(1, 2, 12, dtype=np.float32).reshape(3, 4)

STEP = adjoint.value_and_grad(
    adjoint.parse("""
        func.func @loss(%x: tensor<?x4xf32>, %y: tensor<?x4xf32>) -> tensor<f32> {
          %p = aten.mul %x, %y : tensor<?x4xf32>, tensor<?x4xf32> -> tensor<?x4xf32>
          %s = aten.sum %p : tensor<?x4xf32> -> tensor<f32>
          return %s : tensor<f32>
        }
    """),
    wrt=(0, 1),
)


def check(x: np.ndarray, y: np.ndarray) -> None:
    value, (dx, dy) = STEP(x, y)
    np.testing.assert_allclose(value, (x.astype(np.float64) * y).sum(), rtol=1e-6)
    np.testing.assert_array_equal(dx, y)
    np.testing.assert_array_equal(dy, x)


def test_any_layout_follows_any_other():
    read_only = X.copy()
    read_only.flags.writeable = False
    unaligned = np.frombuffer(b"\0" + X.tobytes(), dtype=np.float32, offset=1).reshape(3, 4)
    big_endian = X.astype(">f4")
    for x in (X, read_only, X, np.asfortranarray(X), unaligned, big_endian, X[::-1], X, X[:, ::-1]):
        check(x, Y)
    for rows in (0, 1, 3, 2, 3):
        check(X[:rows], Y[:rows])


def test_what_does_not_fit_is_refused_after_what_does():
    check(X, Y)
    wrong: list[tuple[np.ndarray, ...]] = [
        (X, Y.astype(np.float64)),
        (X, Y.view(np.int32)),
        (X, Y[:, :3]),
        (X, Y[:2]),
        (X, Y[0]),
        (X,),
        (X, Y, Y),
    ]
    for arguments in (*wrong, *wrong):
        with pytest.raises(AdjointError):
            STEP(*arguments)
    check(X, Y)


def test_results_are_new_arrays():
    (one, _), (other, _) = STEP(X, Y)[1], STEP(X, Y)[1]
    assert not np.shares_memory(one, other)


def test_a_call_is_planned_for_the_number_of_threads():
    def weighted(x: Tensor) -> Tensor:
        return (x.exp() * x).sum()

    step = adjoint.value_and_grad(adjoint.function(weighted))
    x = np.ones((256, 1024), dtype=np.float32)
    before = adjoint.thread_count()
    try:
        for count in (1, 4, 2, 1, 4):
            adjoint.set_thread_count(count)
            np.testing.assert_allclose(step(x)[0], x.size * np.e, rtol=1e-4)
    finally:
        adjoint.set_thread_count(before)


def test_sizes_that_are_elements_or_depend_on_data_are_looked_at_in_every_call():
    def places(x: Tensor) -> Tensor:
        return aten.nonzero(x)

    find = adjoint.compile(adjoint.function(places))
    for x in (np.array([0, 1, 2.0], np.float32), np.array([0, 1, 0.0], np.float32)):
        np.testing.assert_array_equal(find(x), np.argwhere(x))


def test_threads_call_the_same_program_at_once():
    def call(number: int) -> None:
        for rows in (3, 2, 3, 1):
            check(X[:rows] + number, Y[:rows] * number)

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(call, number) for number in range(20)]:
            each.result()


def test_the_address_of_an_array_is_what_numpy_says():
    for array in (X, X[1:], X[::-1], X.T, np.array(3.0), np.zeros(0), np.zeros(3, ml_dtypes.bfloat16)):
        assert data_address(array) == array.__array_interface__["data"][0]
