"""The type that an aten op infers, or refuses to, against what eager PyTorch gives for the same shapes and dtypes.

Where sizes are replaced by `?`, inference must not contradict what it says for the sizes themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, f32, f64, i1, i32, i64
from xdsl.dialects.test import TestOp as SourceOp  # a name that pytest does not collect
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType, types_agree

torch = pytest.importorskip("torch")
functional = pytest.importorskip("torch.nn.functional")

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

DTYPES = {f32: torch.float32, f64: torch.float64, i1: torch.bool, i32: torch.int32, i64: torch.int64}
ELEMENT_TYPES = {dtype: element_type for element_type, dtype in DTYPES.items()}

sizes = st.sampled_from([0, 1, 2, 3])
shapes = st.lists(sizes, max_size=3).map(tuple)
dims = st.integers(-4, 3)
dtypes = st.sampled_from([torch.float32, torch.float32, torch.float64, torch.int64, torch.int32, torch.bool])
floats = st.sampled_from([torch.float32, torch.float64])


@dataclass
class Case:
    """One op on tensors of given shapes and dtypes, in PyTorch and here."""

    eager: Callable[..., Any]
    op: Callable[..., aten.AtenOp]
    operands: Sequence[tuple[tuple[int, ...], Any]]
    args: Sequence[Any] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)

    def expected(self) -> AnyTensorType | None:
        """The type of PyTorch's result, None where it refuses."""
        operands = [torch.zeros(shape, dtype=dtype) for shape, dtype in self.operands]
        try:
            result = self.eager(*operands, *self.args, **self.kwargs)
        except (RuntimeError, IndexError, ValueError, TypeError):
            return None
        return TensorType(ELEMENT_TYPES[result.dtype], result.shape)

    def inferred(self, types: Sequence[AnyTensorType]) -> AnyTensorType:
        """The type of the op's result."""
        values = SourceOp(result_types=types).results
        return self.op(*values, *self.args, **self.kwargs).results[0].type

    def types(self) -> list[AnyTensorType]:
        """The operands' types."""
        return [TensorType(ELEMENT_TYPES[dtype], shape) for shape, dtype in self.operands]


def check(case: Case, data: st.DataObject) -> None:
    """The op infers PyTorch's type, refuses where PyTorch does, and says nothing else of unknown sizes."""
    expected, types = case.expected(), case.types()
    if expected is None:
        with pytest.raises(VerifyException):
            case.inferred(types)
        return
    assert case.inferred(types) == expected
    partly_known = [
        TensorType(
            type_.element_type,
            [data.draw(st.sampled_from([size, DYNAMIC_INDEX])) for size in type_.get_shape()],
        )
        for type_ in types
    ]
    assert types_agree(case.inferred(partly_known), expected)


@st.composite
def broadcasting_shapes(draw: st.DrawFn, count: int) -> list[tuple[int, ...]]:
    """Shapes that broadcast against each other, most of the time."""
    target = draw(shapes)
    result: list[tuple[int, ...]] = []
    for _ in range(count):
        suffix = target[draw(st.integers(0, len(target))) :]
        result.append(tuple(draw(st.sampled_from([size, size, 1, draw(sizes)])) for size in suffix))
    return draw(st.permutations(result))


UNARY = {
    aten.AbsOp: torch.abs,
    aten.NegOp: torch.neg,
    aten.ExpOp: torch.exp,
    aten.Expm1Op: torch.expm1,
    aten.LogOp: torch.log,
    aten.Log1pOp: torch.log1p,
    aten.SqrtOp: torch.sqrt,
    aten.RsqrtOp: torch.rsqrt,
    aten.ReciprocalOp: torch.reciprocal,
    aten.SinOp: torch.sin,
    aten.CosOp: torch.cos,
    aten.TanhOp: torch.tanh,
    aten.SigmoidOp: torch.sigmoid,
    aten.ErfOp: torch.erf,
    aten.ReluOp: torch.relu,
    aten.SiluOp: functional.silu,
    aten.GeluOp: functional.gelu,
    aten.TOp: torch.t,
}

BINARY = {
    aten.AddOp: torch.add,
    aten.SubOp: torch.sub,
    aten.RsubOp: torch.rsub,
    aten.MulOp: torch.mul,
    aten.DivOp: torch.div,
    aten.MaximumOp: torch.maximum,
    aten.MinimumOp: torch.minimum,
    aten.PowOp: torch.pow,
    aten.LtOp: torch.lt,
    aten.LeOp: torch.le,
    aten.GtOp: torch.gt,
    aten.GeOp: torch.ge,
    aten.EqOp: torch.eq,
    aten.NeOp: torch.ne,
}

