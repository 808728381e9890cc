"""f16 and bf16 as native code reads and rounds them: every pattern of bits, and every tie between two numbers."""

import ctypes
import re

import ml_dtypes
import numpy as np
import pytest

import adjoint
from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering.llvm.convert_storage_floats import replace_f16_instructions
from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass
from adjoint.lowering.llvm.translate import translate_to_llvm_ir
from adjoint.runtime.code_generation import converts_f16, generate_assembly
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeModule

torch = pytest.importorskip("torch")

CONVERSION = """
func.func @f(%x: memref<?x{source}>, %y: memref<?x{target}>, %arena: memref<?xi8>, %threads: index) {{
  %c0 = arith.constant 0 : index
  %n = memref.dim %x, %c0 : memref<?x{source}>
  func.call @convert(%c0, %n, %x, %y) : (index, index, memref<?x{source}>, memref<?x{target}>) -> ()
  func.return
}}
func.func private @convert(%begin: index, %end: index, %x: memref<?x{source}>, %y: memref<?x{target}>) {{
  %c1 = arith.constant 1 : index
  scf.for %i = %begin to %end step %c1 {{
    %a = memref.load %x[%i] : memref<?x{source}>
    %b = arith.{op} %a : {source} to {target}
    memref.store %b, %y[%i] : memref<?x{target}>
  }}
  func.return
}}
"""

DTYPES = {"f16": np.float16, "bf16": ml_dtypes.bfloat16, "f32": np.float32, "f64": np.float64}
TORCH_DTYPES = {"f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32}
EVERY_PATTERN = np.arange(2**16, dtype=np.uint32).astype(np.uint16)


def conversion(source: str, target: str, by_integers: bool):
    """The module at the llvm stage that converts an array, with or without the processor's instructions for f16."""
    ctx = compiler_context()
    op = "extf" if source in ("f16", "bf16") else "truncf"
    module = parse_module(ctx, CONVERSION.format(source=source, target=target, op=op), "conversion.mlir")
    ConvertToLLVMPass().apply(ctx, module)
    if by_integers:
        replace_f16_instructions(module)
    module.verify()
    return module


def converted(values: np.ndarray, source: str, target: str, by_integers: bool) -> np.ndarray:
    native = NativeModule.compile(conversion(source, target, by_integers))
    results = np.zeros(len(values), DTYPES[target])
    buffers = (ctypes.c_void_p * 2)(values.ctypes.data, results.ctypes.data)
    assert native.entry("f")(buffers, (ctypes.c_int64 * 2)(len(values), len(values)), None, 1) == 0
    return results


def assert_same(given: np.ndarray, expected: np.ndarray) -> None:
    """The same bits, but for those of NaN."""
    bits = {2: np.uint16, 4: np.uint32, 8: np.uint64}[given.dtype.itemsize]
    assert np.array_equal(np.isnan(given), np.isnan(expected))
    is_number = ~np.isnan(given)
    np.testing.assert_array_equal(given.view(bits)[is_number], expected.view(bits)[is_number])


WAYS = [("bf16", False), ("f16", False), ("f16", True)]


@pytest.mark.parametrize("target", ["f32", "f64"])
@pytest.mark.parametrize(("type_", "by_integers"), WAYS)
def test_every_pattern_is_read(type_: str, by_integers: bool, target: str):
    values = EVERY_PATTERN.view(DTYPES[type_])
    with np.errstate(invalid="ignore"):
        expected = values.astype(DTYPES[target])
    assert_same(converted(values, type_, target, by_integers), expected)


@pytest.mark.parametrize(("type_", "by_integers"), WAYS)
def test_every_tie_is_rounded_to_even(type_: str, by_integers: bool):
    """Each number, what lies halfway to the next one, and the neighbours of both in f32; PyTorch is the reference."""
    numbers = EVERY_PATTERN.view(DTYPES[type_]).astype(np.float32)
    with np.errstate(invalid="ignore", over="ignore"):
        halfway = ((numbers[:-1].astype(np.float64) + numbers[1:]) / 2).astype(np.float32)
        middle = np.concatenate([numbers, halfway, np.float32([65519.996, 65520.0, 3.4e38, 1e-45, -1e-45, 2.0**-25])])
        values = np.concatenate(
            [middle, np.nextafter(middle, np.float32(np.inf)), np.nextafter(middle, -np.float32(1))]
        )
    expected = torch.from_numpy(values).to(TORCH_DTYPES[type_]).view(torch.int16).numpy().view(DTYPES[type_])
    assert_same(converted(values, "f32", type_, by_integers), expected)


@pytest.mark.parametrize("type_", ["bf16", "f16"])
def test_doubles_are_rounded_by_way_of_f32(type_: str):
    values = np.random.default_rng(0).standard_normal(10_000) * np.repeat([1e-7, 1e-3, 1.0, 1e5], 2500)
    expected = torch.from_numpy(values).to(TORCH_DTYPES[type_]).view(torch.int16).numpy().view(DTYPES[type_])
    assert_same(converted(values, "f64", type_, False), expected)


@pytest.mark.parametrize(("type_", "by_integers"), WAYS)
def test_conversions_vectorise_without_calls(type_: str, by_integers: bool):
    if type_ == "f16" and not by_integers and not converts_f16():
        pytest.skip("this processor has no instructions for f16")
    for source, target in ((type_, "f32"), ("f32", type_)):
        assembly = generate_assembly(translate_to_llvm_ir(conversion(source, target, by_integers)))
        loop = assembly.partition("\nconvert:")[2].partition(".Lfunc_end")[0]
        assert loop
        assert "call" not in loop
        assert not re.search(r"__(trunc|extend)\w+2", assembly), "a function of compiler-rt"
        assert "ymm" in assembly or "zmm" in assembly


def test_a_program_is_the_same_without_instructions_for_f16(monkeypatch: pytest.MonkeyPatch):
    x = np.random.default_rng(0).standard_normal((5, 40)).astype(np.float16)
    program = adjoint.function(lambda x: adjoint.aten.softmax(x, 1))
    expected = adjoint.compile(program)(x)
    monkeypatch.setattr("adjoint.runtime.engine.converts_f16", lambda: False)
    monkeypatch.setenv("ADJOINT_CACHE_DIR", "")
    np.testing.assert_array_equal(adjoint.compile(program)(x), expected)
