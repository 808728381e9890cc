"""What reductions combine elements with, and its neutral element, for each kind of element type."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from xdsl.dialects import arith
from xdsl.dialects.arith import FastMathFlagsAttr
from xdsl.dialects.builtin import AnyFloat
from xdsl.dialects.utils import FastMathFlag
from xdsl.ir import Attribute

from adjoint.dialects.aten.literals import Number, NumberAttr, number_attribute
from adjoint.lowering.linalg.scalar import Scalar, bitwidth_of, emit, maximum, minimum

REASSOCIATE = FastMathFlagsAttr([FastMathFlag.REASSOC, FastMathFlag.NO_SIGNED_ZEROS, FastMathFlag.ALLOW_CONTRACT])
"""What a vectorised sum needs; infinities and NaN keep their meaning."""


@dataclass(frozen=True)
class Combiner:
    """An associative operation: combines the result so far with one more element."""

    combine: Callable[[Scalar, Scalar], Scalar]
    neutral_number: Callable[[Attribute], Number]

    def neutral(self, type_: Attribute) -> NumberAttr:
        """What combined with an element gives the element: the result over no elements."""
        return number_attribute(self.neutral_number(type_), type_)


def _add(accumulator: Scalar, x: Scalar) -> Scalar:
    if x.is_float:
        return emit(arith.AddfOp(accumulator.value, x.value, REASSOCIATE))
    return accumulator + x


def multiply_accumulate(accumulator: Scalar, x: Scalar, y: Scalar) -> Scalar:
    """`accumulator + x * y`, fused and reordered freely."""
    if x.is_float:
        return _add(accumulator, emit(arith.MulfOp(x.value, y.value, REASSOCIATE)))
    return accumulator + x * y


def _multiply(accumulator: Scalar, x: Scalar) -> Scalar:
    if x.is_float:
        return emit(arith.MulfOp(accumulator.value, x.value, REASSOCIATE))
    return accumulator * x


def _smallest(type_: Attribute) -> Number:
    if isinstance(type_, AnyFloat):
        return -math.inf
    return 0 if bitwidth_of(type_) == 1 else -(2 ** (bitwidth_of(type_) - 1))


def _largest(type_: Attribute) -> Number:
    if isinstance(type_, AnyFloat):
        return math.inf
    return 1 if bitwidth_of(type_) == 1 else 2 ** (bitwidth_of(type_) - 1) - 1


SUM = Combiner(_add, lambda _: 0)
MAXIMUM = Combiner(maximum, _smallest)
MINIMUM = Combiner(minimum, _largest)
ALL = Combiner(lambda accumulator, x: accumulator & x, lambda _: True)
ANY = Combiner(lambda accumulator, x: accumulator | x, lambda _: False)
PRODUCT = Combiner(_multiply, lambda _: 1)