REDUCTIONS = {
    aten.SumOp: torch.sum,
    aten.MeanOp: torch.mean,
    aten.AmaxOp: torch.amax,
    aten.AminOp: torch.amin,
    aten.LogsumexpOp: torch.logsumexp,
    aten.VarOp: torch.var,
}


@pytest.mark.parametrize("op", UNARY, ids=lambda op: op.name)
@given(shape=shapes, dtype=dtypes, data=st.data())
@settings(max_examples=20)
def test_unary(op: Any, shape: tuple[int, ...], dtype: Any, data: st.DataObject):
    check(Case(UNARY[op], op, [(shape, dtype)]), data)


@pytest.mark.parametrize("op", BINARY, ids=lambda op: op.name)
@given(operands=broadcasting_shapes(2), first=dtypes, second=dtypes, data=st.data())
@settings(max_examples=40)
def test_binary(op: Any, operands: list[tuple[int, ...]], first: Any, second: Any, data: st.DataObject):
    check(Case(BINARY[op], op, list(zip(operands, (first, second), strict=True))), data)


@given(operands=broadcasting_shapes(3), first=dtypes, second=dtypes, data=st.data())
def test_where(operands: list[tuple[int, ...]], first: Any, second: Any, data: st.DataObject):
    check(Case(torch.where, aten.WhereOp, list(zip(operands, (torch.bool, first, second), strict=True))), data)


@pytest.mark.parametrize("op", REDUCTIONS, ids=lambda op: op.name)
@given(shape=shapes, dtype=dtypes, dim=st.lists(dims, max_size=2), keepdim=st.booleans(), data=st.data())
@settings(max_examples=60)
def test_reductions(op: Any, shape: tuple[int, ...], dtype: Any, dim: list[int], keepdim: bool, data: st.DataObject):
    if op is aten.LogsumexpOp and not dim:
        return  # PyTorch fails inside where every other reduction takes all dimensions
    check(Case(REDUCTIONS[op], op, [(shape, dtype)], kwargs={"dim": dim, "keepdim": keepdim}), data)


@pytest.mark.parametrize("op", [aten.SoftmaxOp, aten.LogSoftmaxOp], ids=lambda op: op.name)
@given(shape=shapes, dtype=dtypes, dim=dims, data=st.data())
def test_softmax(op: Any, shape: tuple[int, ...], dtype: Any, dim: int, data: st.DataObject):
    if 0 in shape and not dtype.is_floating_point:
        return  # PyTorch refuses integers only where there is an element
    eager = torch.softmax if op is aten.SoftmaxOp else torch.log_softmax
    check(Case(eager, op, [(shape, dtype)], [dim]), data)


@pytest.mark.parametrize(
    "eager, op",
    [(torch.mm, aten.MmOp), (torch.bmm, aten.BmmOp), (torch.matmul, aten.MatmulOp), (torch.dot, aten.DotOp)],
    ids=["mm", "bmm", "matmul", "dot"],
)
@given(data=st.data())
@settings(max_examples=80)
def test_products(eager: Any, op: Any, data: st.DataObject):
    rank = {aten.MmOp: 2, aten.BmmOp: 3, aten.DotOp: 1}.get(op)
    ranks = st.integers(0, 4) if rank is None else st.sampled_from([rank, rank, rank, rank, 1])
    contracted, small = data.draw(sizes), st.sampled_from([1, 2])
    left = data.draw(ranks.flatmap(lambda rank: st.lists(small, min_size=rank, max_size=rank)))
    right = data.draw(ranks.flatmap(lambda rank: st.lists(small, min_size=rank, max_size=rank)))
    if left:
        left[-1] = contracted
    if right:
        right[max(len(right) - 2, 0)] = contracted
    dtype = data.draw(floats)
    others = [dtype, dtype, dtype, torch.int64] if contracted else [dtype]  # PyTorch compares dtypes of elements only
    other = data.draw(st.sampled_from(others))
    check(Case(eager, op, [(tuple(left), dtype), (tuple(right), other)]), data)


