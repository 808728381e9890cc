"""Object code is generated once; a damaged or unwritable cache costs time and nothing else."""

from pathlib import Path

import pytest

from adjoint.runtime import cache_folder, code_cache
from adjoint.runtime.code_cache import cached_object_code

LLVM_IR = "define i64 @f(i64 %x) { ret i64 %x }"


@pytest.fixture
def generated(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The IR that code was generated for."""
    calls: list[str] = []
    generate = code_cache.generate_object_code

    def recording(llvm_ir: str, written_out: bool) -> bytes:
        calls.append(llvm_ir)
        return generate(llvm_ir, written_out)

    monkeypatch.setattr(code_cache, "generate_object_code", recording)
    return calls


def test_code_is_generated_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generated: list[str]):
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path / "new" / "folder"))
    assert cached_object_code(LLVM_IR) == cached_object_code(LLVM_IR)
    assert generated == [LLVM_IR]
    cached_object_code(LLVM_IR.replace("@f", "@g"))
    assert len(generated) == 2
    # What LLVM does to it is part of what it is.
    cached_object_code(LLVM_IR, written_out=True)
    assert len(generated) == 3


def test_a_damaged_entry_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generated: list[str]):
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path))
    code = cached_object_code(LLVM_IR)
    (entry,) = tmp_path.iterdir()
    for damage in (b"", code, code[:100] + entry.read_bytes()[101:]):
        entry.write_bytes(damage)
        assert cached_object_code(LLVM_IR) == code
    assert len(generated) == 4


def test_a_folder_that_cannot_be_written_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, generated: list[str]
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path / "file" / "folder"))
    assert cached_object_code(LLVM_IR) == cached_object_code(LLVM_IR)
    assert len(generated) == 2


def test_the_cache_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, generated: list[str]):
    monkeypatch.setenv("ADJOINT_CACHE_DIR", "")
    assert cached_object_code(LLVM_IR) == cached_object_code(LLVM_IR)
    assert len(generated) == 2


def test_the_entries_used_longest_ago_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ADJOINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache_folder, "_ENTRIES_KEPT", 4)
    for number in range(5):
        cached_object_code(LLVM_IR.replace("@f", f"@f{number}"))
    assert len(list(tmp_path.iterdir())) == 3
