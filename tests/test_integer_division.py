"""Quotients and remainders of integers: as in PyTorch, and an error where PyTorch raises, in place of a trap."""

import operator
from collections.abc import Callable

import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten.tensor import Tensor

torch = pytest.importorskip("torch")

aten = adjoint.aten

Division = Callable[[Tensor, Tensor], Tensor]

DIVISIONS: dict[str, tuple[Division, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]]] = {
    "fmod": (aten.fmod, torch.fmod),
    "remainder": (operator.mod, torch.remainder),
    "floor": (operator.floordiv, torch.floor_divide),
    "trunc": (
        lambda x, y: aten.div(x, y, rounding_mode="trunc"),
        lambda x, y: torch.div(x, y, rounding_mode="trunc"),
    ),
}

DTYPES = pytest.mark.parametrize("dtype", [np.int8, np.int32, np.int64])


def compiled(name: str) -> Callable[..., np.ndarray]:
    division, _ = DIVISIONS[name]

    def divide(x: Tensor, y: Tensor) -> Tensor:
        return division(x, y)

    return adjoint.compile(adjoint.function(divide))


@DTYPES
@pytest.mark.parametrize("name", DIVISIONS)
def test_every_sign(name: str, dtype: type[np.integer]):
    limits = np.iinfo(dtype)
    numbers = np.array([-7, -6, -1, 0, 1, 5, 6, limits.max, limits.min + 1], dtype)
    x, y = np.repeat(numbers, len(numbers)), np.tile(numbers, len(numbers))
    x, y = x[y != 0], y[y != 0]
    expected = DIVISIONS[name][1](torch.from_numpy(x), torch.from_numpy(y))
    np.testing.assert_array_equal(compiled(name)(x, y), expected.numpy())


@DTYPES
def test_the_smallest_integer_by_minus_one_wraps_around(dtype: type[np.integer]):
    x, y = np.array([np.iinfo(dtype).min] * 3, dtype), np.array([-1, -1, 1], dtype)
    np.testing.assert_array_equal(compiled("trunc")(x, y), x)
    np.testing.assert_array_equal(compiled("floor")(x, y), x)
    np.testing.assert_array_equal(compiled("fmod")(x, y), [0, 0, 0])
    np.testing.assert_array_equal(compiled("remainder")(x, y), [0, 0, 0])


@pytest.mark.parametrize("name", DIVISIONS)
def test_division_by_zero_is_an_error(name: str):
    divide = compiled(name)
    with pytest.raises(
        adjoint.AdjointError, match=r"test_integer_division.py:\d+:.*'aten.*an integer is divided by zero"
    ):
        divide(np.arange(4), np.array([1, 2, 0, 3]))
    np.testing.assert_array_equal(divide(np.arange(4), np.ones(4, np.int64)) * 0, [0, 0, 0, 0])


def test_integers_divide_in_f32_without_a_rounding_mode():
    def divide(x: Tensor, y: Tensor) -> Tensor:
        return x / y

    quotient = adjoint.compile(adjoint.function(divide))(np.array([1, -1, 0, 3]), np.array([0, 0, 0, 2]))
    assert quotient.dtype == np.float32
    np.testing.assert_array_equal(quotient, np.array([np.inf, -np.inf, np.nan, 1.5], np.float32))
