"""Programs of TorchScript give, imported, the values and gradients that they give in eager PyTorch."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

import adjoint

torch = pytest.importorskip("torch")

from torch import Tensor, nn  # noqa: E402

import adjoint.torch  # noqa: E402
from adjoint.frontends.torch.errors import UnsupportedProgramError  # noqa: E402
from adjoint.frontends.torch.imported_module import ImportedModule  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")


def unrolled(x: Tensor, w: Tensor) -> Tensor:
    h = x
    for i in range(3):
        h = torch.tanh(h @ w)
        if i % 2 == 0:
            h = h * 0.5
    return h


def until(x: Tensor) -> Tensor:
    steps = 0
    while steps * steps < 10:
        x = torch.sin(x) + steps
        steps += 1
    return x


def halves(x: Tensor) -> tuple[Tensor, Tensor]:
    a, b = torch.chunk(x, 2, 1)
    return a * b, torch.exp(a) - b


def by_rank(x: Tensor) -> Tensor:
    if x.dim() == 2 and x.dtype == torch.float32:
        return x.t() * x.size(1)
    return x


def optional(x: Tensor, scale: Tensor | None = None) -> Tensor:
    return x if scale is None else x * scale


def listed(x: Tensor) -> Tensor:
    parts: list[Tensor] = []
    for i in range(3):
        parts.append(x * (i + 1))
    parts[0] = parts.pop() + parts[0]
    sizes = [part.size(0) for part in parts]
    return torch.cat(parts, 1) * len(sizes)


def named(x: Tensor) -> Tensor:
    parts = {"a": x, "b": torch.cos(x)}
    return parts["a"] * parts["b"]


def called(x: Tensor) -> Tensor:
    return torch.nn.functional.gelu(halves(x)[0]) + until(x).mean()


def in_place(x: Tensor) -> Tensor:
    y = x * 2
    same = y
    y += 1.0
    same.mul_(x)
    return torch.relu_(y - 0.5)


def through_views(x: Tensor) -> Tensor:
    y = torch.zeros_like(x)
    y[0] = x[1] * 2
    y[1:, 1] = 3.0
    column = y.t()[2]
    column += x[:, 0]
    return y * x


def changed_below_a_view(x: Tensor) -> Tensor:
    y = x * 1
    row = y[0]
    y.mul_(x)
    return row * y.view([-1])[0]


def without_gradient(x: Tensor) -> Tensor:
    with torch.no_grad():
        y = x * x
    return y * x


def numbers(x: Tensor) -> Tensor:
    scale = torch.tensor([1.0, 2.0, 4.0, 8.0])
    return x * scale[int(scale[1])].item() + float(scale.sum()) / x.numel()


def number_without_gradient(x: Tensor) -> Tensor:
    return x * x.max().item() + float(x.detach().mean()) * x


def reshaped(x: Tensor) -> Tensor:
    return x.view(x.size(1), x.size(0)).flatten() * torch.arange(x.numel())


def decomposed(x: Tensor) -> Tensor:
    return torch.renorm(x, 2.0, 0, 1.0) + torch.trapezoid(x)


FUNCTIONS: list[tuple[Callable[..., object], Sequence[tuple[int, ...]]]] = [
    (unrolled, [(3, 4), (4, 4)]),
    (until, [(3, 4)]),
    (halves, [(3, 4)]),
    (by_rank, [(3, 4)]),
    (optional, [(3, 4)]),
    (optional, [(3, 4), (4,)]),
    (listed, [(3, 4)]),
    (named, [(3, 4)]),
    (called, [(3, 4)]),
    (in_place, [(3, 4)]),
    (through_views, [(3, 4)]),
    (changed_below_a_view, [(3, 4)]),
    (without_gradient, [(3, 4)]),
    (numbers, [(3, 4)]),
    (number_without_gradient, [(3, 4)]),
    (reshaped, [(3, 4)]),
    (decomposed, [(3, 3)]),
]


@pytest.mark.parametrize("dynamic", [None, False], ids=["dynamic", "static"])
@pytest.mark.parametrize(("function", "shapes"), FUNCTIONS, ids=lambda each: getattr(each, "__name__", "x"))
def test_functions(function: Callable[..., object], shapes: Sequence[tuple[int, ...]], dynamic: bool | None):
    torch.manual_seed(0)
    inputs = [torch.rand(shape, requires_grad=True) for shape in shapes]
    compare(function, adjoint.torch.from_torchscript(function, *inputs, dynamic=dynamic), inputs)


class Recurrent(nn.Module):
    """An LSTM that is unrolled over the sequence."""

    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(3, 5)
        self.last = nn.Linear(5, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.size(1), 5)
        c = torch.zeros_like(h)
        for step in x.unbind(0):
            h, c = self.cell(step, (h, c))
        return self.last(h)


class Block(nn.Module):
    """A residual block."""

    def __init__(self):
        super().__init__()
        layers = [nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2), nn.ReLU(inplace=True)]
        self.body = nn.Sequential(*layers, nn.Conv2d(2, 2, 3, padding=1), nn.BatchNorm2d(2))
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        y = self.body(x)
        y += x
        return self.relu(y)


class Tied(nn.Module):
    """A module of which two share a parameter."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.head = nn.Linear(4, 7, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, tokens: Tensor) -> Tensor:
        return self.head(torch.tanh(self.embedding(tokens)))


