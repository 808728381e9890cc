"""A program that was compiled before is loaded; what is not whole, not ours or of another program is compiled again."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ml_dtypes
import numpy as np
import pytest

import adjoint
from adjoint.dialects import registrations
from adjoint.runtime import code_generation, program_cache
from adjoint.runtime.errors import AdjointError

PROGRAM = """
func.func @loss(%x: tensor<?x3xf32>, %y: tensor<?x3xf32>) -> tensor<f32> {
  %p = aten.mul %x, %y : tensor<?x3xf32>, tensor<?x3xf32> -> tensor<?x3xf32>
  %s = aten.sum %p : tensor<?x3xf32> -> tensor<f32>
  return %s : tensor<f32>
}
"""
PLACES = """
func.func @places(%x: tensor<?xbf16>) -> tensor<?x1xi64> {
  %y = aten.nonzero %x : tensor<?xbf16> -> tensor<?x1xi64>
  return %y : tensor<?x1xi64>
}
"""
X, Y = np.arange(6, dtype=np.float32).reshape(2, 3), np.full((2, 3), 2, dtype=np.float32)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache, which is empty."""
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def compiled(compiled_programs: list[str]) -> list[str]:
    """The names of the programs that are compiled, and kept."""
    return compiled_programs


def check(text: str = PROGRAM, x: np.ndarray = X, y: np.ndarray = Y) -> None:
    """Compiles the program, or loads it, and looks at its value and gradients."""
    value, (dx, dy) = adjoint.value_and_grad(adjoint.parse(text), wrt=(0, 1))(x, y)
    assert value == (x * y).sum()
    np.testing.assert_array_equal(dx, np.broadcast_to(y, dx.shape) if x.shape == y.shape else dx)
    assert dy.shape == y.shape


def test_a_program_is_compiled_once(compiled: list[str]):
    check()
    check()
    assert len(compiled) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [("f32", "f64"), ("aten.mul", "aten.maximum"), ("%x", "%first"), ("func.func", "\nfunc.func")],
    ids=["types", "ops", "names of arguments", "places"],
)
def test_what_a_program_depends_on_is_part_of_its_name(compiled: list[str], old: str, new: str):
    for text in (PROGRAM, PROGRAM.replace(old, new)):
        dtype = np.float64 if "f64" in text else np.float32
        adjoint.value_and_grad(adjoint.parse(text), wrt=(0, 1))(X.astype(dtype), Y.astype(dtype))
    assert len(set(compiled)) == 2


def test_what_is_asked_of_a_program_is_part_of_its_name(compiled: list[str]):
    module = adjoint.parse(PROGRAM)
    for _ in range(2):
        adjoint.compile(module)(X, Y)
        adjoint.value_and_grad(module, wrt=0)(X, Y)
        adjoint.value_and_grad(module, wrt=1)(X, Y)
        outputs, pullback = adjoint.vjp(module)(X, Y)
        assert outputs == (X * Y).sum()
        np.testing.assert_array_equal(pullback(np.float32(1))[0], Y)
    assert len(compiled) == len(set(compiled)) == 4


def test_specialisations_are_kept_as_well(compiled: list[str]):
    for _ in range(2):
        check(y=Y[:1])
    assert len(compiled) == len(set(compiled)) == 2


def test_checks_of_sizes_and_sizes_that_depend_on_data_are_kept(compiled: list[str]):
    for _ in range(2):
        found = adjoint.compile(adjoint.parse(PLACES))(np.array([0, 3, 0, 1], dtype=ml_dtypes.bfloat16))
        np.testing.assert_array_equal(found, [[1], [3]])
        with pytest.raises(AdjointError, match="x"):
            adjoint.compile(adjoint.parse(PROGRAM))(X, Y[:, :2])
    assert len(compiled) == len(set(compiled))


def test_an_entry_that_is_not_whole_is_compiled_again(folder: Path, compiled: list[str]):
    check()
    (entry,) = folder.glob("*.program")
    whole = entry.read_bytes()
    for damage in (b"", whole[:40], whole[:-1], whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]):
        entry.write_bytes(damage)
        check()
        assert entry.read_bytes() == whole
    assert len(compiled) == 5


def test_an_entry_under_the_name_of_another_is_not_run(folder: Path, compiled: list[str]):
    check()
    (one,) = folder.glob("*.program")
    content = one.read_bytes()
    other_text = PROGRAM.replace("aten.mul", "aten.add")
    adjoint.value_and_grad(adjoint.parse(other_text), wrt=(0, 1))(X, Y)
    (other,) = {*folder.glob("*.program")} - {one}
    other.write_bytes(content)
    value, _ = adjoint.value_and_grad(adjoint.parse(other_text), wrt=(0, 1))(X, Y)
    assert value == (X + Y).sum()
    assert len(compiled) == 3


def test_another_processor_has_its_own_entries(compiled: list[str], monkeypatch: pytest.MonkeyPatch):
    check()
    name, features = code_generation.host()
    monkeypatch.setattr(program_cache, "host", lambda: (name, features + ",+other"))
    program_cache.compiler_identity.cache_clear()
    check()
    program_cache.compiler_identity.cache_clear()
    assert len(set(compiled)) == 2


def test_a_folder_that_others_may_write_to_is_not_used(folder: Path, compiled: list[str]):
    check()
    folder.chmod(0o777)
    check()
    check()
    assert len(compiled) == 3


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_costs_the_caching(folder: Path, compiled: list[str]):
    folder.mkdir(mode=0o500)
    check()
    check()
    assert len(compiled) == 2


def test_a_full_disk_costs_the_caching(folder: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch):
    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full_disk)
    check()
    check()
    assert len(compiled) == 2
    assert not [*folder.iterdir()]


def test_threads_and_processes_may_write_the_same_entry(folder: Path):
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(check) for _ in range(4)]:
            each.result()
    script = f"""
import numpy as np, adjoint
ones = np.ones((2, 3), np.float32)
print(adjoint.compile(adjoint.parse({PROGRAM!r}))(ones, ones))
"""
    processes = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate()[0].strip() for process in processes] == ["6.0", "6.0"]
    assert all(entry.suffix in (".program", ".o") for entry in folder.iterdir())


def test_what_others_taught_the_compiler_is_not_kept(compiled: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registrations, "_REGISTERING_MODULES", {"theirs"})
    check()
    check()
    assert not compiled
