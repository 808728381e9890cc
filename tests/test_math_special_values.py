"""The math functions where C's standard (annex F.10) says what they are: at zeros, infinities and NaN."""

import math

import numpy as np
import pytest
from math_programs import FUNCTIONS, evaluate

INF = math.inf
NAN = math.nan

# Of each function, arguments and results.
SPECIAL_VALUES: dict[str, list[tuple[float, float]]] = {
    "acos": [(1.0, 0.0), (-1.0, math.pi), (0.0, math.pi / 2), (1.5, NAN), (-1.5, NAN), (INF, NAN), (-INF, NAN)],
    "acosh": [(1.0, 0.0), (0.5, NAN), (-1.0, NAN), (INF, INF), (-INF, NAN)],
    "asin": [(0.0, 0.0), (-0.0, -0.0), (1.0, math.pi / 2), (-1.0, -math.pi / 2), (1.5, NAN), (-1.5, NAN), (INF, NAN)],
    "asinh": [(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF)],
    "atan": [(0.0, 0.0), (-0.0, -0.0), (INF, math.pi / 2), (-INF, -math.pi / 2)],
    "atanh": [(0.0, 0.0), (-0.0, -0.0), (1.0, INF), (-1.0, -INF), (1.5, NAN), (-1.5, NAN), (INF, NAN), (-INF, NAN)],
    "cos": [(0.0, 1.0), (-0.0, 1.0), (INF, NAN), (-INF, NAN)],
    "cosh": [(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, INF), (-1e4, INF)],
    "digamma": [(0.0, -INF), (-0.0, INF), (-1.0, NAN), (-7.0, NAN), (INF, INF), (-INF, NAN)],
    "erf": [(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0)],
    "erfc": [(0.0, 1.0), (-0.0, 1.0), (INF, 0.0), (-INF, 2.0), (30.0, 0.0), (-30.0, 2.0)],
    "erfinv": [(0.0, 0.0), (-0.0, -0.0), (1.0, INF), (-1.0, -INF), (1.5, NAN), (-1.5, NAN), (INF, NAN), (-INF, NAN)],
    "exp": [(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0)],
    "exp2": [(0.0, 1.0), (-0.0, 1.0), (INF, INF), (-INF, 0.0), (10.0, 1024.0), (-1.0, 0.5)],
    "expm1": [(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -1.0)],
    "lgamma": [(0.0, INF), (-0.0, INF), (1.0, 0.0), (2.0, 0.0), (-1.0, INF), (-4.0, INF), (INF, INF), (-INF, INF)],
    "log": [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (-1.0, NAN), (INF, INF), (-INF, NAN)],
    "log10": [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (-1.0, NAN), (INF, INF), (-INF, NAN)],
    "log1p": [(0.0, 0.0), (-0.0, -0.0), (-1.0, -INF), (-2.0, NAN), (INF, INF), (-INF, NAN)],
    "log2": [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (8.0, 3.0), (0.125, -3.0), (-1.0, NAN), (INF, INF), (-INF, NAN)],
    "polygamma1": [(0.0, INF), (-0.0, INF), (-1.0, INF), (-4.0, INF), (INF, 0.0), (-INF, NAN)],
    "polygamma2": [(0.0, -INF), (INF, -0.0), (-INF, NAN)],
    "rsqrt": [(0.0, INF), (-0.0, -INF), (4.0, 0.5), (-1.0, NAN), (INF, 0.0), (-INF, NAN)],
    "sin": [(0.0, 0.0), (-0.0, -0.0), (INF, NAN), (-INF, NAN)],
    "sinh": [(0.0, 0.0), (-0.0, -0.0), (INF, INF), (-INF, -INF), (1e4, INF)],
    "tan": [(0.0, 0.0), (-0.0, -0.0), (INF, NAN), (-INF, NAN)],
    "tanh": [(0.0, 0.0), (-0.0, -0.0), (INF, 1.0), (-INF, -1.0)],
}

# Of the angle of (x, y): y, x and the result.
ANGLES: list[tuple[float, float, float]] = [
    (0.0, 0.0, 0.0),
    (-0.0, 0.0, -0.0),
    (0.0, -0.0, math.pi),
    (-0.0, -0.0, -math.pi),
    (0.0, -1.0, math.pi),
    (-0.0, -1.0, -math.pi),
    (0.0, 1.0, 0.0),
    (-0.0, 1.0, -0.0),
    (1.0, 0.0, math.pi / 2),
    (-1.0, -0.0, -math.pi / 2),
    (1.0, -INF, math.pi),
    (-1.0, INF, -0.0),
    (INF, 1.0, math.pi / 2),
    (-INF, 1.0, -math.pi / 2),
    (INF, INF, math.pi / 4),
    (INF, -INF, 3 * math.pi / 4),
    (-INF, -INF, -3 * math.pi / 4),
    (NAN, 1.0, NAN),
    (1.0, NAN, NAN),
    (0.0, NAN, NAN),
]

ODD = (1.0, 3.0, 2.0**23 + 1)
EVEN_OR_BROKEN = (2.0, 4.0, 0.5, 2.5, 1e20)

