"""Which sizes are equal: what is known, and what is assumed of sizes that meet.

Union-find over canonical sizes. An assumed equality is solved for a symbol where it has a sound solution (`b = a`,
`c = a*b`, `a = 5`), which then stands for the symbol everywhere; otherwise the one size stands for the
other as a whole.
"""

from adjoint.lowering.linalg.symbolic import (
    Size,
    Symbol,
    as_size,
    at_least,
    order_of,
    substitute,
    symbols_of,
)


class Equalities:
    """A union-find over sizes."""

    are_contradictory = False
    """Whether sizes were made equal that cannot be, whatever the arguments are; nothing is known then."""

    def __init__(self):
        self._solved: dict[Symbol, Size] = {}
        self._pairs: list[tuple[Size, Size]] = []
        self._whole: dict[Size, Size] = {}
        self._cache: dict[Size, Size] = {}

    def find(self, size: Size) -> Size:
        """The size that stands for all that are equal to this one."""
        if size.constant is not None:
            return size
        found = self._cache.get(size)
        if found is None:
            found = self._cache[size] = self._follow(self._substitute(size))
        return found

    def unite(self, first: Size, second: Size) -> Size:
        """Makes two sizes equal; gives the one that stands for both from now on."""
        first, second = self.find(first), self.find(second)
        if first == second:
            return first
        solution = _solve(first, second)
        if solution is not None:
            symbol, value = solution
            self._solved[symbol] = value
        else:
            self._pairs.append((first, second))
        self._cache.clear()
        self._whole.clear()
        for one, other in self._pairs:
            self._unite_whole(self._follow(self._substitute(one)), self._follow(self._substitute(other)))
        return self.find(first)

    def _substitute(self, size: Size) -> Size:
        while any(symbol in self._solved for symbol in symbols_of(size)):
            size = substitute(size, self._solved.get)
        return size

    def _follow(self, size: Size) -> Size:
        while (representative := self._whole.get(size)) is not None:
            size = representative
        return size

    def _unite_whole(self, first: Size, second: Size) -> None:
        if first == second:
            return
        if at_least(first - 1, second) or at_least(second - 1, first):
            self.are_contradictory = True
            return
        if first.constant is not None or (second.constant is None and _complexity(first) <= _complexity(second)):
            first, second = second, first
        self._whole[first] = second


def _complexity(size: Size) -> tuple[int, str]:
    return sum(1 for _ in symbols_of(size)), str(size)


def _solve(first: Size, second: Size) -> tuple[Symbol, Size] | None:
    """A symbol and what it must be for two sizes to be equal, None where no symbol stands alone.

    Of several, a sum is preferred to a difference, and then the symbol that comes last in the canonical order: what is
    computed gives way to what is given, later arguments to earlier ones. A solution divides by constants only, so that
    it holds for sizes of 0 as well.
    """
    difference = first - second
    solutions: list[tuple[bool, Symbol, Size]] = []
    for monomial, coefficient in difference.terms:
        if len(monomial) != 1:
            continue
        symbol = monomial[0]
        rest = as_size(symbol) * coefficient - difference
        if symbol in symbols_of(rest) or any(other % coefficient for _, other in rest.terms):
            continue
        solution = Size(tuple((factors, other // coefficient) for factors, other in rest.terms))
        if solution.constant is None or solution.constant >= 0:
            solutions.append((solution.lower_bound is not None, symbol, solution))
    if not solutions:
        return None
    _, symbol, solution = max(solutions, key=lambda candidate: (candidate[0], order_of(candidate[1])))
    return symbol, solution
