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
UNFUSED = PASSES[1:]
GUARD = 64


class Program:
    """The function `@f` of a module of the linalg stage, compiled."""

    def __init__(self, text: str, passes: Sequence[str] = PASSES):
        ctx = compiler_context()
        module = parse_module(ctx, text, "test.mlir")
        module.verify()
        for name in passes:
            LOWERING_PASSES[name]()().apply(ctx, module)
            module.verify()
        self._native = NativeModule(NativeCode.generate(module))
        self.plan_reads_elements = self._native.plan_reads_elements("f")

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


MULTIPLY_ADD = """^bb0(%b0: f32, %b1: f32, %b2: f32):
  %b3 = arith.mulf %b0, %b1 : f32
  %b4 = arith.addf %b3, %b2 fastmath<reassoc,nsz,contract> : f32
  linalg.yield %b4 : f32"""


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
  %y = {
    generic(
        "%x, %w : tensor<?x?xf32>, tensor<?x?xf32>",
        "%z : tensor<?x?xf32>",
        ["d0, d2", "d1, d2", "d0, d1"],
        "ppr",
        MULTIPLY_ADD,
        "tensor<?x?xf32>",
    )
}
  %e2 = tensor.empty(%m, %n) : tensor<?x?xf32>
  %r = {
    generic(
        "%y : tensor<?x?xf32>",
        "%e2 : tensor<?x?xf32>",
        ["d0, d1", "d0, d1"],
        "pp",
        "^bb0(%b0: f32, %b1: f32): %b2 = arith.maximumf %b0, %zero : f32 linalg.yield %b2 : f32",
        "tensor<?x?xf32>",
    )
}
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


SIZES_OF_LOOPS = [(5, 6, 7, 8, 9), (1, 1, 1, 1, 1), (2, 0, 3, 4, 5), (40, 3, 50, 60, 20), (64, 30, 40, 30, 8)]

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
    "batch innermost everywhere": (["d0, d3, d2", "d1, d3, d2", "d0, d1, d2"], "pppr", "adc,bdc->abc"),
    "batch summed": (["d2, d3, d0", "d2, d3, d1", "d0, d1"], "pprr", "cda,cdb->ab"),
}


