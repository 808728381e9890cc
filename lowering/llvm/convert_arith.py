"""`arith`: nearly each op is one op or one intrinsic of the llvm dialect."""

from collections.abc import Mapping
from functools import cache

from xdsl.dialects import arith, llvm
from xdsl.dialects.builtin import (
    BFloat16Type,
    Float16Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    i1,
    i16,
    i32,
    i64,
)
from xdsl.ir import Attribute, Operation
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.emitter import NO_FASTMATH
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.literals import overload_suffix
from adjoint.lowering.llvm.types import bits_attribute, integer_type, value_type

_INTEGER_OPS: Mapping[type[Operation], type[Operation]] = {
    arith.DivUIOp: llvm.UDivOp,
    arith.DivSIOp: llvm.SDivOp,
    arith.RemUIOp: llvm.URemOp,
    arith.RemSIOp: llvm.SRemOp,
    arith.AndIOp: llvm.AndOp,
    arith.OrIOp: llvm.OrOp,
    arith.XOrIOp: llvm.XOrOp,
    arith.ShRUIOp: llvm.LShrOp,
    arith.ShRSIOp: llvm.AShrOp,
}

_OVERFLOW_OPS: Mapping[type[Operation], type[Operation]] = {
    arith.AddiOp: llvm.AddOp,
    arith.SubiOp: llvm.SubOp,
    arith.MuliOp: llvm.MulOp,
    arith.ShLIOp: llvm.ShlOp,
}

_INTEGER_INTRINSICS: Mapping[type[Operation], str] = {
    arith.MinSIOp: "llvm.smin",
    arith.MaxSIOp: "llvm.smax",
    arith.MinUIOp: "llvm.umin",
    arith.MaxUIOp: "llvm.umax",
}

_FLOAT_OPS: Mapping[type[Operation], type[Operation]] = {
    arith.AddfOp: llvm.FAddOp,
    arith.SubfOp: llvm.FSubOp,
    arith.MulfOp: llvm.FMulOp,
    arith.DivfOp: llvm.FDivOp,
    arith.NegfOp: llvm.FNegOp,
}

_FLOAT_INTRINSICS: Mapping[type[Operation], str] = {
    arith.MaximumfOp: "llvm.maximum",
    arith.MinimumfOp: "llvm.minimum",
    arith.MaxnumfOp: "llvm.maxnum",
    arith.MinnumfOp: "llvm.minnum",
}

_CASTS: Mapping[type[Operation], type[Operation]] = {
    arith.SIToFPOp: llvm.SIToFPOp,
    arith.TruncIOp: llvm.TruncOp,
    arith.ExtSIOp: llvm.SExtOp,
    arith.ExtUIOp: llvm.ZExtOp,
    arith.BitcastOp: llvm.BitcastOp,
}

_SATURATING_CASTS: Mapping[type[Operation], str] = {
    arith.FPToSIOp: "llvm.fptosi.sat",
    arith.FPToUIOp: "llvm.fptoui.sat",
}


@cache
def llvm_fastmath(flags: arith.FastMathFlagsAttr) -> llvm.FastMathAttr:
    """The same flags in the llvm dialect."""
    return llvm.FastMathAttr(flags.data)


@cache
def _overflow_properties(flags: arith.IntegerOverflowAttr) -> Mapping[str, Attribute]:
    bits = {arith.IntegerOverflowFlag.NSW: 1, arith.IntegerOverflowFlag.NUW: 2}
    return {"overflowFlags": IntegerAttr(sum(bits[flag] for flag in flags.data), 32)}


@converts(arith.ConstantOp)
def _convert_constant(function: FunctionConversion, op: arith.ConstantOp) -> None:
    match op.value:
        case IntegerAttr(value=value, type=IndexType()):
            constant = function.constant(value.data)
        case FloatAttr(type=Float16Type() | BFloat16Type()) as number:
            constant = function.constant_of(bits_attribute(number), i16)
        case IntegerAttr() | FloatAttr():
            constant = function.constant_of(op.value, op.result.type)
        case _:
            raise PassFailedException(located(op, f"a constant is a number here, got {op.value}"))
    function.set_value(op.result, constant)


@converts(*_INTEGER_OPS)
def _convert_integer_op(function: FunctionConversion, op: Operation) -> None:
    lhs, rhs = function.values(op.operands)
    function.set_value(op.results[0], function.emit(_INTEGER_OPS[type(op)], (lhs, rhs), lhs.type))