def gru() -> nn.Module:
    return nn.GRU(3, 4, bidirectional=True, batch_first=True)


MODULES: list[tuple[Callable[[], nn.Module], Tensor]] = [
    (Recurrent, torch.rand(4, 2, 3)),
    (gru, torch.rand(2, 2, 3)),
    (Block, torch.rand(2, 2, 5, 5)),
    (Tied, torch.tensor([[0, 3], [6, 3]])),
]


@pytest.mark.parametrize("how", ["script", "trace"])
@pytest.mark.parametrize(("module", "x"), MODULES, ids=lambda each: getattr(each, "__name__", "x"))
def test_modules(module: Callable[[], nn.Module], x: Tensor, how: str):
    torch.manual_seed(0)
    eager = module().eval()
    scripted = torch.jit.script(eager) if how == "script" else torch.jit.trace(eager, x)
    imported = adjoint.torch.from_torchscript(scripted, x)
    names = [name for name, _ in (*eager.named_parameters(), *eager.named_buffers())]
    assert list(imported.values) == [name for name in names if not name.endswith("num_batches_tracked")]
    inputs = [x.clone().requires_grad_(x.is_floating_point())]
    compare(eager, imported, inputs, list(imported.values.values()))


def test_training_gives_running_statistics():
    torch.manual_seed(0)
    x, eager = torch.rand(4, 2, 5, 5), Block()
    imported = adjoint.torch.from_torchscript(eager, x)
    assert imported.updates == (
        *("body.1.running_mean", "body.1.running_var", "body.1.num_batches_tracked"),
        *("body.4.running_mean", "body.4.running_var", "body.4.num_batches_tracked"),
    )
    results = adjoint.compile(imported)(*imported.arguments(x))
    expected = [eager(x), *(dict(eager.named_buffers())[name] for name in imported.updates)]
    assert len(results) == len(expected)
    for ours, theirs in zip(results, expected, strict=True):
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-4, atol=1e-5)


def test_dropout_in_training_takes_a_seed():
    x = torch.rand(64, 64)
    imported = adjoint.torch.from_torchscript(nn.Dropout(0.25), x)
    assert list(imported.values) == ["seed"]
    result = adjoint.compile(imported)(*imported.arguments(x))
    assert set(np.unique(np.round(result / x.numpy(), 4))) == {np.float32(0), np.float32(np.round(1 / 0.75, 4))}


def test_a_graph():
    x = torch.rand(3, 4)
    compare(by_rank, adjoint.torch.from_torchscript(torch.jit.script(by_rank).graph, x), [x.requires_grad_()])


def test_sizes_are_dynamic_where_nothing_depends_on_them():
    def wide(x: Tensor) -> Tensor:
        return x * 2 if x.size(1) > 3 else x

    x = torch.rand(3, 4)
    assert "tensor<?x?xf32>" in str(adjoint.torch.from_torchscript(unrolled, x, torch.rand(4, 4)))
    assert "%x: tensor<3x4xf32>" in str(adjoint.torch.from_torchscript(wide, x))
    with pytest.raises(adjoint.AdjointError, match="the condition depends on a size that is known only at run time"):
        adjoint.torch.from_torchscript(wide, x, dynamic=True)


def test_locations_are_those_of_the_source():
    from xdsl.dialects.builtin import FileLineColLoc

    def layer(x: Tensor, w: Tensor) -> Tensor:
        return torch.nn.functional.gelu(x @ w)

    module = adjoint.torch.from_torchscript(layer, torch.rand(3, 4), torch.rand(4, 2))
    (function,) = module.ops
    first = layer.__code__.co_firstlineno
    places = {op.name: op.location for op in function.walk() if op.name.startswith("aten.")}
    assert isinstance(places["aten.mm" if "aten.mm" in places else "aten.matmul"], FileLineColLoc)
    for location in places.values():
        assert location.filename.data == __file__
        assert location.line.data == first + 1


