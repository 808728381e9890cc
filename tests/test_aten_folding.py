"""Folds of numbers and powers, bit by bit against eager PyTorch."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, TensorType, f32, f64, i1, i64
from xdsl.ir import SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.constants import constant_of
from adjoint.dialects.aten.literals import dense_elements

torch = pytest.importorskip("torch")

FUNCTIONS = {
    aten.AddOp: torch.add,
    aten.SubOp: torch.sub,
    aten.RsubOp: torch.rsub,
    aten.MulOp: torch.mul,
    aten.DivOp: torch.div,
    aten.EqOp: torch.eq,
    aten.NeOp: torch.ne,
    aten.LtOp: torch.lt,
    aten.LeOp: torch.le,
    aten.GtOp: torch.gt,
    aten.GeOp: torch.ge,
}
SPECIAL = [0.0, -0.0, 1.0, -1.5, float("inf"), -float("inf"), float("nan"), 1e-40, 3e38, -3e38]


def same_bits(first: Any, second: Any) -> bool:
    """Whether two numbers are the same, -0 apart from 0, any NaN as good as another."""
    first, second = np.asarray(first), np.asarray(second)
    numbers = ~np.isnan(first)
    same_signs = np.array_equal(np.signbit(first)[numbers], np.signbit(second)[numbers])
    return bool(np.array_equal(first, second, equal_nan=True) and same_signs)


def folded(op: aten.AtenOp) -> Any:
    """The number that an op on constants folds to."""
    result = op.fold()
    assert result is not None
    elements = constant_of(result[0]) if isinstance(result[0], SSAValue) else result[0]
    assert isinstance(elements, DenseIntOrFPElementsAttr)
    assert elements.type == op.results[0].type
    number = elements.get_values()[0]
    return bool(number) if elements.get_element_type() == i1 else number


@pytest.mark.parametrize("op", FUNCTIONS, ids=lambda op: op.name)
@given(data=st.data(), element_type=st.sampled_from([f32, f64]))
def test_floats(op: Any, data: st.DataObject, element_type: Any):
    width = element_type.bitwidth
    numbers = st.sampled_from(SPECIAL) | st.floats(width=width)
    values = [data.draw(numbers), data.draw(numbers)]
    constants = [aten.ConstantOp(dense_elements([value], TensorType(element_type, []))) for value in values]
    dtype = torch.float32 if width == 32 else torch.float64
    expected = FUNCTIONS[op](*(torch.tensor(value, dtype=dtype) for value in values)).item()
    assert same_bits(folded(op(*constants)), expected)


@pytest.mark.parametrize("op", [op for op in FUNCTIONS if op is not aten.DivOp], ids=lambda op: op.name)
@given(first=st.integers(-(2**63), 2**63 - 1), second=st.integers(-(2**63), 2**63 - 1))
def test_integers_wrap_around(op: Any, first: int, second: int):
    constants = [aten.ConstantOp(dense_elements([value], TensorType(i64, []))) for value in (first, second)]
    assert folded(op(*constants)) == FUNCTIONS[op](torch.tensor(first), torch.tensor(second)).item()


@pytest.mark.parametrize(
    "exponent, function",
    [
        (1, lambda x: x),
        (2, lambda x: x * x),
        (3, lambda x: x * x * x),
        (0.5, torch.sqrt),
        (-0.5, torch.rsqrt),
        (-1, torch.reciprocal),
    ],
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_what_pytorch_computes_powers_as(exponent: float, function: Any, dtype: Any):
    """The rewrites of `aten.pow` by a number, shown in canonicalize.mlir, are PyTorch's own."""
    x = torch.cat([torch.tensor(SPECIAL, dtype=dtype), torch.linspace(-3, 3, 101, dtype=dtype)])
    assert same_bits((x**exponent).numpy(), function(x).numpy())
