"""Object code on disk: a program that was compiled before, by any process, is not optimised again.

An entry is a file whose name is the hash of all that the code depends on: the LLVM IR, the processor, the versions. It
ends in a hash of the code, so that a damaged file is a missing one. The folder is `ADJOINT_CACHE_DIR`, else
`adjoint` in `XDG_CACHE_HOME`, else `~/.cache/adjoint`; an empty `ADJOINT_CACHE_DIR` turns the cache off. What cannot be
read or written is not an error: then the code is generated.
"""

import logging
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from llvmlite import __version__ as llvmlite_version

from adjoint.runtime.code_generation import OPTIMIZATION_LEVEL, generate_object_code, host

logger = logging.getLogger("adjoint.runtime.code-cache")

_ENTRIES_KEPT = 2000
"""Some tens of kilobytes each. Above this, the half that was used longest ago is deleted."""

_DIGEST_BYTES = sha256().digest_size


def cached_object_code(llvm_ir: str) -> bytes:
    """What `generate_object_code` gives, from the cache where it is there. Raises AdjointError as that does."""
    folder = _folder()
    if folder is None:
        return generate_object_code(llvm_ir)
    path = folder / f"{_key(llvm_ir)}.o"
    object_code = _read(path)
    if object_code is not None:
        logger.debug("%d bytes of object code from %s", len(object_code), path)
        return object_code
    started = perf_counter()
    object_code = generate_object_code(llvm_ir)
    logger.debug("%d bytes of object code generated in %.0f ms", len(object_code), (perf_counter() - started) * 1e3)
    with suppress(OSError):
        _write(path, object_code)
    return object_code


def _folder() -> Path | None:
    named = os.environ.get("ADJOINT_CACHE_DIR")
    if named is not None:
        return Path(named) if named else None
    with suppress(RuntimeError):
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "adjoint"
    return None


def _key(llvm_ir: str) -> str:
    parts = (llvmlite_version, *host(), str(OPTIMIZATION_LEVEL), llvm_ir)
    return sha256("\0".join(parts).encode()).hexdigest()


def _read(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    object_code, digest = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
    return object_code if sha256(object_code).digest() == digest else None


def _write(path: Path, object_code: bytes) -> None:
    """Under its name the file is complete: other processes read at any time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(object_code + sha256(object_code).digest())
        os.replace(temporary, path)
    except OSError:
        os.unlink(temporary)
        raise
    entries = list(path.parent.glob("*.o"))
    if len(entries) > _ENTRIES_KEPT:
        _delete_oldest(entries)


def _delete_oldest(entries: Sequence[Path]) -> None:
    # Another process may delete at the same time: what is gone counts as old.
    def last_use(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    for path in sorted(entries, key=last_use)[: len(entries) // 2]:
        path.unlink(missing_ok=True)
