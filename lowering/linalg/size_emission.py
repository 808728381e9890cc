"""Sizes as values of type `index`: each expression is computed once, at the start of the function.

Two sizes that are equal are therefore the same SSA value. The requirements of the size analysis become `cf.assert`s
there, on what the arguments really are.
"""

from functools import reduce

from xdsl.builder import Builder
from xdsl.dialects import arith, cf, tensor
from xdsl.dialects.builtin import IndexType, IntegerAttr, i1
from xdsl.dialects.func import FuncOp
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.literals import NumberAttr
from adjoint.lowering.linalg.messages import describe
from adjoint.lowering.linalg.sizes import Requirement
from adjoint.lowering.linalg.symbolic import (
    ArgumentElement,
    ArgumentSize,
    Maximum,
    Minimum,
    Monomial,
    Quotient,
    Size,
    Symbol,
    as_size,
)


class SizeEmitter:
    """Emits sizes and constants at the start of a function, before the op that was its first."""

    def __init__(self, function: FuncOp):
        block = function.body.block
        self._function = function
        first = block.first_op
        self._arguments = block.args
        self._builder = Builder(InsertPoint.before(first) if first is not None else InsertPoint.at_end(block))
        self._sizes: dict[Size, SSAValue] = {}
        self._constants: dict[NumberAttr, SSAValue] = {}

    def emit(self, op: Operation) -> SSAValue:
        """Inserts an op with one result at the start of the function."""
        return self._builder.insert(op).results[0]

    def constant(self, value: NumberAttr) -> SSAValue:
        """A number of any element type; each is one op."""
        found = self._constants.get(value)
        if found is None:
            found = self._constants[value] = self.emit(arith.ConstantOp(value))
            if isinstance(value.type, IndexType):
                found.name_hint = f"c{value.value.data}"
        return found

    def value(self, size: Size | int) -> SSAValue:
        """The size as an `index`."""
        size = as_size(size)
        found = self._sizes.get(size)
        if found is None:
            found = self._sizes[size] = self._compute(size)
        return found

    def require(self, requirement: Requirement) -> None:
        """Asserts at run time what the size analysis has assumed."""
        first, second = requirement.first, requirement.second
        if first.constant is not None and requirement.equal:
            first, second = second, first
        op = requirement.op
        if first.constant is not None and second.constant is not None:
            condition = self.constant(IntegerAttr(0, i1))
        else:
            predicate = "eq" if requirement.equal else "sge"
            condition = self.emit(arith.CmpiOp(self.value(first), self.value(second), predicate))
        check = self._builder.insert(cf.AssertOp(condition, describe(op, requirement.message)))
        check.location = op.location

    def _compute(self, size: Size) -> SSAValue:
        if size.constant is not None:
            return self.constant(IntegerAttr(size.constant, IndexType()))
        if size.symbol is not None:
            return self._symbol(size.symbol)
        added = [(monomial, coefficient) for monomial, coefficient in size.terms if coefficient > 0]
        taken = [(monomial, -coefficient) for monomial, coefficient in size.terms if coefficient < 0]
        sums = [self._term(*term) for term in added] or [self.value(0)]
        total = reduce(lambda first, second: self.emit(arith.AddiOp(first, second)), sums)
        for term in taken:
            total = self.emit(arith.SubiOp(total, self._term(*term)))
        return total

    def _term(self, monomial: Monomial, coefficient: int) -> SSAValue:
        """A product; its factors are multiplied in canonical order, so that common prefixes are shared."""
        if coefficient != 1 or not monomial:
            if not monomial:
                return self.value(coefficient)
            return self.emit(arith.MuliOp(self.value(Size(((monomial, 1),))), self.value(coefficient)))
        if len(monomial) == 1:
            return self.value(as_size(monomial[0]))
        return self.emit(arith.MuliOp(self.value(Size(((monomial[:-1], 1),))), self.value(as_size(monomial[-1]))))

    def _symbol(self, symbol: Symbol) -> SSAValue:
        match symbol:
            case ArgumentSize(argument, dim):
                return self.emit(tensor.DimOp(self._arguments[argument], self.value(dim)))
            case ArgumentElement(argument, position):
                return self._element(self._arguments[argument], position)
            case Quotient(dividend, divisor):
                return self.emit(arith.DivUIOp(self.value(dividend), self._at_least_one(divisor)))
            case Minimum(first, second):
                return self.emit(arith.MinSIOp(self.value(first), self.value(second)))
            case Maximum(first, second):
                return self.emit(arith.MaxSIOp(self.value(first), self.value(second)))

    def _element(self, argument: BlockArgument, position: int | None) -> SSAValue:
        """A size that a caller hands over; it is not trusted to be one."""
        places = [] if position is None else [self.value(position)]
        element = self.emit(tensor.ExtractOp(argument, places, IndexType()))
        condition = self.emit(arith.CmpiOp(element, self.value(0), "sge"))
        message = f"a size must not be negative, one in argument {argument.index} is"
        self._builder.insert(cf.AssertOp(condition, describe(self._function, message)))
        return element

    def _at_least_one(self, size: Size) -> SSAValue:
        if size.lower_bound:
            return self.value(size)
        return self.emit(arith.MaxSIOp(self.value(size), self.value(1)))
