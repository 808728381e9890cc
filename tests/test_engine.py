"""Native code from the loops stage: entry points, threads, BLAS, errors, and what is left when it is dropped."""

import ctypes
import gc
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from adjoint.frontends.mlir_text import parse_module
from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass
from adjoint.lowering.llvm.translate import translate_to_llvm_ir
from adjoint.runtime import linking, openmp
from adjoint.runtime.code_generation import generate_assembly, generate_object_code, host
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeCode, NativeModule
from adjoint.runtime.errors import AdjointError
from adjoint.runtime.threads import default_thread_count, set_thread_count, thread_count

LOOPS = Path(__file__).parent / "loops"
SCALE_ROWS = (LOOPS / "scale.mlir").read_text()

PRODUCTS = (LOOPS / "products.mlir").read_text()


def native_code(text: str) -> NativeCode:
    ctx = compiler_context()
    module = parse_module(ctx, text, "test.mlir")
    ConvertToLLVMPass().apply(ctx, module)
    module.verify()
    return NativeCode.generate(module)


def pointers(*arrays: np.ndarray):
    return (ctypes.c_void_p * len(arrays))(*[array.ctypes.data for array in arrays])


def integers(*numbers: int):
    return (ctypes.c_int64 * len(numbers))(*numbers)


@pytest.fixture(scope="module")
def scale() -> NativeModule:
    return NativeModule(native_code(SCALE_ROWS))


def run_scale(module: NativeModule, rows: int, columns: int, threads: int) -> bool:
    x = np.random.default_rng(0).standard_normal((rows, columns), dtype=np.float32)
    y = np.full_like(x, np.nan)
    status = module.entry("scale")(pointers(x, y), integers(*x.shape, *y.shape), None, threads)
    return status == 0 and np.array_equal(y, 0.5 * x)


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_threads_share_the_rows(scale: NativeModule, threads: int):
    assert run_scale(scale, 37, 19, threads)
    assert run_scale(scale, 1, 4, threads)
    assert run_scale(scale, 0, 4, threads)


def test_plan_writes_arena_and_result_sizes(scale: NativeModule):
    plan = integers(0, 0, 0)
    assert scale.plan("scale")(None, integers(5, 4), 3, plan) == 0
    assert list(plan) == [3, 5, 4]
    assert not scale.plan_reads_elements("scale")


def test_failed_assert_names_its_message(scale: NativeModule):
    plan = integers(-1, -1, -1)
    status = scale.plan("scale")(None, integers(5, 3), 1, plan)
    assert scale.message(status) == "scale.mlir:1:1: 'aten.mul': an even number of columns"
    status = scale.plan("scale")(None, integers(0, 4), 1, plan)
    assert scale.message(status) == "scale.mlir:2:1: 'aten.mul': at least one row"
    assert list(plan) == [-1, -1, -1]


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_gemm_inside_and_outside_of_a_parallel_loop(threads: int):
    module = NativeModule(native_code(PRODUCTS))
    before = thread_count()
    set_thread_count(threads)
    try:
        a, b = np.random.default_rng(1).standard_normal((2, 6, 80, 80), dtype=np.float32)
        c = np.full_like(a, np.nan)
        count = np.array([6, 80])
        assert (
            module.entry("products")(pointers(a, b, c, count), integers(a.size, b.size, c.size, 2), None, threads) == 0
        )
        np.testing.assert_allclose(c, a @ b.transpose(0, 2, 1), rtol=1e-4, atol=1e-4)
    finally:
        set_thread_count(before)


def test_code_can_be_stored_and_loaded():
    code = pickle.loads(pickle.dumps(native_code(SCALE_ROWS)))
    assert run_scale(NativeModule(code), 8, 8, 2)


def test_a_function_keeps_its_code_in_memory():
    function = NativeModule(native_code(SCALE_ROWS)).plan("scale")
    gc.collect()
    plan = integers(0, 0, 0)
    assert function(None, integers(1, 2), 1, plan) == 0
    assert list(plan) == [1, 1, 2]


def resident_bytes() -> int:
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(repeated: Callable[[], object], times: int) -> int:
    """The bytes by which the process grows, after the first few times."""
    for _ in range(times):
        repeated()
    before = resident_bytes()
    for _ in range(times):
        repeated()
    return resident_bytes() - before


def test_loading_and_dropping_code_leaves_the_process_as_large_as_it_was():
    code = native_code(SCALE_ROWS)
    assert growth(lambda: NativeModule(code), times=200) < 1 << 20


def test_generating_code_leaves_the_process_as_large_as_it_was():
    llvm_ir = "define i64 @f(i64 %x) { %y = add i64 %x, 1 ret i64 %y }"
    assert growth(lambda: generate_object_code(llvm_ir), times=100) < 1 << 20


def test_without_openmp_everything_runs_on_one_thread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(openmp, "addresses", lambda: None)
    assert run_scale(NativeModule(native_code(SCALE_ROWS)), 37, 19, 4)


def test_an_unknown_external_function_is_an_error():
    code = native_code("func.func private @no_such_function(index)")
    with pytest.raises(AdjointError, match="calls @no_such_function, which is neither in it nor in a library"):
        NativeModule(code)


def test_the_c_library_is_at_hand():
    text = """
      func.func private @labs(i64) -> i64
      func.func @f(%x: memref<i64>, %arena: memref<?xi8>, %threads: index) {
        %a = memref.load %x[] : memref<i64>
        %b = func.call @labs(%a) : (i64) -> i64
        memref.store %b, %x[] : memref<i64>
        func.return
      }
    """
    x = np.array(-5)
    assert NativeModule(native_code(text)).entry("f")(pointers(x), None, None, 1) == 0
    assert x == 5


@pytest.mark.skipif("+avx2" not in host()[1], reason="the processor has no AVX2")
def test_loops_vectorise():
    ctx = compiler_context()
    module = parse_module(ctx, SCALE_ROWS, "test.mlir")
    ConvertToLLVMPass().apply(ctx, module)
    assembly = generate_assembly(translate_to_llvm_ir(module))
    assert "vmulps" in assembly
    # No checks at run time for buffers that overlap: the kernel has one loop of vectors and its remainders.
    assert "vector.memcheck" not in assembly


def test_a_forked_child_does_not_wait_for_threads_that_it_lacks(scale: NativeModule):
    assert run_scale(scale, 64, 64, 2)
    child = os.fork()
    if child == 0:
        os._exit(0 if thread_count() == 1 and run_scale(scale, 64, 64, thread_count()) else 1)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize(
    ("variables", "count"),
    [
        ({"ADJOINT_NUM_THREADS": "3", "OMP_NUM_THREADS": "5"}, 3),
        ({"OMP_NUM_THREADS": "5"}, 5),
        ({"OMP_NUM_THREADS": "4,2"}, len(os.sched_getaffinity(0))),
        ({}, len(os.sched_getaffinity(0))),
    ],
)
def test_the_environment_sets_the_number_of_threads(
    variables: dict[str, str], count: int, monkeypatch: pytest.MonkeyPatch
):
    for name in ("ADJOINT_NUM_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    assert default_thread_count() == count


def test_a_wrong_number_of_threads_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ADJOINT_NUM_THREADS", "many")
    with pytest.raises(AdjointError, match="ADJOINT_NUM_THREADS must be a positive number of threads, got 'many'"):
        default_thread_count()


def test_thread_counts_below_one_are_refused():
    with pytest.raises(AdjointError, match="at least 1"):
        set_thread_count(0)


def test_the_gemm_module_is_loaded_once():
    assert linking._threaded_gemm() is linking._threaded_gemm()
