"""`math`: what is one instruction stays one; every other function is a call of its polynomial."""

from collections.abc import Mapping
from typing import cast

from xdsl.dialects import llvm, math
from xdsl.dialects.builtin import AnyFloat, FloatAttr, IntegerAttr, i1
from xdsl.ir import Operation

from adjoint.lowering.llvm.convert_arith import fastmath_of
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.literals import overload_suffix

_INTRINSICS: Mapping[type[Operation], str] = {
    math.AbsFOp: "llvm.fabs",
    math.SqrtOp: "llvm.sqrt",
    math.FmaOp: "llvm.fma",
    math.FloorOp: "llvm.floor",
    math.CeilOp: "llvm.ceil",
    math.TruncOp: "llvm.trunc",
    math.RoundOp: "llvm.round",
    math.RoundEvenOp: "llvm.roundeven",
    math.CopySignOp: "llvm.copysign",
    math.CtPopOp: "llvm.ctpop",
}

_INTRINSICS_WITH_FLAG: Mapping[type[Operation], str] = {
    math.AbsIOp: "llvm.abs",
    math.CountLeadingZerosOp: "llvm.ctlz",
    math.CountTrailingZerosOp: "llvm.cttz",
}
"""Intrinsics with a second operand that is true where the result for one value (the smallest, 0) may be undefined."""

_LIBM: Mapping[type[Operation], str] = {
    math.ExpOp: "llvm.exp",
    math.LogOp: "llvm.log",
    math.SinOp: "llvm.sin",
    math.CosOp: "llvm.cos",
    math.TanhOp: "llvm.tanh",
    math.PowFOp: "llvm.pow",
    math.Exp2Op: "llvm.exp2",
    math.Log2Op: "llvm.log2",
    math.Log10Op: "llvm.log10",
}


@converts(*_INTRINSICS, *_LIBM)
def _convert_intrinsic(function: FunctionConversion, op: Operation) -> None:
    operands = function.values(op.operands)
    type_ = operands[0].type
    name = f"{({**_INTRINSICS, **_LIBM})[type(op)]}.{overload_suffix(type_)}"
    function.set_value(op.results[0], function.intrinsic(name, operands, type_, fastmath_of(op)))


@converts(*_INTRINSICS_WITH_FLAG)
def _convert_intrinsic_with_flag(function: FunctionConversion, op: Operation) -> None:
    operand = function.value(op.operands[0])
    flag = function.constant_of(IntegerAttr(0, i1), i1)
    name = f"{_INTRINSICS_WITH_FLAG[type(op)]}.{overload_suffix(operand.type)}"
    function.set_value(op.results[0], function.intrinsic(name, (operand, flag), operand.type))


@converts(math.RsqrtOp)
def _convert_rsqrt(function: FunctionConversion, op: math.RsqrtOp) -> None:
    """The square root and a division, each correctly rounded: the approximate instruction is good to 12 bits."""
    operand = function.value(op.operand)
    type_ = operand.type
    flags = fastmath_of(op)
    root = function.intrinsic(f"llvm.sqrt.{overload_suffix(type_)}", (operand,), type_, flags)
    one = function.constant_of(FloatAttr(1.0, cast(AnyFloat, type_)), type_)
    function.set_value(op.result, function.emit(llvm.FDivOp, (one, root), type_, {"fastmathFlags": flags}))
