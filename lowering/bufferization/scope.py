"""Code of the loops stage as it is written: index arithmetic that folds and never repeats itself, and the scalars of
the program, copied when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar, cast

from xdsl.dialects import arith, memref, tensor
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IndexType, IntegerAttr, IntegerType, f64, i32, i64
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.traits import is_side_effect_free
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.bufferization.constants import Constants
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.sizes import SizeAnalysis, constant_index, extracted_scalar

OpT = TypeVar("OpT", bound=Operation)

INDEX = IndexType()

_UNDEFINED_BY_ZERO = (
    arith.DivSIOp
    | arith.DivUIOp
    | arith.FloorDivSIOp
    | arith.CeilDivSIOp
    | arith.CeilDivUIOp
    | arith.RemSIOp
    | arith.RemUIOp
)
"""Ops that stay in their loop: it may not run at all."""

_WRAPPING: Mapping[str, Attribute] = {"overflowFlags": arith.IntegerOverflowAttr("none")}
"""The properties of sums and products."""

Index = int | SSAValue
"""An index that is known now, or one that the code computes."""


class ArgumentBuffers:
    """The memrefs that stand for the tensor arguments of the program in the function being written."""

    def __init__(self, buffers: Mapping[SSAValue, SSAValue]):
        self._buffers = buffers
        self.elements_are_read = False
        """Whether some scalar turned out to be an element of an argument."""

    def dimension(self, scope: Scope, op: tensor.DimOp) -> SSAValue:
        """The size that a `tensor.dim` of an argument asks for."""
        axis = constant_index(op.index)
        if op.source not in self._buffers or axis is None:
            raise PassFailedException(located(op, "a size is a constant dimension of an argument"))
        buffer = self._buffers[op.source]
        return scope.once(("size", buffer, axis), lambda: memref.DimOp(buffer, scope.index(axis)), op.result.name_hint)

    def element(self, scope: Scope, op: tensor.ExtractOp) -> SSAValue:
        """The element of an argument that a `tensor.extract` asks for."""
        buffer = self._buffers.get(op.tensor)
        if buffer is None:
            raise PassFailedException(located(op, "a size is read from a tensor that the program computes"))
        self.elements_are_read = True
        return scope.append(memref.LoadOp.get(buffer, [scope.scalar(index) for index in op.indices])).res


class Scope:
    """The end of a block that is being written, and what its code can refer to.

    A scope inside another one (the body of a loop) sees the values of the outer one.
    """

    def __init__(self, block: Block, sizes: SizeAnalysis, arguments: ArgumentBuffers, *, outer: Scope | None = None):
        self.block = block
        self._sizes = sizes
        self._arguments = arguments
        self._outer = outer
        self.constants: Constants = outer.constants if outer else Constants()
        self._scalars: dict[SSAValue, SSAValue] = {}
        self._computed: dict[object, SSAValue] = {}
        self._order: dict[SSAValue, int] = outer._order if outer else {}

    @property
    def is_inner(self) -> bool:
        """Whether it is inside a loop."""
        return self._outer is not None

    def inner(self, block: Block) -> Scope:
        """A scope for a block inside an op of this one."""
        return Scope(block, self._sizes, self._arguments, outer=self)

    def append(self, op: OpT) -> OpT:
        """Writes an op."""
        self.block.add_op(op)
        return op

    def index(self, value: Index) -> SSAValue:
        """The value of an index, a constant where it is a number."""
        return self.constants.index(value) if isinstance(value, int) else value

    def named(self, value: Index, name: str) -> SSAValue:
        """The value of an index, which gets a name unless it is a number."""
        if isinstance(value, int):
            return self.constants.index(value)
        value.name_hint = name
        return value

    def integer(self, value: int) -> SSAValue:
        """A constant of the type that CBLAS takes its integers in, i32."""
        return self.constants.get(IntegerAttr(value, i32))

    def number(self, value: float, type_: Attribute) -> SSAValue:
        """A constant of an element type."""
        if isinstance(type_, AnyFloat):
            return self.constants.get(FloatAttr(float(value), type_))
        if isinstance(type_, IndexType):
            return self.index(int(value))
        return self.constants.get(IntegerAttr(int(value), cast(IntegerType, type_)))

    # The scalars of the program.

    def bind(self, scalar: SSAValue, value: SSAValue) -> None:
        """Says what a scalar of the program is here."""
        self._scalars[scalar] = value

    def scalar(self, scalar: SSAValue) -> SSAValue:
        """A scalar of the program, computed here where it was not yet.

        Raises PassFailedException where it comes from an op that is not pure arithmetic on sizes and elements.
        """
        known = self._known_scalar(scalar)
        if known is None:
            known = self._copy(scalar)
            self._scalars.setdefault(scalar, known)
        return known

    def _known_scalar(self, scalar: SSAValue) -> SSAValue | None:
        scope: Scope | None = self
        while scope is not None:
            if scalar in scope._scalars:
                return scope._scalars[scalar]
            scope = scope._outer
        return None

    def _copy(self, scalar: SSAValue) -> SSAValue:
        op = scalar.owner
        match op:
            case Block():
                raise PassFailedException(f"a size depends on {scalar.type}, which is not known where it is needed")
            case arith.ConstantOp(value=IntegerAttr() | FloatAttr() as number):
                return self.constants.get(number)
            case tensor.DimOp() | tensor.ExtractOp() | arith.MuliOp() if self._is_a_product(scalar):
                return self.product(self._sizes.product(scalar))
            case tensor.ExtractOp() if (element := extracted_scalar(op)) is not None:
                return self.scalar(element)
            case tensor.DimOp():
                return self._arguments.dimension(self, op)
            case tensor.ExtractOp():
                return self._arguments.element(self, op)
            case _:
                return self._copy_op(op, scalar)

    def _is_a_product(self, scalar: SSAValue) -> bool:
        """Whether an index is known by other values than itself."""
        return scalar.type == IndexType() and self._sizes.product(scalar).factors != (scalar,)

    def _copy_op(self, op: Operation, scalar: SSAValue) -> SSAValue:
        if op.regions or not is_side_effect_free(op):
            raise PassFailedException(
                located(op, "a size or a condition depends on it: scalar arithmetic can, this not")
            )
        copy = op.clone({operand: self.scalar(operand) for operand in op.operands})
        home = self._outermost(copy)
        for result, copied in zip(op.results, copy.results, strict=True):
            home._scalars[result] = copied
        return home._scalars[scalar]

    # Index arithmetic.

    def product(self, product: Product) -> SSAValue:
        """The value of a product of index values of the program."""
        return self.index(self.evaluate(product))

    def evaluate(self, product: Product) -> Index:
        """The value of a product: a number where it is one, and the same value for the same product."""
        for factor in product.factors:
            self._order.setdefault(factor, len(self._order))
        value: Index = 1
        for factor in sorted(product.factors, key=self._order.__getitem__):
            value = self.multiply(value, self.scalar(factor))
        return self.multiply(value, product.coefficient)

    def estimate(self, product: Product) -> SSAValue:
        """The value of a product as an f64: rounded, but never wrapped around."""
        value = self.number(product.coefficient, f64)
        for factor in product.factors:
            value = self.append(arith.MulfOp(value, self.to_float(self.scalar(factor)))).result
        return value

    def to_float(self, value: Index) -> SSAValue:
        """An index as an f64."""
        if isinstance(value, int):
            return self.number(value, f64)
        integer = self.once((arith.IndexCastOp, value, i64), lambda: arith.IndexCastOp(value, i64))
        return self.once((arith.SIToFPOp, integer), lambda: arith.SIToFPOp(integer, f64))

    def sum(self, terms: Iterable[Index]) -> Index:
        """The sum of indices."""
        value: Index = 0
        for term in terms:
            value = self.add(value, term)
        return value

    def add(self, one: Index, other: Index) -> Index:
        if isinstance(one, int) and isinstance(other, int):
            return one + other
        if one == 0 or other == 0:
            return one if other == 0 else other
        return self._compute(arith.AddiOp, one, other)

    def multiply(self, one: Index, other: Index) -> Index:
        if isinstance(one, int) and isinstance(other, int):
            return one * other
        if one == 0 or other == 0:
            return 0
        if one == 1 or other == 1:
            return one if other == 1 else other
        return self._compute(arith.MuliOp, one, other)

    def divide(self, one: Index, other: Index) -> Index:
        """The quotient of two indices that are not negative, rounded down."""
        if isinstance(one, int) and isinstance(other, int):
            return one // other
        return one if other == 1 else self._compute(arith.DivUIOp, one, other)

    def remainder(self, one: Index, other: Index) -> Index:
        """What is left of an index that is not negative after division."""
        if isinstance(one, int) and isinstance(other, int):
            return one % other
        return 0 if other == 1 else self._compute(arith.RemUIOp, one, other)

    def minimum(self, one: Index, other: Index) -> Index:
        if isinstance(one, int) and isinstance(other, int):
            return min(one, other)
        return self._compute(arith.MinSIOp, one, other)

    def maximum(self, one: Index, other: Index) -> Index:
        if isinstance(one, int) and isinstance(other, int):
            return max(one, other)
        return one if one is other else self._compute(arith.MaxSIOp, one, other)

    def round_up(self, value: Index, multiple: int) -> Index:
        """The next multiple of a power of two."""
        if isinstance(value, int):
            return -(-value // multiple) * multiple
        if multiple == 1:
            return value
        return self._compute(arith.AndIOp, self.add(value, multiple - 1), -multiple)

    def to_integer(self, value: Index) -> SSAValue:
        """An index as CBLAS takes it, an i32."""
        if isinstance(value, int):
            return self.integer(value)
        return self.once((arith.IndexCastOp, value), lambda: arith.IndexCastOp(value, i32))

    def _compute(self, kind: type[arith.SignlessIntegerBinaryOperation], one: Index, other: Index) -> SSAValue:
        """An op on indices. `create` is a fifth of the time of the constructor, which finds out what is known here."""
        return self.once(
            (kind, one, other),
            lambda: kind.create(
                operands=[self.index(one), self.index(other)],
                result_types=[INDEX],
                properties=dict(_WRAPPING if kind in (arith.AddiOp, arith.MuliOp) else {}),
            ),
        )

    def once(self, key: object, build: Callable[[], Operation], name: str | None = None) -> SSAValue:
        """The result of a pure op: the op is written, with its name, where no op of this key is in sight.

        It is written before the loops in which nothing that it depends on changes.
        """
        scope: Scope | None = self
        while scope is not None:
            if key in scope._computed:
                return scope._computed[key]
            scope = scope._outer
        op = build()
        home = self._outermost(op)
        value = home._computed[key] = op.results[0]
        value.name_hint = name
        return value

    def _outermost(self, op: Operation) -> Scope:
        """Writes an op in the outermost scope that has its operands, and gives that scope."""
        home, loop = self, None
        may_move = not isinstance(op, _UNDEFINED_BY_ZERO)
        while may_move and home._outer is not None and not any(home._defines(operand) for operand in op.operands):
            home, loop = home._outer, home.block.parent_op()
        if loop is None:
            home.block.add_op(op)
        else:
            home.block.insert_op_before(op, loop)
        return home

    def _defines(self, value: SSAValue) -> bool:
        owner = value.owner
        return (owner if isinstance(owner, Block) else owner.parent) is self.block