@given(data=st.data())
def test_linear(data: st.DataObject):
    features = data.draw(st.sampled_from([2, 3]))
    input = (*data.draw(st.lists(sizes, max_size=2)), data.draw(st.sampled_from([features, features, 2])))
    weight = data.draw(st.sampled_from([(4, features), (4, features), (features,), (2, 3, features)]))
    operands = [(input, torch.float32), (weight, torch.float32)]
    if len(weight) == 2 and data.draw(st.booleans()):
        operands.append((data.draw(st.sampled_from([(4,), (1,), ()])), torch.float32))
    check(Case(functional.linear, aten.LinearOp, operands), data)


@given(data=st.data())
def test_addmm(data: st.DataObject):
    n, m, p = (data.draw(st.sampled_from([1, 2, 3])) for _ in range(3))
    input = data.draw(st.sampled_from([(n, p), (p,), (1, p), (n, 1), (), (3,), (1, n, p)]))
    operands = [(shape, torch.float32) for shape in (input, (n, m), (data.draw(st.sampled_from([m, m, 2])), p))]
    check(Case(torch.addmm, aten.AddmmOp, operands, kwargs={"beta": 0.5, "alpha": 2.0}), data)


@given(shape=shapes, data=st.data())
@settings(max_examples=150)
def test_reshape(shape: tuple[int, ...], data: st.DataObject):
    target = list(data.draw(st.permutations(shape)))
    for dim in range(len(target)):
        target[dim] = data.draw(st.sampled_from([target[dim], target[dim], -1, data.draw(st.integers(-1, 6))]))
    target[0:0] = data.draw(st.sampled_from([[], [1], [-1], [-2]]))
    check(Case(torch.reshape, aten.ReshapeOp, [(shape, torch.float32)], [target]), data)


@given(shape=shapes, data=st.data())
@settings(max_examples=150)
def test_expand(shape: tuple[int, ...], data: st.DataObject):
    target = [data.draw(st.sampled_from([size, size, -1, data.draw(st.integers(-1, 3))])) for size in shape]
    target[0:0] = data.draw(st.sampled_from([[], [2], [0], [-1]]))
    target = target[data.draw(st.sampled_from([0, 0, 0, 1])) :]
    check(Case(lambda x, size: x.expand(size), aten.ExpandOp, [(shape, torch.float32)], [target]), data)


@given(shape=shapes, start=dims, end=dims, data=st.data())
def test_flatten(shape: tuple[int, ...], start: int, end: int, data: st.DataObject):
    check(Case(torch.flatten, aten.FlattenOp, [(shape, torch.float32)], [start, end]), data)


@given(shape=shapes, dim=dims, other=dims, data=st.data())
def test_permutations(shape: tuple[int, ...], dim: int, other: int, data: st.DataObject):
    check(Case(torch.transpose, aten.TransposeOp, [(shape, torch.float32)], [dim, other]), data)
    order = list(data.draw(st.permutations(range(len(shape)))))
    if order:
        order[0] = data.draw(st.sampled_from([order[0], order[0] - len(shape), dim]))
    check(Case(torch.permute, aten.PermuteOp, [(shape, torch.float32)], [order]), data)


@given(shape=shapes, dim=dims, data=st.data())
def test_unsqueeze(shape: tuple[int, ...], dim: int, data: st.DataObject):
    check(Case(torch.unsqueeze, aten.UnsqueezeOp, [(shape, torch.float32)], [dim]), data)


@given(shape=shapes, dim=st.none() | dims | st.lists(dims, max_size=2))
def test_squeeze(shape: tuple[int, ...], dim: int | list[int] | None):
    def eager(x: Any) -> Any:
        return x.squeeze() if dim is None else x.squeeze(tuple(dim) if isinstance(dim, list) else dim)

    case = Case(eager, lambda x: aten.SqueezeOp(x, dim), [(shape, torch.float32)])
    expected = case.expected()
    if expected is None:
        with pytest.raises(VerifyException):
            case.inferred(case.types())
    else:
        assert case.inferred(case.types()) == expected


@given(first=shapes, dim=dims, dtype=dtypes, other=dtypes, data=st.data())
def test_cat(first: tuple[int, ...], dim: int, dtype: Any, other: Any, data: st.DataObject):
    second = list(first)
    if second:
        second[data.draw(st.integers(0, len(second) - 1))] = data.draw(sizes)
    if first == (0,) or second == [0]:
        return  # PyTorch skips an empty list beside tensors of any rank, a leftover of its early days
    check(
        Case(lambda x, y, dim: torch.cat([x, y], dim), lambda x, y, dim: aten.CatOp([x, y], dim),
             [(first, dtype), (tuple(second), other)], [dim]),
        data,
    )  # fmt: skip


