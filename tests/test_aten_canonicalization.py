"""Programs before and after `canonicalize`, executed by eager PyTorch: the same bits, -0 and NaN included."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st
from xdsl.context import Context
from xdsl.dialects.builtin import DYNAMIC_INDEX, FunctionType, ModuleOp, TensorType, f32, f64, i64
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import InsertPoint
from xdsl.transforms.canonicalize import CanonicalizePass
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten import Tensor

torch = pytest.importorskip("torch")
interpret = pytest.importorskip("aten_interpreter").interpret

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

NUMBERS = [0.0, -0.0, 1.0, -1.0, 2.0, 3.0, 0.5, -0.5, float("inf"), float("nan")]
ELEMENTS = [0.0, -0.0, 1.0, -1.5, 2.0, float("inf"), -float("inf"), float("nan"), 1e-40, 3e38, -7.25, 0.1]

STEPS: dict[str, Callable[[Tensor, Tensor, float], Tensor]] = {
    "add": lambda x, y, number: x + y,
    "add a number": lambda x, y, number: x + number,
    "subtract a number": lambda x, y, number: x - number,
    "subtract from a number": lambda x, y, number: number - x,
    "multiply": lambda x, y, number: x * y,
    "multiply by a number": lambda x, y, number: number * x,
    "divide by a number": lambda x, y, number: x / number,
    "power": lambda x, y, number: x**number,
    "numbers": lambda x, y, number: aten.constant(number) * 0.1 - 2 + x,
    "neg": lambda x, y, number: -x,
    "abs": lambda x, y, number: abs(x),
    "relu": lambda x, y, number: x.relu(),
    "maximum": lambda x, y, number: x.maximum(y),
    "where": lambda x, y, number: aten.where(x > number, x, y),
    "where a number": lambda x, y, number: aten.where(aten.constant(number == 1), x, y),
    "where the same": lambda x, y, number: aten.where(y > number, x, x),
    "double": lambda x, y, number: x.to(f64),
    "single": lambda x, y, number: x.to(f32),
    "integers": lambda x, y, number: aten.where(abs(x) < 100, x, 0).to(i64).to(f32),
    "t": lambda x, y, number: x.t(),
    "transpose": lambda x, y, number: x.transpose(0, -1),
    "permute": lambda x, y, number: x.permute(*range(1, x.ndim), 0),
    "flatten": lambda x, y, number: x.flatten(),
    "reshape": lambda x, y, number: x.reshape(-1, 4),
    "view": lambda x, y, number: x.view(2, -1),
    "reshape to the sizes of the other": lambda x, y, number: x.reshape(y.size()),
    "expand": lambda x, y, number: x.expand(2, *(-1 for _ in range(x.ndim))),
    "expand to own sizes": lambda x, y, number: x.expand(x.size()),
    "unsqueeze": lambda x, y, number: x.unsqueeze(0),
    "squeeze": lambda x, y, number: x.squeeze(),
    "squeeze the first": lambda x, y, number: x.squeeze(0),
    "slice": lambda x, y, number: x[0:4],
    "slice one": lambda x, y, number: x[:1],
    "cat": lambda x, y, number: aten.cat([x]),
    "ones": lambda x, y, number: aten.ones_like(x) * y,
    "full": lambda x, y, number: aten.full(x.size(), number) * x,
    "count": lambda x, y, number: x * x.numel(),
    "size of one dim": lambda x, y, number: x / x.size(-1),
}  # fmt: skip


def build(steps: list[tuple[str, int, int, float]], shape: tuple[int, ...]) -> FuncOp:
    """A function of two tensors that applies each step that fits to two of the values so far, and returns them all."""
    function = FuncOp("f", FunctionType.from_lists(2 * [TensorType(f32, shape)], []))
    values = [Tensor(argument) for argument in function.body.block.args]
    with aten.building(InsertPoint.at_end(function.body.block)):
        for name, first, second, number in steps:
            try:
                values.append(STEPS[name](values[first % len(values)], values[second % len(values)], number))
            except VerifyException:
                continue
    results = [value.value for value in values]
    function.body.block.add_op(ReturnOp(*results))
    function.function_type = FunctionType.from_lists(function.body.block.arg_types, [result.type for result in results])
    return function


steps = st.lists(
    st.tuples(st.sampled_from(list(STEPS)), st.integers(0, 9), st.integers(0, 9), st.sampled_from(NUMBERS)),
    min_size=1,
    max_size=8,
)


@given(steps=steps, rows=st.sampled_from([3, DYNAMIC_INDEX, 1]), data=st.data())
@settings(max_examples=300)
def test_canonicalization_keeps_every_bit(steps: list[tuple[str, int, int, float]], rows: int, data: st.DataObject):
    function = build(steps, (rows, 4))
    elements = st.lists(st.sampled_from(ELEMENTS), min_size=12, max_size=12)
    counts = st.sampled_from([3, 1] if rows == DYNAMIC_INDEX else [rows])  # what is `?` may broadcast
    arguments = [torch.tensor(data.draw(elements)[: 4 * (n := data.draw(counts))]).reshape(n, 4) for _ in range(2)]
    try:
        expected = interpret(function, *arguments)
    except RuntimeError:
        return  # a size known only at run time does not fit
    module = ModuleOp([function])
    context = Context()
    context.load_dialect(aten.Aten)
    CanonicalizePass().apply(context, module)
    module.verify()
    for result, before in zip(interpret(function, *arguments), expected, strict=True):
        assert result.dtype == before.dtype
        assert torch.equal(result.isnan(), before.isnan())
        assert torch.equal(result.nan_to_num(0.0), before.nan_to_num(0.0))
        assert torch.equal(result.signbit() & ~result.isnan(), before.signbit() & ~before.isnan())