@pytest.mark.parametrize("sizes", SIZES_OF_LOOPS)
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
      %e = tensor.empty({"" if is_static else ", ".join(dynamic)}) : {types[2]}
      %z = linalg.fill ins(%zero : f32) outs(%e : {types[2]}) -> {types[2]}
      %y = {product(maps, iterators, types)}
      func.return %y : {types[2]}
    }}"""
    a, b = random_pair(*shapes[:2])
    for threads in (1, 3):
        (y,) = Program(text)(a, b, results=[(len(output), F32)], threads=threads)
        np.testing.assert_allclose(y, np.einsum(subscripts, a, b), rtol=1e-4, atol=1e-4)


def test_results_that_are_no_results_of_ops_are_copied():
    text = """
    func.func @f(%x: tensor<?x3xf32>, %s: tensor<f64>)
        -> (tensor<?x3xf32>, tensor<?xf32>, tensor<2x2xf32>, tensor<4xi64>, tensor<f64>, tensor<f64>, tensor<2xindex>) {
      %c0 = arith.constant 0 : index
      %c3 = arith.constant 3 : index
      %n = tensor.dim %x, %c0 : tensor<?x3xf32>
      %flat = tensor.collapse_shape %x [[0, 1]] : tensor<?x3xf32> into tensor<?xf32>
      %c = arith.constant dense<[[1.0, 2.0], [3.0, 4.0]]> : tensor<2x2xf32>
      %ones = arith.constant dense<1> : tensor<4xi64>
      %sizes = tensor.from_elements %n, %c3 : tensor<2xindex>
      func.return %x, %flat, %c, %ones, %s, %s, %sizes
        : tensor<?x3xf32>, tensor<?xf32>, tensor<2x2xf32>, tensor<4xi64>, tensor<f64>, tensor<f64>, tensor<2xindex>
    }"""
    x, s = random(5, 3), np.array(2.5)
    results = [(2, F32), (1, F32), (2, F32), (1, np.int64), (0, np.float64), (0, np.float64), (1, np.int64)]
    copy, flat, c, ones, one, other, sizes = Program(text)(x, s, results=results)
    np.testing.assert_array_equal(copy, x)
    np.testing.assert_array_equal(flat, x.ravel())
    np.testing.assert_array_equal(c, [[1, 2], [3, 4]])
    np.testing.assert_array_equal(ones, [1, 1, 1, 1])
    assert one == other == 2.5
    assert list(sizes) == [5, 3]


ADD_ONE = "^bb0(%b0: f32, %b1: f32): %b2 = arith.addf %b0, %one : f32 linalg.yield %b2 : f32"


def add_one(value: str, type_: str, empty: str, rank: int) -> str:
    dims = ", ".join(f"d{i}" for i in range(rank))
    return generic(f"{value} : {type_}", f"{empty} : {type_}", [dims, dims], "p" * rank, ADD_ONE, type_)


def test_a_value_that_is_returned_twice_is_two_arrays():
    text = f"""
    func.func @f(%x: tensor<4x3xf32>) -> (tensor<4x3xf32>, tensor<12xf32>) {{
      %one = arith.constant 1.0 : f32
      %e = tensor.empty() : tensor<4x3xf32>
      %y = {add_one("%x", "tensor<4x3xf32>", "%e", 2)}
      %flat = tensor.collapse_shape %y [[0, 1]] : tensor<4x3xf32> into tensor<12xf32>
      func.return %y, %flat : tensor<4x3xf32>, tensor<12xf32>
    }}"""
    x = random(4, 3)
    y, flat = Program(text)(x, results=[(2, F32), (1, F32)])
    np.testing.assert_array_equal(y, x + 1)
    np.testing.assert_array_equal(flat, (x + 1).ravel())


@pytest.mark.parametrize("n, m", [(2, 3), (0, 3), (2, 0), (0, 0), (100_000, 200_000)])
def test_slices_are_inserted_into_what_they_make_up(n: int, m: int):
    text = f"""
    func.func @f(%x: tensor<4x?xf32>, %y: tensor<4x?xf32>) -> (tensor<4x?xf32>, tensor<4x?xf32>) {{
      %c1 = arith.constant 1 : index
      %one = arith.constant 1.0 : f32
      %zero = arith.constant 0.0 : f32
      %n = tensor.dim %x, %c1 : tensor<4x?xf32>
      %m = tensor.dim %y, %c1 : tensor<4x?xf32>
      %l = arith.addi %n, %m : index
      %e = tensor.empty(%l) : tensor<4x?xf32>
      %a = tensor.insert_slice %x into %e[0, 0] [4, %n] [1, 1] : tensor<4x?xf32> into tensor<4x?xf32>
      %b = tensor.insert_slice %y into %a[0, %n] [4, %m] [1, 1] : tensor<4x?xf32> into tensor<4x?xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<4x?xf32>) -> tensor<4x?xf32>
      %part = tensor.extract_slice %b[1, %n] [2, %m] [2, 1] : tensor<4x?xf32> to tensor<2x?xf32>
      %e2 = tensor.empty(%m) : tensor<2x?xf32>
      %more = {add_one("%part", "tensor<2x?xf32>", "%e2", 2)}
      %c = tensor.insert_slice %more into %z[0, %n] [2, %m] [3, 1] : tensor<2x?xf32> into tensor<4x?xf32>
      func.return %b, %c : tensor<4x?xf32>, tensor<4x?xf32>
    }}"""
    x, y = random_pair((4, n), (4, m))
    both, part = Program(text)(x, y, results=[(2, F32), (2, F32)])
    joined = np.concatenate([x, y], 1)
    np.testing.assert_array_equal(both, joined)
    expected = np.zeros_like(joined)
    expected[[0, 3], n:] = y[[1, 3]] + 1
    np.testing.assert_array_equal(part, expected)


def test_a_contiguous_slice_is_read_where_it_is():
    text = f"""
    func.func @f(%x: tensor<6x8xf32>, %y: tensor<8x5xf32>) -> (tensor<3x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>) {{
      %one = arith.constant 1.0 : f32
      %e = tensor.empty() : tensor<6x8xf32>
      %a = {add_one("%x", "tensor<6x8xf32>", "%e", 2)}
      %b = tensor.extract_slice %a[2, 0] [3, 8] [1, 1] : tensor<6x8xf32> to tensor<3x8xf32>
      %c = tensor.extract_slice %x[1, 0] [2, 8] [1, 1] : tensor<6x8xf32> to tensor<2x8xf32>
      %d = tensor.extract_slice %x[1, 0] [2, 8] [2, 1] : tensor<6x8xf32> to tensor<2x8xf32>
      %e3 = tensor.empty() : tensor<3x8xf32>
      %e2 = tensor.empty() : tensor<2x8xf32>
      %r0 = {add_one("%b", "tensor<3x8xf32>", "%e3", 2)}
      %r1 = {add_one("%c", "tensor<2x8xf32>", "%e2", 2)}
      func.return %r0, %r1, %d : tensor<3x8xf32>, tensor<2x8xf32>, tensor<2x8xf32>
    }}"""
    x = random(6, 8)
    r0, r1, d = Program(text)(x, random(8, 5), results=[(2, F32)] * 3)
    np.testing.assert_allclose(r0, x[2:5] + 2, rtol=1e-6)
    np.testing.assert_array_equal(r1, x[1:3] + 1)
    np.testing.assert_array_equal(d, x[1:4:2])


SCATTER = """
    func.func @f(%i: tensor<?xi64>, %g: tensor<?x?xf32>, %w: tensor<?x?xf32>) -> tensor<?x?xf32> {
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %zero = arith.constant 0.0 : f32
      %n = tensor.dim %i, %c0 : tensor<?xi64>
      %v = tensor.dim %w, %c0 : tensor<?x?xf32>
      %d = tensor.dim %w, %c1 : tensor<?x?xf32>
      %e = tensor.empty(%v, %d) : tensor<?x?xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<?x?xf32>) -> tensor<?x?xf32>
      %sum = scf.for %k = %c0 to %n step %c1 iter_args(%acc = %z) -> (tensor<?x?xf32>) {
        %index = tensor.extract %i[%k] : tensor<?xi64>
        %row = arith.index_cast %index : i64 to index
        %old = tensor.extract_slice %acc[%row, 0] [1, %d] [1, 1] : tensor<?x?xf32> to tensor<?xf32>
        %new = tensor.extract_slice %g[%k, 0] [1, %d] [1, 1] : tensor<?x?xf32> to tensor<?xf32>
        OP
        %next = tensor.insert_slice %both into %acc[%row, 0] [1, %d] [1, 1] : tensor<?xf32> into tensor<?x?xf32>
        scf.yield %next : tensor<?x?xf32>
      }
      func.return %sum : tensor<?x?xf32>
    }"""

ADD = "^bb0(%b0: f32, %b1: f32, %b2: f32): %b3 = arith.addf %b0, %b1 : f32 linalg.yield %b3 : f32"
ADD_TO = "^bb0(%b0: f32, %b1: f32): %b2 = arith.addf %b0, %b1 : f32 linalg.yield %b2 : f32"


@pytest.mark.parametrize("form", ["into an empty", "into the row", "into the old row", "in place"])
def test_scatter(form: str):
    vector = "tensor<?xf32>"
    op = {
        "into an empty": "%er = tensor.empty(%d) : tensor<?xf32>\n%both = "
        + generic(f"%old, %new : {vector}, {vector}", f"%er : {vector}", ["d0"] * 3, "p", ADD, vector),
        "into the row": "%both = "
        + generic(f"%old, %new : {vector}, {vector}", f"%new : {vector}", ["d0"] * 3, "p", ADD, vector),
        "into the old row": "%both = "
        + generic(f"%old, %new : {vector}, {vector}", f"%old : {vector}", ["d0"] * 3, "p", ADD, vector),
        "in place": "%both = " + generic(f"%new : {vector}", f"%old : {vector}", ["d0"] * 2, "p", ADD_TO, vector),
    }[form]
    indices = np.array([2, 0, 2, 2, 1])
    g, w = random_pair((5, 3), (4, 3))
    (result,) = Program(SCATTER.replace("OP", op))(indices, g, w, results=[(2, F32)])
    expected = np.zeros_like(w)
    np.add.at(expected, indices, g)
    np.testing.assert_allclose(result, expected, rtol=1e-6)


@pytest.mark.parametrize("threads", [1, 2, 7])
@pytest.mark.parametrize("rows", [0, 1, 3, 60000])
def test_sums_across_rows_are_combined(rows: int, threads: int):
    text = f"""
    func.func @f(%x: tensor<?x37xf32>) -> (tensor<37xf32>, tensor<f32>) {{
      %zero = arith.constant 0.0 : f32
      %e = tensor.empty() : tensor<37xf32>
      %z = linalg.fill ins(%zero : f32) outs(%e : tensor<37xf32>) -> tensor<37xf32>
      %s = {generic("%x : tensor<?x37xf32>", "%z : tensor<37xf32>", ["d0, d1", "d1"], "rp", ADD_TO, "tensor<37xf32>")}
      %e0 = tensor.empty() : tensor<f32>
      %z0 = linalg.fill ins(%zero : f32) outs(%e0 : tensor<f32>) -> tensor<f32>
      %t = {generic("%x : tensor<?x37xf32>", "%z0 : tensor<f32>", ["d0, d1", ""], "rr", ADD_TO, "tensor<f32>")}
      func.return %s, %t : tensor<37xf32>, tensor<f32>
    }}"""
    x = random(rows, 37)
    s, t = Program(text)(x, results=[(1, F32), (0, F32)], threads=threads)
    np.testing.assert_allclose(s, x.sum(0), rtol=1e-3, atol=1e-2)
    np.testing.assert_allclose(t, x.sum(), rtol=1e-3, atol=1e-2)


def test_a_product_is_added_where_its_start_ends():
    types = ["tensor<64x64xf32>"] * 3
    text = f"""
    func.func @f(%x: tensor<64x64xf32>, %b: tensor<64x64xf32>) -> (tensor<64x64xf32>, tensor<64x64xf32>) {{
      %one = arith.constant 1.0 : f32
      %e = tensor.empty() : tensor<64x64xf32>
      %a = {add_one("%x", "tensor<64x64xf32>", "%e", 2)}
      %y = {product(["d0, d2", "d2, d1", "d0, d1"], "ppr", types, start="%a")}
      %c = {product(["d0, d2", "d2, d1", "d0, d1"], "ppr", types, start="%b")}
      func.return %y, %c : tensor<64x64xf32>, tensor<64x64xf32>
    }}"""
    x, b = random_pair((64, 64), (64, 64))
    y, c = Program(text, UNFUSED)(x, b, results=[(2, F32)] * 2)
    np.testing.assert_allclose(y, x + 1 + (x + 1) @ b, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(c, b + (x + 1) @ b, rtol=1e-4, atol=1e-4)


def test_the_sizes_of_a_reshape_can_be_elements_of_an_argument():
    text = f"""
    func.func @f(%x: tensor<?x?xf32>, %shape: tensor<3xindex>) -> tensor<?x?x?xf32> {{
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %one = arith.constant 1.0 : f32
      %n = tensor.dim %x, %c0 : tensor<?x?xf32>
      %m = tensor.dim %x, %c1 : tensor<?x?xf32>
      %a = tensor.extract %shape[%c0] : tensor<3xindex>
      %middle = tensor.extract %shape[%c1] : tensor<3xindex>
      %b = tensor.extract %shape[%c2] : tensor<3xindex>
      %ab = arith.muli %a, %b : index
      %have = arith.muli %n, %m : index
      %need = arith.muli %ab, %middle : index
      %fits = arith.cmpi eq, %have, %need : index
      cf.assert %fits, "test.mlir:2:2: 'aten.view': the numbers of elements differ"
      %flat = tensor.collapse_shape %x [[0, 1]] : tensor<?x?xf32> into tensor<?xf32>
      %y = tensor.expand_shape %flat [[0, 1, 2]] output_shape [%a, %middle, %b]
        : tensor<?xf32> into tensor<?x?x?xf32>
      %e = tensor.empty(%a, %middle, %b) : tensor<?x?x?xf32>
      %r = {add_one("%y", "tensor<?x?x?xf32>", "%e", 3)}
      func.return %r : tensor<?x?x?xf32>
    }}"""
    program = Program(text)
    assert program.plan_reads_elements
    x = random(6, 4)
    (y,) = program(x, np.array([3, 2, 4]), results=[(3, F32)])
    np.testing.assert_array_equal(y, x.reshape(3, 2, 4) + 1)
    with pytest.raises(AssertionError, match="the numbers of elements differ"):
        program(x, np.array([3, 2, 5]), results=[(3, F32)])


def test_asserts_on_elements_stand_before_what_they_guard():
    text = f"""
    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {{
      %c0 = arith.constant 0 : index
      %one = arith.constant 1.0 : f32
      %true = arith.constant true
      %n = tensor.dim %x, %c0 : tensor<?xf32>
      %e0 = tensor.empty() : tensor<i1>
      %t = linalg.fill ins(%true : i1) outs(%e0 : tensor<i1>) -> tensor<i1>
      %all = {
        generic(
            "%x : tensor<?xf32>",
            "%t : tensor<i1>",
            ["d0", ""],
            "r",
            "^bb0(%b0: f32, %b1: i1): %b2 = arith.cmpf olt, %b0, %one : f32 "
            "%b3 = arith.andi %b2, %b1 : i1 linalg.yield %b3 : i1",
            "tensor<i1>",
        )
    }
      %ok = tensor.extract %all[] : tensor<i1>
      cf.assert %ok, "test.mlir:3:3: 'aten.x': an element is not below 1"
      %e = tensor.empty(%n) : tensor<?xf32>
      %y = {add_one("%x", "tensor<?xf32>", "%e", 1)}
      func.return %y : tensor<?xf32>
    }}"""
    program = Program(text)
    assert not program.plan_reads_elements
    x = np.linspace(0, 0.5, 5, dtype=F32)
    (y,) = program(x, results=[(1, F32)])
    np.testing.assert_array_equal(y, x + 1)
    with pytest.raises(AssertionError, match="an element is not below 1"):
        program(x + 1, results=[(1, F32)])


@pytest.mark.parametrize("is_static", [False, True])
def test_memory_is_used_again(is_static: bool):
    """Eight products in a row need two intermediate matrices at a time."""
    type_ = "tensor<64x64xf32>" if is_static else "tensor<?x?xf32>"
    empty = "" if is_static else "%n, %n"
    steps = "".join(
        f"""
      %z{i} = linalg.fill ins(%zero : f32) outs(%e : {type_}) -> {type_}
      %y{i + 1} = """
        + generic(f"%y{i}, %x : {type_}, {type_}", f"%z{i} : {type_}", ["d0, d2", "d2, d1", "d0, d1"], "ppr",
                  MULTIPLY_ADD, type_)
        for i in range(8)
    )  # fmt: skip
    text = f"""
    func.func @f(%x: {type_}, %y0: {type_}) -> {type_} {{
      {SIZES}
      %n = tensor.dim %x, %c0 : {type_}
      %e = tensor.empty({empty}) : {type_}
      {steps}
      func.return %y8 : {type_}
    }}"""
    program = Program(text)
    x, y = random_pair((64, 64), (64, 64))
    arena_bytes, *_ = program.plan(x, y, result_ranks=[2])
    assert arena_bytes == 2 * 64 * 64 * 4
    x /= 8
    (result,) = program(x, y, results=[(2, F32)])
    np.testing.assert_allclose(result, y @ np.linalg.matrix_power(x.astype(np.float64), 8), rtol=1e-3, atol=1e-3)


def test_sizes_that_no_machine_holds_are_refused():
    """Matrices without elements can have any sizes; a product of them has elements."""
    x, w = np.zeros((1 << 30, 0), F32), np.zeros((1 << 33, 0), F32)
    with pytest.raises(AssertionError, match="BLAS counts in 32 bits"):
        Program(PRODUCT).plan(x, w, result_ranks=[2])
    with pytest.raises(AssertionError, match="does not fit into memory"):
        Program(PRODUCT).plan(x, x, result_ranks=[2])
