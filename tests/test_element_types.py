"""One operator of every family in every element type, values and gradients, against eager PyTorch.

f16 and bf16 are computed in f32 and rounded once by an operator, here as there: they differ by the order of a sum, and
by what PyTorch rounds on the way. Integers agree exactly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ml_dtypes
import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten import Tensor
from adjoint.runtime.arguments import Array

torch = pytest.importorskip("torch")
F = pytest.importorskip("torch.nn.functional")
ELEMENT_TYPES = pytest.importorskip("adjoint.frontends.torch.element_types").ELEMENT_TYPES

aten = adjoint.aten

TOLERANCES = {torch.float16: (2e-3, 2e-3), torch.bfloat16: (1.6e-2, 1e-2)}
FLOATS = list(TOLERANCES)
INTEGERS = [torch.int8, torch.int16, torch.int32, torch.int64]


@dataclass(frozen=True)
class Family:
    """An operator, here and in PyTorch, and the shapes of its operands."""

    build: Callable[..., Tensor]
    eager: Callable[..., torch.Tensor]
    shapes: tuple[tuple[int, ...], ...]
    indices: int = 0
    """How many operands more are i64: indices below 3, of shape (5,)."""


FLOAT_FAMILIES = {
    "unary": Family(lambda x: aten.tanh(x), torch.tanh, ((5, 7),)),
    "gelu": Family(lambda x: aten.gelu(x), F.gelu, ((5, 7),)),
    "binary": Family(lambda x, y: x * y + y, lambda x, y: x * y + y, ((5, 7), (7,))),
    "number": Family(lambda x: (x * 0.1 + 3) / 7, lambda x: (x * 0.1 + 3) / 7, ((5, 7),)),
    "maximum": Family(lambda x, y: aten.maximum(x, y), torch.maximum, ((5, 7), (5, 1))),
    "where": Family(lambda x, y: aten.where(x > y, x, y), lambda x, y: torch.where(x > y, x, y), ((5, 7), (7,))),
    "sum": Family(lambda x: x.sum(1), lambda x: x.sum(1), ((5, 700),)),
    "mean": Family(lambda x: x.mean(), lambda x: x.mean(), ((5, 700),)),
    "amax": Family(lambda x: x.exp().amax(0), lambda x: x.exp().amax(0), ((5, 7),)),
    "mm": Family(lambda x, y: x @ y, lambda x, y: x @ y, ((40, 33), (33, 41))),
    "bmm": Family(lambda x, y: x @ y, lambda x, y: x @ y, ((3, 5, 4), (3, 4, 6))),
    "mv": Family(lambda x, y: x @ y, lambda x, y: x @ y, ((5, 7), (7,))),
    "linear": Family(lambda x, w, b: aten.linear(x, w, b), F.linear, ((5, 7), (3, 7), (3,))),
    "embedding": Family(lambda w, i: aten.embedding(w, i), lambda w, i: w[i], ((3, 4),), 1),
    "gather": Family(
        lambda x, i: aten.gather(x, 0, i.unsqueeze(1)), lambda x, i: x.gather(0, i.unsqueeze(1)), ((5, 7),), 1
    ),
    "cat": Family(lambda x, y: aten.cat([x, y], 1), lambda x, y: torch.cat([x, y], 1), ((5, 2), (5, 3))),
    "slice": Family(lambda x: x[1:4, ::2], lambda x: x[1:4, ::2], ((5, 7),)),
    "transposed": Family(lambda x: x.t().exp(), lambda x: x.t().exp(), ((5, 7),)),
    "softmax": Family(lambda x: aten.softmax(x, 1), lambda x: F.softmax(x, 1), ((5, 70),)),
    "log_softmax": Family(lambda x: aten.log_softmax(x, 1), lambda x: F.log_softmax(x, 1), ((5, 70),)),
    "layer_norm": Family(
        lambda x, w, b: aten.layer_norm(x, [64], w, b),
        lambda x, w, b: F.layer_norm(x, [64], w, b),
        ((5, 64), (64,), (64,)),
    ),
    "cross_entropy": Family(lambda x, i: aten.cross_entropy(x, i), F.cross_entropy, ((5, 3),), 1),
}

INTEGER_FAMILIES = {
    "binary": Family(lambda x, y: x * y + y - x, lambda x, y: x * y + y - x, ((5, 7), (7,))),
    "number": Family(lambda x: x * 100 + 27, lambda x: x * 100 + 27, ((5, 7),)),
    "quotient": Family(lambda x: x / 7, lambda x: x / 7, ((5, 7),)),
    "unary": Family(lambda x: aten.exp(x), torch.exp, ((5, 7),)),
    "abs": Family(lambda x: aten.abs(-x), lambda x: torch.abs(-x), ((5, 7),)),
    "minimum": Family(lambda x, y: aten.minimum(x, y), torch.minimum, ((5, 7), (5, 1))),
    "where": Family(lambda x, y: aten.where(x > y, x, y), lambda x, y: torch.where(x > y, x, y), ((5, 7), (7,))),
    "sum": Family(lambda x: x.sum(1), lambda x: x.sum(1), ((5, 700),)),
    "amax": Family(lambda x: x.amax(0), lambda x: x.amax(0), ((5, 7),)),
    "mm": Family(lambda x, y: x @ y, lambda x, y: x @ y, ((40, 33), (33, 41))),
    "embedding": Family(lambda w, i: aten.embedding(w, i), lambda w, i: w[i], ((3, 4),), 1),
    "cat": Family(lambda x, y: aten.cat([x, y], 1), lambda x, y: torch.cat([x, y], 1), ((5, 2), (5, 3))),
    "power": Family(lambda x: x**3, lambda x: x**3, ((5, 7),)),
}


def array(tensor: torch.Tensor) -> Array:
    """The tensor's elements; NumPy has no bfloat16 of its own."""
    if tensor.dtype is torch.bfloat16:
        return tensor.view(torch.int16).numpy().view(ml_dtypes.bfloat16)
    return tensor.numpy()


