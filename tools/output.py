"""Output files that are whole or absent: nothing half-written is left where something failed."""

import os
import sys
import tempfile
from pathlib import Path


def write_whole(path: str | None, text: str) -> None:
    """Writes text to a file, or to standard output where `path` is None.

    The file appears under its name only when it is complete. Raises OSError where it cannot be written.
    """
    if path is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_bytes_whole(Path(path), text.encode())


def write_bytes_whole(path: Path, data: bytes) -> None:
    """Writes a file that appears under its name only when it is complete; raises OSError where it cannot."""
    if path.exists() and not path.is_file():
        # A device or pipe, such as /dev/stdout: there is nothing to replace.
        path.write_bytes(data)
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
