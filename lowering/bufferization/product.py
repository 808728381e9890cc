"""Products of a constant and index values: how sizes, strides and offsets are known when compiling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from xdsl.ir import SSAValue


@dataclass(frozen=True)
class Product:
    """`coefficient` times the values of `factors`, which are `index` values that are not negative.

    The factors keep the order in which they were multiplied, so that the same program gives the same code; `==` on the
    dataclass is therefore not equality of products: that is `equals`.
    """

    coefficient: int
    factors: tuple[SSAValue, ...] = ()

    @staticmethod
    def of(extents: Iterable[Product]) -> Product:
        """The product of products; 1 for none."""
        result = ONE
        for extent in extents:
            result = result * extent
        return result

    def __mul__(self, other: Product) -> Product:
        coefficient = self.coefficient * other.coefficient
        return Product(coefficient, self.factors + other.factors) if coefficient else ZERO

    @property
    def constant(self) -> int | None:
        """The number that the product is, None where it is known at run time only."""
        return None if self.factors else self.coefficient

    def equals(self, other: Product) -> bool:
        """Whether both have one value for all values of their factors."""
        return self.coefficient == other.coefficient and self._multiset() == other._multiset()

    def at_most(self, other: Product) -> bool:
        """Whether this is provably no more than `other`."""
        return self.coefficient <= other.coefficient and self._multiset() == other._multiset() or not self.coefficient

    def _multiset(self) -> Counter[SSAValue]:
        return Counter(self.factors)


ZERO = Product(0)
ONE = Product(1)
