"""Memory of large results: used again when nothing reads it any more, and never before."""

import gc
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten.tensor import Tensor
from adjoint.runtime.dtypes import BFLOAT16
from adjoint.runtime.result_memory import LARGE, ResultMemory

aten = adjoint.aten

F32 = np.dtype(np.float32)
SHAPE = (LARGE // 2048, 1024)


def address(array: np.ndarray) -> int:
    return array.__array_interface__["data"][0]


@pytest.mark.parametrize("dtype", [F32, np.dtype(np.float64), np.dtype(np.bool_), BFLOAT16], ids=str)
def test_an_array_is_like_any_other(dtype: np.dtype) -> None:
    array = ResultMemory().array((3, LARGE), dtype)
    assert (array.shape, array.dtype) == ((3, LARGE), dtype)
    assert array.flags.carray  # contiguous, aligned, writeable
    assert address(array) % 64 == 0
    array[...] = 1
    assert (array == 1).all()


def test_memory_is_used_again_when_the_last_view_is_gone() -> None:
    memory = ResultMemory()
    first = memory.array(SHAPE, F32)
    place, view = address(first), first[1:].T
    del first
    other = memory.array(SHAPE, F32)
    assert not np.shares_memory(view, other)
    del view
    assert address(memory.array(SHAPE, F32)) == place


def test_a_tensor_over_the_memory_keeps_it() -> None:
    torch = pytest.importorskip("torch")
    memory = ResultMemory()
    shared = torch.from_numpy(memory.array(SHAPE, F32))
    exchanged = torch.from_dlpack(memory.array(SHAPE, F32))
    gc.collect()
    places = {shared.data_ptr(), exchanged.data_ptr()}
    held = [memory.array(SHAPE, F32) for _ in range(3)]
    assert len(places | {address(array) for array in held}) == 5
    del shared, exchanged
    assert address(memory.array(SHAPE, F32)) in places


def test_what_is_idle_is_bounded() -> None:
    memory = ResultMemory(4 * LARGE)
    arrays = [memory.array((LARGE,), np.dtype(np.int8)) for _ in range(7)]
    assert memory.idle_bytes == 0
    last = address(arrays[-1])
    while arrays:
        del arrays[0]
    assert memory.idle_bytes == 4 * LARGE
    taken = [memory.array((LARGE,), np.dtype(np.int8)) for _ in range(4)]
    assert last in {address(array) for array in taken}
    del taken
    small, large = memory.array((8,), F32), memory.array((5 * LARGE,), np.dtype(np.int8))
    assert small.flags.owndata
    assert large.flags.owndata


def test_a_small_result_does_not_keep_a_large_block() -> None:
    memory = ResultMemory()
    place = address(memory.array((4 * LARGE,), np.dtype(np.int8)))
    assert address(memory.array((LARGE,), np.dtype(np.int8))) != place


def test_threads_never_share_memory() -> None:
    memory = ResultMemory(8 * LARGE)

    def write(number: int) -> bool:
        right = True
        for _ in range(20):
            array = memory.array((LARGE,), np.dtype(np.int8))
            array[:] = number
            right &= bool((array == number).all())
        return right

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(write, range(4)))


def test_results_of_calls_stay_as_they_are() -> None:
    @adjoint.function
    def program(x: Tensor) -> Tensor:
        return aten.sum(x * x)

    step = adjoint.value_and_grad(program, wrt=(0,))
    kept: list[np.ndarray] = []
    for factor in (1, 2, 3):
        x = np.full(SHAPE, factor, np.float32)
        gradient = step(x)[1][0]
        kept.append(gradient[::7])
        step(-x)
    assert [each.min() for each in kept] == [each.max() for each in kept] == [2, 4, 6]
