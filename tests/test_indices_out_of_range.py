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


PROGRAMS = pytest.mark.parametrize(
    "program, op",
    [
        (rows, "aten.embedding"),
        (losses, "aten.nll_loss"),
        (smooth_losses, "aten.cross_entropy"),
        (gathered, "aten.gather"),
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


def test_the_ignored_index_may_be_anywhere():
    @adjoint.function
    def loss(x: Tensor, target: Tensor) -> Tensor:
        return aten.nll_loss(x, target, ignore_index=-7)

    value, gradient = adjoint.value_and_grad(loss)(-np.ones((2, 3)), np.array([-7, 1]))
    assert value == 1
    np.testing.assert_array_equal(gradient, [[0, 0, 0], [0, -1, 0]])
