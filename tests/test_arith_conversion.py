"""What arith, math and memref ops compute as native code, against numpy."""

import ctypes
from collections.abc import Callable

import numpy as np
import pytest

from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeModule

INTEGERS = np.array([-9, -8, -3, -1, 0, 1, 2, 7, 8, 2**40, -(2**40)])
NONZERO = np.array([2, -2, 5, 1, -4, 3, -3, -7, 8, 3, 7])
INT32 = np.array([-(2**31), -5, -1, 0, 1, 3, 2**31 - 1], dtype=np.int32)
FLOATS = np.array([-np.inf, -2.5, -0.5, -0.0, 0.0, 0.5, 1.5, 2.5, 3e9, np.inf, np.nan], dtype=np.float32)
OTHERS = FLOATS[::-1].copy()


def elementwise(body: str, result: str, *operands: np.ndarray) -> np.ndarray:
    """Runs `%r = body` for each element of the operands %a and %b; `%r` has the type `result`."""
    types = {
        np.dtype(np.int64): "i64",
        np.dtype(np.int32): "i32",
        np.dtype(np.float32): "f32",
        np.dtype(np.bool_): "i1",
    }
    dtype = {name: dtype for dtype, name in types.items()} | {"index": np.dtype(np.int64), "f64": np.dtype(np.float64)}
    names = "ab"[: len(operands)]
    arguments = "".join(
        f"%{name}s: memref<?x{types[operand.dtype]}>, " for name, operand in zip(names, operands, strict=True)
    )
    loads = "\n".join(
        f"%{name} = memref.load %{name}s[%i] : memref<?x{types[operand.dtype]}>"
        for name, operand in zip(names, operands, strict=True)
    )
    text = f"""
      func.func @f({arguments}%rs: memref<?x{result}>, %arena: memref<?xi8>, %threads: index) {{
        %c0 = arith.constant 0 : index
        %c1 = arith.constant 1 : index
        %n = memref.dim %as, %c0 : memref<?x{types[operands[0].dtype]}>
        scf.for %i = %c0 to %n step %c1 {{
          {loads}
          {body}
          memref.store %r, %rs[%i] : memref<?x{result}>
        }}
        func.return
      }}
    """
    ctx = compiler_context()
    module = parse_module(ctx, text, "test.mlir")
    ConvertToLLVMPass().apply(ctx, module)
    native = NativeModule.compile(module)
    results = np.zeros(len(operands[0]), dtype[result])
    buffers = (ctypes.c_void_p * (len(operands) + 1))(*[array.ctypes.data for array in (*operands, results)])
    assert native.entry("f")(buffers, (ctypes.c_int64 * 1)(len(results)), None, 1) == 0
    return results


@pytest.mark.parametrize(
    ("op", "reference"),
    [
        ("floordivsi", lambda a, b: a // b),
        ("ceildivsi", lambda a, b: -(-a // b)),
        ("remsi", np.fmod),
        ("minsi", np.minimum),
        ("maxsi", np.maximum),
        ("xori", np.bitwise_xor),
    ],
)
def test_integers(op: str, reference: Callable[..., np.ndarray]):
    results = elementwise(f"%r = arith.{op} %a, %b : i64", "i64", INTEGERS, NONZERO)
    np.testing.assert_array_equal(results, reference(INTEGERS, NONZERO))


def test_unsigned_integers():
    results = elementwise("%r = arith.ceildivui %a, %b : i64", "i64", INTEGERS, NONZERO)
    unsigned = [-(-int(a) // int(b)) for a, b in zip(INTEGERS.view(np.uint64), NONZERO.view(np.uint64), strict=True)]
    np.testing.assert_array_equal(results.view(np.uint64), np.array(unsigned, np.uint64))


@pytest.mark.parametrize("op", ["mului_extended", "mulsi_extended"])
def test_the_upper_half_of_a_product(op: str):
    results = elementwise(
        f'%low, %r = "arith.{op}"(%a, %b) : (i32, i32) -> (i32, i32)', "i32", INT32, INT32[::-1].copy()
    )
    wide = (np.uint32, np.uint64) if op == "mului_extended" else (np.int32, np.int64)
    a, b = (operand.view(wide[0]).astype(wide[1]) for operand in (INT32, INT32[::-1].copy()))
    np.testing.assert_array_equal(results, ((a * b) >> 32).astype(wide[0]).view(np.int32))


@pytest.mark.parametrize(
    ("body", "result", "reference"),
    [
        ("%r = arith.fptosi %a : f32 to i32", "i32", [-(2**31), -2, 0, 0, 0, 0, 1, 2, 2**31 - 1, 2**31 - 1, 0]),
        ("%r = math.roundeven %a : f32", "f32", np.round(FLOATS)),
        ("%r = math.floor %a : f32", "f32", np.floor(FLOATS)),
        ("%r = math.trunc %a : f32", "f32", np.trunc(FLOATS)),
        ("%r = math.absf %a : f32", "f32", np.abs(FLOATS)),
        ("%r = arith.negf %a : f32", "f32", -FLOATS),
        ("%r = arith.extf %a : f32 to f64", "f64", FLOATS.astype(np.float64)),
        ("%r = arith.cmpf une, %a, %a : f32", "i1", np.isnan(FLOATS)),
        ("%r = arith.bitcast %a : f32 to i32", "i32", FLOATS.view(np.int32)),
    ],
)
def test_floats(body: str, result: str, reference: np.ndarray):
    np.testing.assert_array_equal(elementwise(body, result, FLOATS), reference)


@pytest.mark.parametrize(
    ("op", "reference"),
    [
        ("maximumf", np.maximum),
        ("minimumf", np.minimum),
        ("maxnumf", np.fmax),
        ("minnumf", np.fmin),
    ],
)
def test_extrema_of_floats_and_nan(op: str, reference: Callable[..., np.ndarray]):
    results = elementwise(f"%r = arith.{op} %a, %b : f32", "f32", FLOATS, OTHERS)
    np.testing.assert_array_equal(results, reference(FLOATS, OTHERS))


def test_bools_are_bytes_and_any_byte_but_zero_is_true():
    operand = np.array([0, 1, 2, 255], np.uint8).view(np.bool_)
    results = elementwise("%r = arith.uitofp %a : i1 to f32", "f32", operand)
    np.testing.assert_array_equal(results, [0, 1, 1, 1])


def test_unsigned_integers_become_floats():
    results = elementwise("%r = arith.uitofp %a : i32 to f32", "f32", INT32)
    np.testing.assert_array_equal(results, INT32.view(np.uint32).astype(np.float32))
