"""Sums of products of matrices, which add to one another, and transposed products: values as NumPy gives them."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import adjoint
from adjoint.dialects.aten.tensor import Tensor

Array = NDArray[np.floating]

rng = np.random.default_rng(0)


def _random(*shape: int, dtype: type = np.float32) -> Array:
    return rng.standard_normal(shape).astype(dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_weight_that_every_step_uses(dtype: type) -> None:
    def steps(x: Tensor, w: Tensor) -> Tensor:
        for _ in range(4):
            x = (x @ w.t()).tanh()
        return (x * x).sum()

    x, w = _random(50, 40, dtype=dtype), _random(40, 40, dtype=dtype) / 5
    _, (dw,) = adjoint.value_and_grad(adjoint.function(steps), wrt=(1,))(x, w)
    states = [x]
    for _ in range(4):
        states.append(np.tanh(states[-1] @ w.T))
    gradient, expected = 2 * states[-1], np.zeros_like(w)
    for before, after in zip(states[-2::-1], states[:0:-1], strict=True):
        gradient = gradient * (1 - after * after)
        expected += gradient.T @ before
        gradient = gradient @ w
    np.testing.assert_allclose(dw, expected, rtol=1e-3 if dtype is np.float32 else 1e-10, atol=1e-4)


def test_a_summand_that_is_needed_itself() -> None:
    def both(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        product, other = x @ y, x.t() @ y
        return product, product + other, (product + other).t()

    x, y = _random(48, 48), _random(48, 48)
    product, total, transposed = adjoint.compile(adjoint.function(both))(x, y)
    np.testing.assert_allclose(product, x @ y, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(total, x @ y + x.T @ y, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(transposed, (x @ y + x.T @ y).T, rtol=1e-4, atol=1e-4)


def test_a_product_added_to_itself() -> None:
    def doubled(x: Tensor, y: Tensor) -> Tensor:
        product = x @ y
        return product + product

    x, y = _random(48, 40), _random(40, 56)
    np.testing.assert_allclose(adjoint.compile(adjoint.function(doubled))(x, y), 2 * (x @ y), rtol=1e-4, atol=1e-4)


def test_sums_of_sums_and_of_small_products() -> None:
    def total(x: Tensor, y: Tensor, z: Tensor) -> tuple[Tensor, Tensor]:
        large = (x @ y + y @ x) + (x.t() @ y + y.t() @ x)
        return large.t(), (z @ z + z @ z.t()).t()

    x, y, z = _random(48, 48), _random(48, 48), _random(5, 5)
    large, small = adjoint.compile(adjoint.function(total))(x, y, z)
    np.testing.assert_allclose(large, (x @ y + y @ x + x.T @ y + y.T @ x).T, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(small, (z @ z + z @ z.T).T, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_products_of_batches_in_any_order(order: tuple[int, int, int]) -> None:
    def permuted(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y).permute(order)

    x, y = _random(3, 48, 40), _random(3, 40, 56)
    value = adjoint.compile(adjoint.function(permuted))(x, y)
    np.testing.assert_allclose(value, (x @ y).transpose(order), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", [(0, 40, 56), (48, 0, 56), (48, 40, 0)])
def test_nothing_to_sum(shape: tuple[int, int, int]) -> None:
    def total(x: Tensor, y: Tensor) -> Tensor:
        return (x @ y + (x + 1) @ y).t()

    rows, inner, columns = shape
    value = adjoint.compile(adjoint.function(total))(_random(rows, inner), _random(inner, columns))
    np.testing.assert_array_equal(value, np.zeros((columns, rows)))


def _steps_of_a_sequence(x: Tensor, h: Tensor, wi: Tensor, wh: Tensor) -> Tensor:
    """A recurrent network whose states are also used outside of its products, and are results in part."""
    total = h.sum()
    for step in range(3):
        update = (x[step] @ wi.t() + h @ wh.t()).sigmoid()
        h = update * h + (1 - update) * (x[step] @ wi.t()).tanh()
        total = total + (h * x[2 - step]).sum()
    return total


def test_steps_of_a_sequence() -> None:
    torch = pytest.importorskip("torch")
    arrays = [_random(4, 33, 40), _random(33, 40), _random(40, 40) / 5, _random(40, 40) / 5]
    tensors: list[Any] = [torch.tensor(array, requires_grad=True) for array in arrays]
    expected: Any = _steps_of_a_sequence(*tensors)
    expected.backward()
    value, gradients = adjoint.value_and_grad(adjoint.function(_steps_of_a_sequence), wrt=(0, 1, 2, 3))(*arrays)
    np.testing.assert_allclose(value, expected.item(), rtol=1e-4)
    for gradient, tensor in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(gradient, tensor.grad, rtol=1e-3, atol=1e-3)


def _steps_of_known_size(count: int, batch: int, width: int) -> str:
    """The text of a recurrent network, whose states are read by more than its products."""
    step, state = f"tensor<{batch}x{width}xf32>", "%h"
    lines: list[str] = []
    for at in range(count):
        lines += [
            f"%x{at} = aten.select %x dim = 0 index = {at} : tensor<{count}x{batch}x{width}xf32> -> {step}",
            f"%a{at} = aten.linear %x{at}, %wi : {step}, tensor<{width}x{width}xf32> -> {step}",
            f"%b{at} = aten.linear {state}, %wh : {step}, tensor<{width}x{width}xf32> -> {step}",
            f"%s{at} = aten.add %a{at}, %b{at} : {step}, {step} -> {step}",
            f"%t{at} = aten.tanh %s{at} : {step} -> {step}",
            f"%h{at} = aten.mul %t{at}, %x{at} : {step}, {step} -> {step}",
        ]
        state = f"%h{at}"
    weight = f"tensor<{width}x{width}xf32>"
    parameters = f"%x: tensor<{count}x{batch}x{width}xf32>, %h: {step}, %wi: {weight}, %wh: {weight}"
    body = "\n".join([*lines, f"%l = aten.sum {state} : {step} -> tensor<f32>"])
    return f"func.func @f({parameters}) -> tensor<f32> {{\n{body}\nfunc.return %l : tensor<f32>\n}}"


@pytest.mark.parametrize(("count", "batch", "width"), [(4, 33, 41), (3, 5, 96)])
def test_steps_of_known_size(count: int, batch: int, width: int) -> None:
    torch = pytest.importorskip("torch")
    weights = [_random(width, width) / np.float32(width**0.5) for _ in range(2)]
    arrays = [_random(count, batch, width), _random(batch, width), *weights]
    x, h, wi, wh = tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    for step in range(count):
        h = (x[step] @ wi.t() + h @ wh.t()).tanh() * x[step]
    h.sum().backward()
    program = adjoint.parse(_steps_of_known_size(count, batch, width))
    value, gradients = adjoint.value_and_grad(program, wrt=(0, 1, 2, 3))(*arrays)
    np.testing.assert_allclose(value, h.sum().item(), rtol=1e-3, atol=1e-3)
    for gradient, tensor in zip(gradients, tensors, strict=True):
        np.testing.assert_allclose(gradient, tensor.grad, rtol=1e-3, atol=1e-3)


def test_factors_side_by_side_that_are_results_or_repeat() -> None:
    few, large = "tensor<4x96xf32>", "tensor<96x96xf32>"
    lines = [f"%{name}e = aten.exp %{name} : {few} -> {few}" for name in "xy"]
    pairs = [("xe", "y"), ("xe", "ye"), ("y", "xe"), ("ye", "x")]
    for at, (one, other) in enumerate(pairs):
        lines.append(f"%t{at} = aten.t %{one} : {few} -> tensor<96x4xf32>")
        lines.append(f"%p{at} = aten.mm %t{at}, %{other} : tensor<96x4xf32>, {few} -> {large}")
        if at:
            lines.append(f"%s{at} = aten.add %{f's{at - 1}' if at > 1 else 'p0'}, %p{at} : {large}, {large} -> {large}")
    body = "\n".join([*lines, f"func.return %s{len(pairs) - 1}, %xe : {large}, {few}"])
    program = adjoint.parse(f"func.func @f(%x: {few}, %y: {few}) -> ({large}, {few}) {{\n{body}\n}}")
    x, y = _random(4, 96), _random(4, 96)
    known = {"x": x, "y": y, "xe": np.exp(x), "ye": np.exp(y)}
    total, result = adjoint.compile(program)(x, y)
    expected = sum(known[one].T @ known[other] for one, other in pairs)
    np.testing.assert_allclose(total, expected, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(result, np.exp(x), rtol=1e-5)


def test_sums_of_products_of_different_numbers_of_terms() -> None:
    def total(x: Tensor, y: Tensor, v: Tensor, w: Tensor) -> Tensor:
        return x.exp().t() @ y.exp() + v.exp().t() @ w.exp()

    compiled = adjoint.compile(adjoint.function(total))
    for terms, others in ((9, 12), (9, 9), (12, 9)):
        arrays = [_random(count, 80) / 4 for count in (terms, terms, others, others)]
        x, y, v, w = map(np.exp, arrays)
        np.testing.assert_allclose(compiled(*arrays), x.T @ y + v.T @ w, rtol=1e-3, atol=1e-3)
