"""Python values to the arrays that native code reads: C-contiguous, aligned, in native byte order.

An array that is so already passes without a copy. A copy is made where only the layout differs (strides, byte order,
alignment); a list or a number becomes an array of the parameter's dtype. What would change a value or a shape is
refused with a message that names the argument and says what would be right.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType

from adjoint.dialects.aten.base import AnyTensorType
from adjoint.dialects.size_ranges import UNBOUNDED, SizeRanges
from adjoint.runtime.dtypes import BFLOAT16, dtype_of
from adjoint.runtime.errors import AdjointError

Array = NDArray[Any]
"""An array whose dtype is known at run time only."""

Argument = ArrayLike
"""What a compiled function takes: a numpy array, anything that offers one (`__array__`), nested lists, a number."""

_RAW_BFLOAT16 = np.dtype("V2")
"""What a .npy file keeps of bfloat16, which numpy's format has no name for."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of a compiled function: its name, its dtype, and its shape with `DYNAMIC_INDEX` for any size."""

    name: str
    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    holds_sizes: bool = False
    """Whether it is a list of sizes, a `tensor<nxindex>`, or one of them."""

    size_ranges: SizeRanges | None = None
    """The smallest and the largest size that each dimension may have."""

    @staticmethod
    def of(name: str, type_: AnyTensorType, size_ranges: SizeRanges | None = None) -> "Parameter":
        """The parameter of a ranked tensor type. Raises AdjointError for an element type that cannot be run."""
        shape = type_.get_shape()
        holds_sizes = type_.element_type == IndexType() and len(shape) <= 1 and DYNAMIC_INDEX not in shape
        return Parameter(name, dtype_of(type_.element_type), shape, holds_sizes, size_ranges)

    def accepts_shape(self, shape: tuple[int, ...]) -> bool:
        """Whether an array of this shape can be passed."""
        if len(shape) != len(self.shape) or not all(
            expected in (DYNAMIC_INDEX, size) for expected, size in zip(self.shape, shape, strict=True)
        ):
            return False
        return self.size_ranges is None or all(
            low <= size <= high for size, (low, high) in zip(shape, self.size_ranges, strict=False)
        )

    def describe(self) -> str:
        """What the parameter takes, such as `float32[?, 64]`, or `float32[2..100, 64]` where the range is known."""
        sizes = ["?" if size == DYNAMIC_INDEX else str(size) for size in self.shape]
        for dim, (low, high) in enumerate((self.size_ranges or ())[: len(sizes)]):
            if self.shape[dim] == DYNAMIC_INDEX and (low > 0 or high < UNBOUNDED):
                sizes[dim] = f"{low}.." if high == UNBOUNDED else f"{low}..{high}"
        return f"{self.dtype}[{', '.join(sizes)}]"

    def convert(self, value: Argument) -> Array:
        """The value as an array that native code can read. Raises AdjointError where it does not fit."""
        if type(value) is np.ndarray:
            array = value
        else:
            array = self._from_python(value)
        if array.dtype == _RAW_BFLOAT16 and self.dtype == BFLOAT16:
            array = array.view(BFLOAT16)
        if array.dtype != self.dtype:
            if array.dtype.newbyteorder("=") != self.dtype:
                raise self._error(f"got dtype {array.dtype}")
            array = array.astype(self.dtype)
        if not self.accepts_shape(array.shape):
            raise self._error(f"got shape {list(array.shape)}")
        if not (array.flags.c_contiguous and array.flags.aligned):
            array = np.array(array, order="C", copy=True)
        return array

    def _from_python(self, value: Argument) -> Array:
        if hasattr(value, "__array__"):
            try:
                return np.asarray(value)
            except (RuntimeError, TypeError, ValueError) as error:
                raise self._error(f"{type(value).__name__} gives no array: {error}") from None
        try:
            array = np.asarray(value)
        except (TypeError, ValueError) as error:
            raise self._error(str(error)) from None
        if array.size == 0:
            return array.astype(self.dtype)
        # A Python float fits every floating point parameter and an int every numeric one; a float does not fit an int.
        if not np.can_cast(array.dtype, self.dtype, casting="same_kind"):
            raise self._error(f"got {type(value).__name__} of {array.dtype}")
        with np.errstate(over="ignore"):
            converted = array.astype(self.dtype)
        if self.dtype.kind in "iu" and not np.array_equal(converted, array):
            raise self._error("a value is out of the range of the dtype")
        return converted

    def _error(self, problem: str) -> AdjointError:
        return AdjointError(f"error: argument '{self.name}': expected {self.describe()}, {problem}")