# Of x^y, for every y of the tuple.
POWERS: list[tuple[float, tuple[float, ...], float]] = [
    (0.0, tuple(-y for y in ODD), INF),
    (-0.0, tuple(-y for y in ODD), -INF),
    (0.0, (*(-y for y in EVEN_OR_BROKEN), -INF), INF),
    (-0.0, (*(-y for y in EVEN_OR_BROKEN), -INF), INF),
    (0.0, ODD, 0.0),
    (-0.0, ODD, -0.0),
    (0.0, (*EVEN_OR_BROKEN, INF), 0.0),
    (-0.0, (*EVEN_OR_BROKEN, INF), 0.0),
    (-1.0, (INF, -INF, 2.0, 1e30), 1.0),
    (-1.0, (*ODD, *(-y for y in ODD)), -1.0),
    (1.0, (0.0, 2.5, -1e30, INF, -INF, NAN), 1.0),
    *((x, (0.0, -0.0), 1.0) for x in (0.0, -0.0, 2.0, -2.0, INF, -INF, NAN)),
    (-2.0, (0.5, -0.5, 1.5), NAN),
    *((x, (-INF,), INF) for x in (0.5, -0.5, 1e-30)),
    *((x, (-INF,), 0.0) for x in (2.0, -2.0, 1e30)),
    *((x, (INF,), 0.0) for x in (0.5, -0.5, 1e-30)),
    *((x, (INF,), INF) for x in (2.0, -2.0, 1e30)),
    (-INF, tuple(-y for y in ODD), -0.0),
    (-INF, (*(-y for y in EVEN_OR_BROKEN), -INF), 0.0),
    (-INF, ODD, -INF),
    (-INF, (*EVEN_OR_BROKEN, INF), INF),
    (INF, (-1.0, -0.5, -INF), 0.0),
    (INF, (1.0, 0.5, INF), INF),
    (NAN, (1.0, -2.0, INF), NAN),
    *((x, (NAN,), NAN) for x in (0.0, -1.0, 2.0, INF, -INF)),
    (2.0, (-3.0,), 0.125),
    (-3.0, (3.0,), -27.0),
]

types = pytest.mark.parametrize("type_", [np.float32, np.float64])


def same(value: np.floating, expected: float) -> bool:
    """Whether they are the same number of the value's type, 0 and -0 being two."""
    rounded = type(value)(expected)
    if np.isnan(rounded):
        return bool(np.isnan(value))
    return bool(value == rounded and np.signbit(value) == np.signbit(rounded))


@types
@pytest.mark.parametrize("name", SPECIAL_VALUES)
def test_special_values(name: str, type_: type[np.floating]):
    cases = [*SPECIAL_VALUES[name], (NAN, NAN)]
    values = evaluate(name, np.array([x for x, _ in cases], dtype=type_))
    wrong = [(*case, value) for case, value in zip(cases, values, strict=True) if not same(value, case[1])]
    assert not wrong


@types
def test_special_powers(type_: type[np.floating]):
    cases = [(x, y, expected) for x, exponents, expected in POWERS for y in exponents]
    values = evaluate("powf", *(np.array([case[k] for case in cases], dtype=type_) for k in (0, 1)))
    wrong = [(*case, value) for case, value in zip(cases, values, strict=True) if not same(value, case[2])]
    assert not wrong


@types
def test_special_angles(type_: type[np.floating]):
    values = evaluate("atan2", *(np.array([case[k] for case in ANGLES], dtype=type_) for k in (0, 1)))
    expected = np.array([angle for _, _, angle in ANGLES])
    np.testing.assert_allclose(values, expected, rtol=2 * np.finfo(type_).eps)
    np.testing.assert_array_equal(np.signbit(values[:-3]), np.signbit(expected[:-3]))


def test_every_function_is_tested():
    assert {*SPECIAL_VALUES, "atan2", "powf"} == {*FUNCTIONS}


@types
@pytest.mark.parametrize(
    "name", ["asin", "asinh", "atan", "atanh", "erf", "erfinv", "expm1", "log1p", "sin", "sinh", "tan", "tanh"]
)
def test_odd_near_zero(name: str, type_: type[np.floating]):
    """Where x is so small that the next term of the series is lost, the result is x, and 2/√π·x for erf."""
    smallest = np.finfo(type_).smallest_subnormal
    x = np.array([1, -1, 3, -7], dtype=type_) * smallest
    slope = {"erf": 2 / math.sqrt(math.pi), "erfinv": math.sqrt(math.pi) / 2}.get(name, 1.0)
    np.testing.assert_array_equal(
        evaluate(name, x), np.round(np.array([1, -1, 3, -7]) * slope).astype(type_) * smallest
    )


@types
def test_results_are_subnormal_before_they_are_zero(type_: type[np.floating]):
    limits = np.finfo(type_)
    x = np.array([limits.minexp - 1, limits.minexp - limits.nmant, limits.minexp - limits.nmant - 2], dtype=type_)
    expected = np.array([limits.tiny / 2, limits.smallest_subnormal, 0], dtype=type_)
    np.testing.assert_array_equal(evaluate("exp2", x), expected)
    np.testing.assert_array_equal(evaluate("powf", np.full_like(x, 2), x), expected)
