"""Programs within PyTorch are kept as all others are: what one object compiled, another one loads."""

from collections.abc import Callable
from pathlib import Path

import pytest

import adjoint

torch = pytest.importorskip("torch")
adjoint_torch = pytest.importorskip("adjoint.torch")

_LAYER = """
func.func @layer(%x: tensor<?x4xf32>, %w: tensor<4x4xf32>) -> tensor<?x4xf32> {
  %y = aten.mm %x, %w : tensor<?x4xf32>, tensor<4x4xf32> -> tensor<?x4xf32>
  %z = aten.tanh %y : tensor<?x4xf32> -> tensor<?x4xf32>
  return %z : tensor<?x4xf32>
}
"""


@pytest.fixture(autouse=True)
def lowered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compiled_programs: list[str]) -> list[str]:
    """The programs that are lowered; the cache is empty."""
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path))
    return compiled_programs


def _gradients_of_function() -> list[torch.Tensor]:
    x, w = (torch.full(shape, 0.5, requires_grad=True) for shape in ((3, 4), (4, 4)))
    y = adjoint_torch.as_function(adjoint.parse(_LAYER), "layer")(x, w)
    return [y.detach(), *torch.autograd.grad(y, (x, w), torch.ones(3, 4))]


def _gradients_of_loss() -> list[torch.Tensor]:
    torch._dynamo.reset()
    x, w = (torch.full(shape, 0.5, requires_grad=True) for shape in ((3, 4), (4, 4)))
    loss = torch.compile(lambda x, w: torch.tanh(x @ w).sum(), backend="adjoint")(x, w)
    loss.backward()
    return [loss.detach(), x.grad, w.grad]


@pytest.mark.parametrize("run", [_gradients_of_function, _gradients_of_loss], ids=["as_function", "torch.compile"])
def test_nothing_is_compiled_twice(lowered: list[str], run: Callable[[], list[torch.Tensor]]):
    first = run()
    assert lowered
    compiled = len(lowered)
    second = run()
    assert len(lowered) == compiled
    for one, other in zip(first, second, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=0)
