"""The README's examples, as they stand there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
BIN = Path(sys.executable).parent


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def run_python(example: str) -> str:
    result = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_python_example_runs():
    example, _ = code_blocks("python")
    assert len(example.splitlines()) <= 12
    printed = run_python(example)
    value, *_ = printed.split()
    assert abs(float(value) - 1.0986123) < 1e-6  # log 3: all classes are equally likely
    assert "(3, 5)" in printed


def test_the_pytorch_example_runs():
    pytest.importorskip("torch")
    _, example = code_blocks("python")
    printed = run_python(example + "print(*[parameter.grad.abs().sum() > 0 for parameter in model.parameters()])")
    assert printed.split().count("tensor(True)") == 4


def test_the_opt_example_prints_what_is_shown():
    program, shown = code_blocks("mlir")
    assert (ROOT / "examples" / "product.mlir").read_text() == program
    result = subprocess.run(
        [str(BIN / "adjoint-opt"), "examples/product.mlir", "-p", "differentiate"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == shown.strip()


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
