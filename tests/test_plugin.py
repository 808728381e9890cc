"""What `xdsl-opt` makes of an installed `adjoint`: it lists and runs every pass, and parses both dialects."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from xdsl.xdsl_opt_main import xDSLOptMain

from adjoint.dialects import ALL_DIALECTS
from adjoint.lowering import LOWERING_PASSES
from adjoint.passes import ALL_PASSES

ROOT = Path(__file__).parent.parent
PASSES = sorted({**ALL_PASSES, **LOWERING_PASSES})

PROGRAM = """
func.func @f(%a: tensor<2x3xf32>, %b: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = aten.mul %a, %b : tensor<2x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
  %1 = aten.softmax %0 dim = 1 : tensor<?x3xf32> -> tensor<?x3xf32>
  return %1 : tensor<?x3xf32>
}
"""

OPTIONS = {
    "inline-reverse": "{cotangents=arguments}",
    "specialize-shapes": "{sizes=1,0,2}",
    "specialize-zeros": "{undefined=0}",
}
"""What a pass needs to be told for this program."""

STAGE_BEFORE = {
    "bufferize": ["lower-to-kernels"],
    "convert-kernels-to-loops": ["lower-to-kernels", "bufferize"],
    "convert-to-llvm": ["lower-to-loops"],
    "deduplicate-size-captures": ["add-reverse"],
    "expand-math": ["lower-to-loops"],
    "lambda-lift-reverse": ["add-reverse"],
    "outline-kernels": ["lower-to-linalg"],
    "specialize-zeros": ["add-reverse"],
    "update-requires-grad": ["create-autodiff-subgraphs"],
}
"""What makes the IR that a pass is for."""


def xdsl_opt(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "xdsl-opt"), *arguments]
    # Wide, so that the help does not break the names of passes.
    environment = {**os.environ, "COLUMNS": "10000"}
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=environment)


def test_every_pass_and_target_is_listed():
    listed = set(re.findall(r"[\w-]+", xdsl_opt("--help").stdout))
    assert set(PASSES) <= listed
    assert {"llvm-ir", "assembly"} <= listed


def test_both_dialects_are_parsed():
    split = xdsl_opt("-p", "differentiate", text=PROGRAM).stdout
    assert "#autodiff.gradient" in split
    again = xdsl_opt(text=split)
    assert again.returncode == 0
    assert again.stdout == split
    assert set(ALL_DIALECTS) == {"aten", "autodiff"}


@pytest.mark.parametrize("name", PASSES)
def test_every_pass_runs(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """In this process: `xdsl-opt` is no more than this class, and starts slowly."""
    before, after = tmp_path / "before.mlir", tmp_path / "after.mlir"
    before.write_text(PROGRAM)
    pipeline = ",".join([*STAGE_BEFORE.get(name, []), name + OPTIONS.get(name, "")])
    xDSLOptMain(args=[str(before), "-p", pipeline, "-o", str(after)]).run()
    xDSLOptMain(args=[str(after)]).run()
    assert capsys.readouterr().out == after.read_text()


def test_every_package_is_installed():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
    folders = settings["package-dir"]
    found: set[str] = set()
    for package, folder in folders.items():
        for init in (ROOT / folder).rglob("__init__.py"):
            inner = init.parent.relative_to(ROOT / folder).parts
            found.add(".".join([package, *inner]))
    assert found == set(settings["packages"])
