"""The builder: what operators, methods and functions on tensors emit, and what they say when operands do not fit."""

from collections.abc import Callable

import numpy as np
import pytest
from xdsl.dialects.builtin import DYNAMIC_INDEX, FileLineColLoc, IntAttr, StringAttr, TensorType, f32, f64, i1, i64
from xdsl.ir import Block, Operation
from xdsl.rewriter import InsertPoint
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten import Tensor
from adjoint.dialects.aten.constants import splat_of

LOCATION = FileLineColLoc(StringAttr("model.py"), IntAttr(3), IntAttr(7))


@pytest.fixture
def block():
    """A block with x: ?x4xf32, y: 3x4xf32, n: ?xi64 and s: f64, in which tensors are being built."""
    types = [
        TensorType(f32, [DYNAMIC_INDEX, 4]),
        TensorType(f32, [3, 4]),
        TensorType(i64, [DYNAMIC_INDEX]),
        TensorType(f64, []),
    ]
    block = Block(arg_types=types)
    with aten.building(InsertPoint.at_end(block), LOCATION):
        yield block


@pytest.fixture
def tensors(block: Block) -> list[Tensor]:
    """The arguments of the block."""
    return [Tensor(argument) for argument in block.args]


def names(block: Block) -> list[str]:
    """The ops that were emitted."""
    return [op.name.removeprefix("aten.") for op in block.ops]


def numbers(block: Block) -> list[object]:
    """The elements of the constants that were emitted."""
    return [splat_of(op.result) for op in block.ops if isinstance(op, aten.ConstantOp)]


def test_python_operators(block: Block, tensors: list[Tensor]):
    x, y, *_ = tensors
    assert ((-x + y) * x - y / x).shape == (3, 4)
    assert names(block) == ["neg", "add", "mul", "div", "sub"]
    assert all(op.location == LOCATION for op in block.ops)


def test_numbers_on_both_sides(block: Block, tensors: list[Tensor]):
    x = tensors[0]
    for result in (2 + x, x + 2, 2 - x, x - 2, 2 * x, x * 2, 2 / x, x / 2, 2**x, x**2):
        assert result.dtype == f32
    assert names(block) == [name for op in ("add", "sub", "mul", "div", "pow") for name in 2 * ["constant", op]]
    subtractions = [op for op in block.ops if isinstance(op, aten.SubOp)]
    assert subtractions[0].input.owner.name == "aten.constant"
    assert subtractions[1].other.owner.name == "aten.constant"


def test_a_number_takes_the_type_of_the_tensor_beside_it(block: Block, tensors: list[Tensor]):
    x, _, n, s = tensors
    assert (x + 0.1).dtype == f32
    assert (s + 0.1).dtype == f64
    assert (n + 2).dtype == i64
    assert (n + 0.5).dtype == f32
    assert ((n > 0) + 1).dtype == i64
    assert ((n > 0) * True).dtype == i1
    assert (np.float32(0.5) * s).dtype == f64
    assert numbers(block) == [pytest.approx(0.1), 0.1, 2, 0.5, 0, 1, 0, True, 0.5]


def test_comparisons_are_elementwise(tensors: list[Tensor]):
    x, y, *_ = tensors
    for result in (x < y, x <= y, x > y, x >= y, x == y, x != y, x == 0):
        assert result.dtype == i1


def test_methods_and_functions_are_the_same(block: Block, tensors: list[Tensor]):
    x, y, *_ = tensors
    calls: list[tuple[Callable[[], Tensor], Callable[[], Tensor]]] = [
        (lambda: x.tanh(), lambda: aten.tanh(x)),
        (lambda: x.sum(1, keepdim=True), lambda: aten.sum(x, 1, keepdim=True)),
        (lambda: x.clamp(min=0), lambda: aten.clamp(x, min=0)),
        (lambda: x @ y.t(), lambda: aten.matmul(x, aten.t(y))),
        (lambda: x.reshape(2, -1), lambda: aten.reshape(x, (2, -1))),
        (lambda: y.permute(1, 0), lambda: aten.permute(y, [1, 0])),
        (lambda: y.var(0, correction=0), lambda: aten.var(y, 0, correction=0)),
        (lambda: y.maximum(x), lambda: aten.maximum(y, x)),
        (lambda: y[1:, 0], lambda: aten.select(aten.slice(y, 0, 1), 1, 0)),
    ]
    for method, function in calls:
        first, second = method().value.owner, function().value.owner
        assert isinstance(first, Operation)
        assert isinstance(second, Operation)
        assert first.name == second.name
        assert first.properties == second.properties
        assert first.result_types == second.result_types


