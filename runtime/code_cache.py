"""Object code on disk: LLVM IR that was compiled before, by any process, is not optimised again."""

import logging
from hashlib import sha256
from time import perf_counter

from llvmlite import __version__ as llvmlite_version

from adjoint.runtime.cache_folder import read_entry, write_entry
from adjoint.runtime.code_generation import OPTIMIZATION_LEVEL, generate_object_code, host

logger = logging.getLogger("adjoint.runtime.code-cache")


def cached_object_code(llvm_ir: str, written_out: bool = False) -> bytes:
    """What `generate_object_code` gives, from the cache where it is there. Raises AdjointError as that does."""
    name = f"{_key(llvm_ir, written_out)}.o"
    object_code = read_entry(name)
    if object_code is not None:
        logger.debug("%d bytes of object code from %s", len(object_code), name)
        return object_code
    started = perf_counter()
    object_code = generate_object_code(llvm_ir, written_out)
    logger.debug("%d bytes of object code generated in %.0f ms", len(object_code), (perf_counter() - started) * 1e3)
    write_entry(name, object_code)
    return object_code


def _key(llvm_ir: str, written_out: bool) -> str:
    parts = (llvmlite_version, *host(), str(OPTIMIZATION_LEVEL), str(written_out), llvm_ir)
    return sha256("\0".join(parts).encode()).hexdigest()
