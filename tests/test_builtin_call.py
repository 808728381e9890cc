"""Calls by the builtin: the same results, errors and references as calls in Python."""

import gc
import sys
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import adjoint
from adjoint import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.runtime import builtin_call, numpy_interface, prepared_calls
from adjoint.runtime.arguments import Array
from adjoint.runtime.errors import AdjointError

X = np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3)
Y = np.arange(6, dtype=np.float32).reshape(2, 3)


def weighted(x: Tensor, y: Tensor) -> Tensor:
    return (x.exp() * y).sum()


def exponential(x: Tensor) -> Tensor:
    return x.exp()


def called_often(program: Callable[..., object], *arguments: Array) -> None:
    for _ in range(3):
        program(*arguments)


@pytest.fixture
def in_python(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of threads for each call that was made in Python, which asks for it once at least."""
    calls: list[int] = []

    def counted() -> int:
        calls.append(adjoint.thread_count())
        return calls[-1]

    monkeypatch.setattr(prepared_calls, "thread_count", counted)
    return calls


def test_this_interpreter_has_builtins():
    assert numpy_interface.find() is not None


def test_only_what_was_not_prepared_is_called_in_python(in_python: list[int]):
    step = adjoint.value_and_grad(adjoint.function(weighted), wrt=(0, 1))
    for rows in (2, 1):
        called_often(step, X[:rows], Y[:rows])
    before = len(in_python)
    for rows in (1, 2, 2, 1):
        value, (dx, dy) = step(X[:rows], Y[:rows])
        np.testing.assert_allclose(value, (np.exp(X[:rows]) * Y[:rows]).sum(), rtol=1e-6)
        np.testing.assert_allclose(dx, np.exp(X[:rows]) * Y[:rows], rtol=1e-6)
        np.testing.assert_allclose(dy, np.exp(X[:rows]), rtol=1e-6)
        assert [(each.shape, each.dtype) for each in map(np.asarray, (value, dx))] == [
            ((), np.float32),
            ((rows, 3), np.float32),
        ]
    assert len(in_python) == before

    class Subclass(np.ndarray):
        pass

    others = [np.asfortranarray(X), X.view(Subclass), X.tolist(), X.astype(">f4"), np.repeat(X, 2, 1)[:, ::2]]
    for other in others:
        np.testing.assert_allclose(step(other, Y)[1][1], np.exp(X), rtol=1e-6)
    assert len(in_python) == before + len(others)


def test_results_have_the_structure_of_the_function():
    def two(x: Tensor) -> tuple[Tensor, Tensor]:
        return x.sum(), x.exp()

    program = adjoint.function(two)
    one, several, plain = (
        adjoint.value_and_grad(program, wrt=0),
        adjoint.value_and_grad(program, wrt=(0,)),
        adjoint.compile(program),
    )
    single = adjoint.compile(adjoint.function(exponential))
    for _ in range(4):
        (_, output), gradient = one(X)
        assert isinstance(gradient, np.ndarray)
        _, gradients = several(X)
        assert isinstance(gradients, tuple)
        np.testing.assert_array_equal(gradients[0], gradient)
        outputs = plain(X)
        assert isinstance(outputs, tuple)
        np.testing.assert_array_equal(outputs[1], output)
        np.testing.assert_array_equal(single(X), output)


def test_no_reference_is_lost_or_kept():
    step = adjoint.value_and_grad(adjoint.function(weighted), wrt=(0, 1))
    x, y = X.copy(), Y.copy()
    called_often(step, x, y)
    counted = (x, y, x.dtype, np.ndarray)
    gc.collect()
    before = [sys.getrefcount(each) for each in counted]
    for _ in range(1000):
        step(x, y)
    # Others refer to the types as well, and may come and go.
    assert all(abs(sys.getrefcount(each) - count) < 100 for each, count in zip(counted, before, strict=True))
    value, (dx, _) = step(x, y)
    assert sys.getrefcount(value) == sys.getrefcount(dx) == 2


def test_a_failed_check_is_the_error_that_it_is_in_python():
    def picked(x: Tensor, index: Tensor) -> Tensor:
        return aten.index_select(x, 0, index)

    pick = adjoint.compile(adjoint.function(picked))
    for _ in range(4):
        np.testing.assert_array_equal(pick(X, np.array([1])), X[1:])
    with pytest.raises(AdjointError):
        pick(X, np.array([2]))
    np.testing.assert_array_equal(pick(X, np.array([0])), X[:1])


def test_a_program_is_freed_with_its_builtin():
    step = adjoint.value_and_grad(adjoint.function(weighted))
    called_often(step, X, Y)
    alive = weakref.ref(step)
    del step
    gc.collect()
    assert alive() is None


def test_without_a_known_interpreter_calls_stay_in_python(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(builtin_call, "_loaded", lambda: None)
    step = adjoint.compile(adjoint.function(weighted))
    for _ in range(4):
        np.testing.assert_allclose(step(X, Y), (np.exp(X) * Y).sum(), rtol=1e-6)


def test_threads_call_a_builtin_at_once():
    step = adjoint.value_and_grad(adjoint.function(weighted), wrt=1)
    called_often(step, X, Y)

    def call(number: int) -> None:
        x = X + np.float32(number)
        for _ in range(200):
            np.testing.assert_allclose(step(x, Y)[1], np.exp(x), rtol=1e-6)

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(call, number) for number in range(8)]:
            each.result()
