"""Programs of the linalg stage through bufferize to native code: the numbers that come out, and where they stand."""

import ctypes
from collections.abc import Sequence

import numpy as np
import pytest

from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering import LOWERING_PASSES
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeCode, NativeModule

PASSES = ("outline-kernels", "bufferize", "convert-kernels-to-loops", "convert-to-llvm")
GUARD = 64


class Program:
    """The function `@f` of a module of the linalg stage, compiled."""

    def __init__(self, text: str):
        ctx = compiler_context()
        module = parse_module(ctx, text, "test.mlir")
        module.verify()
        for name in PASSES:
            LOWERING_PASSES[name]()().apply(ctx, module)
            module.verify()
        self._native = NativeModule(NativeCode.generate(module))

    def plan(self, *arrays: np.ndarray, result_ranks: Sequence[int], threads: int = 2) -> list[int]:
        plan = (ctypes.c_int64 * (1 + sum(result_ranks)))()
        status = self._native.plan("f")(_pointers(arrays), _sizes(arrays), threads, plan)
        if status:
            raise AssertionError(self._native.message(status))
        return list(plan)

    def __call__(self, *arrays: np.ndarray, results: Sequence[tuple[int, type]], threads: int = 2) -> list[np.ndarray]:
        """Runs it; `results` are ranks and dtypes. Everything that is not an input starts as NaN or as 85."""
        arena_bytes, *sizes = self.plan(*arrays, result_ranks=[rank for rank, _ in results], threads=threads)
        outputs: list[np.ndarray] = []
        for rank, dtype in results:
            shape, sizes = sizes[:rank], sizes[rank:]
            outputs.append(np.full(shape, np.nan if np.issubdtype(dtype, np.floating) else 85, dtype))
        arena = np.full(arena_bytes + GUARD, 0xFF, np.uint8)
        start = -arena.ctypes.data % 64
        before = [array.copy() for array in arrays]
        entry = self._native.entry("f")
        status = entry(_pointers((*arrays, *outputs)), _sizes(arrays), arena.ctypes.data + start, threads)
        if status:
            raise AssertionError(self._native.message(status))
        for array, copy in zip(arrays, before, strict=True):
            np.testing.assert_array_equal(array, copy)
        assert (arena[start + arena_bytes :] == 0xFF).all(), "written beyond the arena"
        return outputs


def _pointers(arrays: Sequence[np.ndarray]):
    return (ctypes.c_void_p * len(arrays))(*[array.ctypes.data for array in arrays])


def _sizes(arrays: Sequence[np.ndarray]):
    sizes = [size for array in arrays for size in array.shape]
    return (ctypes.c_int64 * len(sizes))(*sizes)


def generic(ins: str, outs: str, maps: Sequence[str], iterators: str, body: str, result: str) -> str:
    """The text of a `linalg.generic`; iterators are letters, p and r."""
    dims = ", ".join(f"d{i}" for i in range(len(iterators)))
    names = {"p": '"parallel"', "r": '"reduction"'}
    return (
        f"linalg.generic {{indexing_maps = [{', '.join(f'affine_map<({dims}) -> ({map_})>' for map_ in maps)}], "
        f"iterator_types = [{', '.join(names[letter] for letter in iterators)}]}} "
        f"{f'ins({ins}) ' if ins else ''}outs({outs}) {{ {body} }} -> {result}"
    )


F32 = np.float32


def random(*shape: int, dtype: type = F32) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(shape).astype(dtype)


MULTIPLY_ADD = """^bb0(%l: f32, %r: f32, %s: f32):
  %p = arith.mulf %l, %r : f32
  %t = arith.addf %p, %s fastmath<reassoc,nsz,contract> : f32
  linalg.yield %t : f32"""


PRODUCT = f"""
func.func @f(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> {{
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
  %m = tensor.dim %x, %c0 : tensor<?x?xf32>
  %k = tensor.dim %x, %c1 : tensor<?x?xf32>
  %n = tensor.dim %w, %c0 : tensor<?x?xf32>
  %l0 = tensor.dim %w, %c1 : tensor<?x?xf32>
  %same = arith.cmpi eq, %k, %l0 : index
  cf.assert %same, "test.mlir:1:1: 'aten.linear': sizes do not match"
  %e = tensor.empty(%m, %n) : tensor<?x?xf32>
  %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
  %y = {generic("%x, %w : tensor<?x?xf32>, tensor<?x?xf32>", "%z : tensor<?x?xf32>", ["d0, d2", "d1, d2", "d0, d1"],
                "ppr", MULTIPLY_ADD, "tensor<?x?xf32>")}
  %e2 = tensor.empty(%m, %n) : tensor<?x?xf32>
  %r = {generic("%y : tensor<?x?xf32>", "%e2 : tensor<?x?xf32>", ["d0, d1", "d0, d1"], "pp",
    "^bb0(%a: f32, %o: f32): %q = arith.maximumf %a, %zero : f32 linalg.yield %q : f32", "tensor<?x?xf32>")}
  func.return %r : tensor<?x?xf32>
}}"""


