"""Runs functions of the linalg stage as upstream lowers them: mlir-opt to LLVM IR, llvmlite to native code.

It is an oracle for what is before fusion: nothing of this project runs after the linalg stage.
"""

import ctypes
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import llvmlite.binding as llvm
import ml_dtypes
import numpy as np
from numpy.typing import NDArray
from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    IndexType,
    IntegerAttr,
    ModuleOp,
    UnitAttr,
    bf16,
    f16,
    f32,
    f64,
    i1,
    i32,
    i64,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import Rewriter

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.lowering.math import math_function, special_function_of

Array = NDArray[np.generic]


def find_tool(name: str) -> str | None:
    """The path of an MLIR tool, of the version that llvmlite's LLVM has where there are several."""
    return shutil.which(f"{name}-22") or shutil.which(name)


MLIR_OPT, MLIR_TRANSLATE = find_tool("mlir-opt"), find_tool("mlir-translate")

TO_LLVM = [
    "--one-shot-bufferize=bufferize-function-boundaries function-boundary-type-conversion=identity-layout-map",
    "--convert-linalg-to-loops",
    "--arith-expand=include-bf16=true",
    "--expand-strided-metadata",
    "--lower-affine",
    "--convert-scf-to-cf",
    "--convert-math-to-llvm",
    "--convert-math-to-libm",
    "--convert-arith-to-llvm",
    "--finalize-memref-to-llvm",
    "--convert-func-to-llvm",
    "--convert-cf-to-llvm",
    "--reconcile-unrealized-casts",
]

DTYPES = {
    f16: np.float16,
    bf16: ml_dtypes.bfloat16,
    f32: np.float32,
    f64: np.float64,
    i1: np.bool_,
    i32: np.int32,
    i64: np.int64,
    IndexType(): np.int64,
}


def _run(tool: str, arguments: Sequence[str], text: str) -> str:
    completed = subprocess.run([tool, *arguments], input=text, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, f"{tool} says: {completed.stderr}\n{text}"
    return completed.stdout


class UpstreamModule:
    """A module of the linalg stage as native code."""

    def __init__(self, module: ModuleOp):
        _define_special_functions(module)
        functions = [op for op in module.ops if isinstance(op, FuncOp) and not op.is_declaration]
        for function in functions:
            function.attributes["llvm.emit_c_interface"] = UnitAttr()
        self._results = {function.sym_name.data: list(function.function_type.outputs.data) for function in functions}
        assert MLIR_OPT is not None
        assert MLIR_TRANSLATE is not None
        for op in list(module.walk()):
            if isinstance(op, tensor.ExpandShapeOp) and len(op.dynamic_output_shape) > 1:
                _expand_by_reshape(op)
        ir = _run(MLIR_TRANSLATE, ["--mlir-to-llvmir"], _run(MLIR_OPT, TO_LLVM, str(module)))
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        for library in Path("/usr/lib/llvm-22/lib").glob("libmlir_c_runner_utils.so*"):
            llvm.load_library_permanently(str(library))
        # With F16C no conversion of f16 is a call of compiler-rt, which is not there.
        features = llvm.get_host_cpu_features().flatten()
        target = llvm.Target.from_default_triple().create_target_machine(opt=1, jit=True, features=features)
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(ir), target)
        self._engine.finalize_object()

    def call(self, name: str, *arguments: Array) -> list[Array]:
        """The results of a function. (Their memory is never freed.)"""
        kept = [np.ascontiguousarray(argument) for argument in arguments]
        descriptors = [
            (ctypes.c_int64 * (3 + 2 * array.ndim))(
                array.ctypes.data, array.ctypes.data, 0, *array.shape, *_strides(array.shape)
            )
            for array in kept
        ]
        types: list[AnyTensorType] = self._results[name]
        words = [3 + 2 * type_.get_num_dims() for type_ in types]
        results = (ctypes.c_int64 * sum(words))()
        function = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * (1 + len(kept)))(
            self._engine.get_function_address(f"_mlir_ciface_{name}")
        )
        function(ctypes.addressof(results), *map(ctypes.addressof, descriptors))
        starts = np.cumsum([0, *words])
        return [
            _read(list(results[start : start + count]), type_)
            for start, count, type_ in zip(starts, words, types, strict=False)
        ]


def _define_special_functions(module: ModuleOp) -> None:
    """Upstream has no functions in place of those that this project declares (lowering/math)."""
    for declaration in [op for op in module.ops if isinstance(op, FuncOp) and op.is_declaration]:
        if name := special_function_of(declaration):
            inputs = declaration.function_type.inputs.data
            definition = math_function(name, len(inputs), inputs[0])
            Rewriter.replace_op(declaration, definition, [])


def _expand_by_reshape(op: tensor.ExpandShapeOp) -> None:
    """LLVM 22's expand-strided-metadata crashes where one size becomes two dynamic ones."""
    dynamic = iter(op.dynamic_output_shape)
    sizes: list[SSAValue] = []
    new_ops: list[Operation] = []
    for size in op.static_output_shape.get_values():
        if size == DYNAMIC_INDEX:
            sizes.append(next(dynamic))
        else:
            new_ops.append(arith.ConstantOp(IntegerAttr.from_index_int_value(size)))
            sizes.append(new_ops[-1].results[0])
    shape = tensor.FromElementsOp(*sizes)
    Rewriter.replace_op(op, [*new_ops, shape, tensor.ReshapeOp(op.src, shape.result, op.result.type)])


def _strides(shape: Sequence[int]) -> list[int]:
    """Of a row-major array, in elements."""
    return [int(np.prod(shape[dim + 1 :], dtype=np.int64)) for dim in range(len(shape))]


def _read(descriptor: list[int], type_: AnyTensorType) -> Array:
    """A copy of the elements that a memref descriptor points to."""
    rank, dtype = type_.get_num_dims(), np.dtype(DTYPES[type_.element_type])
    _, aligned, offset, *rest = descriptor
    shape, strides = rest[:rank], rest[rank:]
    result = np.empty(shape, dtype)
    if result.size:
        extent = 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
        memory = (ctypes.c_char * (extent * dtype.itemsize)).from_address(aligned + offset * dtype.itemsize)
        result[...] = np.lib.stride_tricks.as_strided(
            np.frombuffer(memory, dtype), shape, [stride * dtype.itemsize for stride in strides]
        )
    return result
