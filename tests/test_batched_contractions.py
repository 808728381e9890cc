"""Chains of batched contractions, which run batch by batch: values and gradients are those of eager PyTorch."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

import numpy as np  # noqa: E402

import adjoint  # noqa: E402
from adjoint.dialects import aten  # noqa: E402
from adjoint.dialects.aten.tensor import Tensor  # noqa: E402
from adjoint.lowering.batching import batch_contractions, tile_size  # noqa: E402

Array = np.ndarray[Any, np.dtype[Any]]


def _random(*shape: int, dtype: str = "f4") -> Array:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(dtype)


def _check(function: Callable[..., Any], arrays: Sequence[Array], tolerance: float = 2e-5) -> None:
    """Compares the value and all gradients with PyTorch's, which runs the same Python function."""
    step = adjoint.value_and_grad(adjoint.function(function), wrt=tuple(range(len(arrays))))
    value, gradients = step(*arrays)
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    expected = function(*tensors)
    expected.backward()
    np.testing.assert_allclose(value, expected.detach().numpy(), rtol=tolerance, atol=tolerance)
    for gradient, tensor in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=tolerance, atol=tolerance)


def _attention(q: Any, k: Any, v: Any) -> Any:
    return ((q @ k.transpose(-1, -2) * 0.125).softmax(-1) @ v).tanh().sum()


def _masked(q: Any, k: Any, v: Any, mask: Any) -> Any:
    return ((q @ k.transpose(-1, -2) + mask).softmax(-1) @ v).tanh().sum()


def _causal(q: Any, k: Any, v: Any) -> Any:
    return ((q @ k.transpose(-1, -2) * 0.1).exp().tril() @ v).tanh().sum()


def _heads_last(q: Any, k: Any, v: Any) -> Any:
    q, k, v = (x.transpose(1, 2) for x in (q, k, v))
    weighed = ((q @ k.transpose(-1, -2)).softmax(-1) @ v).transpose(1, 2)
    return (weighed * weighed).sum()


def _with_weights(q: Any, k: Any, v: Any) -> Any:
    weights = (q @ k.transpose(-1, -2)).softmax(-1)
    return (weights @ v).tanh().sum() + (weights * weights).sum()


@pytest.mark.parametrize(
    ("q", "k"),
    [
        ((2, 3, 40, 16), (2, 3, 40, 16)),
        ((2, 3, 33, 17), (2, 3, 70, 17)),
        ((1, 5, 40, 16), (1, 5, 40, 16)),
        ((1, 1, 40, 16), (1, 1, 40, 16)),
        ((3, 50, 8), (3, 70, 8)),
        ((2, 2, 1, 8), (2, 2, 50, 8)),
    ],
)
@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_attention(q: tuple[int, ...], k: tuple[int, ...], dtype: str) -> None:
    _check(_attention, [_random(*q, dtype=dtype), _random(*k, dtype=dtype), _random(*k, dtype=dtype) + 1])


@pytest.mark.parametrize("mask", [(40, 50), (3, 40, 50), (2, 1, 40, 50), (2, 3, 40, 50), (50,), (2, 1, 1, 50)])
def test_a_mask_broadcasts_to_the_batches(mask: tuple[int, ...]) -> None:
    _check(_masked, [_random(2, 3, 40, 16), _random(2, 3, 50, 16), _random(2, 3, 50, 24), _random(*mask)], 1e-4)


def test_batches_are_any_dimensions() -> None:
    _check(_heads_last, [_random(2, 40, 3, 16), _random(2, 50, 3, 16), _random(2, 50, 3, 24)], 1e-4)


def test_what_is_between_is_needed_outside_too() -> None:
    _check(_with_weights, [_random(2, 3, 40, 16), _random(2, 3, 50, 16), _random(2, 3, 50, 24)])


def test_a_product_with_a_matrix_that_all_batches_share() -> None:
    def projected(x: Any, y: Any, w: Any) -> Any:
        return ((x @ y).relu() @ w).tanh().sum()

    _check(projected, [_random(4, 40, 33), _random(4, 33, 50), _random(50, 36) / 8], 1e-4)


def test_positions_are_counted_across_batches() -> None:
    def weighted(x: Any, y: Any) -> Any:
        scores = x @ y
        places = (aten if isinstance(x, Tensor) else torch).arange(4).reshape((4, 1, 1))
        return ((scores * places).sin() @ y).sum()

    _check(weighted, [_random(4, 40, 40, dtype="f8"), _random(4, 40, 40, dtype="f8")])


@pytest.mark.parametrize("shape", [(0, 3, 40, 16), (2, 0, 40, 16), (2, 3, 0, 16), (2, 3, 40, 0)])
def test_nothing_to_do(shape: tuple[int, ...]) -> None:
    _check(_attention, [_random(*shape), _random(*shape), _random(*shape)])


