"""OpenBLAS from the wheel `scipy-openblas32`: where its functions are in this process."""

import ctypes
from functools import cache
from pathlib import Path

import scipy_openblas32

from adjoint.runtime.errors import AdjointError
from adjoint.runtime.openmp import function_address

_PREFIX = "scipy_"


@cache
def library() -> ctypes.CDLL:
    """OpenBLAS, set to one thread: the threads come from OpenMP (runtime/threaded_gemm.py)."""
    path = Path(scipy_openblas32.get_lib_dir()) / scipy_openblas32.get_library(fullname=True)
    try:
        openblas = ctypes.CDLL(str(path))
    except OSError as error:
        raise AdjointError(f"error: OpenBLAS of the package scipy-openblas32 cannot be loaded: {error}") from None
    openblas[f"{_PREFIX}openblas_set_num_threads"](1)
    return openblas


def address(name: str) -> int | None:
    """Where a function of CBLAS is, such as `cblas_sgemv`; None where OpenBLAS has none of the name."""
    try:
        return function_address(library(), _PREFIX + name)
    except AttributeError:
        return None
