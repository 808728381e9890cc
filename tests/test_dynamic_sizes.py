"""`?` sizes at run time: one program for all batch sizes, another one where a size is 1 and broadcasts."""

from collections.abc import Callable

import numpy as np
import pytest
from xdsl.irdl import irdl_op_definition

import adjoint
from adjoint import AdjointError
from adjoint.dialects.aten.elementwise import UnaryOp
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.views import LoweredTensor
from adjoint.runtime.engine import NativeCode, NativeModule

aten = adjoint.aten


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The code that is compiled, or loaded from the cache, in a test."""
    loaded: list[object] = []
    original = NativeModule.__init__

    def load_and_count(module: NativeModule, code: NativeCode) -> None:
        loaded.append(code)
        original(module, code)

    monkeypatch.setattr(NativeModule, "__init__", load_and_count)
    return loaded


def softmax(x: np.ndarray) -> np.ndarray:
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def test_one_program_takes_every_batch_size(compilations: list[object]):
    @adjoint.function
    def loss(x: Tensor, target: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return aten.cross_entropy(aten.linear(x, w, b), target, reduction="sum")

    step = adjoint.value_and_grad(loss, wrt=(2, 3))
    rng = np.random.default_rng(0)
    w, b = rng.standard_normal((5, 4)), rng.standard_normal(5)
    for size in (17, 1, 64, 2, 0, 17):
        x, target = rng.standard_normal((size, 4)), rng.integers(0, 5, size)
        value, (dw, db) = step(x, target, w, b)
        p = softmax(x @ w.T + b)
        errors = p - np.eye(5)[target]
        np.testing.assert_allclose(value, -np.log(p[np.arange(size), target]).sum(), rtol=1e-10)
        np.testing.assert_allclose(dw, errors.T @ x, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(db, errors.sum(0), rtol=1e-9, atol=1e-12)
    assert len(compilations) == 1


def test_the_same_program_broadcasts_where_a_size_is_1(compilations: list[object]):
    @adjoint.function
    def total(a: Tensor, b: Tensor) -> Tensor:
        return aten.sum(a.exp() * b)

    step = adjoint.value_and_grad(total, wrt=(0, 1))
    rng = np.random.default_rng(0)

    def check(a_shape: tuple[int, ...], b_shape: tuple[int, ...]) -> None:
        a, b = rng.standard_normal(a_shape), rng.standard_normal(b_shape)
        value, (da, db) = step(a, b)
        exp_a, all_b = np.broadcast_arrays(np.exp(a), b)
        np.testing.assert_allclose(value, np.sum(exp_a * all_b), rtol=1e-10)
        for given, whole in ((da, exp_a * all_b), (db, exp_a)):
            repeated = tuple(dim for dim in range(2) if given.shape[dim] == 1 and whole.shape[dim] != 1)
            np.testing.assert_allclose(given, whole.sum(repeated, keepdims=True), rtol=1e-10)
        assert da.shape == a_shape
        assert db.shape == b_shape

    check((3, 4), (3, 4))
    check((5, 2), (5, 2))
    check((1, 1), (1, 1))
    assert len(compilations) == 1
    check((3, 4), (1, 4))
    check((7, 2), (1, 2))
    check((0, 2), (1, 2))
    assert len(compilations) == 2
    check((3, 1), (1, 4))
    assert len(compilations) == 3
    check((1, 1), (2, 3))
    check((4, 4), (4, 4))
    assert len(compilations) == 4


def test_sizes_that_cannot_broadcast_are_named_with_op_and_place():
    module = adjoint.parse(
        "func.func @f(%a: tensor<?x3xf32>, %b: tensor<?x3xf32>) -> tensor<?x3xf32> {\n"
        "  %c = aten.mul %a, %b : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>\n"
        "  return %c : tensor<?x3xf32>\n}",
        "product.mlir",
    )
    multiply = adjoint.compile(module)
    ones = np.ones((4, 3), np.float32)
    np.testing.assert_array_equal(multiply(ones, ones), ones)
    np.testing.assert_array_equal(multiply(ones, ones[:1]), ones)
    with pytest.raises(AdjointError, match=r"(?s)product\.mlir:2.*aten\.mul.*4.*2"):
        multiply(ones, ones[:2])
    np.testing.assert_array_equal(multiply(ones, ones), ones)


def test_a_traced_op_that_does_not_fit_is_named_with_the_python_line():
    @adjoint.function
    def product(a: Tensor, b: Tensor) -> Tensor:
        return a @ b

    with pytest.raises(AdjointError, match=r"test_dynamic_sizes\.py:\d+.*aten\.matmul"):
        adjoint.compile(product)(np.ones((2, 3)), np.ones((4, 2)))


@pytest.mark.parametrize(
    "program, shapes, expected",
    [
        (lambda a, b: aten.maximum(a, b), [(3, 1), (1, 2)], np.maximum),
        (lambda a, b: a + b, [(1,), (4, 3)], np.add),
        (lambda a, b: a - b, [(2, 1, 3), (5, 1)], np.subtract),
        (lambda a, b: aten.matmul(a, b), [(1, 2, 3), (4, 3, 2)], np.matmul),
        (lambda a, b: aten.matmul(a, b), [(5, 1, 2, 3), (4, 3, 2)], np.matmul),
        (lambda a, b: aten.where(a > b, a, b), [(3, 1), (3, 4)], np.maximum),
    ],
)
def test_one_compiled_object_before_and_after_a_broadcast(
    program: Callable[..., Tensor], shapes: list[tuple[int, ...]], expected: Callable[..., np.ndarray]
):
    def call(a: Tensor, b: Tensor) -> Tensor:
        return program(a, b)

    compiled = adjoint.compile(adjoint.function(call))
    rng = np.random.default_rng(0)
    for _ in range(2):
        a, b = (rng.standard_normal(shape) for shape in shapes)
        np.testing.assert_allclose(compiled(a, b), expected(a, b), rtol=1e-10)
        if expected is not np.matmul:
            whole = np.broadcast_shapes(*shapes)
            a, b = (rng.standard_normal(whole[len(whole) - len(shape) :]) for shape in shapes)
            np.testing.assert_allclose(compiled(a, b), expected(a, b), rtol=1e-10)


def test_vjp_of_a_broadcast_and_of_none():
    @adjoint.function
    def product(a: Tensor, b: Tensor) -> Tensor:
        return a * b

    pair = adjoint.vjp(product)
    for shape in ((3, 2), (1, 2), (3, 1), (1, 1)):
        a, b, cotangent = np.full((3, 2), 2.0), np.full(shape, 5.0), np.ones((3, 2))
        value, pullback = pair(a, b)
        da, db = pullback(cotangent)
        np.testing.assert_array_equal(value, np.full((3, 2), 10.0))
        np.testing.assert_array_equal(da, np.full((3, 2), 5.0))
        np.testing.assert_array_equal(db, np.full(shape, 2.0 * 6 / np.prod(shape)))


def test_a_reverse_on_its_own_takes_sizes_as_elements(compilations: list[object]):
    module = adjoint.parse("""
        func.func @f(%x: tensor<?x4xf64>, %y: tensor<?x4xf64>) -> tensor<?x4xf64> {
          %0 = aten.add %x, %y : tensor<?x4xf64>, tensor<?x4xf64> -> tensor<?x4xf64>
          return %0 : tensor<?x4xf64>
        }""")
    adjoint.differentiate(module, "f")
    reverse = adjoint.compile(module, "f.reverse")
    for rows in (3, 5, 7):
        for shapes in [(rows, 4), (rows, 4)], [(rows, 4), (1, 4)], [(1, 4), (rows, 4)]:
            gradients = reverse(np.ones((rows, 4)), *(np.array(shape) for shape in shapes))
            for gradient, shape in zip(gradients, shapes, strict=True):
                np.testing.assert_array_equal(gradient, np.full(shape, rows / shape[0]))
    assert len(compilations) == 3  # equal sizes, the first is 1, the second is 1
    with pytest.raises(AdjointError, match=r"3:11: error: 'autodiff.grad_sum_to_size'.*dimension 0 is not that of the"):
        reverse(np.ones((3, 4)), np.array([2, 4]), np.array([3, 4]))


def test_an_operator_that_must_know_a_size_is_traced_for_it(compilations: list[object]):
    @adjoint.function
    def program(x: Tensor) -> Tensor:
        first, *others = aten.unbind(x)
        return aten.sum(first * sum(others, start=first))

    step = adjoint.value_and_grad(program)
    for rows in (2, 3, 2):
        x = np.arange(4.0 * rows).reshape(rows, 4)
        value, gradient = step(x)
        np.testing.assert_allclose(value, (x[0] * x.sum(0)).sum())
        np.testing.assert_allclose(gradient[0], x.sum(0) + x[0])
    assert len(compilations) == 2
    with pytest.raises(AdjointError, match=r"aten.unbind': expected at least one dimension"):
        step(np.array(1.0))


@irdl_op_definition
class NegativeOp(UnaryOp):
    """An op whose sizes nobody has taught the compiler."""

    name = "test.negative"


@linalg_lowering(NegativeOp)
def lower_negative(op: NegativeOp, lowering: FunctionLowering) -> LoweredTensor:
    operand = lowering.tensor(op.input)
    return lowering.elementwise(operand.shape, operand.element_type, [operand], lambda x: -x)


def test_a_lowering_that_must_know_sizes_is_compiled_for_them(compilations: list[object]):
    program = adjoint.compile(adjoint.function(lambda x: aten.exp(result_of(NegativeOp, x.value))))
    for size in (3, 5, 3):
        x = np.arange(float(size))
        np.testing.assert_allclose(program(x), np.exp(-x))
    assert len(compilations) == 2


def test_a_size_that_is_computed_from_the_size_it_is_equal_to():
    """The reverse of the flattening knows n and n / 40, and that 40 * (n / 40) is n."""
    pair = adjoint.vjp(
        adjoint.parse(
            "func.func @f(%x: tensor<40x?xf64>) -> tensor<?xf64> {\n"
            "  %y = aten.flatten %x start_dim = 0 end_dim = 1 : tensor<40x?xf64> -> tensor<?xf64>\n"
            "  return %y : tensor<?xf64>\n}"
        )
    )
    for columns in (2, 1, 0, 3):
        x = np.arange(40.0 * columns).reshape(40, columns)
        value, pullback = pair(x)
        np.testing.assert_array_equal(value, x.reshape(-1))
        np.testing.assert_array_equal(pullback(x.reshape(-1))[0], x)