def tensor(values: Array) -> torch.Tensor:
    """The array as a tensor."""
    if values.dtype == ml_dtypes.bfloat16:
        return torch.from_numpy(values.view(np.int16)).view(torch.bfloat16)
    return torch.from_numpy(values)


def operands(family: Family, dtype: torch.dtype) -> list[torch.Tensor]:
    """Random operands, floats of standard deviation 1, integers of the whole range of int8."""
    generator = torch.Generator().manual_seed(0)
    if dtype.is_floating_point:
        values = [torch.randn(shape, generator=generator).to(dtype) for shape in family.shapes]
    else:
        values = [torch.randint(-128, 128, shape, generator=generator).to(dtype) for shape in family.shapes]
    return [*values, *(torch.randint(0, 3, (5,), generator=generator) for _ in range(family.indices))]


def assert_close(given: torch.Tensor, expected: torch.Tensor, scale: float = 1.0) -> None:
    """Equal dtypes, shapes, and elements up to the dtype's rounding."""
    relative, absolute = TOLERANCES.get(expected.dtype, (0.0, 0.0))
    torch.testing.assert_close(given, expected, rtol=relative, atol=absolute * scale)


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
@pytest.mark.parametrize("name", FLOAT_FAMILIES)
def test_floats(name: str, dtype: torch.dtype):
    family = FLOAT_FAMILIES[name]
    inputs = operands(family, dtype)
    wrt = tuple(range(len(family.shapes)))
    for index in wrt:
        inputs[index].requires_grad_()
    expected = family.eager(*inputs)
    cotangent = torch.randn(expected.shape, generator=torch.Generator().manual_seed(1)).to(dtype)
    gradients = torch.autograd.grad(expected, [inputs[index] for index in wrt], cotangent)

    outputs, pullback = adjoint.vjp(adjoint.function(family.build))(*(array(each.detach()) for each in inputs))
    assert isinstance(outputs, np.ndarray)
    assert_close(tensor(outputs), expected.detach())
    given = pullback(array(cotangent))
    for index, gradient in zip(wrt, gradients, strict=True):
        result = given[index]
        assert result is not None
        assert_close(tensor(result), gradient, max(1.0, gradient.abs().max().item()))


@pytest.mark.parametrize("dtype", INTEGERS, ids=str)
@pytest.mark.parametrize("name", INTEGER_FAMILIES)
def test_integers(name: str, dtype: torch.dtype):
    family = INTEGER_FAMILIES[name]
    inputs = operands(family, dtype)
    expected = family.eager(*inputs)
    result = adjoint.compile(adjoint.function(family.build))(*map(array, inputs))
    assert isinstance(result, np.ndarray)
    if expected.is_floating_point():
        torch.testing.assert_close(tensor(result), expected)
    else:
        assert_close(tensor(result), expected)


SMALL = [-3.7, -1.0, -0.0, 0.0, 0.49, 1.5, 2.5, 100.0, 126.9, 65.0]
"""Within every type of numbers."""


def converted(source: torch.Tensor) -> dict[torch.dtype, torch.Tensor]:
    """The tensor in every type, converted by one native function."""

    def convert(x: Tensor) -> list[Tensor]:
        return [x.to(element_type) for element_type in ELEMENT_TYPES.values()]

    results = adjoint.compile(adjoint.function(convert))(array(source))
    return {dtype: tensor(result) for dtype, result in zip(ELEMENT_TYPES, results, strict=True)}