@given(
    shape=shapes,
    dim=dims,
    start=st.integers(-4, 4),
    end=st.none() | st.integers(-4, 4),
    step=st.integers(0, 3),
    data=st.data(),
)
@settings(max_examples=200)
def test_slice(shape: tuple[int, ...], dim: int, start: int, end: int | None, step: int, data: st.DataObject):
    case = Case(torch.ops.aten.slice.Tensor, aten.SliceOp, [(shape, torch.float32)], [dim, start, end, step])
    check(case, data)
    part = case.expected()
    if part is not None:
        backward = aten.SliceBackwardOp(SourceOp(result_types=[part]).results[0], shape, dim, start, end, step)
        assert backward.result.type == TensorType(f32, shape)


@given(shape=shapes, dim=dims, index=st.integers(-4, 4), data=st.data())
@settings(max_examples=150)
def test_select(shape: tuple[int, ...], dim: int, index: int, data: st.DataObject):
    case = Case(torch.select, aten.SelectOp, [(shape, torch.float32)], [dim, index])
    check(case, data)
    part = case.expected()
    if part is not None:
        backward = aten.SelectBackwardOp(SourceOp(result_types=[part]).results[0], shape, dim, index)
        assert backward.result.type == TensorType(f32, shape)


@given(shape=st.lists(st.sampled_from([1, 2, 3]), max_size=3).map(tuple), dim=dims, data=st.data())
def test_gather(shape: tuple[int, ...], dim: int, data: st.DataObject):
    index = tuple(data.draw(st.sampled_from([size, size, 1, 2])) for size in shape)
    index_dtype = data.draw(st.sampled_from([torch.int64, torch.int64, torch.float32]))
    check(
        Case(lambda x, index: torch.gather(x, dim, index), lambda x, index: aten.GatherOp(x, dim, index),
             [(shape, torch.float32), (index, index_dtype)]),
        data,
    )  # fmt: skip


@given(indices=shapes, dtype=dtypes, data=st.data())
def test_embedding(indices: tuple[int, ...], dtype: Any, data: st.DataObject):
    weight = data.draw(st.sampled_from([(2, 3), (2, 0), (1, 3), (3,), (2, 2, 2)]))
    check(Case(torch.embedding, aten.EmbeddingOp, [(weight, torch.float32), (indices, dtype)]), data)


@given(shape=shapes, dtype=dtypes, data=st.data())
def test_layer_norm(shape: tuple[int, ...], dtype: Any, data: st.DataObject):
    normalized = shape[data.draw(st.integers(0, len(shape))) :]
    operands = [(shape, dtype)]
    if data.draw(st.booleans()):
        operands.append((data.draw(st.sampled_from([normalized, normalized, (3,)])), dtype))

    def eager(x: Any, *weight: Any) -> Any:
        return functional.layer_norm(x, normalized, *weight)

    check(Case(eager, lambda x, *weight: aten.LayerNormOp(x, normalized, *weight), operands), data)


@pytest.mark.parametrize("op", [aten.NllLossOp, aten.CrossEntropyOp], ids=lambda op: op.name)
@given(data=st.data(), reduction=st.sampled_from(["none", "mean", "sum"]))
def test_losses(op: Any, data: st.DataObject, reduction: Any):
    batch, classes = data.draw(st.sampled_from([0, 1, 3])), data.draw(st.sampled_from([1, 3]))
    input, target = data.draw(st.sampled_from([((batch, classes), (batch,)), ((classes,), ())]))
    if data.draw(st.booleans()):
        target = data.draw(st.sampled_from([(2,), (), target]))
    operands = [(input, data.draw(floats)), (target, torch.int64)]
    if data.draw(st.booleans()):
        operands.append((data.draw(st.sampled_from([(classes,), (classes,), (2,)])), operands[0][1]))
    eager = functional.nll_loss if op is aten.NllLossOp else functional.cross_entropy
    check(Case(eager, op, operands, kwargs={"reduction": reduction}), data)


@given(shape=shapes, source=dtypes, target=dtypes, data=st.data())
def test_to(shape: tuple[int, ...], source: Any, target: Any, data: st.DataObject):
    check(Case(lambda x: x.to(target), lambda x: aten.ToOp(x, ELEMENT_TYPES[target]), [(shape, source)]), data)
