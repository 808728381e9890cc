"""The math functions against references of higher precision: at most 2 units in the last place anywhere.

Those that are no ops of `math` have limits of their own. The error is that of the exact value, in ulps of the correctly
rounded value. Special values: test_math_special_values.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial

import mpmath
import numpy as np
import pytest
from math_programs import FUNCTIONS, evaluate, operand_count

import adjoint
from adjoint.dialects.aten.tensor import Tensor

LIMIT = 2.0

Reference = Callable[..., np.ndarray]

NUMPY: dict[str, Reference] = {
    "acos": np.arccos,
    "acosh": np.arccosh,
    "asin": np.arcsin,
    "asinh": np.arcsinh,
    "atan": np.arctan,
    "atan2": np.arctan2,
    "atanh": np.arctanh,
    "cos": np.cos,
    "cosh": np.cosh,
    "exp": np.exp,
    "exp2": np.exp2,
    "expm1": np.expm1,
    "log": np.log,
    "log10": np.log10,
    "log1p": np.log1p,
    "log2": np.log2,
    "powf": np.power,
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "sin": np.sin,
    "sinh": np.sinh,
    "tan": np.tan,
    "tanh": np.tanh,
}

UNARY = [name for name in NUMPY if operand_count(name) == 1]

Special = Callable[[mpmath.mpf], mpmath.mpf]


def log_gamma(x: mpmath.mpf) -> mpmath.mpf:
    return mpmath.loggamma(x) if x > 0 else mpmath.log(abs(mpmath.gamma(x)))


# Of each function the reference, the greatest error in ulps, and ranges of arguments.
SPECIAL: dict[str, tuple[Special, float, Sequence[tuple[float, float]]]] = {
    "erfc": (mpmath.erfc, 2, [(-6, 0), (0.4, 0.8), (0, 5), (5, 26)]),
    "erfinv": (mpmath.erfinv, 2.5, [(-0.5, 0.5), (0.5, 1)]),
    "lgamma": (log_gamma, 4, [(-0.5, 0.6), (0.4, 1.6), (1.4, 2.6), (2.4, 9), (8, 1e6)]),
    "digamma": (mpmath.digamma, 4, [(0, 1), (1, 2), (2, 9), (8, 1e6)]),
    "polygamma1": (partial(mpmath.psi, 1), 4, [(0, 2), (2, 20), (20, 1e6)]),
    "polygamma2": (partial(mpmath.psi, 2), 5, [(0, 2), (2, 20), (20, 1e6)]),
}

extended = pytest.mark.skipif(
    np.finfo(np.longdouble).nmant < 63, reason="long double is no more than f64 here: no reference for f64"
)


def errors_in_ulps(values: np.ndarray, exact: np.ndarray) -> np.ndarray:
    """Infinite where one is NaN and the other is not, and where a finite result is infinite but for rounding."""
    type_ = values.dtype.type
    limits = np.finfo(type_)
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = exact.astype(type_)
        # The next number after the greatest would be 2^(maxexp): infinity stands for it.
        beyond = exact.dtype.type(2) ** limits.maxexp
        numbers = np.where(np.isinf(values), np.copysign(beyond, values), values.astype(exact.dtype))
        exact = np.where(np.isinf(rounded), np.copysign(beyond, exact), exact)
        magnitude = np.minimum(np.abs(rounded), limits.max)
        ulps = np.abs(numbers - exact) / np.spacing(magnitude).astype(exact.dtype)
    agree = np.isnan(values) & np.isnan(rounded)
    return np.where(agree, 0, np.where(np.isnan(ulps), np.inf, ulps)).astype(np.float64)


def check(name: str, exact: np.ndarray, *operands: np.ndarray, limit: float = LIMIT) -> None:
    values = evaluate(name, *operands)
    errors = errors_in_ulps(values, exact)
    worst = int(np.argmax(errors))
    arguments = ", ".join(repr(operand[worst]) for operand in operands)
    assert errors[worst] <= limit, (
        f"{name}({arguments}) = {values[worst]!r}, exactly {exact[worst]!r}: {errors[worst]:.2f} ulp"
    )


def wide(name: str, *operands: np.ndarray, type_: type[np.floating]) -> np.ndarray:
    with np.errstate(all="ignore"):
        return NUMPY[name](*(operand.astype(type_) for operand in operands))


def every_f32(step: int, start: int = 0, stop: int = 2**32) -> np.ndarray:
    """Every step-th of all bit patterns."""
    return np.arange(start, stop, step, dtype=np.uint64).astype(np.uint32).view(np.float32)


def f64_of_exponents(low: int, high: int, count: int = 200_000) -> np.ndarray:
    """Of either sign, the exponent uniform in [low, high]; -1023 is that of subnormal numbers."""
    generator = np.random.default_rng([low + 1023, high + 1023])
    signs = generator.integers(0, 2, count, dtype=np.uint64) << np.uint64(63)
    exponents = generator.integers(low + 1023, high + 1024, count, dtype=np.uint64) << np.uint64(52)
    return (signs | exponents | generator.integers(0, 2**52, count, dtype=np.uint64)).view(np.float64)


@pytest.mark.parametrize("name", UNARY)
def test_f32(name: str):
    # The angles of some f32 are nearer to a quarter turn than the reduction of numpy's f64 may resolve.
    type_ = np.longdouble if name in ("sin", "cos", "tan") else np.float64
    everywhere = every_f32(997 * 4 if type_ is np.longdouble else 997)
    # From 2^-6 to 2^7, where most of a function's work is.
    dense = every_f32(199, 0x3C800000, 0x43000000)
    # Around 2^50, where the reduction of angles changes.
    large = every_f32(1999, 0x57000000, 0x5A000000)
    for x in (everywhere, dense, -dense, large):
        check(name, wide(name, x, type_=type_), x)


def test_erf_f32():
    for x in (every_f32(9973), every_f32(499, 0x3C800000, 0x41000000)):
        check("erf", np.array([math.erf(v) for v in x.tolist()]), x)


def test_powf_f32():
    generator = np.random.default_rng(0)
    patterns = generator.integers(0, 2**32, (2, 500_000), dtype=np.uint64).astype(np.uint32).view(np.float32)
    bases = np.exp(generator.normal(size=500_000) * 3)
    near_one = 1 + generator.normal(size=500_000) * 1e-3
    for x, y in (
        patterns,
        (bases, generator.normal(size=bases.size) * 8),
        (near_one, generator.normal(size=bases.size) * 30_000),
        (-bases, np.round(generator.normal(size=bases.size) * 8)),
    ):
        x, y = x.astype(np.float32), y.astype(np.float32)
        check("powf", wide("powf", x, y, type_=np.float64), x, y)


@extended
@pytest.mark.parametrize("name", UNARY)
def test_f64(name: str):
    for x in (f64_of_exponents(-1023, 1023), f64_of_exponents(-60, 12), f64_of_exponents(-3, 3)):
        check(name, wide(name, x, type_=np.longdouble), x)


@extended
@pytest.mark.parametrize("name", ["cosh", "exp", "exp2", "expm1", "sinh", "tanh"])
def test_f64_where_the_exponential_is_finite(name: str):
    x = np.random.default_rng(0).uniform(-1076, 1025, 200_000)
    check(name, wide(name, x, type_=np.longdouble), x)


@extended
def test_powf_f64():
    generator = np.random.default_rng(0)
    count = 300_000
    near_one = 1 + generator.normal(size=count) * 1e-3
    for x, y in (
        (f64_of_exponents(-1023, 1023, count), f64_of_exponents(-1022, 1023, count)),
        (np.abs(f64_of_exponents(-1023, 1023, count)), generator.uniform(-2, 2, count)),
        (near_one, generator.normal(size=count) * 50_000),
        (generator.uniform(0.3, 3, count), generator.uniform(-1000, 1000, count)),
        (generator.uniform(-9, 0, count), np.round(generator.uniform(-400, 400, count))),
    ):
        check("powf", wide("powf", x, y, type_=np.longdouble), x, y)


@extended
@pytest.mark.parametrize("type_", [np.float32, np.float64])
def test_atan2(type_: type[np.floating]):
    generator = np.random.default_rng(0)
    y, x = (f64_of_exponents(-120, 120, 300_000).astype(type_) for _ in range(2))
    check("atan2", wide("atan2", y, x[::-1], type_=np.longdouble), y, x[::-1])
    y, x = generator.normal(size=(2, 300_000)).astype(type_)
    check("atan2", wide("atan2", y, x, type_=np.longdouble), y, x)


@extended
@pytest.mark.parametrize("name", ["acosh", "asin", "asinh", "atanh"])
def test_f64_where_two_forms_meet(name: str):
    generator = np.random.default_rng(0)
    for low, high in (1.4, 1.6) if name == "acosh" else (0.4, 0.6), (0, 1), (1, 5):
        x = generator.uniform(low, high, 100_000)
        check(name, wide(name, x, type_=np.longdouble), x)


def by_mpmath(function: Special, x: np.ndarray, bits: int) -> np.ndarray:
    with mpmath.workprec(bits):
        return np.array([np.longdouble(mpmath.nstr(function(mpmath.mpf(v)), 25)) for v in x.tolist()])


@extended
def test_erf_f64():
    generator = np.random.default_rng(0)
    for x in (
        generator.uniform(-6.5, 6.5, 10_000),
        generator.uniform(0.8, 1.6, 5_000),
        f64_of_exponents(-1023, 3, 3_000),
    ):
        check("erf", by_mpmath(mpmath.erf, x, 80), x)


@extended
@pytest.mark.parametrize("type_", [np.float32, np.float64])
@pytest.mark.parametrize("name", SPECIAL)
def test_special_function(name: str, type_: type[np.floating]):
    function, limit, ranges = SPECIAL[name]
    generator = np.random.default_rng(0)
    for low, high in ranges:
        x = generator.uniform(low, high, 1_000).astype(type_)
        x = x[np.isfinite(x) & (x != low) & (x != high)]
        check(name, by_mpmath(function, x, 100), x, limit=limit)


@pytest.mark.parametrize("type_", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["lgamma", "digamma", "polygamma1", "polygamma2"])
def test_gamma_functions_of_negative_numbers(name: str, type_: type[np.floating]):
    """They have zeros there: what counts is the error beside the terms that cancel out."""
    x = np.random.default_rng(0).uniform(-9, 0, 500).astype(type_)
    exact = by_mpmath(SPECIAL[name][0], x, 100)
    tolerance = 60 * np.finfo(type_).eps
    np.testing.assert_allclose(evaluate(name, x), exact, rtol=tolerance, atol=tolerance)


def test_fmod_f32():
    """Exact, by way of the operator: it is of f32 only."""
    generator = np.random.default_rng(0)
    x, y = generator.integers(0, 2**32, (2, 300_000), dtype=np.uint64).astype(np.uint32).view(np.float32)
    special = np.array([0, -0.0, 1, -3, 2**-149, 2**127, np.inf, -np.inf, np.nan], np.float32)
    x = np.concatenate([x, x, np.repeat(special, len(special))])
    with np.errstate(invalid="ignore"):
        near = (y * np.float32(2.0**-70), generator.normal(size=y.size).astype(np.float32))
        y = np.concatenate([*near, np.tile(special, len(special))])
        expected = np.fmod(x, y)

    def fmod(x: Tensor, y: Tensor) -> Tensor:
        return adjoint.aten.fmod(x, y)

    given = adjoint.compile(adjoint.function(fmod))(x, y)
    np.testing.assert_array_equal(given, expected)
    np.testing.assert_array_equal(np.signbit(given[expected == 0]), np.signbit(expected[expected == 0]))


def test_every_function_is_tested():
    assert {*NUMPY, *SPECIAL, "erf"} == {*FUNCTIONS}


def nearest_to_quarter_turns(significand_bits: int, exponents: range) -> np.ndarray:
    """Numbers nearer to a multiple of π/2 than all smaller ones of their exponent.

    Their significands are denominators of the continued fraction of `2^exponent·2/π`.
    """
    found: list[float] = []
    with mpmath.workprec(1400):
        for exponent in exponents:
            fraction = mpmath.frac(mpmath.ldexp(2 / mpmath.pi, exponent))
            before, denominator = 0, 1
            while denominator < 2**significand_bits:
                if denominator.bit_length() > significand_bits - 16:
                    found.append(math.ldexp(denominator, exponent))
                quotient = int(mpmath.floor(1 / fraction))
                before, denominator = denominator, quotient * denominator + before
                fraction = mpmath.frac(1 / fraction)
    return np.array(found)


@extended
@pytest.mark.parametrize("name", ["sin", "cos", "tan"])
def test_angles_next_to_quarter_turns(name: str):
    function: Callable[[mpmath.mpf], mpmath.mpf] = getattr(mpmath, name)
    narrow = nearest_to_quarter_turns(24, range(-24, 104, 3)).astype(np.float32)
    check(name, by_mpmath(function, narrow, 300), narrow)
    x = nearest_to_quarter_turns(53, range(-53, 971, 13))
    assert np.min(np.abs(np.cos(x.astype(np.longdouble)))) < 1e-16
    check(name, by_mpmath(function, x, 1400), x)