@pytest.mark.parametrize(
    "index, expected",
    [
        (0, (4,)),
        (slice(1, None), (2, 4)),
        ((slice(None), -1), (3,)),
        ((..., 1), (3,)),
        ((None, ..., slice(0, 4, 2)), (1, 3, 2)),
        ((slice(None), None), (3, 1, 4)),
        (..., (3, 4)),
    ],
)
def test_basic_indexing(tensors: list[Tensor], index: object, expected: tuple[int, ...]):
    assert tensors[1][index].shape == expected  # type: ignore[index]  # the parameters are valid indices


def test_iterating_over_the_first_dimension(tensors: list[Tensor]):
    first, *_, last = tensors[1]
    assert first.shape == last.shape == (4,)
    with pytest.raises(VerifyException, match="known only at run time"):
        list(tensors[0])


def test_sizes_are_numbers_where_they_are_known(block: Block, tensors: list[Tensor]):
    x, y, *_ = tensors
    assert y.size(-1) == 4
    assert y.numel() == 12
    assert names(block) == []
    rows = x.size(0)
    assert isinstance(rows, Tensor)
    assert rows.shape == ()
    assert names(block) == ["size", "select"]
    assert (x / x.numel()).dtype == f32


def test_target_shapes_of_sizes_known_at_run_time(tensors: list[Tensor]):
    x, y, *_ = tensors
    assert x.reshape(x.size(0), 2, 2).shape == (DYNAMIC_INDEX, 2, 2)
    assert y[0].expand(x.size(0), 4).shape == (DYNAMIC_INDEX, 4)
    assert y[0].expand(x.size()).shape == (DYNAMIC_INDEX, 4)
    assert aten.full([x.size(0), 3], 0.0).shape == (DYNAMIC_INDEX, 3)
    with pytest.raises(VerifyException, match="-1 cannot stand beside a size known only at run time"):
        x.reshape(x.size(0), -1)


def test_dropouts_of_one_program_draw_different_masks(block: Block, tensors: list[Tensor]):
    x, seed = tensors[0], aten.constant(0)
    aten.dropout(x, seed)
    aten.dropout(x, seed)
    assert [op.offset.value.data for op in block.ops if isinstance(op, aten.DropoutOp)] == [0, 1]


def test_constants_of_arrays(tensors: list[Tensor]):
    assert aten.constant(2.0).type == TensorType(f32, [])
    assert aten.constant([1.0, 2.0]).type == TensorType(f32, [2])
    assert aten.constant(np.eye(2)).type == TensorType(f64, [2, 2])
    assert aten.constant(np.arange(3), dtype=f32).type == TensorType(f32, [3])
    assert aten.constant(np.zeros((0, 2), np.float32)).type == TensorType(f32, [0, 2])
    with pytest.raises(VerifyException, match="an array of dtype complex128 cannot be a constant"):
        aten.constant(np.array(1j))


def test_errors_name_the_place_and_the_op(tensors: list[Tensor]):
    with pytest.raises(VerifyException, match="model.py:3:7: error: 'aten.sum': dim 3 is out of range"):
        tensors[0].sum(3)
    with pytest.raises(VerifyException, match="model.py:3:7: error: 'aten.index': 3 indices are too many"):
        tensors[0][0, 0, 0]


def test_what_is_not_a_tensor_is_refused(tensors: list[Tensor]):
    with pytest.raises(TypeError, match="expected a tensor of the program being built, got ndarray"):
        aten.tanh(np.ones(3))  # type: ignore[arg-type]  # what a caller without a type checker does
    with pytest.raises(TypeError, match="got ndarray"):
        np.ones(4, np.float32) * tensors[0]
    with pytest.raises(TypeError, match=r"choose between tensors with aten\.where"):
        bool(tensors[0])
