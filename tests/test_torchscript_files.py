"""`adjoint-run` on files of `torch.jit.save`."""

import sys
from pathlib import Path

import numpy as np
import pytest

from adjoint.tools.adjoint_run import main

torch = pytest.importorskip("torch")

from torch import Tensor, nn  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Loss(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(self.layer(x)).square().mean()


@pytest.fixture
def model(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    path = tmp_path / "model.pt"
    torch.jit.save(torch.jit.script(Loss()), str(path))
    return path


def error_of(capsys: pytest.CaptureFixture[str], *args: str | Path) -> str:
    with pytest.raises(SystemExit) as info:
        main([str(each) for each in args])
    assert info.value.code == 1
    return capsys.readouterr().err


def test_values_and_gradients(model: Path, tmp_path: Path):
    x = torch.rand(4, 3, requires_grad=True)
    np.save(tmp_path / "x.npy", x.detach().numpy())
    output = tmp_path / "out.npz"
    main([str(model), "--inputs", str(tmp_path / "x.npy"), "--grad", "0,1,2", "--output", str(output)])
    eager = torch.jit.load(str(model))
    loss = eager(x)
    expected = [loss, *torch.autograd.grad(loss, [x, eager.layer.weight, eager.layer.bias])]
    with np.load(output) as results:
        assert list(results) == ["result0", "grad0", "grad1", "grad2"]
        for ours, theirs in zip(results.values(), expected, strict=True):
            np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=1e-5, atol=1e-6)


def test_check_on_random_inputs(model: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as info:
        main([str(model), "--types", "?x3xf32", "--check"])
    assert info.value.code == 0
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in lines] == ["x", "layer.weight", "layer.bias"]
    assert all(line.endswith("ok") for line in lines)


def test_what_is_no_torchscript_file(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    torch.save({"weight": torch.ones(3)}, tmp_path / "state.pt")
    (tmp_path / "text.pt").write_text("no archive")
    (tmp_path / "half.pt").write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    for name in ("state.pt", "text.pt", "half.pt"):
        message = error_of(capsys, tmp_path / name, "--types", "f32")
        assert message.startswith(f"error: {tmp_path / name}: not a module that torch.jit.save wrote: ")
        assert message.count("\n") == 1
    assert error_of(capsys, tmp_path / "no.pt", "--types", "f32") == (
        f"error: {tmp_path / 'no.pt'}: No such file or directory\n"
    )


def test_inputs_that_do_not_fit(model: Path, capsys: pytest.CaptureFixture[str]):
    assert "does not say what its inputs are: give them by --inputs" in error_of(capsys, model)
    assert "takes sizes and an element type, such as ?x3xf32, got '3xyf32'" in error_of(
        capsys, model, "--types", "3xyf32"
    )
    assert "takes these arguments: x; got 2 examples" in error_of(capsys, model, "--types", "3xf32", "3xf32")
    assert "has 4 features, weight of shape [2, 3] takes 3" in error_of(capsys, model, "--types", "4x4xf32")
    assert "the module has no function @g" in error_of(capsys, model, "--types", "4x3xf32", "--function", "g")


def test_without_pytorch(model: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, "adjoint.frontends.torch.script_file", raising=False)
    assert error_of(capsys, model, "--types", "3x3xf32") == (
        f"error: {model}: reading TorchScript needs PyTorch: pip install 'adjoint[torch]'\n"
    )
