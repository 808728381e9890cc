"""The functions of lowering/math as native programs on arrays, by way of loops that call them."""

import ctypes
from functools import cache

import numpy as np

from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass
from adjoint.lowering.llvm.translate import translate_to_llvm_ir
from adjoint.lowering.math import MATH_FUNCTIONS, SPECIAL_FUNCTIONS
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeModule

TYPES = {np.dtype(np.float32): "f32", np.dtype(np.float64): "f64"}
OPS = [name.removeprefix("math.") for name in MATH_FUNCTIONS]
FUNCTIONS = [*OPS, *(name for name in SPECIAL_FUNCTIONS if name != "fmod"), "polygamma1", "polygamma2"]

LOOP = """
func.func private @{name}.{type}.loop(%n: index, {parameters}, %y: memref<?x{type}>) {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  scf.for %i = %zero to %n step %one {{
    {loads}
    %result = {computed}
    memref.store %result, %y[%i] : memref<?x{type}>
  }}
  func.return
}}

func.func @{name}.{type}({parameters}, %y: memref<?x{type}>, %arena: memref<?xi8>, %threads: index) {{
  %zero = arith.constant 0 : index
  %n = memref.dim %y, %zero : memref<?x{type}>
  func.call @{name}.{type}.loop(%n, {arguments}, %y) : (index, {types}, memref<?x{type}>) -> ()
  func.return
}}
"""


def operand_count(name: str) -> int:
    return 2 if name in ("atan2", "powf") else 1


def _loop(name: str, type_: str) -> str:
    numbers = range(operand_count(name))
    memref, operands = f"memref<?x{type_}>", ", ".join(f"%a{k}" for k in numbers)
    return LOOP.format(
        name=name,
        type=type_,
        parameters=", ".join(f"%x{k}: {memref}" for k in numbers),
        arguments=", ".join(f"%x{k}" for k in numbers),
        types=", ".join(memref for _ in numbers),
        loads="\n    ".join(f"%a{k} = memref.load %x{k}[%i] : {memref}" for k in numbers),
        computed=f"math.{name} {operands} : {type_}"
        if name in OPS
        else f"func.call @adjoint.{name}.{type_}({operands}) : ({type_}) -> {type_}",
    ) + ("" if name in OPS else f"func.func private @adjoint.{name}.{type_}({type_}) -> {type_}\n")


def _module():
    ctx = compiler_context()
    text = "".join(_loop(name, type_) for name in FUNCTIONS for type_ in TYPES.values())
    module = parse_module(ctx, text, "math.mlir")
    ConvertToLLVMPass().apply(ctx, module)
    return module


def llvm_ir() -> str:
    """The loops `@<function>.<type>.loop` of all functions as LLVM IR."""
    return translate_to_llvm_ir(_module())


@cache
def _native() -> NativeModule:
    return NativeModule.compile(_module())


def evaluate(name: str, *operands: np.ndarray) -> np.ndarray:
    """The function of each element; the operands have one shape and type."""
    arrays = [np.ascontiguousarray(operand) for operand in operands]
    assert len(arrays) == operand_count(name)
    arrays.append(np.empty_like(arrays[0]))
    buffers = (ctypes.c_void_p * len(arrays))(*[array.ctypes.data for array in arrays])
    sizes = (ctypes.c_int64 * len(arrays))(*[array.size for array in arrays])
    assert _native().entry(f"{name}.{TYPES[arrays[0].dtype]}")(buffers, sizes, None, 1) == 0
    return arrays[-1]
