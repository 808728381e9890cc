"""`math`: what is one instruction stays one; every other function is a call of its polynomial.

    %y = math.exp %x : f32            %y = llvm.call @adjoint.exp.f32(%x) : (f32) -> f32

and the module gets `@adjoint.exp.f32`, which LLVM inlines wherever it is called (lowering/math/).
"""

from collections.abc import Mapping
from functools import cache

from xdsl.dialects import llvm, math
from xdsl.dialects.builtin import IntegerAttr, i1
from xdsl.ir import Attribute, Operation
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.convert_arith import fastmath_of, require_computed_in
from adjoint.lowering.llvm.convert_func import convert_private_function
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.literals import overload_suffix
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.math import MATH_FUNCTIONS, math_function
from adjoint.lowering.math.float_format import FORMATS

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


@converts(*_INTRINSICS)
def _convert_intrinsic(function: FunctionConversion, op: Operation) -> None:
    require_computed_in(op, op.operands[0].type)
    operands = function.values(op.operands)
    type_ = operands[0].type
    name = f"{_INTRINSICS[type(op)]}.{overload_suffix(type_)}"
    function.set_value(op.results[0], function.intrinsic(name, operands, type_, fastmath_of(op)))


@converts(*_INTRINSICS_WITH_FLAG)
def _convert_intrinsic_with_flag(function: FunctionConversion, op: Operation) -> None:
    operand = function.value(op.operands[0])
    flag = function.constant_of(IntegerAttr(0, i1), i1)
    name = f"{_INTRINSICS_WITH_FLAG[type(op)]}.{overload_suffix(operand.type)}"
    function.set_value(op.results[0], function.intrinsic(name, (operand, flag), operand.type))


@converts(*(op_type for op_type in math.Math.operations if op_type.name in MATH_FUNCTIONS))
def _convert_function(function: FunctionConversion, op: Operation) -> None:
    operands = function.values(op.operands)
    type_ = op.results[0].type
    if type_ not in FORMATS:
        known = " or ".join(map(str, FORMATS))
        raise PassFailedException(located(op, f"computes numbers of type {known}, got {type_}"))
    definition = math_definition(op.name, len(operands), type_)
    symbol = definition.sym_name.data
    if function.module.is_new(symbol):
        function.module.add(definition.clone())
    call = function.call(symbol, operands, (type_,))
    function.set_value(op.results[0], call.results[0])


@cache
def math_definition(op_name: str, operand_count: int, type_: Attribute) -> llvm.FuncOp:
    """The function of a `math` op or a special one, converted once, to be copied into each module that needs it."""
    output = ModuleOutput(())
    convert_private_function(output, math_function(op_name, operand_count, type_))
    (definition,) = output.ops
    assert isinstance(definition, llvm.FuncOp)
    return definition
