"""`torch.compile(backend="adjoint")`: models trained side by side with eager PyTorch, and what can go wrong."""

import copy
import threading
import warnings
from collections.abc import Callable, Iterator

import pytest

import adjoint

torch = pytest.importorskip("torch")
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

graph_program = pytest.importorskip("adjoint.frontends.torch.graph_program")
partition = pytest.importorskip("adjoint.frontends.torch.partition")

_STRICT = {"fallback": False}


@pytest.fixture(autouse=True)
def _forget_compiled_graphs() -> Iterator[None]:
    torch.manual_seed(0)
    torch._dynamo.reset()
    yield
    torch._dynamo.reset()


def _compiled(function: Callable[..., object], **keywords: object) -> Callable[..., object]:
    return torch.compile(function, backend="adjoint", **{"options": _STRICT, **keywords})


def _check(function: Callable[..., object], *inputs: torch.Tensor, tolerance: float = 1e-5) -> None:
    """Outputs, changed inputs and gradients, each with its dtype and strides, as in eager PyTorch."""
    found = []
    for each in (function, _compiled(function)):
        arguments = [value.detach().clone().requires_grad_(value.requires_grad) for value in inputs]
        outputs = each(*arguments)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        differentiable = [output for output in outputs if output.requires_grad]
        if differentiable:
            sum(output.double().square().sum() for output in differentiable).backward()
        found.append((arguments, outputs, [value.grad for value in arguments]))
    (arguments, outputs, gradients), (arguments_found, outputs_found, gradients_found) = found
    assert [each.requires_grad for each in outputs_found] == [each.requires_grad for each in outputs]
    assert [each is None for each in gradients_found] == [each is None for each in gradients]
    for ours, theirs in (
        (outputs_found, outputs),
        (arguments_found, arguments),
        ([each for each in gradients_found if each is not None], [each for each in gradients if each is not None]),
    ):
        torch.testing.assert_close(list(ours), list(theirs), rtol=tolerance, atol=tolerance, check_stride=True)


def _train(model: nn.Module, optimizer: type, batches: list[tuple[torch.Tensor, ...]], **keywords: object) -> None:
    """Trains two copies, one of them compiled, and compares losses, parameters and buffers."""
    eager, ours = copy.deepcopy(model), copy.deepcopy(model)
    losses: list[list[float]] = []
    for each, step in ((eager, eager), (ours, _compiled(ours, **keywords))):
        descent = optimizer(each.parameters(), lr=0.05)
        losses.append([])
        for batch in batches:
            descent.zero_grad()
            loss = step(*batch)
            loss.backward()
            descent.step()
            losses[-1].append(loss.item())
    torch.testing.assert_close(losses[1], losses[0], rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(ours.state_dict(), eager.state_dict(), rtol=1e-3, atol=1e-4)


class _Loss(nn.Module):
    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, x, target):
        return F.cross_entropy(self.model(x), target)


def _batches(*sizes: int, shape: tuple[int, ...] = (6,)) -> list[tuple[torch.Tensor, ...]]:
    return [(torch.randn(size, *shape), torch.randint(3, (size,))) for size in sizes]


@pytest.mark.parametrize("optimizer", [torch.optim.SGD, torch.optim.Adam])
def test_a_model_with_its_loss_trains_as_in_eager_pytorch(optimizer):
    _train(_Loss(nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 3))), optimizer, _batches(5, 5, 5, 5))


def test_the_loss_outside_of_what_is_compiled():
    model, x = nn.Sequential(nn.Linear(6, 8), nn.GELU(), nn.Linear(8, 3)), torch.randn(4, 6)
    compiled = _compiled(model)
    gradients = []
    for each in (model, compiled):
        model.zero_grad()
        each(x).square().mean().backward()
        gradients.append([parameter.grad.clone() for parameter in model.parameters()])
    torch.testing.assert_close(gradients[1], gradients[0])


