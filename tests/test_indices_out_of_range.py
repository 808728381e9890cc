"""An index that points nowhere is an error with the op and its place, and nothing outside of a tensor is touched."""

import numpy as np
import pytest

import adjoint
from adjoint import AdjointError
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.tracing import TracedFunction

aten = adjoint.aten


@adjoint.function
def rows(weight: Tensor, indices: Tensor) -> Tensor:
    return aten.sum(aten.embedding(weight, indices))


@adjoint.function
def losses(x: Tensor, target: Tensor) -> Tensor:
    return aten.nll_loss(x, target)


@adjoint.function
def smooth_losses(x: Tensor, target: Tensor) -> Tensor:
    return aten.cross_entropy(x, target, label_smoothing=0.1)


@adjoint.function
def gathered(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.gather(x, 1, aten.unsqueeze(index, 1)))


@adjoint.function
def selected(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.index_select(x, 1, index))


@adjoint.function
def added(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.index_add(x, 1, index, x))


@adjoint.function
def copied(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.index_copy(x, 0, index, x))


@adjoint.function
def scattered(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.scatter(x, 1, aten.unsqueeze(index, 1), 2.0))


@adjoint.function
def scattered_sums(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.scatter_add(x, 0, aten.unsqueeze(index, 0), x))


@adjoint.function
def indexed(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(x[:, index])


@adjoint.function
def put(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.index_put(x, [index, index], aten.constant([1.0, 2.0, 3.0]).to(x.dtype)))


@adjoint.function
def put_sums(x: Tensor, index: Tensor) -> Tensor:
    return aten.sum(aten.index_put(x, [index], x, accumulate=True))


PROGRAMS = pytest.mark.parametrize(
    "program, op",
    [
        (rows, "aten.embedding"),
        (losses, "aten.nll_loss"),
        (smooth_losses, "aten.cross_entropy"),
        (gathered, "aten.gather"),
        (selected, "aten.index_select"),
        (added, "aten.index_add"),
        (copied, "aten.index_copy"),
        (scattered, "aten.scatter"),
        (scattered_sums, "aten.scatter_add"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)


@PROGRAMS
@pytest.mark.parametrize("index", [3, -1, 2**40, -(2**63)])
def test_an_index_out_of_range(program: TracedFunction, op: str, index: int):
    x = np.random.default_rng(0).standard_normal((3, 3))
    for run in (adjoint.compile(program), adjoint.value_and_grad(program), adjoint.vjp(program)):
        run(x, np.array([0, 2, 1]))
        with pytest.raises(AdjointError, match=rf"test_indices_out_of_range\.py:\d+.*{op}"):
            run(x, np.array([0, index, 1]))
        run(x, np.array([0, 2, 1]))


@pytest.mark.parametrize(
    "program, op",
    [(indexed, "aten.index"), (put, "aten.index_put"), (put_sums, "aten.index_put")],
    ids=["index", "index_put", "index_put_accumulate"],
)
@pytest.mark.parametrize("index", [3, -4, 2**63 - 1, -(2**63)])
def test_an_index_that_may_count_from_the_end(program: TracedFunction, op: str, index: int):
    x = np.random.default_rng(0).standard_normal((3, 3))
    for run in (adjoint.compile(program), adjoint.value_and_grad(program)):
        run(x, np.array([0, -3, -1]))
        with pytest.raises(AdjointError, match=rf"test_indices_out_of_range\.py:\d+.*{op}.*at least .*less than"):
            run(x, np.array([0, index, 1]))


def test_the_ignored_index_may_be_anywhere():
    @adjoint.function
    def loss(x: Tensor, target: Tensor) -> Tensor:
        return aten.nll_loss(x, target, ignore_index=-7)

    value, gradient = adjoint.value_and_grad(loss)(-np.ones((2, 3)), np.array([-7, 1]))
    assert value == 1
    np.testing.assert_array_equal(gradient, [[0, 0, 0], [0, -1, 0]])
