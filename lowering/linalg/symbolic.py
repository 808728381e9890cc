"""Sizes that are known only at run time, as expressions of a function's arguments.

A `Size` is a polynomial with integer coefficients, kept in a canonical form, so that two sizes that are the same sum of
products are equal as Python values. Its symbols are sizes of arguments, elements of arguments that hold sizes, and what
is no polynomial: a quotient, a minimum, a maximum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce

Monomial = tuple["Symbol", ...]
"""A product of symbols, in canonical order; empty for 1."""


@dataclass(frozen=True)
class ArgumentSize:
    """The size of a dimension of an argument."""

    argument: int
    dim: int

    def __str__(self) -> str:
        return f"dim({self.argument}, {self.dim})"


@dataclass(frozen=True)
class ArgumentElement:
    """An element of an argument that is a `tensor<nxindex>`: a size that a caller hands over as a value.

    Of a `tensor<index>` it is the one element, at position None.
    """

    argument: int
    position: int | None

    def __str__(self) -> str:
        return f"element({self.argument}, {self.position})"


@dataclass(frozen=True)
class Quotient:
    """`dividend // divisor`; the quotient by 0 is the dividend (it is the size of a dimension of an empty tensor)."""

    dividend: Size
    divisor: Size

    def __str__(self) -> str:
        return f"({self.dividend}) // ({self.divisor})"


@dataclass(frozen=True)
class Minimum:
    """The smaller of two sizes."""

    first: Size
    second: Size

    def __str__(self) -> str:
        return f"min({self.first}, {self.second})"


@dataclass(frozen=True)
class Maximum:
    """The larger of two sizes."""

    first: Size
    second: Size

    def __str__(self) -> str:
        return f"max({self.first}, {self.second})"


Symbol = ArgumentSize | ArgumentElement | Quotient | Minimum | Maximum

_PRIORITY = {ArgumentSize: 0, ArgumentElement: 1, Quotient: 2, Minimum: 3, Maximum: 4}


def order_of(symbol: Symbol) -> tuple[int, int, int, str]:
    """The canonical order of symbols: what comes first is the better name for sizes that turn out to be equal."""
    match symbol:
        case ArgumentSize(argument, dim):
            return 0, argument, dim, ""
        case ArgumentElement(argument, position):
            return 1, argument, position or 0, ""
        case _:
            return _PRIORITY[type(symbol)], 0, 0, str(symbol)


def _order_of_term(term: tuple[Monomial, int]) -> list[tuple[int, int, int, str]]:
    return [order_of(symbol) for symbol in term[0]]


@dataclass(frozen=True)
class Size:
    """A polynomial of symbols: `(monomial, coefficient)` in canonical order, no coefficient being 0."""

    terms: tuple[tuple[Monomial, int], ...]
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self):
        object.__setattr__(self, "_hash", hash(self.terms))

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def constant(self) -> int | None:
        """The number, None where the size depends on a symbol."""
        if not self.terms:
            return 0
        if len(self.terms) == 1 and not self.terms[0][0]:
            return self.terms[0][1]
        return None

    @cached_property
    def symbol(self) -> Symbol | None:
        """The symbol that this size is, None where it is something else."""
        if len(self.terms) != 1:
            return None
        monomial, coefficient = self.terms[0]
        return monomial[0] if coefficient == 1 and len(monomial) == 1 else None

    @cached_property
    def lower_bound(self) -> int | None:
        """A number that is at most this size, None where none is known."""
        bound = 0
        for monomial, coefficient in self.terms:
            if monomial and coefficient < 0:
                return None
            factor = 1
            for symbol in monomial:
                symbol_bound = symbol_lower_bound(symbol)
                if symbol_bound is None or symbol_bound < 0:
                    return None
                factor *= symbol_bound
            bound += factor * coefficient
        return bound

    def __add__(self, other: Size | int) -> Size:
        terms = dict(self.terms)
        for monomial, coefficient in as_size(other).terms:
            terms[monomial] = terms.get(monomial, 0) + coefficient
        return _canonical(terms)

    def __mul__(self, other: Size | int) -> Size:
        terms: dict[Monomial, int] = {}
        for monomial, coefficient in self.terms:
            for other_monomial, other_coefficient in as_size(other).terms:
                product = tuple(sorted((*monomial, *other_monomial), key=order_of))
                terms[product] = terms.get(product, 0) + coefficient * other_coefficient
        return _canonical(terms)

    def __neg__(self) -> Size:
        return self * -1

    def __sub__(self, other: Size | int) -> Size:
        return self + -as_size(other)

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        return " + ".join(
            "*".join([*([str(coefficient)] if coefficient != 1 or not monomial else []), *map(str, monomial)])
            for monomial, coefficient in self.terms
        )


def _canonical(terms: Mapping[Monomial, int]) -> Size:
    return Size(tuple(sorted(((m, c) for m, c in terms.items() if c), key=_order_of_term)))


def symbol_lower_bound(symbol: Symbol) -> int | None:
    """A number that is at most the symbol, None where none is known."""
    match symbol:
        case Minimum(first, second):
            bounds = (first.lower_bound, second.lower_bound)
            return None if bounds[0] is None or bounds[1] is None else min(bounds[0], bounds[1])
        case Maximum(first, second):
            return max((bound for bound in (first.lower_bound, second.lower_bound) if bound is not None), default=None)
        case _:
            return 0


def as_size(value: Size | Symbol | int) -> Size:
    """A number or a symbol as a size; a size as it is."""
    match value:
        case Size():
            return value
        case int():
            return Size((((), value),) if value else ())
        case _:
            return Size((((value,), 1),))


def product(sizes: Iterable[Size]) -> Size:
    """The product, 1 of no sizes."""
    return reduce(Size.__mul__, sizes, ONE)


def quotient(dividend: Size, divisor: Size) -> Size:
    """`dividend // divisor`, as a polynomial where the division is exact term by term."""
    if dividend.constant is not None and divisor.constant:
        return as_size(dividend.constant // divisor.constant)
    if len(divisor.terms) == 1:
        divided: dict[Monomial, int] = {}
        (factor, coefficient), *_ = divisor.terms
        for monomial, dividend_coefficient in dividend.terms:
            remaining = _without_factors(monomial, factor)
            if remaining is None or dividend_coefficient % coefficient:
                break
            divided[remaining] = dividend_coefficient // coefficient
        else:
            return _canonical(divided)
    return as_size(Quotient(dividend, divisor))


def _without_factors(monomial: Monomial, factors: Monomial) -> Monomial | None:
    remaining = list(monomial)
    for factor in factors:
        if factor not in remaining:
            return None
        remaining.remove(factor)
    return tuple(remaining)


def smaller_size(first: Size, second: Size) -> Size:
    """The smaller size, decided now where the difference has a known sign."""
    if at_least(second, first):
        return first
    if at_least(first, second):
        return second
    return as_size(Minimum(*sorted((first, second), key=str)))


def larger_size(first: Size, second: Size) -> Size:
    """The larger size, decided now where the difference has a known sign."""
    if at_least(first, second):
        return first
    if at_least(second, first):
        return second
    return as_size(Maximum(*sorted((first, second), key=str)))


def at_least(first: Size, second: Size) -> bool:
    """Whether `first >= second` is known for every value of the symbols."""
    bound = (first - second).lower_bound
    return bound is not None and bound >= 0


def symbols_of(size: Size) -> Iterable[Symbol]:
    """Every symbol in a size, those inside of quotients, minima and maxima included."""
    for monomial, _ in size.terms:
        for symbol in monomial:
            yield symbol
            match symbol:
                case Quotient(first, second) | Minimum(first, second) | Maximum(first, second):
                    yield from symbols_of(first)
                    yield from symbols_of(second)
                case _:
                    pass


def substitute(size: Size, replacement: Callable[[Symbol], Size | None]) -> Size:
    """The size with symbols replaced, canonical again; None leaves a symbol as it is."""
    result = ZERO
    for monomial, coefficient in size.terms:
        result += product(_substitute_symbol(symbol, replacement) for symbol in monomial) * coefficient
    return result


def _substitute_symbol(symbol: Symbol, replacement: Callable[[Symbol], Size | None]) -> Size:
    replaced = replacement(symbol)
    if replaced is not None:
        return replaced
    match symbol:
        case Quotient(first, second):
            return quotient(substitute(first, replacement), substitute(second, replacement))
        case Minimum(first, second):
            return smaller_size(substitute(first, replacement), substitute(second, replacement))
        case Maximum(first, second):
            return larger_size(substitute(first, replacement), substitute(second, replacement))
        case _:
            return as_size(symbol)


ZERO = as_size(0)
ONE = as_size(1)

Shape = tuple[Size, ...]
"""The sizes of a tensor."""


def has_no_elements(shape: Shape) -> bool:
    """Whether a size is known to be 0."""
    return ZERO in shape
