"""`arith.extf` and `arith.truncf` from and to f16 and bf16, which are i16 at the llvm stage: they are only stored.

    %y = arith.truncf %x : f32 to bf16        %y = llvm.call @adjoint.truncf.bf16(%x) : (f32) -> i16

The module gets the function, which LLVM inlines wherever it is called. LLVM's own conversions are calls of compiler-rt,
which a process does not have, except those of f16 on processors with F16C: there the f16 functions are one instruction.
`replace_f16_instructions` is for the others.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Literal, cast

from xdsl.dialects import arith, llvm
from xdsl.dialects.builtin import ModuleOp, f16, f32, f64, i16
from xdsl.ir import Attribute, SSAValue

from adjoint.lowering.llvm.convert_func import convert_private_function
from adjoint.lowering.llvm.emitter import Emitter
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.llvm.optimization import ALWAYS_INLINED
from adjoint.lowering.llvm.types import value_type
from adjoint.lowering.math.storage_formats import StorageFloat, extension_function, rounding_function

Conversion = Literal["extf", "truncf"]


@converts(arith.ExtFOp)
def _convert_extf(function: FunctionConversion, op: arith.ExtFOp) -> None:
    """To f64 by f32, which is exact."""
    value, source, target = function.value(op.input), op.input.type, op.result.type
    if isinstance(source, StorageFloat):
        value, source = _call(function, "extf", source, value, f32), f32
    if source != target:
        value = function.emit(llvm.FPExtOp, (value,), value_type(target))
    function.set_value(op.result, value)


@converts(arith.TruncFOp)
def _convert_truncf(function: FunctionConversion, op: arith.TruncFOp) -> None:
    """From f64 by f32, as PyTorch rounds."""
    value, source, target = function.value(op.input), op.input.type, op.result.type
    if isinstance(target, StorageFloat):
        if source == f64:
            value = function.emit(llvm.FPTruncOp, (value,), f32)
        value = _call(function, "truncf", target, value, i16)
    else:
        value = function.emit(llvm.FPTruncOp, (value,), value_type(target))
    function.set_value(op.result, value)


def _call(
    function: FunctionConversion, conversion: Conversion, type_: StorageFloat, value: SSAValue, result_type: Attribute
) -> SSAValue:
    symbol = f"adjoint.{conversion}.{type_}"
    if function.module.is_new(symbol):
        make = _F16_INSTRUCTIONS.get(symbol)
        function.module.add((make(symbol) if make else _by_integers(conversion, type_)).clone())
    return function.call(symbol, (value,), (result_type,)).results[0]


@cache
def _by_integers(conversion: Conversion, type_: StorageFloat) -> llvm.FuncOp:
    """The conversion in integer arithmetic."""
    source = (extension_function if conversion == "extf" else rounding_function)(type_)
    output = ModuleOutput(())
    convert_private_function(output, source)
    (definition,) = output.ops
    return cast(llvm.FuncOp, definition)


@cache
def _f16_extension(symbol: str) -> llvm.FuncOp:
    function = Emitter(symbol, [i16], f32)
    half = function.emit(llvm.BitcastOp, (function.arguments[0],), f16)
    function.append(llvm.ReturnOp, (function.emit(llvm.FPExtOp, (half,), f32),))
    return function.finish("internal", attributes=ALWAYS_INLINED)


@cache
def _f16_rounding(symbol: str) -> llvm.FuncOp:
    function = Emitter(symbol, [f32], i16)
    half = function.emit(llvm.FPTruncOp, (function.arguments[0],), f16)
    function.append(llvm.ReturnOp, (function.emit(llvm.BitcastOp, (half,), i16),))
    return function.finish("internal", attributes=ALWAYS_INLINED)


_F16_INSTRUCTIONS: Mapping[str, Callable[[str], llvm.FuncOp]] = {
    "adjoint.extf.f16": _f16_extension,
    "adjoint.truncf.f16": _f16_rounding,
}


def replace_f16_instructions(module: ModuleOp) -> None:
    """Lets a module of the llvm stage convert f16 by integer arithmetic: for processors without F16C."""
    for op in list(module.ops):
        if isinstance(op, llvm.FuncOp) and op.sym_name.data in _F16_INSTRUCTIONS:
            conversion: Conversion = "extf" if "extf" in op.sym_name.data else "truncf"
            module.body.block.insert_op_before(_by_integers(conversion, f16).clone(), op)
            op.detach()
            op.erase()
