"""Sizes as expressions: their canonical form, and what follows from sizes that are assumed to be equal."""

from collections.abc import Mapping

from hypothesis import given, strategies as st

from adjoint.lowering.linalg.equalities import Equalities
from adjoint.lowering.linalg.reassociation import reassociate
from adjoint.lowering.linalg.symbolic import (
    ArgumentSize,
    Maximum,
    Minimum,
    Quotient,
    Size,
    Symbol,
    as_size,
    at_least,
    larger_size,
    product,
    quotient,
    smaller_size,
)

SYMBOLS = [ArgumentSize(0, dim) for dim in range(4)]
A, B, C, D = (as_size(symbol) for symbol in SYMBOLS)

assignments = st.fixed_dictionaries({symbol: st.integers(0, 5) for symbol in SYMBOLS})
leaves = st.one_of(st.integers(0, 4).map(as_size), st.sampled_from([A, B, C, D]))


def extend(sizes: st.SearchStrategy[Size]) -> st.SearchStrategy[Size]:
    pairs = st.tuples(sizes, sizes)
    return st.one_of(
        pairs.map(lambda pair: pair[0] + pair[1]),
        pairs.map(lambda pair: pair[0] * pair[1]),
        pairs.map(lambda pair: larger_size(pair[0] - pair[1], as_size(0))),
        pairs.map(lambda pair: smaller_size(*pair)),
        st.tuples(sizes, st.integers(1, 4).map(as_size)).map(lambda pair: quotient(*pair)),
    )


expressions = st.recursive(leaves, extend, max_leaves=6)


def evaluate(size: Size, values: Mapping[Symbol, int]) -> int:
    """The number that a size is where symbols have these values."""
    total = 0
    for monomial, coefficient in size.terms:
        for symbol in monomial:
            coefficient *= evaluate_symbol(symbol, values)
        total += coefficient
    return total


def evaluate_symbol(symbol: Symbol, values: Mapping[Symbol, int]) -> int:
    match symbol:
        case Quotient(dividend, divisor):
            return evaluate(dividend, values) // max(evaluate(divisor, values), 1)
        case Minimum(first, second):
            return min(evaluate(first, values), evaluate(second, values))
        case Maximum(first, second):
            return max(evaluate(first, values), evaluate(second, values))
        case _:
            return values[symbol]


def test_equal_polynomials_are_one_value():
    assert (A + B) * 2 == B * 2 + A + A
    assert quotient(A * B * 4, B * 2) == A * 2
    assert larger_size(A + 1, A) == A + 1
    assert (A - A).constant == 0


@given(expressions, expressions, assignments)
def test_arithmetic_is_that_of_numbers(first: Size, second: Size, values: dict[Symbol, int]):
    x, y = evaluate(first, values), evaluate(second, values)
    assert evaluate(first + second, values) == x + y
    assert evaluate(first * second, values) == x * y
    assert evaluate(first - second, values) == x - y
    assert evaluate(smaller_size(first, second), values) == min(x, y)
    assert evaluate(larger_size(first, second), values) == max(x, y)
    assert not at_least(first, second) or x >= y


@given(st.lists(st.tuples(expressions, expressions), max_size=5), expressions, assignments)
def test_equal_sizes_have_equal_values(pairs: list[tuple[Size, Size]], size: Size, values: dict[Symbol, int]):
    """Only what holds for the assignment is assumed: then no size changes its value."""
    equalities = Equalities()
    for first, second in pairs:
        if evaluate(first, values) == evaluate(second, values):
            equalities.unite(first, second)
            assert not equalities.are_contradictory
            assert equalities.find(first) == equalities.find(second)
    for each in (size, *(each for pair in pairs for each in pair)):
        assert evaluate(equalities.find(each), values) == evaluate(each, values)


def test_what_is_given_stands_for_what_is_computed():
    equalities = Equalities()
    assert equalities.unite(C, A) == A
    assert equalities.unite(larger_size(B - 1, as_size(0)), D) == D
    assert equalities.find(larger_size(B - 1, as_size(0))) == D
    assert equalities.unite(A * 3, as_size(12)).constant == 12
    assert equalities.find(C).constant == 4


def test_sizes_that_cannot_be_equal_contradict_each_other():
    equalities = Equalities()
    equalities.unite(A, as_size(2))
    equalities.unite(A * B, as_size(6))
    assert equalities.find(B).constant == 3
    equalities.unite(A + B, as_size(4))
    assert equalities.are_contradictory


def test_a_product_of_sizes_is_found_in_another_shape():
    equalities = Equalities()
    equalities.unite(quotient(A * B, as_size(4)) * 4, A * B)
    rest = quotient(A * B, as_size(4))
    groups = reassociate((A, B, C), (rest, as_size(4), C), equalities.find)
    assert groups.source == ((0, 1), (2,))
    assert groups.target == ((0, 1), (2,))


@given(st.lists(st.sampled_from([1, 2, 3, 4, 6]), min_size=1, max_size=4), st.data())
def test_groups_of_dimensions_hold_as_many_elements(shape: list[int], data: st.DataObject):
    factors = [factor for size in shape for factor in ([2, 3] if size == 6 else [2, 2] if size == 4 else [size])]
    target: list[int] = []
    while factors:
        count = data.draw(st.integers(1, len(factors)))
        target.append(int(product(map(as_size, factors[:count])).constant or 0))
        factors = factors[count:]
    groups = reassociate(tuple(map(as_size, shape)), tuple(map(as_size, target)), lambda size: size)
    assert [dim for group in groups.source for dim in group] == list(range(len(shape)))
    assert [dim for group in groups.target for dim in group] == list(range(len(target)))
    for source_group, target_group in zip(groups.source, groups.target, strict=True):
        assert product(as_size(shape[dim]) for dim in source_group) == product(
            as_size(target[dim]) for dim in target_group
        )
