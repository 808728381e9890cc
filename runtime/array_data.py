"""Where the elements of an array are: what native code is given."""

import sys
from ctypes import c_size_t
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DATA_OFFSET = object.__basicsize__
"""Of the pointer to the elements in an array object, after what every Python object begins with.

This is `PyArrayObject_fields` of numpy's C interface, in which extension modules read the pointer too.
"""


def data_address(array: NDArray[Any]) -> int:
    """Where the elements start.

    `array.__array_interface__["data"][0]` and `array.ctypes.data` take seven times as long, for objects that nobody
    needs: of a small program, longer than all the rest of a call.
    """
    return c_size_t.from_address(id(array) + _DATA_OFFSET).value


def _data_address_as_told(array: NDArray[Any]) -> int:
    return array.__array_interface__["data"][0]


def _reads_arrays_right() -> bool:
    if sys.implementation.name != "cpython":
        return False
    array = np.empty(2)
    return all(data_address(each) == _data_address_as_told(each) for each in (array, array[1:]))


if not _reads_arrays_right():
    data_address = _data_address_as_told
