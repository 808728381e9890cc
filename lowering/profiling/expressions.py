"""Values of a loop, or of a called function, computed again outside of it, for all of its iterations at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from xdsl.dialects import arith, memref, scf
from xdsl.dialects.builtin import IndexType, IntegerAttr, IntegerType, MemRefType
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

OpT = TypeVar("OpT", bound=Operation)

_ARITHMETIC = (
    arith.ConstantOp
    | arith.AddiOp
    | arith.SubiOp
    | arith.MuliOp
    | arith.DivUIOp
    | arith.DivSIOp
    | arith.MinSIOp
    | arith.MaxSIOp
    | arith.AndIOp
    | arith.IndexCastOp
)
"""Pure, and all that sizes and bounds consist of."""

Environment = Mapping[SSAValue, SSAValue]
"""What values inside are outside: arguments of a called function, the first or last index of a parallel loop."""


class Expressions:
    """Writes index arithmetic in front of an op."""

    def __init__(self, before: Operation):
        self._point = InsertPoint.before(before)
        self._block = before.parent
        self._constants: dict[int, SSAValue] = {}

    def append(self, op: OpT) -> OpT:
        """Writes an op."""
        Rewriter.insert_op(op, self._point)
        return op

    def constant(self, value: int) -> SSAValue:
        """An index that is known."""
        if value not in self._constants:
            self._constants[value] = self.append(arith.ConstantOp(IntegerAttr.from_index_int_value(value))).result
        return self._constants[value]

    def sum(self, values: Sequence[SSAValue]) -> SSAValue:
        """0 where there are none."""
        result: SSAValue | None = None
        for value in values:
            result = value if result is None else self.append(arith.AddiOp(result, value)).result
        return self.constant(0) if result is None else result

    def product(self, values: Sequence[SSAValue]) -> SSAValue:
        """1 where there are none."""
        result: SSAValue | None = None
        for value in values:
            result = value if result is None else self.append(arith.MuliOp(result, value)).result
        return self.constant(1) if result is None else result

    def value(self, value: SSAValue, environment: Environment) -> SSAValue | None:
        """An integer as an index, out here; None where it depends on more than sizes and the environment."""
        copied = self._copied(value, environment)
        if copied is not None and isinstance(copied.type, IntegerType):
            return self.append(arith.IndexCastOp(copied, IndexType())).result
        return copied

    def element_count(self, buffer: SSAValue, environment: Environment) -> SSAValue | None:
        """How many elements a memref has."""
        while buffer in environment:
            buffer = environment[buffer]
        type_ = cast(MemRefType[Attribute], buffer.type)
        if type_.has_static_shape():
            return self.constant(type_.element_count())
        match buffer.owner:
            case memref.ReinterpretCastOp() as op if len(op.sizes):
                return self._counted(type_, op.sizes, environment)
            case memref.ViewOp() as op:
                return self._counted(type_, op.sizes, environment)
            case Operation():
                return None
            case _ if self._stands_here(buffer):
                dims = [axis for axis, size in enumerate(type_.get_shape()) if size < 0]
                sizes = [self.append(memref.DimOp(buffer, self.constant(axis))).result for axis in dims]
                return self._counted(type_, sizes, environment)
            case _:
                return None

    def _counted(
        self, type_: MemRefType[Attribute], sizes: Sequence[SSAValue], environment: Environment
    ) -> SSAValue | None:
        factors = [self.constant(size) for size in type_.get_shape() if size >= 0]
        for size in sizes:
            factor = self.value(size, environment)
            if factor is None:
                return None
            factors.append(factor)
        return self.product(factors)

    def _copied(self, value: SSAValue, environment: Environment) -> SSAValue | None:
        if value in environment:
            return environment[value]
        if self._stands_here(value):
            return value
        op = value.owner
        if not isinstance(op, _ARITHMETIC):
            return None
        operands = [self._copied(operand, environment) for operand in op.operands]
        if any(operand is None for operand in operands):
            return None
        known = {inner: outer for inner, outer in zip(op.operands, operands, strict=True) if outer is not None}
        return self.append(op.clone(known)).results[0]

    def _stands_here(self, value: SSAValue) -> bool:
        """Whether it belongs to the block that is written to, or to one around it: then it is computed already."""
        block = value.owner if not isinstance(value.owner, Operation) else value.owner.parent
        return block is self._block


def ends_of(
    loop: scf.ParallelOp, expressions: Expressions, environment: Environment
) -> tuple[Environment, Environment]:
    """The environments of its first and of its last iteration."""
    first, last = dict(environment), dict(environment)
    for index, lower, upper in zip(loop.body.block.args, loop.lowerBound, loop.upperBound, strict=True):
        begin, end = expressions.value(lower, environment), expressions.value(upper, environment)
        if begin is not None and end is not None:
            first[index] = begin
            last[index] = expressions.append(arith.SubiOp(end, expressions.constant(1))).result
    return first, last
