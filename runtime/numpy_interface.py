"""numpy's C interface, as far as calls of native code read arrays and allocate them.

`PyArrayObject_fields` and the table of functions are what every extension module for numpy is compiled against, so they
stay. They are looked at once, by arrays whose contents are known, before native code reads an array.
"""

import ctypes
import sys
import sysconfig
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

TYPE_OFFSET = 8
"""Of the type in any object of CPython, behind the number of references."""

DATA_OFFSET = 16
RANK_OFFSET = 24
SIZES_OFFSET = 32
DTYPE_OFFSET = 56
FLAGS_OFFSET = 64
"""Of the fields of an array object, which begin behind what every object begins with."""

C_CONTIGUOUS_AND_ALIGNED = 0x1 | 0x100
"""`NPY_ARRAY_C_CONTIGUOUS` and `NPY_ARRAY_ALIGNED`: what native code can read as it is."""

_ARRAY_TYPE = 2
"""The place of `PyArray_Type` in the table `_ARRAY_API`."""

_NEW_FROM_DESCRIPTION = 94
"""The place of `PyArray_NewFromDescr`."""

_KNOWN_PYTHONS = range(11, 15)
"""The minor versions of CPython 3 whose objects begin as described here."""


@dataclass(frozen=True)
class NumpyInterface:
    """Addresses of what native code uses of numpy."""

    array_type: int
    """`PyArray_Type`, an object."""
    new_array: int
    """`PyArray_NewFromDescr`, which takes over a reference to the dtype."""


def find() -> NumpyInterface | None:
    """The interface; None in an interpreter, or with a numpy, that is not as described here."""
    if not _is_known_python() or not all(_is_as_described(array) for array in _samples()):
        return None
    table = _function_table()
    if table is None or table[_ARRAY_TYPE] != id(np.ndarray):
        return None
    new_array = table[_NEW_FROM_DESCRIPTION]
    return NumpyInterface(id(np.ndarray), new_array) if new_array and _allocates(new_array) else None


def _is_known_python() -> bool:
    return (
        sys.implementation.name == "cpython"
        and sys.version_info.major == 3
        and sys.version_info.minor in _KNOWN_PYTHONS
        and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and object.__basicsize__ == DATA_OFFSET
        and ctypes.sizeof(ctypes.c_void_p) == np.dtype(np.intp).itemsize == 8
    )


def _samples() -> tuple[NDArray[Any], ...]:
    matrix = np.zeros((2, 3), np.float32)
    unaligned = np.frombuffer(bytes(17), np.float64, 2, 1)
    return (
        matrix,
        matrix.T,
        matrix[1:],
        matrix[:, ::2],
        unaligned,
        np.zeros((), np.int64),
        np.zeros((4, 0, 1), np.bool_),
    )


def _is_as_described(array: NDArray[Any]) -> bool:
    def field(kind: type[ctypes.c_void_p] | type[ctypes.c_int], offset: int) -> int | None:
        return kind.from_address(id(array) + offset).value

    sizes = field(ctypes.c_void_p, SIZES_OFFSET) or 0
    flags = field(ctypes.c_int, FLAGS_OFFSET) or 0
    return (
        field(ctypes.c_void_p, TYPE_OFFSET) == id(np.ndarray)
        and field(ctypes.c_void_p, DATA_OFFSET) == array.__array_interface__["data"][0]
        and field(ctypes.c_int, RANK_OFFSET) == array.ndim
        and field(ctypes.c_void_p, DTYPE_OFFSET) == id(array.dtype)
        and flags == array.flags.num
        and (flags & C_CONTIGUOUS_AND_ALIGNED == C_CONTIGUOUS_AND_ALIGNED)
        == (array.flags.c_contiguous and array.flags.aligned)
        and tuple((ctypes.c_ssize_t * array.ndim).from_address(sizes) if array.ndim else ()) == array.shape
    )


def _function_table() -> "ctypes.Array[ctypes.c_void_p] | None":
    try:
        capsule = import_module("numpy._core._multiarray_umath")._ARRAY_API
    except (ImportError, AttributeError):
        return None
    prototype = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)
    get = prototype(("PyCapsule_GetPointer", ctypes.pythonapi))
    return (ctypes.c_void_p * (_NEW_FROM_DESCRIPTION + 1)).from_address(get(capsule, None))


def _allocates(new_array: int) -> bool:
    """Whether the function makes the array that is asked for."""
    dtype, shape = np.dtype(np.float32), (3, 5)
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(dtype))
    make = ctypes.PYFUNCTYPE(
        ctypes.py_object,
        *(ctypes.py_object, ctypes.py_object, ctypes.c_int, ctypes.c_void_p),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p),
    )(new_array)
    array = make(np.ndarray, dtype, 2, (ctypes.c_ssize_t * 2)(*shape), None, None, 0, None)
    return type(array) is np.ndarray and array.dtype is dtype and array.shape == shape and array.flags.carray
