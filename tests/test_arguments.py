"""What a compiled function takes in place of an array, and what it refuses."""

import ml_dtypes
import numpy as np
import pytest
from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint import AdjointError
from adjoint.runtime.arguments import Parameter

MATRIX = Parameter("x", np.dtype(np.float32), (DYNAMIC_INDEX, 3))
INDICES = Parameter("indices", np.dtype(np.int64), (DYNAMIC_INDEX,))
BRAIN = Parameter("b", np.dtype(ml_dtypes.bfloat16), (DYNAMIC_INDEX,))


def test_a_contiguous_array_passes_without_a_copy():
    array = np.zeros((2, 3), np.float32)
    assert MATRIX.convert(array) is array


def test_a_read_only_array_passes_without_a_copy():
    array = np.zeros((2, 3), np.float32)
    array.flags.writeable = False
    assert MATRIX.convert(array) is array


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6, dtype=np.float32).reshape(3, 2).T,
        np.arange(12, dtype=np.float32).reshape(2, 6)[:, ::2],
        np.arange(6, dtype=">f4").reshape(2, 3),
        np.frombuffer(b"\0" + np.arange(6, dtype=np.float32).tobytes(), np.float32, offset=1).reshape(2, 3),
        [[0.0, 1.0, 2.0], [3, 4, 5]],
        ((0.5, 1.5, 2.5),),
        np.zeros((0, 3), np.float32),
    ],
    ids=["transposed", "strided", "big-endian", "unaligned", "list", "tuple", "empty"],
)
def test_only_the_layout_is_changed(value: object):
    converted = MATRIX.convert(value)
    assert converted.dtype == np.float32
    assert converted.dtype.isnative
    assert converted.flags.c_contiguous
    assert converted.flags.aligned
    np.testing.assert_array_equal(converted, np.asarray(value))


@pytest.mark.parametrize(
    "parameter, value, message",
    [
        (MATRIX, np.zeros((2, 3)), r"argument 'x': expected float32\[\?, 3\], got dtype float64"),
        (MATRIX, np.zeros((2, 4), np.float32), r"expected float32\[\?, 3\], got shape \[2, 4\]"),
        (MATRIX, np.zeros(3, np.float32), r"got shape \[3\]"),
        (MATRIX, "text", "expected float32"),
        (MATRIX, None, "expected float32"),
        (MATRIX, [[1, 2, 3], [4, 5]], "inhomogeneous"),
        (MATRIX, [[1j, 2, 3]], "complex128"),
        (INDICES, [0.5, 1.5], "float64"),
        (INDICES, [2**70], "object"),
        (Parameter("i", np.dtype(np.int32), (1,)), [2**40], "out of the range"),
        (Parameter("i", np.dtype(np.int8), (1,)), [128], "out of the range"),
        (BRAIN, np.zeros(2, np.float32), r"argument 'b': expected bfloat16\[\?\], got dtype float32"),
        (BRAIN, np.zeros(2, np.int16), "got dtype int16"),
        (Parameter("h", np.dtype(np.float16), (2,)), np.zeros(2, ml_dtypes.bfloat16), "got dtype bfloat16"),
    ],
)
def test_what_would_change_a_value_is_refused(parameter: Parameter, value: object, message: str):
    with pytest.raises(AdjointError, match=message):
        parameter.convert(value)


def test_bfloat16_comes_as_such_or_as_lists_or_as_a_file_has_it():
    array = np.array([1.5, -2, 0.1], ml_dtypes.bfloat16)
    assert BRAIN.convert(array) is array
    for value in ([1.5, -2, 0.1], array.view("V2"), array[::-1][::-1]):
        converted = BRAIN.convert(value)
        assert converted.dtype == ml_dtypes.bfloat16
        np.testing.assert_array_equal(converted.view(np.int16), array.view(np.int16))


@pytest.mark.filterwarnings("error")
def test_a_number_above_all_of_the_dtype_is_infinite():
    half = Parameter("h", np.dtype(np.float16), (2,)).convert([1e6, 65504])
    np.testing.assert_array_equal(half, [np.inf, 65504])
