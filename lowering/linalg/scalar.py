"""Scalars in the body of a `linalg.generic`: arithmetic on them emits `arith` and `math` ops into that body.

    def gelu(op, x):
        return 0.5 * x * (1 + erf(x * math.sqrt(0.5)))

A number takes the type of the scalar that it meets. Types are never converted silently: see `convert`.

f16 and bf16 are for storage: in a body there are none of them. What is read of such a tensor is an f32, so is a
constant or a conversion of that type, and what the body gives is rounded once, where it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, cast

from xdsl.dialects import arith, math, tensor
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IndexType, IntegerType, i1, i64
from xdsl.dialects.linalg.ops import IndexOp
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import Number, NumberAttr, number_attribute
from adjoint.dialects.aten.promotion import computation_type

_block: ContextVar[Block] = ContextVar("block")


@contextmanager
def emitting_into(block: Block) -> Generator[None]:
    """Within it, what is emitted goes to the end of the block."""
    token = _block.set(block)
    try:
        yield
    finally:
        _block.reset(token)


def emit(op: Operation) -> Scalar:
    """Adds an op with one result to the current body, and gives the result."""
    _block.get().add_op(op)
    return Scalar(op.results[0])


@dataclass(frozen=True, eq=False)
class Scalar:
    """An f32 or f64, an integer, an i1 or an index in the body of an op."""

    value: SSAValue

    @property
    def type(self) -> Attribute:
        """The type of the value."""
        return self.value.type

    @property
    def is_float(self) -> bool:
        """Whether it is a floating point number."""
        return isinstance(self.value.type, AnyFloat)

    @property
    def is_bool(self) -> bool:
        """Whether it is an i1."""
        return self.value.type == i1

    def __add__(self, other: ScalarLike) -> Scalar:
        return self._binary(arith.AddfOp, arith.AddiOp, other)

    def __radd__(self, other: Number) -> Scalar:
        return constant(other, self.type) + self

    def __sub__(self, other: ScalarLike) -> Scalar:
        return self._binary(arith.SubfOp, arith.SubiOp, other)

    def __rsub__(self, other: Number) -> Scalar:
        return constant(other, self.type) - self

    def __mul__(self, other: ScalarLike) -> Scalar:
        return self._binary(arith.MulfOp, arith.MuliOp, other)

    def __rmul__(self, other: Number) -> Scalar:
        return constant(other, self.type) * self

    def __truediv__(self, other: ScalarLike) -> Scalar:
        """The quotient of floats."""
        return emit(arith.DivfOp(self.value, self._operand(other)))

    def __rtruediv__(self, other: Number) -> Scalar:
        return constant(other, self.type) / self

    def __floordiv__(self, divisor: ScalarLike) -> Scalar:
        """The quotient of integers that are not negative."""
        return emit(arith.DivUIOp(self.value, self._operand(divisor)))

    def __neg__(self) -> Scalar:
        return emit(arith.NegfOp(self.value)) if self.is_float else 0 - self

    def __and__(self, other: ScalarLike) -> Scalar:
        return emit(arith.AndIOp(self.value, self._operand(other)))

    def __or__(self, other: ScalarLike) -> Scalar:
        return emit(arith.OrIOp(self.value, self._operand(other)))

    def __xor__(self, other: ScalarLike) -> Scalar:
        return emit(arith.XOrIOp(self.value, self._operand(other)))

    def __rshift__(self, bits: int) -> Scalar:
        """The bits shifted to the right, zeros coming in."""
        return emit(arith.ShRUIOp(self.value, self._operand(bits)))

    def compare(self, predicate: Predicate, other: ScalarLike) -> Scalar:
        """A comparison as i1: of floats ordered (false where one is NaN, but for "ne"), of integers signed."""
        operand = self._operand(other)
        if self.is_float:
            return emit(arith.CmpfOp(self.value, operand, "une" if predicate == "ne" else f"o{predicate}"))
        if predicate in ("eq", "ne"):
            return emit(arith.CmpiOp(self.value, operand, predicate))
        return emit(arith.CmpiOp(self.value, operand, f"{'u' if self.is_bool else 's'}{predicate}"))

    def _operand(self, other: ScalarLike) -> SSAValue:
        return (other if isinstance(other, Scalar) else constant(other, self.type)).value

    def _binary(
        self,
        float_op: Callable[[SSAValue, SSAValue], Operation],
        integer_op: Callable[[SSAValue, SSAValue], Operation],
        other: ScalarLike,
    ) -> Scalar:
        return emit((float_op if self.is_float else integer_op)(self.value, self._operand(other)))


ScalarLike = Scalar | Number
"""An operand: a scalar, or a number that takes the type of the other operand."""

Predicate = Literal["eq", "ne", "lt", "le", "gt", "ge"]


def constant(value: Number, type_: Attribute) -> Scalar:
    """A number of the type that elements of `type_` are computed in."""
    return constant_scalar(number_attribute(value, computation_type(type_)))


def constant_scalar(value: NumberAttr) -> Scalar:
    """The number that the attribute is, in the type that its element type is computed in."""
    type_ = computation_type(value.type)
    return emit(arith.ConstantOp(value if type_ == value.type else FloatAttr(value.value.data, cast(AnyFloat, type_))))


def read(value: SSAValue) -> Scalar:
    """An element of a tensor, in the type that its element type is computed in."""
    type_ = computation_type(value.type)
    return Scalar(value) if type_ == value.type else emit(arith.ExtFOp(value, cast(AnyFloat, type_)))


def rounded(x: Scalar, element_type: Attribute) -> Scalar:
    """What is written of a scalar to a tensor of the element type: f16 and bf16 are rounded to, to nearest even."""
    if x.type == element_type or computation_type(element_type) != x.type:
        return x
    return emit(arith.TruncFOp(x.value, cast(AnyFloat, element_type)))


def select(condition: Scalar, if_true: ScalarLike, if_false: ScalarLike) -> Scalar:
    """One of two scalars of one type, of which one may be a number; both are computed."""
    if not isinstance(if_true, Scalar):
        assert isinstance(if_false, Scalar), "a number takes the type of the scalar that it meets"
        if_true = constant(if_true, if_false.type)
    other = if_false if isinstance(if_false, Scalar) else constant(if_false, if_true.type)
    return emit(arith.SelectOp(condition.value, if_true.value, other.value))


def loop_index(dim: int) -> Scalar:
    """The index of a loop of the `linalg.generic`."""
    return emit(IndexOp(dim))


def element(source: SSAValue, indices: Sequence[Scalar]) -> Scalar:
    """The element of a tensor at indices that are within its sizes."""
    places = [index.value for index in indices]
    return read(emit(tensor.ExtractOp(source, places, tensor_type(source).element_type)).value)


def maximum(first: Scalar, second: ScalarLike) -> Scalar:
    """The larger of two; NaN where one is NaN."""
    return _extremum(first, second, arith.MaximumfOp, arith.MaxSIOp, arith.MaxUIOp)


def minimum(first: Scalar, second: ScalarLike) -> Scalar:
    """The smaller of two; NaN where one is NaN."""
    return _extremum(first, second, arith.MinimumfOp, arith.MinSIOp, arith.MinUIOp)


def _extremum(
    first: Scalar,
    second: ScalarLike,
    float_op: Callable[[SSAValue, SSAValue], Operation],
    signed_op: Callable[[SSAValue, SSAValue], Operation],
    unsigned_op: Callable[[SSAValue, SSAValue], Operation],
) -> Scalar:
    operand = (second if isinstance(second, Scalar) else constant(second, first.type)).value
    chosen = float_op if first.is_float else unsigned_op if first.is_bool else signed_op
    return emit(chosen(first.value, operand))


def absolute(x: Scalar) -> Scalar:
    """`|x|`."""
    return emit((math.AbsFOp if x.is_float else math.AbsIOp)(x.value))


def exp(x: Scalar) -> Scalar:
    """`e^x`."""
    return emit(math.ExpOp(x.value))


def expm1(x: Scalar) -> Scalar:
    """`e^x - 1`."""
    return emit(math.ExpM1Op(x.value))


def log(x: Scalar) -> Scalar:
    """The natural logarithm."""
    return emit(math.LogOp(x.value))


def log1p(x: Scalar) -> Scalar:
    """`log(1 + x)`."""
    return emit(math.Log1pOp(x.value))


def sqrt(x: Scalar) -> Scalar:
    """The square root."""
    return emit(math.SqrtOp(x.value))


def sin(x: Scalar) -> Scalar:
    """The sine."""
    return emit(math.SinOp(x.value))


def cos(x: Scalar) -> Scalar:
    """The cosine."""
    return emit(math.CosOp(x.value))


def tanh(x: Scalar) -> Scalar:
    """The hyperbolic tangent."""
    return emit(math.TanhOp(x.value))


def erf(x: Scalar) -> Scalar:
    """The error function."""
    return emit(math.ErfOp(x.value))


def convert(x: Scalar, type_: Attribute) -> Scalar:
    """The scalar in another type, as PyTorch converts: to i1 by comparison with zero, to integers by truncation.

    In a body, f16 and bf16 are f32: nothing is rounded to them before the result is written.
    """
    source, type_ = x.type, computation_type(type_)
    if source == type_:
        return x
    if type_ == i1:
        return x.compare("ne", 0)
    if isinstance(type_, IndexType):
        integer = x if isinstance(source, IntegerType) and source != i1 else convert(x, i64)
        return emit(arith.IndexCastOp(integer.value, type_))
    if isinstance(source, IndexType):
        return convert(emit(arith.IndexCastOp(x.value, i64)), type_)
    if isinstance(type_, AnyFloat):
        return _to_float(x, type_)
    integer_type = cast(IntegerType, type_)
    if isinstance(source, AnyFloat):
        return emit(arith.FPToSIOp(x.value, integer_type))
    if bitwidth_of(source) > integer_type.bitwidth:
        return emit(arith.TruncIOp(x.value, integer_type))
    return emit((arith.ExtUIOp if source == i1 else arith.ExtSIOp)(x.value, integer_type))


def bitwidth_of(type_: Attribute) -> int:
    """The bits of an integer type; an index has 64."""
    return 64 if isinstance(type_, IndexType) else cast(IntegerType, type_).bitwidth


def _to_float(x: Scalar, type_: AnyFloat) -> Scalar:
    source = x.type
    if not isinstance(source, AnyFloat):
        return emit((arith.UIToFPOp if source == i1 else arith.SIToFPOp)(x.value, type_))
    return emit((arith.ExtFOp if source.bitwidth < type_.bitwidth else arith.TruncFOp)(x.value, type_))


def zero_extended(x: Scalar, type_: IntegerType) -> Scalar:
    """An integer without its sign in a wider type."""
    return emit(arith.ExtUIOp(x.value, type_))
