"""The models of examples/ through `torch.compile(backend="adjoint")`: outputs, gradients, and a hundred steps of Adam
as in eager PyTorch.

Training is in f64. What the two sides round differently grows from step to step, as training is chaotic, so that in f32
only the size of the difference could be told; in f64 it stays below 1e-9 for a hundred steps, and a gradient that is
wrong anywhere shows.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

torch = pytest.importorskip("torch")
dynamo = pytest.importorskip("torch._dynamo")

from gpt.model import GPT, Block  # noqa: E402
from models.autoencoder import Autoencoder  # noqa: E402
from models.gru import GRU  # noqa: E402
from models.lenet import LeNet5  # noqa: E402
from models.lstm import LSTM  # noqa: E402
from models.mlp import MLP  # noqa: E402
from models.resnet import ResNet18  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.nn import functional  # noqa: E402

STEPS = 100
OPTIONS = {"fallback": False}


def images(*shape: int) -> Tensor:
    return torch.rand(shape, dtype=torch.float64)


def sequences(*shape: int) -> Tensor:
    return torch.randn(shape, dtype=torch.float64)


def classes(count: int, *shape: int) -> Tensor:
    return torch.randint(count, shape)


def classification(logits: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(logits.flatten(0, -2), target.flatten())


class Recurrent(nn.Module):
    """A recurrent layer of PyTorch's own with a readout."""

    def __init__(self, layer: nn.LSTM | nn.GRU) -> None:
        super().__init__()
        self.layer = layer
        self.readout = nn.Linear(layer.hidden_size, 3)

    def forward(self, sequence: Tensor) -> Tensor:
        return self.readout(self.layer(sequence)[0])


@dataclass(frozen=True)
class Case:
    """A model, batches for it, and what it minimises."""

    model: Callable[[], nn.Module]
    batch: Callable[[], tuple[Tensor, Tensor]]
    loss: Callable[[Tensor, Tensor], Tensor] = classification


CASES = {
    "mlp": Case(lambda: MLP([20, 32, 16, 5]), lambda: (sequences(12, 20), classes(5, 12))),
    "lenet": Case(LeNet5, lambda: (images(4, 1, 32, 32), classes(10, 4))),
    "resnet18": Case(lambda: ResNet18(5, width=4), lambda: (images(8, 3, 40, 40), classes(5, 8))),
    "lstm": Case(lambda: LSTM(6, 10, 3), lambda: (sequences(4, 5, 6), classes(3, 4, 5))),
    "gru": Case(lambda: GRU(6, 10, 3), lambda: (sequences(4, 5, 6), classes(3, 4, 5))),
    "nn.LSTM": Case(
        lambda: Recurrent(nn.LSTM(6, 10, batch_first=True)), lambda: (sequences(4, 5, 6), classes(3, 4, 5))
    ),
    "nn.GRU": Case(lambda: Recurrent(nn.GRU(6, 10, batch_first=True)), lambda: (sequences(4, 5, 6), classes(3, 4, 5))),
    "autoencoder": Case(
        lambda: Autoencoder([30, 20, 10, 4]), lambda: (batch := images(12, 30), batch), functional.binary_cross_entropy
    ),
    "gpt block": Case(lambda: Block(16, 4), lambda: (sequences(3, 6, 16), sequences(3, 6, 16)), functional.mse_loss),
    "gpt": Case(lambda: GPT(11, 8, width=16, layers=2, heads=4), lambda: (classes(11, 3, 8), classes(11, 3, 8))),
}


def gradients(model: nn.Module) -> list[Tensor]:
    found = [parameter.grad for parameter in model.parameters()]
    assert all(gradient is not None for gradient in found)
    return [gradient for gradient in found if gradient is not None]


def assert_close(actual: Sequence[Tensor], expected: Sequence[Tensor], tolerance: float) -> None:
    """Close in relation to the largest element: of a sum whose parts cancel, rounding is as large as of the parts."""
    for one, other in zip(actual, expected, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype
        bound = tolerance * max(1e-3, float(other.detach().abs().max()))
        torch.testing.assert_close(one, other, rtol=0, atol=bound)


def train(case: Case, model: nn.Module, run: Callable[[Tensor], Tensor]) -> list[float]:
    """The losses of STEPS steps of Adam on four batches, the same every time."""
    torch.manual_seed(2)
    batches = [case.batch() for _ in range(4)]
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    losses: list[float] = []
    for step in range(STEPS):
        inputs, target = batches[step % 4]
        loss = case.loss(run(inputs), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@pytest.mark.parametrize("name", CASES)
# Left to itself, torch.compile runs PyTorch's own recurrent layers in eager PyTorch, whatever the backend.
@dynamo.config.patch(allow_rnn=True)
def test_trains_as_in_eager(name: str) -> None:
    case = CASES[name]
    torch.manual_seed(1)
    expected = case.model().double()
    actual = copy.deepcopy(expected)
    compiled = torch.compile(actual, backend="adjoint", options=OPTIONS)
    inputs, target = case.batch()

    for run in (expected, compiled):
        case.loss(run(inputs), target).backward()
    assert_close(gradients(actual), gradients(expected), 1e-11)

    curve = train(case, expected, expected)
    assert curve[-1] < curve[0]
    assert train(case, actual, compiled) == pytest.approx(curve, rel=1e-9)
    assert_close(list(actual.buffers()), list(expected.buffers()), 1e-9)
    if name == "autoencoder":  # in evaluation, batch norm uses what it has learned of its inputs
        expected.eval(), actual.eval()
        with torch.no_grad():
            assert_close([compiled(inputs)], [expected(inputs)], 1e-8)


def test_a_gpt_of_width_256() -> None:
    torch.manual_seed(1)
    expected = GPT(64, 32, width=256, layers=6, heads=8)
    actual = copy.deepcopy(expected)
    compiled = torch.compile(actual, backend="adjoint", options=OPTIONS)
    tokens, target = classes(64, 2, 32), classes(64, 2, 32)
    outputs = [run(tokens) for run in (expected, compiled)]
    assert_close([outputs[1]], [outputs[0]], 1e-5)
    for output in outputs:
        classification(output, target).backward()
    assert_close(gradients(actual), gradients(expected), 1e-4)
