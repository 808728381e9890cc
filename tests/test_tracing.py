"""Python functions as programs."""

import numpy as np
import pytest
from xdsl.dialects.builtin import DYNAMIC_INDEX, f32, i64

import adjoint
from adjoint import AdjointError, aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.frontends.tracing import TracedFunction

VECTOR, MATRIX = (DYNAMIC_INDEX,), (DYNAMIC_INDEX, DYNAMIC_INDEX)


def affine(x, w, b):
    return x @ w.t() + b


def test_sizes_are_unknown_and_arguments_keep_their_names():
    module = adjoint.function(affine).program(((MATRIX, f32), (MATRIX, f32), (VECTOR, f32)))
    text = str(module)
    assert "func.func @affine(%x: tensor<?x?xf32>, %w: tensor<?x?xf32>, %b: tensor<?xf32>) -> tensor<?x?xf32>" in text
    module.verify()


def test_a_function_is_traced_once_for_each_signature():
    calls = 0

    @adjoint.function
    def double(x):
        nonlocal calls
        calls += 1
        return x + x

    assert double.program(((VECTOR, f32),)) is double.program(((VECTOR, f32),))
    assert double.program(((MATRIX, f32),)) is not double.program(((VECTOR, f32),))
    assert calls == 2


def test_a_traced_function_called_in_another_is_an_ordinary_call():
    inner = adjoint.function(lambda x: aten.tanh(x))
    outer = TracedFunction(lambda x: inner(x) * 2.0)
    text = str(outer.program(((VECTOR, f32),)))
    assert text.count("func.func") == 1
    assert "aten.tanh" in text


def test_an_op_knows_the_line_of_its_expression():
    module = adjoint.function(affine).program(((MATRIX, f32), (MATRIX, f32), (VECTOR, f32)))
    locations = [op.location for op in module.walk() if op.name == "aten.t"]
    line = affine.__code__.co_firstlineno + 1
    assert [(location.filename.data.endswith("test_tracing.py"), location.line.data) for location in locations] == [
        (True, line)
    ]


@pytest.mark.parametrize(
    "function, signature, message",
    [
        (lambda x, y: x @ y, ((MATRIX, f32), (MATRIX, i64)), r"test_tracing.py:\d+:\d+: error: 'aten.matmul'"),
        (lambda x: 1.0, ((VECTOR, f32),), "returned float; it must return tensors"),
        (lambda x: None, ((VECTOR, f32),), "returned NoneType; it must return tensors"),
        (lambda x, y: x, ((VECTOR, f32),), "cannot take 1 arguments"),
    ],
)
def test_what_cannot_be_traced_is_an_error_in_the_users_terms(function, signature, message):
    with pytest.raises(AdjointError, match=message):
        adjoint.function(function).program(signature)


def test_arrays_are_pointed_to_compile():
    with pytest.raises(AdjointError, match=r"call adjoint.compile\(affine\)"):
        adjoint.function(affine)(np.zeros((2, 2)), np.zeros((2, 2)), np.zeros(2))


def test_control_flow_on_elements_is_refused():
    def branch(x):
        return x if x > 0 else -x

    with pytest.raises(TypeError, match=r"choose between tensors with aten\.where"):
        adjoint.function(branch).program((((), f32),))


def test_every_function_is_a_method():
    @adjoint.function
    def program(x: Tensor, mask: Tensor):
        return x.std(1), x.cumsum(0).argmax(1), x[mask]

    x = np.array([[1.0, 4.0, 2.0], [3.0, 0.0, 9.0]])
    deviation, places, chosen = adjoint.compile(program)(x, x > 2)
    np.testing.assert_allclose(deviation, x.std(1, ddof=1))
    np.testing.assert_array_equal(places, x.cumsum(0).argmax(1))
    np.testing.assert_array_equal(chosen, x[x > 2])
    with pytest.raises(AttributeError, match="no attribute 'standard'"):
        adjoint.compile(adjoint.function(lambda x: x.standard()))(x)


def test_rows_in_a_loop():
    """How many there are is known where the function is traced for the shape of its argument."""

    @adjoint.function
    def program(rows: Tensor):
        total = aten.zeros_like(rows[0])
        for row in rows:
            total = (total + row).tanh()
        return total

    compiled = adjoint.compile(program)
    for count in (2, 5):
        rows = np.random.default_rng(0).standard_normal((count, 3))
        total = np.zeros(3)
        for row in rows:
            total = np.tanh(total + row)
        np.testing.assert_allclose(compiled(rows), total)
