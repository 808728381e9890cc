"""Output files of the tools are whole or absent."""

import os
from pathlib import Path

import pytest

from adjoint.tools.output import write_bytes_whole, write_whole


def test_an_existing_file_keeps_its_mode(tmp_path: Path):
    path = tmp_path / "out.mlir"
    path.write_text("old")
    path.chmod(0o640)
    write_whole(str(path), "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "out.npz"
    path.write_bytes(b"old")

    def full_disk(source: str, target: str) -> None:
        raise OSError(28, "No space left on device", target)

    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_bytes_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path):
    with pytest.raises(OSError, match="No such file") as caught:
        write_whole(str(tmp_path / "missing" / "out.mlir"), "text")
    assert caught.value.filename.endswith("missing/out.mlir")
