"""Scalars of a function that is being built: an operator between two of them emits an `arith` op.

    y = fma(x, x, 1.0) * select(x < 0.0, -1.0, 1.0)

Python numbers become constants of the other operand's type, each one op in a function however often it is used. No op
carries a fast-math flag: compensated sums mean what they say, and a product is fused with a sum only by `fma`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from xdsl.dialects import arith, math
from xdsl.dialects.builtin import FloatAttr, IntegerAttr, IntegerType, i1, i16, i32, i64
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.lowering.math.float_format import F32, F64, FloatFormat

_PREDICATES = {name: IntegerAttr(number, i64) for number, name in enumerate(arith.CMPF_COMPARISON_OPERATIONS)}
_INTEGER_PREDICATES = {name: IntegerAttr(number, i64) for number, name in enumerate(arith.CMPI_COMPARISON_OPERATIONS)}
_NO_FASTMATH: Mapping[str, Attribute] = {"fastmath": arith.FastMathFlagsAttr("none")}
_NO_OVERFLOW_FLAGS: Mapping[str, Attribute] = {"overflowFlags": arith.IntegerOverflowAttr("none")}


class FunctionBody:
    """The one block of a function, and its constants so far."""

    def __init__(self, block: Block):
        self.block = block
        self._constants: dict[tuple[Attribute, str | int], SSAValue] = {}

    def emit(
        self,
        op_type: type[Operation],
        operands: tuple[SSAValue, ...],
        result_type: Attribute,
        properties: Mapping[str, Attribute] | None = None,
    ) -> SSAValue:
        """Appends an op with one result and gives the result."""
        op = op_type.create(operands=operands, result_types=(result_type,), properties=properties or {})
        self.block.add_op(op)
        return op.results[0]

    def float_constant(self, value: float, format: FloatFormat) -> Float:
        """The number in the format, rounded to nearest even."""
        rounded = float(np.float32(value)) if format is F32 else float(value)
        # `hex` tells -0 from 0.
        key = (format.type, rounded.hex())
        if key not in self._constants:
            attribute = FloatAttr(rounded, format.type)
            self._constants[key] = self.emit(arith.ConstantOp, (), format.type, {"value": attribute})
        return Float(self._constants[key], self, format)

    def integer_constant(self, value: int, type_: IntegerType) -> Integer:
        """The integer modulo 2^width, as a signed one."""
        width = type_.width.data
        wrapped = (value + (1 << (width - 1))) % (1 << width) - (1 << (width - 1))
        key = (type_, wrapped)
        if key not in self._constants:
            attribute = IntegerAttr(wrapped, type_)
            self._constants[key] = self.emit(arith.ConstantOp, (), type_, {"value": attribute})
        return Integer(self._constants[key], self, type_)


@dataclass(frozen=True, eq=False)
class Boolean:
    """A value of type i1."""

    value: SSAValue
    body: FunctionBody

    def __and__(self, other: Boolean) -> Boolean:
        return Boolean(self.body.emit(arith.AndIOp, (self.value, other.value), i1), self.body)

    def __or__(self, other: Boolean) -> Boolean:
        return Boolean(self.body.emit(arith.OrIOp, (self.value, other.value), i1), self.body)


@dataclass(frozen=True, eq=False)
class Integer:
    """A value of type i16, i32 or i64; arithmetic wraps around."""

    value: SSAValue
    body: FunctionBody
    type: IntegerType

    def _operand(self, other: Integer | int) -> SSAValue:
        return other.value if isinstance(other, Integer) else self.body.integer_constant(other, self.type).value

    def _binary(
        self, op_type: type[Operation], other: Integer | int, properties: Mapping[str, Attribute] | None = None
    ) -> Integer:
        operands = (self.value, self._operand(other))
        return Integer(self.body.emit(op_type, operands, self.type, properties), self.body, self.type)

    def __add__(self, other: Integer | int) -> Integer:
        return self._binary(arith.AddiOp, other, _NO_OVERFLOW_FLAGS)

    def __sub__(self, other: Integer | int) -> Integer:
        return self._binary(arith.SubiOp, other, _NO_OVERFLOW_FLAGS)

    def __and__(self, other: Integer | int) -> Integer:
        return self._binary(arith.AndIOp, other)

    def __or__(self, other: Integer | int) -> Integer:
        return self._binary(arith.OrIOp, other)

    def __xor__(self, other: Integer | int) -> Integer:
        return self._binary(arith.XOrIOp, other)

    def __lshift__(self, bits: int) -> Integer:
        return self._binary(arith.ShLIOp, bits, _NO_OVERFLOW_FLAGS)

    def __rshift__(self, bits: int) -> Integer:
        """Shifts zeros in from the left (a signed shift of 64-bit lanes takes several instructions on AVX2)."""
        return self._binary(arith.ShRUIOp, bits)

    def is_not_zero(self) -> Boolean:
        operands = (self.value, self._operand(0))
        return Boolean(self.body.emit(arith.CmpiOp, operands, i1, {"predicate": _INTEGER_PREDICATES["ne"]}), self.body)

    def is_at_least(self, other: int) -> Boolean:
        """Whether it is at least a number that is not negative, the highest bit being one like the others."""
        operands = (self.value, self._operand(other))
        return Boolean(self.body.emit(arith.CmpiOp, operands, i1, {"predicate": _INTEGER_PREDICATES["uge"]}), self.body)

    def to_i16(self) -> Integer:
        """The low 16 bits."""
        return Integer(self.body.emit(arith.TruncIOp, (self.value,), i16), self.body, i16)

    def to_i32(self) -> Integer:
        """The low 32 bits of an i64, or the bits of an i16 with zeros before them."""
        op_type = arith.ExtUIOp if self.type == i16 else arith.TruncIOp
        return Integer(self.body.emit(op_type, (self.value,), i32), self.body, i32)

    def as_float(self, format: FloatFormat) -> Float:
        """The number of the format that has these bits."""
        return Float(self.body.emit(arith.BitcastOp, (self.value,), format.type), self.body, format)


@dataclass(frozen=True, eq=False)
class Float:
    """A value of type f32 or f64. Comparisons are false where an operand is NaN."""

    value: SSAValue
    body: FunctionBody
    format: FloatFormat

    def constant(self, number: float) -> Float:
        """The number in the format of this value."""
        return self.body.float_constant(number, self.format)

    def _operand(self, other: Float | float) -> SSAValue:
        return other.value if isinstance(other, Float) else self.constant(other).value

    def _result(self, op_type: type[Operation], *operands: SSAValue) -> Float:
        return Float(self.body.emit(op_type, operands, self.format.type, _NO_FASTMATH), self.body, self.format)

    def __add__(self, other: Float | float) -> Float:
        return self._result(arith.AddfOp, self.value, self._operand(other))

    def __radd__(self, other: float) -> Float:
        return self + other

    def __sub__(self, other: Float | float) -> Float:
        return self._result(arith.SubfOp, self.value, self._operand(other))

    def __rsub__(self, other: float) -> Float:
        return self.constant(other) - self

    def __mul__(self, other: Float | float) -> Float:
        return self._result(arith.MulfOp, self.value, self._operand(other))

    def __rmul__(self, other: float) -> Float:
        return self * other

    def __truediv__(self, other: Float | float) -> Float:
        return self._result(arith.DivfOp, self.value, self._operand(other))

    def __rtruediv__(self, other: float) -> Float:
        return self.constant(other) / self

    def __neg__(self) -> Float:
        return self._result(arith.NegfOp, self.value)

    def __abs__(self) -> Float:
        return self._result(math.AbsFOp, self.value)

    def _compare(self, predicate: str, other: Float | float) -> Boolean:
        operands = (self.value, self._operand(other))
        properties = {"predicate": _PREDICATES[predicate], **_NO_FASTMATH}
        return Boolean(self.body.emit(arith.CmpfOp, operands, i1, properties), self.body)

    def __lt__(self, other: Float | float) -> Boolean:
        return self._compare("olt", other)

    def __gt__(self, other: Float | float) -> Boolean:
        return self._compare("ogt", other)

    def equals(self, other: Float | float) -> Boolean:
        """Whether the two are the same number; 0 and -0 are."""
        return self._compare("oeq", other)

    def differs(self, other: Float | float) -> Boolean:
        """Whether the two are different numbers; false where one is NaN."""
        return self._compare("one", other)

    def clamp(self, low: float, high: float) -> Float:
        """The nearest number in [low, high]; NaN stays NaN."""
        return self.at_most(high).at_least(low)

    def at_least(self, low: float) -> Float:
        """The greater of the two; NaN stays NaN."""
        return select(self < low, low, self)

    def at_most(self, high: float) -> Float:
        """The lesser of the two; NaN stays NaN."""
        return select(self > high, high, self)

    def sqrt(self) -> Float:
        """The square root, correctly rounded."""
        return self._result(math.SqrtOp, self.value)

    def truncate(self) -> Float:
        """The integer part."""
        return self._result(math.TruncOp, self.value)

    def round_to_even(self) -> Float:
        """The nearest integer; a tie goes to the even one."""
        return self._result(math.RoundEvenOp, self.value)

    def copy_sign(self, sign: Float) -> Float:
        """The magnitude of this value with the sign of the other."""
        return self._result(math.CopySignOp, self.value, sign.value)

    def bits(self) -> Integer:
        """The bits of the number as an integer."""
        type_ = self.format.bits_type
        return Integer(self.body.emit(arith.BitcastOp, (self.value,), type_), self.body, type_)

    def to_f64(self) -> Float:
        """The same number as f64."""
        return Float(self.body.emit(arith.ExtFOp, (self.value,), F64.type), self.body, F64)

    def to_f32(self) -> Float:
        """The nearest f32."""
        return Float(self.body.emit(arith.TruncFOp, (self.value,), F32.type), self.body, F32)


def fma(a: Float, b: Float | float, c: Float | float) -> Float:
    """`a·b + c`, rounded once."""
    operands = (a.value, _like(a, b).value, _like(a, c).value)
    return Float(a.body.emit(math.FmaOp, operands, a.format.type, _NO_FASTMATH), a.body, a.format)


def select(condition: Boolean, then: Float | float, otherwise: Float) -> Float:
    """`then` where the condition is true, `otherwise` elsewhere."""
    operands = (condition.value, _like(otherwise, then).value, otherwise.value)
    body, format = otherwise.body, otherwise.format
    return Float(body.emit(arith.SelectOp, operands, format.type), body, format)


def select_bits(condition: Boolean, then: Integer | int, otherwise: Integer) -> Integer:
    """The same of integers."""
    chosen = then.value if isinstance(then, Integer) else otherwise.body.integer_constant(then, otherwise.type).value
    operands = (condition.value, chosen, otherwise.value)
    return Integer(otherwise.body.emit(arith.SelectOp, operands, otherwise.type), otherwise.body, otherwise.type)


def _like(value: Float, number: Float | float) -> Float:
    return number if isinstance(number, Float) else value.constant(number)