@pytest.mark.parametrize("m, n, k", [(3, 4, 5), (1, 7, 1), (0, 3, 2), (3, 0, 2), (300, 200, 100), (3, 4, 0)])
def test_product(m: int, n: int, k: int):
    x, w = random(m, k), random(n, k)
    (y,) = Program(PRODUCT)(x, w, results=[(2, F32)])
    np.testing.assert_allclose(y, np.maximum(x @ w.T, 0), rtol=1e-4, atol=1e-4)


SIZES = """
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f32
"""


def product(maps: Sequence[str], iterators: str, types: Sequence[str], start: str = "%z") -> str:
    """The text of the contraction of `%a` and `%b`, added to `start`."""
    a, b, c = types
    return generic(f"%a, %b : {a}, {b}", f"{start} : {c}", maps, iterators, MULTIPLY_ADD, c)


def random_pair(one: Sequence[int], other: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(1)
    return generator.standard_normal(one).astype(F32), generator.standard_normal(other).astype(F32)


def tensor_type(shape: Sequence[int | str]) -> str:
    return f"tensor<{''.join(f'{size}x' for size in shape)}f32>"


CONTRACTIONS = {
    # the maps of A, B and C, the iterators, the subscripts of numpy's einsum, the letters' sizes
    "transposed a": (["d2, d0", "d2, d1", "d0, d1"], "ppr", "ca,cb->ab"),
    "transposed result": (["d0, d2", "d2, d1", "d1, d0"], "ppr", "ac,cb->ba"),
    "both transposed": (["d2, d0", "d1, d2", "d0, d1"], "ppr", "ca,bc->ab"),
    "batches": (["d0, d1, d3", "d0, d3, d2", "d0, d1, d2"], "pppr", "abd,adc->abc"),
    "batch of a alone": (["d0, d1, d3", "d3, d2", "d0, d1, d2"], "pppr", "abd,dc->abc"),
    "batch of b alone": (["d1, d3", "d0, d3, d2", "d0, d1, d2"], "pppr", "bd,adc->abc"),
    "heads between": (["d0, d2, d1, d4", "d0, d3, d1, d4", "d0, d1, d2, d3"], "ppppr", "acbe,adbe->abcd"),
    "two terms apart": (["d0, d2, d3", "d3, d1, d2", "d0, d1"], "pprr", "acd,dbc->ab"),
    "two terms together": (["d0, d2, d3", "d2, d3, d1", "d0, d1"], "pprr", "acd,cdb->ab"),
    "batch innermost": (["d1, d3, d0", "d3, d2, d0", "d0, d1, d2"], "pppr", "bda,dca->abc"),
    "batch summed": (["d2, d3, d0", "d2, d3, d1", "d0, d1"], "pprr", "cda,cdb->ab"),
}


@pytest.mark.parametrize("sizes", [(5, 6, 7, 8, 9), (1, 1, 1, 1, 1), (2, 0, 3, 4, 5), (40, 3, 50, 60, 20)])
@pytest.mark.parametrize("name", CONTRACTIONS)
@pytest.mark.parametrize("is_static", [False, True])
def test_contraction(name: str, sizes: Sequence[int], is_static: bool):
    maps, iterators, subscripts = CONTRACTIONS[name]
    inputs, output = subscripts.split("->")
    letters = [*inputs.split(","), output]
    size_of = dict(zip("abcde", sizes, strict=True))
    shapes = [[size_of[letter] for letter in word] for word in letters]
    types = [tensor_type(shape if is_static else "?" * len(shape)) for shape in shapes]
    dims, dynamic = "", []
    for letter in output:
        operand = 0 if letter in letters[0] else 1
        axis = letters[operand].index(letter)
        dims += f"%k{letter} = arith.constant {axis} : index\n"
        dims += f"%n{letter} = tensor.dim %{'ab'[operand]}, %k{letter} : {types[operand]}\n"
        dynamic.append(f"%n{letter}")
    text = f"""
    func.func @f(%a: {types[0]}, %b: {types[1]}) -> {types[2]} {{
      {SIZES} {dims}
      %e = tensor.empty({'' if is_static else ', '.join(dynamic)}) : {types[2]}
      %z = linalg.fill ins(%zero : f32) outs(%e : {types[2]}) -> {types[2]}
      %y = {product(maps, iterators, types)}
      func.return %y : {types[2]}
    }}"""
    a, b = random_pair(*shapes[:2])
    for threads in (1, 3):
        (y,) = Program(text)(a, b, results=[(len(output), F32)], threads=threads)
        np.testing.assert_allclose(y, np.einsum(subscripts, a, b), rtol=1e-4, atol=1e-4)
