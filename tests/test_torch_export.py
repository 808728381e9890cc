"""Exported programs of PyTorch: values, gradients and buffers as in eager PyTorch, names, ranges, errors."""

import copy
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

import adjoint

torch = pytest.importorskip("torch")

from torch import Tensor, nn  # noqa: E402
from torch.export import Dim, export  # noqa: E402
from torch.nn import functional  # noqa: E402
from torch.utils import _pytree as pytree  # noqa: E402

BATCH = Dim("batch", min=1, max=64)
TIME = Dim("time", min=2, max=31)


class Residual(nn.Module):
    """Batch normalisation in training, a sum in place."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(3, 4), nn.BatchNorm1d(4)
        self.skip = nn.Linear(3, 4, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        h = self.second(self.first(x))
        h += self.skip(x)
        return functional.relu(h)


class Attention(nn.Module):
    """Causal attention by a buffer that is cut to the length, rotary positions, a norm written by hand."""

    def __init__(self, width: int = 8, heads: int = 2) -> None:
        super().__init__()
        self.project, self.heads = nn.Linear(width, 3 * width), heads
        self.scale = nn.Parameter(torch.ones(width))
        self.register_buffer("mask", torch.tril(torch.ones(32, 32)).view(1, 1, 32, 32))

    def forward(self, x: Tensor) -> Tensor:
        batch, time, width = x.shape
        h = self.scale * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)
        query, key, value = self.project(h).split(width, dim=2)
        query, key, value = (y.view(batch, time, self.heads, -1).transpose(1, 2) for y in (query, key, value))
        angles = torch.arange(time)[:, None] * torch.tensor([1.0, 0.1], dtype=x.dtype)
        angles = torch.cat((angles, angles), -1)
        half = query.shape[-1] // 2
        query = query * angles.cos() + torch.cat((-query[..., half:], query[..., :half]), -1) * angles.sin()
        weights = (query @ key.transpose(-2, -1)).masked_fill(self.mask[:, :, :time, :time] == 0, float("-inf"))
        return x + (weights.softmax(-1) @ value).transpose(1, 2).reshape(batch, time, -1)


class Recurrent(nn.Module):
    """A layer that PyTorch's decompositions unroll."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.LSTM(3, 4, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)[0][:, -1]


class Changes(nn.Module):
    """Changes in place and through views, of a buffer too; results that are nested; a constant inside of no_grad."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("total", torch.zeros(4))

    def forward(self, x: Tensor, factor: float = 2.0) -> dict[str, Any]:
        y = x.clone()
        y[:, 1:3] = x[:, :2] * factor
        y[0] += 1
        with torch.no_grad():
            frozen = x * x
        self.total.add_(x.detach().sum(0))
        return {"a": (y, x.shape[0] * 2), "b": [y * frozen, None]}


MODELS: dict[str, tuple[Callable[[], nn.Module], Sequence[tuple[int, ...]], dict[int, Any] | None]] = {
    "residual": (Residual, [(3, 3), (5, 3)], {0: BATCH}),
    "attention": (Attention, [(2, 5, 8), (3, 7, 8)], {0: BATCH, 1: TIME}),
    "lstm": (Recurrent, [(2, 3, 3)], None),
    "changes": (Changes, [(2, 4), (5, 4)], {0: BATCH}),
}
"""The model, the shapes of its input, of which the first is exported, and which dimensions may differ."""


def tensors_of(outputs: object) -> list[Tensor]:
    return [leaf for leaf in pytree.tree_leaves(outputs) if isinstance(leaf, Tensor)]


@pytest.mark.parametrize("name", MODELS)
def test_as_eager_pytorch(name: str) -> None:
    make, shapes, dims = MODELS[name]
    torch.manual_seed(0)
    model = make().double()  # what f32 rounds differently would hide small mistakes
    eager = copy.deepcopy(model)
    program = adjoint.torch.from_exported(
        export(model, (torch.randn(shapes[0]).double(),), dynamic_shapes=dims and (dims,))
    )
    for shape in shapes:
        x = torch.randn(shape).double()
        inputs = [x.clone().requires_grad_(), x.clone().requires_grad_()]
        outputs, expected = program(inputs[0]), eager(inputs[1])
        assert pytree.tree_structure(outputs) == pytree.tree_structure(expected)
        pairs = list(zip(tensors_of(outputs), tensors_of(expected), strict=True))
        cotangents = [torch.randn_like(theirs) for _, theirs in pairs]
        ours = [*model.parameters(), inputs[0]]
        theirs = [*eager.parameters(), inputs[1]]
        found = torch.autograd.grad([each for each, _ in pairs], ours, cotangents)
        wanted = torch.autograd.grad([each for _, each in pairs], theirs, cotangents)
        torch.testing.assert_close([*(each for each, _ in pairs), *found], [*(each for _, each in pairs), *wanted])
        for key, value in eager.state_dict().items():
            torch.testing.assert_close(program.tensors[key], value, msg=key)


class Loss(nn.Module):
    """A loss by name, with an input that is a number."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(4, 3), nn.Tanh())

    def forward(self, x: Tensor, target: Tensor, weight: float = 1.0) -> Tensor:
        return weight * functional.cross_entropy(self.layers(x), target)


