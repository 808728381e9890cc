"""The folder in which compiled programs are kept, for every process of the user.

It is `ADJOINT_CACHE_DIR`, else `adjoint` in `XDG_CACHE_HOME`, else `~/.cache/adjoint`; an empty `ADJOINT_CACHE_DIR`
turns it off. What is read from it is run, so it must be the user's, and nobody else may be able to write to it. An
entry is a file named after the hash of all that it depends on. It ends in a hash of that name and of its content: a
file that is damaged, incomplete, or under the name of another one is a missing one. What cannot be read or written is
not an error.
"""

import os
import stat
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from logging import getLogger
from pathlib import Path

logger = getLogger("adjoint.runtime.cache")

_ENTRIES_KEPT = 4000
"""Some tens of kilobytes each. Above this, the half that was used longest ago is deleted."""

_DIGEST_BYTES = sha256().digest_size


def read_entry(name: str) -> bytes | None:
    """The content of an entry; None where there is none that is whole."""
    folder = _folder()
    if folder is None or not _is_ours_alone(folder):
        return None
    path = folder / name
    try:
        stored = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    content, digest = stored[:-_DIGEST_BYTES], stored[-_DIGEST_BYTES:]
    return content if _digest(name, content) == digest else None


def write_entry(name: str, content: bytes) -> None:
    """Keeps an entry, if that is possible. Under its name it is complete: other processes read at any time."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours_alone(folder):
            logger.warning("%s is not used: somebody else owns it or may write to it", folder)
            return
        handle, temporary = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content + _digest(name, content))
            os.replace(temporary, folder / name)
        except OSError:
            os.unlink(temporary)
            raise
        entries = list(folder.glob("*.*"))
        if len(entries) > _ENTRIES_KEPT:
            _delete_oldest(entries)


def _folder() -> Path | None:
    named = os.environ.get("ADJOINT_CACHE_DIR")
    if named is not None:
        return Path(named) if named else None
    with suppress(RuntimeError):
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "adjoint"
    return None


def _is_ours_alone(folder: Path) -> bool:
    try:
        status = folder.stat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _digest(name: str, content: bytes) -> bytes:
    return sha256(name.encode() + b"\0" + content).digest()


def _delete_oldest(entries: Sequence[Path]) -> None:
    # Another process may delete at the same time: what is gone counts as old.
    def last_use(path: Path) -> float:
        try:
            return path.stat().st_mtime
        except OSError:
            return 0.0

    for path in sorted(entries, key=last_use)[: len(entries) // 2]:
        with suppress(OSError):
            path.unlink(missing_ok=True)
