"""Boolean masks in brackets and in index_put: as many elements as data says."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import adjoint
from adjoint import AdjointError
from adjoint.dialects.aten.tensor import Tensor

torch = pytest.importorskip("torch")

aten = adjoint.aten
random = np.random.default_rng(0)
X = random.standard_normal((3, 4, 5))
ROWS, PLACES = np.array([True, False, True]), random.random((3, 4)) < 0.5

INDEXINGS: list[tuple[str, Callable[[Any, Any], Any], np.ndarray[Any, np.dtype[np.bool_]]]] = [
    ("rows", lambda x, mask: x[mask], ROWS),
    ("no_rows", lambda x, mask: x[mask], ROWS & ~ROWS),
    ("places", lambda x, mask: x[mask], PLACES),
    ("behind_a_slice", lambda x, mask: x[1:, mask], random.random((4, 5)) < 0.5),
    ("before_others", lambda x, mask: x[mask, None, 1:], PLACES),
    ("beside_a_list", lambda x, mask: x[mask, [1, -1]], ROWS),
    ("a_truth_value", lambda x, mask: x[mask], np.array(True)),
]


@pytest.mark.parametrize("index, mask", [each[1:] for each in INDEXINGS], ids=[each[0] for each in INDEXINGS])
def test_elements_and_their_gradient(index: Callable[[Any, Any], Any], mask: np.ndarray[Any, np.dtype[np.bool_]]):
    def loss(x: Tensor, mask: Tensor) -> Tensor:
        y = index(x, mask)
        return aten.sum(y * y)

    x = torch.from_numpy(X).requires_grad_()
    expected = index(x, torch.from_numpy(mask))
    (gradient,) = torch.autograd.grad((expected * expected).sum(), x)
    np.testing.assert_array_equal(adjoint.compile(adjoint.function(index))(X, mask), expected.detach())
    np.testing.assert_allclose(adjoint.value_and_grad(adjoint.function(loss))(X, mask)[1], gradient)


@pytest.mark.parametrize("accumulate", [False, True])
def test_a_value_for_each_element_that_a_mask_chooses(accumulate: bool):
    values = random.standard_normal((int(PLACES.sum()), 5))
    put = adjoint.compile(adjoint.function(lambda x, m, v: aten.index_put(x, [m], v, accumulate)))
    expected = torch.index_put(torch.from_numpy(X), [torch.from_numpy(PLACES)], torch.from_numpy(values), accumulate)
    np.testing.assert_array_equal(put(X, PLACES, values), expected)


def test_a_mask_of_another_size():
    with pytest.raises(AdjointError, match="test_mask_indices.py"):
        adjoint.compile(adjoint.function(lambda x, m: x[m]))(X, np.array([True, False]))