@pytest.mark.parametrize("source", ELEMENT_TYPES, ids=str)
def test_conversions(source: torch.dtype):
    values = torch.tensor(SMALL, dtype=torch.float64).to(source)
    for dtype, result in converted(values).items():
        assert result.dtype == dtype
        assert torch.equal(result, values.to(dtype)), dtype


def test_the_type_of_another_tensor_and_the_gradient_in_its_own():
    x, other, cotangent = torch.tensor([1.5, -2.25]).bfloat16(), torch.zeros(3, 1).double(), torch.tensor([0.1, 3.0])
    outputs, pullback = adjoint.vjp(adjoint.function(lambda x, y: aten.type_as(x, y)))(array(x), array(other))
    assert isinstance(outputs, np.ndarray)
    assert torch.equal(tensor(outputs), x.type_as(other))
    gradient, _ = pullback(array(cotangent.double()))
    assert gradient is not None
    assert torch.equal(tensor(gradient), cotangent.bfloat16())


@pytest.mark.parametrize("source", INTEGERS, ids=str)
def test_integers_wrap_around(source: torch.dtype):
    values = torch.tensor([-129, -128, 127, 128, 255, 256, 32768, -32769, 2**31, 2**40 + 3]).to(source)
    for dtype, result in converted(values).items():
        assert torch.equal(result, values.to(dtype)), dtype


@pytest.mark.parametrize("source", [torch.float16, torch.bfloat16, torch.float32, torch.float64], ids=str)
def test_floats_saturate(source: torch.dtype):
    """PyTorch leaves open what becomes of a float that is not within the integer type."""
    values = torch.tensor([float("inf"), -float("inf"), float("nan"), 6e4, -6e4], dtype=torch.float64).to(source)
    results = converted(values)
    for dtype in INTEGERS:
        bounds = torch.iinfo(dtype)
        exact = [min(max(value, bounds.min), bounds.max) for value in values[3:].long().tolist()]
        assert results[dtype].tolist() == [bounds.max, bounds.min, 0, *exact], dtype
    assert results[torch.bool].all()
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        assert torch.equal(results[dtype].nan_to_num(7), values.to(dtype).nan_to_num(7)), dtype


@pytest.mark.parametrize("first", ELEMENT_TYPES, ids=str)
def test_mixed_types(first: torch.dtype):
    """Sums and comparisons of each type with every other one, as a vector and as a number."""
    x = torch.tensor([-3.5, -1, 0, 1, 2, 3, 100.25]).to(first)
    others = [torch.tensor([3.0, -1, 0.5, 1, 0, 3.25, 101]).to(dtype) for dtype in ELEMENT_TYPES]
    numbers = [other[3] for other in others]

    def combine(x: Tensor, *others: Tensor) -> list[Tensor]:
        return [result for other in others for result in (x + other, x < other)]

    results = adjoint.compile(adjoint.function(combine))(*map(array, [x, *others, *numbers]))
    expected = [result for other in (*others, *numbers) for result in (x + other, x < other)]
    for result, reference in zip(results, expected, strict=True):
        assert_close(tensor(result), reference)


def test_a_value_is_rounded_once_wherever_it_is_computed():
    """The largest exponential is found by comparison, though it is computed in f32 in the same loop."""
    x = torch.randn((6, 50), generator=torch.Generator().manual_seed(0)).bfloat16().requires_grad_()
    x.exp().amax(1).backward(torch.ones(6, dtype=torch.bfloat16))
    outputs, pullback = adjoint.vjp(adjoint.function(lambda x: x.exp().amax(1)))(array(x.detach()))
    (gradient,) = pullback(np.ones(6, ml_dtypes.bfloat16))
    assert isinstance(outputs, np.ndarray)
    assert gradient is not None
    assert x.grad is not None
    assert torch.equal(tensor(gradient), x.grad)


def test_bools_are_logical():
    x = torch.tensor([False, False, True, True])
    y = torch.tensor([False, True, False, True])
    program = adjoint.function(lambda x, y: [x + y, x * y, x.sum(), x.amax(0), x == y, x < y, x + y + 1])
    results = adjoint.compile(program)(array(x), array(y))
    expected = [x + y, x * y, x.sum(), x.amax(0), x == y, x < y, x + y + 1]
    for result, reference in zip(results, expected, strict=True):
        assert torch.equal(tensor(np.asarray(result)), reference)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda x, n: x - x, "a difference of bools is not defined"),
        (lambda x, n: n.mean(), "must be floating point, got i32"),
    ],
)
def test_what_pytorch_refuses(build: Callable[..., Tensor], message: str):
    with pytest.raises(adjoint.AdjointError, match=message):
        adjoint.compile(adjoint.function(build))(np.zeros(3, np.bool_), np.zeros(3, np.int32))