@converts(arith.AddiOp, arith.SubiOp, arith.MuliOp, arith.ShLIOp)
def _convert_overflow_op(
    function: FunctionConversion, op: arith.AddiOp | arith.SubiOp | arith.MuliOp | arith.ShLIOp
) -> None:
    lhs, rhs = function.values(op.operands)
    properties = _overflow_properties(op.overflow_flags)
    function.set_value(op.result, function.emit(_OVERFLOW_OPS[type(op)], (lhs, rhs), lhs.type, properties))


@converts(*_INTEGER_INTRINSICS)
def _convert_integer_intrinsic(function: FunctionConversion, op: Operation) -> None:
    lhs, rhs = function.values(op.operands)
    name = f"{_INTEGER_INTRINSICS[type(op)]}.{overload_suffix(lhs.type)}"
    function.set_value(op.results[0], function.intrinsic(name, (lhs, rhs), lhs.type))


@converts(arith.FloorDivSIOp, arith.CeilDivSIOp)
def _convert_rounding_division(function: FunctionConversion, op: arith.FloorDivSIOp | arith.CeilDivSIOp) -> None:
    """The quotient is rounded towards zero: one less, or more, where that was the wrong way and a remainder is left."""
    lhs, rhs = function.values(op.operands)
    type_ = integer_type(lhs)
    zero = function.constant_of(IntegerAttr(0, type_), type_)
    quotient = function.emit(llvm.SDivOp, (lhs, rhs), type_)
    remainder = function.emit(llvm.SRemOp, (lhs, rhs), type_)
    signs = function.emit(llvm.XOrOp, (lhs, rhs), type_)
    predicate, step_op = ("slt", llvm.SubOp) if isinstance(op, arith.FloorDivSIOp) else ("sge", llvm.AddOp)
    wrong_way = function.compare(predicate, signs, zero)
    inexact = function.compare("ne", remainder, zero)
    correct = function.emit(llvm.AndOp, (wrong_way, inexact), i1)
    step = function.emit(llvm.ZExtOp, (correct,), type_)
    function.set_value(op.result, function.emit(step_op, (quotient, step), type_))


@converts(arith.CeilDivUIOp)
def _convert_ceildivui(function: FunctionConversion, op: arith.CeilDivUIOp) -> None:
    lhs, rhs = function.values(op.operands)
    type_ = integer_type(lhs)
    zero = function.constant_of(IntegerAttr(0, type_), type_)
    quotient = function.emit(llvm.UDivOp, (lhs, rhs), type_)
    remainder = function.emit(llvm.URemOp, (lhs, rhs), type_)
    step = function.emit(llvm.ZExtOp, (function.compare("ne", remainder, zero),), type_)
    function.set_value(op.result, function.emit(llvm.AddOp, (quotient, step), type_))


@converts(arith.MulUIExtendedOp, arith.MulSIExtendedOp)
def _convert_extended_product(function: FunctionConversion, op: arith.MulUIExtendedOp | arith.MulSIExtendedOp) -> None:
    """Both halves of the product of twice the width."""
    lhs, rhs = function.values(op.operands)
    width = integer_type(lhs).width.data
    wide = IntegerType(2 * width)
    extend = llvm.ZExtOp if isinstance(op, arith.MulUIExtendedOp) else llvm.SExtOp
    wide_operands = [function.emit(extend, (operand,), wide) for operand in (lhs, rhs)]
    product = function.emit(llvm.MulOp, wide_operands, wide)
    shift = function.constant_of(IntegerAttr(width, wide), wide)
    upper = function.emit(llvm.LShrOp, (product, shift), wide)
    function.set_value(op.low, function.emit(llvm.TruncOp, (product,), lhs.type))
    function.set_value(op.high, function.emit(llvm.TruncOp, (upper,), lhs.type))


@converts(arith.AddUIExtendedOp)
def _convert_extended_sum(function: FunctionConversion, op: arith.AddUIExtendedOp) -> None:
    lhs, rhs = function.values((op.lhs, op.rhs))
    total = function.emit(llvm.AddOp, (lhs, rhs), lhs.type)
    function.set_value(op.sum, total)
    function.set_value(op.overflow, function.compare("ult", total, lhs))


@converts(*_FLOAT_OPS)
def _convert_float_op(function: FunctionConversion, op: Operation) -> None:
    require_computed_in(op, op.operands[0].type)
    operands = function.values(op.operands)
    properties = {"fastmathFlags": fastmath_of(op)}
    result = function.emit(_FLOAT_OPS[type(op)], operands, operands[0].type, properties)
    function.set_value(op.results[0], result)