def exported_loss() -> Any:
    arguments = (torch.randn(5, 4), torch.randint(3, (5,)))
    dims = {"x": {0: TIME}, "target": {0: TIME}, "weight": None}
    return export(Loss(), arguments, {"weight": 2.0}, dynamic_shapes=dims)


def test_the_api_takes_an_exported_program() -> None:
    exported = exported_loss()
    program = adjoint.torch.from_exported(exported, name="loss")
    assert [(each.kind, each.name) for each in program.arguments] == [
        ("parameter", "layers.0.weight"),
        ("parameter", "layers.0.bias"),
        ("input", "x"),
        ("input", "target"),
    ]
    x, target = torch.randn(9, 4), torch.randint(3, (9,))
    arrays = program.arrays(x, target, weight=2.0)
    value, gradients = adjoint.value_and_grad(program, wrt=program.positions("parameter"))(*arrays)
    expected = exported.module()(x, target, weight=2.0)
    np.testing.assert_allclose(value, expected.detach(), rtol=1e-5)
    parameters = [program.tensors[each.name] for each in program.arguments if each.kind == "parameter"]
    wanted = torch.autograd.grad(program(x, target, weight=2.0), parameters)
    for ours, theirs in zip(gradients, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
    text = str(program.module)
    assert "%x : tensor<?x4xf32> {adjoint.size_ranges = array<i64: 2, 31, 4, 4>}" in text.replace("%x:", "%x :")
    again = adjoint.compile(adjoint.parse(text), "loss")
    np.testing.assert_array_equal(again(*arrays), adjoint.compile(program)(*arrays))


@pytest.mark.parametrize(
    "shapes, weight, message",
    [
        (((40, 4), (40,)), 2.0, r"'x': the size of dimension 0 must be from 2 to 31, got 40"),
        (((5, 4), (6,)), 2.0, r"'target': the size of dimension 0 must be 5, as x.shape\[0\] is, got 6"),
        (((5, 3), (5,)), 2.0, r"'x': the size of dimension 1 must be 4, got 3"),
        (((5, 4, 1), (5,)), 2.0, r"'x': expected a tensor of rank 2, got shape \[5, 4, 1\]"),
        (((5, 4), (5,)), 3.0, r"'weight': the program was exported for 2.0, got 3.0"),
        (((5, 4),), 2.0, r"the program takes \(\*, \*, weight=\*\), got \(\*, weight=\*\)"),
    ],
)
def test_arguments_that_it_was_not_exported_for(shapes: Sequence[tuple[int, ...]], weight: float, message: str) -> None:
    program = adjoint.torch.from_exported(exported_loss())
    tensors = [torch.zeros(shape, dtype=torch.int64 if index else torch.float32) for index, shape in enumerate(shapes)]
    with pytest.raises(adjoint.AdjointError, match=message):
        program(*tensors, weight=weight)


def test_a_compiled_program_refuses_sizes_out_of_range() -> None:
    program = adjoint.torch.from_exported(exported_loss())
    arrays = program.arrays(torch.zeros(5, 4), torch.zeros(5, dtype=torch.int64), weight=2.0)
    arrays[2] = np.zeros((1, 4), np.float32)
    with pytest.raises(adjoint.AdjointError, match=r"argument 'x': expected float32\[2..31, 4\], got shape \[1, 4\]"):
        adjoint.compile(program)(*arrays)


class Branching(nn.Module):
    """Python's control flow on a size."""

    def forward(self, x: Tensor) -> Tensor:
        return x * 2 if x.shape[0] % 2 == 0 else x * 3


def test_what_was_taken_to_be_true_of_sizes_is_checked() -> None:
    program = adjoint.torch.from_exported(export(Branching(), (torch.ones(4),), dynamic_shapes=({0: Dim.DYNAMIC},)))
    torch.testing.assert_close(program(torch.ones(6)), 2 * torch.ones(6))
    with pytest.raises(adjoint.AdjointError, match=r"exported for .*x.shape\[0\].*, got x of shape \[5\]"):
        program(torch.ones(5))


class Unsupported(nn.Module):
    """Operators that neither `aten` nor PyTorch's decompositions have, and a number out of a tensor."""

    def forward(self, x: Tensor) -> Tensor:
        first = torch.linalg.qr(x)[0]
        second = torch.linalg.eigvalsh(x)
        return first + second * x.sum().item()


def test_every_unsupported_operator_is_listed_with_its_line() -> None:
    exported = export(Unsupported(), (torch.eye(3),))
    with pytest.raises(adjoint.AdjointError) as error:
        adjoint.torch.from_exported(exported)
    lines, start = inspect.getsourcelines(Unsupported.forward)
    message = str(error.value)
    for operator, offset in (("linalg_qr", 1), ("_linalg_eigh", 2), ("_local_scalar_dense", 3)):
        expected = f"{__file__}:{start + offset}: error: aten.{operator}.default: "
        assert expected in message, message
        assert lines[offset].strip() in message
    assert "keep it a tensor" in message


def test_operators_have_the_line_of_the_user() -> None:
    program = adjoint.torch.from_exported(export(Branching(), (torch.ones(4),)))
    (function,) = program.module.ops
    (multiplication,) = (op for op in function.walk() if op.name == "aten.mul")
    line = inspect.getsourcelines(Branching.forward)[1] + 1
    assert f'"{__file__}":{line}:1' in str(multiplication.location)


def test_dropout_draws_from_the_generator_of_pytorch() -> None:
    program = adjoint.torch.from_exported(export(nn.Dropout(0.25), (torch.ones(1000),)))
    assert [each.kind for each in program.arguments] == ["input", "seed"]
    torch.manual_seed(3)
    first, second = program(torch.ones(1000)), program(torch.ones(1000))
    torch.manual_seed(3)
    torch.testing.assert_close(program(torch.ones(1000)), first)
    assert not torch.equal(first, second)
    assert abs((first == 0).float().mean().item() - 0.25) < 0.05


def test_dtypes_and_devices_that_there_are_not() -> None:
    class Plus(nn.Module):
        def forward(self, x: Tensor) -> Tensor:
            return x + x

    with pytest.raises(adjoint.AdjointError, match="argument 'x': dtype complex64 is not supported"):
        adjoint.torch.from_exported(export(Plus(), (torch.zeros(2, dtype=torch.complex64),)))