def test_running_statistics_are_updated_and_used():
    model = nn.Sequential(nn.Conv2d(2, 4, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(36, 3))
    _train(_Loss(model), torch.optim.SGD, _batches(4, 4, 4, shape=(2, 5, 5)))


class _Attention(nn.Module):
    """RMSNorm, rotary embeddings, grouped queries and tied embeddings: today's language models in small."""

    def __init__(self, vocabulary: int = 17, width: int = 16, heads: int = 4):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.scale = nn.Parameter(torch.ones(width))
        self.query = nn.Linear(width, width, bias=False)
        self.key, self.value = (nn.Linear(width, width // 2, bias=False) for _ in range(2))
        self.heads = heads
        self.register_buffer("frequency", 100 ** -torch.arange(0, 1, 0.5))

    def _rotated(self, x):
        angle = torch.arange(x.shape[-2])[:, None] * self.frequency
        cos, sin = (torch.cat([each, each], -1) for each in (angle.cos(), angle.sin()))
        first, second = x.chunk(2, -1)
        return x * cos + torch.cat([-second, first], -1) * sin

    def forward(self, tokens):
        batch, length = tokens.shape
        x = self.embedding(tokens)
        y = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * self.scale
        q = self._rotated(self.query(y).view(batch, length, self.heads, -1).transpose(1, 2))
        k = self._rotated(self.key(y).view(batch, length, self.heads // 2, -1).transpose(1, 2))
        v = self.value(y).view(batch, length, self.heads // 2, -1).transpose(1, 2)
        k, v = (each.repeat_interleave(2, 1) for each in (k, v))
        mask = torch.full((length, length), float("-inf")).triu(1)
        attention = torch.softmax(q @ k.transpose(-1, -2) / 2 + mask, -1) @ v
        x = x + attention.transpose(1, 2).reshape(batch, length, -1)
        logits = F.linear(x, self.embedding.weight)
        return F.cross_entropy(logits[:, :-1].flatten(0, 1), tokens[:, 1:].flatten())


def test_a_language_model_at_several_lengths_is_compiled_once(monkeypatch):
    graphs: list[object] = []
    made = graph_program.GraphProgram.__init__
    monkeypatch.setattr(
        graph_program.GraphProgram, "__init__", lambda self, *args: [graphs.append(self), made(self, *args)][1]
    )
    _train(_Attention(), torch.optim.SGD, [(torch.randint(17, (2 + n, 5 + n)),) for n in range(4)], dynamic=True)
    assert len(graphs) == 1


def test_a_compiled_step_of_an_optimizer_changes_parameters_and_state():
    model, x = nn.Linear(3, 2), torch.randn(4, 3)
    models = []
    for compiled in (False, True):
        each = copy.deepcopy(model)
        descent = torch.optim.Adam(each.parameters(), lr=0.1)
        step = _compiled(descent.step) if compiled else descent.step
        for _ in range(3):
            descent.zero_grad()
            each(x).square().sum().backward()
            step()
        models.append(each.state_dict())
    torch.testing.assert_close(models[1], models[0])


def test_a_number_that_changes_is_a_program_of_its_own():
    scaled = _compiled(lambda x, factor: x * factor, dynamic=True)
    for factor in (0.5, 0.25, 2.0):
        assert scaled(torch.ones(2), factor).tolist() == [factor, factor]
    taken = _compiled(lambda x, count: x[:count] * count, dynamic=True)
    for count in (2, 3, 4):
        assert taken(torch.ones(5), count).tolist() == [count] * count


def test_without_gradients_the_forward_alone_is_compiled(monkeypatch):
    differentiable = pytest.importorskip("adjoint.frontends.torch.differentiable")
    monkeypatch.setattr(differentiable, "_split", lambda *_: pytest.fail("differentiated"))
    model = nn.Linear(6, 3)
    with torch.no_grad():
        torch.testing.assert_close(_compiled(model)(torch.ones(2, 6)), model(torch.ones(2, 6)))


def _numbers(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, requires_grad=True)


def _change_and_use(x, buffer):
    before = x + buffer
    buffer.mul_(2)
    return before, x * buffer


def _without_gradient_inside(x):
    with torch.no_grad():
        scale = x.abs().amax()
    return x / scale, scale


def _cast_inside(x, w):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        y = F.layer_norm(x @ w, (4,), torch.ones(4))
        return y, F.mse_loss(y, y * 2), y.float() @ w


def test_views_of_inputs_and_of_each_other():
    _check(lambda x, w: (x, x.t(), (x @ w).t(), x @ w, x[0], (x * 2)[1:].view(-1)), _numbers(3, 4), _numbers(4, 3))
    x = torch.zeros(2, 3)
    _compiled(lambda x: x.t())(x).add_(1)
    assert torch.equal(x, torch.ones(2, 3))


def test_inputs_that_are_changed():
    _check(_change_and_use, _numbers(3), torch.ones(3))
    _check(lambda b: (b.add_(1), b.view(-1), b[0]), torch.ones(2, 3))
    base = torch.zeros(4)
    read = _compiled(lambda a, b: (a.add_(1), b * 2)[1])(base[:3], base[1:])
    assert torch.equal(read, torch.tensor([2.0, 2.0, 0.0]))


def test_modes_within_a_graph():
    _check(_without_gradient_inside, _numbers(5))
    _check(_cast_inside, _numbers(3, 4), _numbers(4, 4), tolerance=5e-2)


def test_dtypes_and_outputs_without_gradient():
    _check(
        lambda x, i: (x[i], x.half() * 2, i + 1, x.detach() * 2, x.sum() * i[0]), _numbers(4, 2), torch.tensor([1, 3])
    )


def test_dropout_follows_the_generator_of_pytorch():
    model = nn.Sequential(nn.Linear(4, 64), nn.Dropout(0.5))
    compiled, x = _compiled(model), torch.randn(8, 4)
    runs = []
    for _ in range(2):
        torch.manual_seed(1)
        runs += [compiled(x), compiled(x)]
    assert torch.equal(runs[0], runs[2])
    assert not torch.equal(runs[0], runs[1])
    assert 0.3 < (runs[0] == 0).float().mean() < 0.7
    model.eval()
    torch.testing.assert_close(compiled(x), model(x))


def test_gradients_that_are_asked_for_in_other_ways():
    x, w = _numbers(3, 4), _numbers(4, 2)

    def loss(x, w):
        y = (x @ w).tanh()
        return y.square().sum(), y

    compiled = _compiled(loss)
    for use in (lambda a, b: 3 * a, lambda a, b: a + b.sum(), lambda a, b: b.exp().sum()):
        expected, found = (torch.autograd.grad(use(*each(x, w)), (x, w)) for each in (loss, compiled))
        torch.testing.assert_close(found, expected)
    second = []
    for each in (loss, compiled):
        (gradient,) = torch.autograd.grad(each(x, w)[0], x, create_graph=True)
        second.append(torch.autograd.grad(gradient.square().sum(), w))
    torch.testing.assert_close(second[1], second[0])
    total, _ = compiled(x, w)
    total.backward()
    with pytest.raises(RuntimeError, match="second time"):
        total.backward()


def test_what_cannot_be_compiled_runs_in_eager_pytorch_with_one_warning():
    def f(x):
        y = torch.linalg.svdvals(x.sin() * 2)
        return y.exp() * 3

    x = _numbers(3, 3)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        (found,) = torch.autograd.grad(_compiled(f, options=None)(x).sum(), x)
    (warning,) = [each for each in caught if issubclass(each.category, partition.EagerFallbackWarning)]
    assert "aten._linalg_svd.default: the operator is not supported" in str(warning.message)
    assert "test_torch_compile.py:" in str(warning.message)
    assert "y = torch.linalg.svdvals(x.sin() * 2)" in str(warning.message)
    torch.testing.assert_close(found, torch.autograd.grad(f(x).sum(), x)[0])
    with pytest.raises(Exception, match="linalg_svd.*not supported"):
        _compiled(f)(x)


class _Scaled(torch.autograd.Function):
    """Its gradient is not that of its value."""

    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, cotangent):
        return cotangent * 10


def test_a_backward_of_the_users_own_is_kept():
    x = _numbers(3)
    with pytest.warns(partition.EagerFallbackWarning, match="autograd_function_apply"):
        y = _compiled(lambda x: _Scaled.apply(x).sum(), options=None)(x)
    y.backward()
    torch.testing.assert_close(x.grad, torch.full((3,), 10.0))


def test_transforms_of_functions_run_in_eager_pytorch():
    x = torch.randn(3)
    with pytest.warns(partition.EagerFallbackWarning, match="takes functions"):
        found = _compiled(lambda x: torch.func.grad(lambda y: y.pow(3).sum())(x), options=None)(x)
    torch.testing.assert_close(found, 3 * x.square())


@pytest.mark.parametrize(
    "keywords, problem",
    [
        ({"options": {"fast": True}}, "no option 'fast'"),
        ({"options": {"fallback": 1}}, "fallback must be True or False, got 1"),
        ({"options": {"threshold": 0}}, "threshold must be a positive number"),
        ({"mode": "max-autotune", "options": None}, "no mode 'max-autotune'"),
    ],
)
def test_options_are_checked(keywords, problem):
    with pytest.raises(Exception, match=problem):
        _compiled(lambda x: x + 1, **keywords)(torch.ones(2))


def test_an_index_out_of_range_is_an_error():
    compiled = _compiled(nn.Embedding(5, 2))
    compiled(torch.tensor([4]))
    with pytest.raises(adjoint.AdjointError, match="out of range"):
        compiled(torch.tensor([5]))


def test_threads_share_a_compiled_model():
    model = nn.Sequential(nn.Linear(16, 16), nn.GELU(), nn.Linear(16, 16))
    compiled, wrong = _compiled(model, dynamic=True), []
    compiled(torch.randn(2, 16)).sum().backward()

    def run(rows: int) -> None:
        x = torch.randn(rows, 16)
        for _ in range(20):
            y = compiled(x)
            y.sum().backward()
            if not torch.allclose(y, model(x), atol=1e-5):
                wrong.append(rows)

    threads = [threading.Thread(target=run, args=(rows,)) for rows in (3, 4, 5, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