def compare(
    eager: Callable[..., object], module: ImportedModule, inputs: Sequence[Tensor], state: Sequence[Tensor] = ()
) -> None:
    """Values of all results, and the gradients of all floating point arguments for cotangents of ones."""
    outputs, pullback = adjoint.vjp(module)(*module.arguments(*inputs))
    ours = outputs if isinstance(outputs, tuple) else (outputs,)
    results = eager(*(each.clone() if each.is_floating_point() else each for each in inputs))
    theirs = results if isinstance(results, tuple) else (results,)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other.detach().numpy(), rtol=1e-4, atol=1e-5)
    arguments = [*inputs, *state]
    wanted = [index for index, each in enumerate(arguments) if each.requires_grad]
    total = sum(each.sum() for each in theirs if each.requires_grad)
    expected = torch.autograd.grad(total, [arguments[index] for index in wanted], materialize_grads=True)
    found = pullback(tuple(np.ones_like(each) for each in ours))
    for index, gradient in zip(wanted, expected, strict=True):
        given = found[index]
        given = np.zeros(gradient.shape, np.float32) if given is None else given
        np.testing.assert_allclose(given, gradient.numpy(), rtol=1e-3, atol=1e-5)


# Bad input


def errors_of(program: Callable[..., object], *examples: object, dynamic: bool | None = None) -> str:
    with pytest.raises(adjoint.AdjointError) as info:
        adjoint.torch.from_torchscript(program, *examples, dynamic=dynamic)
    return str(info.value)


def test_every_unsupported_operator_is_told_with_its_place():
    def factorized(x: Tensor) -> Tensor:
        u, s, v = torch.svd(x)
        if x.dim() == 2:
            s = torch.fft.fft(x)
        return torch.cholesky(u @ v) + s

    with pytest.raises(UnsupportedProgramError) as info:
        adjoint.torch.from_torchscript(factorized, torch.rand(3, 3))
    line = factorized.__code__.co_firstlineno
    assert [(each.operator, each.location.line.data - line) for each in info.value.problems] == [
        ("aten.svd", 1),
        ("aten.fft_fft", 3),
        ("aten.cholesky", 4),
    ]
    assert "u, s, v = torch.svd(x)" in str(info.value)


def test_control_flow_that_depends_on_data():
    def chosen(x: Tensor) -> Tensor:
        if x.sum() > 0:
            x = x * 2
        return x

    def counted(x: Tensor) -> Tensor:
        for _ in range(int(x.sum())):
            x = x * 2
        return x

    def endless(x: Tensor) -> Tensor:
        n = 0
        while x.dim() > 0:
            n += 1
        return x * n

    x = torch.rand(3, 3)
    line = chosen.__code__.co_firstlineno
    assert f"{__file__}:{line + 1}: error: if: the condition depends on the elements of a tensor" in errors_of(
        chosen, x
    )
    assert "error: loop: the number of iterations depends on the elements of a tensor" in errors_of(counted, x)
    assert "error: loop: it does not end within 10000 iterations" in errors_of(endless, x)


def test_what_the_program_raises():
    def checked(x: Tensor) -> Tensor:
        if x.size(0) != 2:
            raise ValueError(f"expected 2 rows, got {x.size(0)}")
        return x

    assert "the program raises this for arguments like the examples: expected 2 rows, got 3" in errors_of(
        checked, torch.rand(3, 3)
    )
    assert "tensor<2x3xf32>" in str(adjoint.torch.from_torchscript(checked, torch.rand(2, 3)))


def test_in_place_where_it_cannot_be_followed():
    def argument(x: Tensor) -> Tensor:
        x.add_(1)
        return x

    def uncertain(x: Tensor) -> Tensor:
        y = x * 1
        y.reshape([-1]).mul_(2)
        return y

    def grown(x: Tensor) -> Tensor:
        y = x * 1
        return y.add_(torch.ones(2, 3, 3))

    x = torch.rand(3, 3)
    assert "it changes the argument 'x' in place" in errors_of(argument, x)
    assert "depends on strides" in errors_of(uncertain, x)
    assert "does not fit into the tensor of shape" in errors_of(grown, x)


def test_arguments_that_do_not_fit():
    x = torch.rand(3, 3)
    assert "@unrolled takes these arguments: x, w; got 1 examples" in errors_of(unrolled, x)
    assert "argument 'x': dtype complex64 is not supported" in errors_of(until, x.to(torch.complex64))
    assert "argument 'x' is on device meta" in errors_of(until, x.to("meta"))
    assert "argument 'x' is of layout torch.sparse_coo" in errors_of(until, x.to_sparse())
    assert "the example for argument 'x' is a ndarray" in errors_of(until, np.ones(3))
    assert "aten.mm" in errors_of(torch.jit.script(product), x, torch.rand(4, 4), dynamic=False)
    assert "torch.jit.script refuses" in errors_of(lambda x: x.no_such_method(), x)
    assert "an input of the graph is a module" in errors_of(torch.jit.script(nn.Linear(3, 3)).graph, x)


def product(x: Tensor, w: Tensor) -> Tensor:
    return torch.mm(x, w)