def test_other_sizes_compile_nothing() -> None:
    step = adjoint.value_and_grad(adjoint.function(_attention), wrt=(0, 1, 2))
    for batches, rows, columns in ((2, 40, 50), (3, 33, 20), (5, 70, 70)):
        arrays = [_random(batches, rows, 16), _random(batches, columns, 16), _random(batches, columns, 8)]
        value, gradients = step(*arrays)
        tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
        expected = _attention(*tensors)
        expected.backward()
        np.testing.assert_allclose(value, expected.detach().numpy(), rtol=2e-5)
        for gradient, tensor in zip(gradients, tensors, strict=True):
            np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=2e-5, atol=2e-5)


def test_dropout_draws_the_same_mask_in_every_batch_as_on_all_at_once() -> None:
    def dropped(q: Tensor, k: Tensor, v: Tensor, seed: Tensor) -> Tensor:
        return aten.dropout(aten.softmax(q @ k.transpose(-1, -2), -1), seed, 0.25) @ v

    def mask(x: Tensor, seed: Tensor) -> Tensor:
        return aten.dropout(x, seed, 0.25)

    arrays = [_random(4, 40, 16), _random(4, 40, 16), np.broadcast_to(np.eye(40, dtype="f4"), (4, 40, 40)).copy()]
    seed = np.array(7, dtype="i8")
    masked = adjoint.compile(adjoint.function(dropped))(*arrays, seed)
    kept = adjoint.compile(adjoint.function(mask))(np.ones((4, 40, 40), "f4"), seed)
    weights = torch.softmax(torch.tensor(arrays[0]) @ torch.tensor(arrays[1]).transpose(-1, -2), -1).numpy()
    np.testing.assert_allclose(masked, weights * kept, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_for_any_number_of_threads(threads: int) -> None:
    arrays = [_random(5, 64, 32), _random(5, 64, 32), _random(5, 64, 32)]
    step = adjoint.value_and_grad(adjoint.function(_attention), wrt=(0, 1, 2))
    before = adjoint.thread_count()
    try:
        adjoint.set_thread_count(1)
        _, expected = step(*arrays)
        adjoint.set_thread_count(threads)
        _, gradients = step(*arrays)
    finally:
        adjoint.set_thread_count(before)
    for gradient, other in zip(gradients, expected, strict=True):
        np.testing.assert_array_equal(gradient, other)


def test_a_kernel_that_batches_share_with_whole_tensors() -> None:
    def both(a: Tensor, b: Tensor, c: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        t, u = (a @ b).tanh(), c.tanh()
        return t @ b, t.sum(-2), u, u.sum(0)

    a, b, c = _random(3, 64, 64) / 8, _random(3, 64, 64) / 8, _random(3000, 500)
    t, u = np.tanh(a @ b), np.tanh(c)
    results = adjoint.compile(adjoint.function(both))(a, b, c)
    for result, expected in zip(results, (t @ b, t.sum(-2), u, u.sum(0)), strict=True):
        np.testing.assert_allclose(result, expected, rtol=1e-4, atol=2e-4)


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Tiles of 16 rows, in programs that nobody compiled before."""
    monkeypatch.setattr(tile_size, "TILE_BYTES", 1)
    monkeypatch.setattr(batch_contractions.BatchContractionsPass.__init__, "__defaults__", (16,))
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path))


@pytest.mark.usefixtures("few_rows")
@pytest.mark.parametrize(
    ("function", "shapes", "dtype"),
    [
        (_attention, [(2, 3, 40, 16), (2, 3, 50, 16), (2, 3, 50, 24)], "f4"),
        (_attention, [(2, 3, 16, 8), (2, 3, 33, 8), (2, 3, 33, 8)], "f8"),
        (_attention, [(2, 3, 0, 16)] * 3, "f4"),
        (_masked, [(2, 3, 40, 16), (2, 3, 50, 16), (2, 3, 50, 24), (2, 1, 40, 50)], "f4"),
        (_heads_last, [(2, 40, 3, 16), (2, 50, 3, 16), (2, 50, 3, 24)], "f4"),
        (_with_weights, [(2, 3, 40, 16), (2, 3, 50, 16), (2, 3, 50, 24)], "f4"),
        (_causal, [(4, 40, 16), (4, 40, 16), (4, 40, 16)], "f4"),
    ],
)
def test_tiles_of_rows(function: Callable[..., Any], shapes: Sequence[tuple[int, ...]], dtype: str) -> None:
    _check(function, [_random(*shape, dtype=dtype) for shape in shapes], 1e-4)