@converts(*_FLOAT_INTRINSICS)
def _convert_float_intrinsic(function: FunctionConversion, op: Operation) -> None:
    require_computed_in(op, op.operands[0].type)
    operands = function.values(op.operands)
    type_ = operands[0].type
    name = f"{_FLOAT_INTRINSICS[type(op)]}.{overload_suffix(type_)}"
    function.set_value(op.results[0], function.intrinsic(name, operands, type_, fastmath_of(op)))


def require_computed_in(op: Operation, type_: Attribute) -> None:
    """Raises PassFailedException for f16 and bf16: computing in them would round every step."""
    if isinstance(type_, Float16Type | BFloat16Type):
        message = f"computes numbers of type f32 or f64, got {type_}, which is for storage: convert it with arith.extf"
        raise PassFailedException(located(op, message))


def fastmath_of(op: Operation) -> llvm.FastMathAttr:
    """The fast-math flags of an `arith` or `math` op."""
    flags = op.properties.get("fastmath")
    return llvm_fastmath(flags) if isinstance(flags, arith.FastMathFlagsAttr) else NO_FASTMATH


@converts(arith.CmpiOp)
def _convert_cmpi(function: FunctionConversion, op: arith.CmpiOp) -> None:
    # The predicates of both dialects have the same numbers; so have those of cmpf and fcmp.
    properties = {"predicate": op.predicate}
    function.set_value(op.result, function.emit(llvm.ICmpOp, function.values(op.operands), i1, properties))


@converts(arith.CmpfOp)
def _convert_cmpf(function: FunctionConversion, op: arith.CmpfOp) -> None:
    require_computed_in(op, op.lhs.type)
    properties = {"predicate": op.predicate, "fastmathFlags": fastmath_of(op)}
    function.set_value(op.result, function.emit(llvm.FCmpOp, function.values(op.operands), i1, properties))


@converts(arith.SelectOp)
def _convert_select(function: FunctionConversion, op: arith.SelectOp) -> None:
    condition, lhs, rhs = function.values(op.operands)
    properties = {"fastmathFlags": NO_FASTMATH}
    function.set_value(op.result, function.emit(llvm.SelectOp, (condition, lhs, rhs), lhs.type, properties))


@converts(*_CASTS)
def _convert_cast(function: FunctionConversion, op: Operation) -> None:
    if isinstance(op, arith.SIToFPOp):
        require_computed_in(op, op.result.type)
    operand = function.value(op.operands[0])
    function.set_value(op.results[0], function.emit(_CASTS[type(op)], (operand,), value_type(op.results[0].type)))


@converts(arith.IndexCastOp)
def _convert_index_cast(function: FunctionConversion, op: arith.IndexCastOp) -> None:
    """Sign extension, truncation, or nothing."""
    value = function.value(op.input)
    type_ = value_type(op.result.type)
    if value.type != type_:
        narrows = integer_type(value) == i64
        value = function.emit(llvm.TruncOp if narrows else llvm.SExtOp, (value,), type_)
    function.set_value(op.result, value)


@converts(arith.UIToFPOp)
def _convert_uitofp(function: FunctionConversion, op: arith.UIToFPOp) -> None:
    """xDSL's llvm dialect converts signed integers only; the signed integer of more bits is the same number."""
    require_computed_in(op, op.result.type)
    operand = function.value(op.input)
    width = integer_type(operand).width.data
    if width > 32:
        raise PassFailedException(located(op, f"converts unsigned integers of at most 32 bits, got {operand.type}"))
    wide = i32 if width < 32 else i64
    extended = function.emit(llvm.ZExtOp, (operand,), wide)
    function.set_value(op.result, function.emit(llvm.SIToFPOp, (extended,), op.result.type))


@converts(*_SATURATING_CASTS)
def _convert_float_to_integer(function: FunctionConversion, op: Operation) -> None:
    """Saturates, and takes NaN to 0: the plain conversion is undefined where the number does not fit."""
    require_computed_in(op, op.operands[0].type)
    operand = function.value(op.operands[0])
    type_ = op.results[0].type
    name = f"{_SATURATING_CASTS[type(op)]}.{overload_suffix(type_)}.{overload_suffix(operand.type)}"
    function.set_value(op.results[0], function.intrinsic(name, (operand,), type_))
