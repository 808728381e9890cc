"""A dialect of somebody else's: the package that docs/extending.md shows, written to a folder and used from there."""

import importlib
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from xdsl.context import Context

import adjoint
from adjoint.compilation import Compiled
from adjoint.dialects.aten.tensor import Tensor
from adjoint.runtime.context import compiler_context

DOCUMENT = Path(__file__).parent.parent / "docs" / "extending.md"
BIN = Path(sys.executable).parent

CUBE_ROOT = """func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
  %0 = mine.cbrt %x : tensor<?xf32> -> tensor<?xf32>
  return %0 : tensor<?xf32>
}
"""


def files_of(document: Path) -> dict[str, str]:
    """The files that a document shows: a block of code after a line that is the file's name and a colon."""
    shown = re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL)
    return dict(shown)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document's files, as installed: the entry point is where pip would write it."""
    folder = tmp_path_factory.mktemp("extension")
    for name, text in files_of(DOCUMENT).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (folder / "mine" / "__init__.py").write_text("")
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    metadata = folder / f"{project['name']}-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    entry_points = "".join(f"{name} = {value}\n" for name, value in project["entry-points"]["xdsl.universe"].items())
    (metadata / "entry_points.txt").write_text(f"[xdsl.universe]\n{entry_points}")
    return folder


@pytest.fixture(scope="module")
def mine(folder: Path) -> Generator[Context]:
    """The context that knows the dialect, in this process; afterwards it is the usual one again."""
    compiler_context.cache_clear()
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield compiler_context()
    sys.path.remove(str(folder))
    compiler_context.cache_clear()


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    program, *arguments = command
    return subprocess.run(
        [str(BIN / program), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def numeric_gradient(function: Compiled, arrays: list[np.ndarray], index: int) -> np.ndarray:
    """Central differences of a scalar function by one of its arguments."""
    gradient = np.zeros_like(arrays[index])
    for place in np.ndindex(gradient.shape):
        values = []
        for sign in (1, -1):
            moved = [array.copy() for array in arrays]
            moved[index][place] += sign * 1e-6
            values.append(float(np.asarray(function(*moved))))
        gradient[place] = (values[0] - values[1]) / 2e-6
    return gradient


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("shapes", [((3, 4), (3, 4)), ((3, 4), (1, 4)), ((1, 4), (1, 4)), ((0, 4), (0, 4))])
def test_value_and_gradient(folder: Path, shapes: tuple[tuple[int, int], tuple[int, int]]):
    module = adjoint.load(folder / "model.mlir")
    rng = np.random.default_rng(0)
    x, b = (rng.standard_normal(shape) for shape in shapes)
    normalized = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)
    expected = (np.log1p(np.exp(normalized + b))[::-1] * x).sum()

    value, gradients = adjoint.value_and_grad(module, "loss", wrt=(0, 1))(x, b)

    np.testing.assert_allclose(value, expected, rtol=1e-12)
    forward = adjoint.compile(module, "loss")
    for index, gradient in enumerate(gradients):
        assert gradient.shape == shapes[index]
        np.testing.assert_allclose(gradient, numeric_gradient(forward, [x, b], index), rtol=1e-6, atol=1e-8)


@pytest.mark.usefixtures("mine")
def test_pullback_agrees_with_value_and_grad(folder: Path):
    module = adjoint.load(folder / "model.mlir")
    x, b = np.random.default_rng(1).standard_normal((2, 5, 4))
    _, gradients = adjoint.value_and_grad(module, "loss", wrt=(0, 1))(x, b)
    _, pullback = adjoint.vjp(module, "loss")(x, b)
    for cotangent, gradient in zip(pullback(np.array(1.0)), gradients, strict=True):
        np.testing.assert_allclose(cotangent, gradient, rtol=1e-12)


@pytest.mark.usefixtures("mine")
def test_second_derivative_through_ops_of_the_dialect():
    from mine.dialect import flip, softplus  # pyright: ignore[reportMissingImports]  # written by the fixture

    @adjoint.function
    def loss(x: Tensor) -> Tensor:
        return (flip(softplus(x), 0) * x).sum()

    x = np.array([0.5, -1.0, 2.0])
    _, gradient = adjoint.value_and_grad(loss)(x)
    sigmoid = 1 / (1 + np.exp(-x))
    np.testing.assert_allclose(gradient, np.log1p(np.exp(x))[::-1] + x[::-1] * sigmoid, rtol=1e-12)


def test_what_is_equal_is_computed_once_and_what_is_unused_not_at_all(folder: Path):
    (folder / "twice.mlir").write_text(
        "func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {\n"
        "  %0 = mine.softplus %x : tensor<?xf32> -> tensor<?xf32>\n"
        "  %1 = mine.softplus %x : tensor<?xf32> -> tensor<?xf32>\n"
        "  %2 = mine.flip %x dim = 0 : tensor<?xf32> -> tensor<?xf32>\n"
        "  %3 = aten.mul %0, %1 : tensor<?xf32>, tensor<?xf32> -> tensor<?xf32>\n"
        "  return %3 : tensor<?xf32>\n"
        "}\n"
    )
    result = run(folder, "adjoint-opt", "twice.mlir", "-p", "cse,dce")
    assert result.stderr == ""
    assert result.stdout.count("mine.softplus") == 1
    assert "mine.flip" not in result.stdout


def test_shapes_are_specialised(folder: Path):
    result = run(folder, "adjoint-opt", "model.mlir", "-p", "specialize-shapes{sizes=0,0,5,1,0,1}")
    assert result.stderr == ""
    assert "mine.flip %2 dim = 0 : tensor<5x4xf64> -> tensor<5x4xf64>" in result.stdout


def test_an_op_without_rule_is_an_error_with_the_chain_of_values(folder: Path):
    (folder / "f.mlir").write_text(CUBE_ROOT)
    result = run(folder, "adjoint-opt", "f.mlir", "-p", "differentiate")
    assert result.returncode == 1
    assert result.stderr in DOCUMENT.read_text()


def test_an_op_without_lowering_is_an_error(folder: Path):
    (folder / "f.mlir").write_text(CUBE_ROOT)
    result = run(folder, "adjoint-opt", "f.mlir", "-p", "lower-to-llvm")
    assert result.returncode == 1
    assert result.stderr.startswith("f.mlir:2:3: error: 'mine.cbrt': ")


def test_the_tools_know_the_dialect(folder: Path):
    checked = run(folder, "adjoint-run", "model.mlir", "--check")
    assert (checked.returncode, checked.stderr) == (0, "")
    by_adjoint, by_xdsl = (
        run(folder, tool, "model.mlir", "-p", "differentiate") for tool in ("adjoint-opt", "xdsl-opt")
    )
    assert "@loss.reverse" in by_adjoint.stdout
    assert by_adjoint.stdout.strip() == by_xdsl.stdout.strip()


def test_the_program_that_uses_it(folder: Path):
    result = run(folder, "python", "use.py")
    assert result.stderr == ""
    assert result.stdout.endswith("(3, 4) (3, 4)\n")


def test_a_dialect_that_is_not_installed_is_added_to_the_context():
    from xdsl.dialects.test import TestOp
    from xdsl.ir import Dialect

    class NoOp(TestOp):
        name = "elsewhere.nothing"

    compiler_context.cache_clear()
    try:
        adjoint.compiler_context().load_dialect(Dialect("elsewhere", [NoOp]))
        assert isinstance(adjoint.parse('"elsewhere.nothing"() : () -> ()').body.block.first_op, NoOp)
    finally:
        compiler_context.cache_clear()
