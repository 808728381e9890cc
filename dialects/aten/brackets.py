"""Python's brackets: `x[0, 1:, None, ..., i]` as selections, slices, dimensions of size 1 and indexing by tensors."""

from collections.abc import Sequence
from types import EllipsisType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from xdsl.dialects.builtin import i1, i64
from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import IndexOp
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.builder import build, errors_of
from adjoint.dialects.aten.creation import ConstantOp
from adjoint.dialects.aten.dimensions import UnsqueezeOp
from adjoint.dialects.aten.handle import Handle
from adjoint.dialects.aten.indexing import SelectOp, SliceOp
from adjoint.dialects.aten.literals import array_elements
from adjoint.dialects.aten.masks import without_masks

Index: TypeAlias = int | slice | None | EllipsisType | Handle | Sequence[Any] | NDArray[Any]
"""What stands between the brackets for one dimension. Any: lists of lists of ints, arrays of any integer type."""

_Entry: TypeAlias = int | slice | None | EllipsisType | Handle
"""The same with all that is neither a number nor a slice as a tensor."""


def index_by_brackets(input: SSAValue, indices: tuple[Index, ...]) -> SSAValue:
    """`input[indices]`: an int selects, a slice slices, None inserts a dimension, `...` stands for those not named.

    Tensors, arrays and lists of integers index the dimensions that are left once the others are done, as in PyTorch. A
    mask stands for as many dimensions as it has; a 0-d one for a new dimension, of size 1.
    """
    rank = tensor_type(input).get_num_dims()
    entries = [_entry(index) for index in indices]
    named = sum(map(_count_dims, entries))
    with errors_of(IndexOp.name):
        if named > rank:
            raise VerifyException(f"{named} indices are too many for a tensor of rank {rank}")
        if sum(isinstance(entry, EllipsisType) for entry in entries) > 1:
            raise VerifyException("an index holds one ellipsis at most")
    dim = 0
    tensors: list[SSAValue | None] = []
    for entry in entries:
        if isinstance(entry, EllipsisType):
            dim += rank - named
        elif entry is None:
            input, dim = _unsqueezed(input, dim), dim + 1
        elif isinstance(entry, int):
            input = build(SelectOp, input, dim, entry).result
        elif isinstance(entry, slice):
            input, dim = sliced(input, dim, entry), dim + 1
        else:
            tensor, count = entry.value, _count_dims(entry)
            if not count:
                input, tensor, count = _unsqueezed(input, dim), _unsqueezed(tensor, 0), 1
            tensors += [None] * (dim - _indexed_dims(tensors))
            tensors.append(tensor)
            dim += count
    return build(IndexOp, input, without_masks(input, tensors)).result if tensors else input


def _unsqueezed(value: SSAValue, dim: int) -> SSAValue:
    return build(UnsqueezeOp, value, dim).result


def _count_dims(entry: _Entry) -> int:
    """The dimensions of the input that an entry stands for."""
    if entry is None or isinstance(entry, EllipsisType):
        return 0
    return entry.ndim if isinstance(entry, Handle) and entry.dtype == i1 else 1


def _indexed_dims(tensors: Sequence[SSAValue | None]) -> int:
    """The dimensions that a list of index tensors stands for."""
    return sum(1 if each is None else _count_dims(Handle(each)) for each in tensors)


def sliced(input: SSAValue, dim: int, index: slice) -> SSAValue:
    """`input[index]` along one dimension."""
    if index == slice(None):
        return input
    step = 1 if index.step is None else index.step
    return build(SliceOp, input, dim, index.start or 0, index.stop, step).result


def _entry(index: Index) -> _Entry:
    """An entry with arrays and lists of integers, or of truth values, as constants."""
    if index is None or isinstance(index, slice | Handle | EllipsisType):
        return index
    if isinstance(index, int | np.integer) and not isinstance(index, bool):
        return int(index)
    if isinstance(index, Sequence | np.ndarray) and not isinstance(index, str):
        array = np.asarray(index)
        array = array.astype(np.int64) if not array.size else array
        if array.dtype == np.bool_ or np.issubdtype(array.dtype, np.integer):
            element_type = i1 if array.dtype == np.bool_ else i64
            return Handle(build(ConstantOp, array_elements(array, element_type)).result)
    raise TypeError(
        "an index must be an int, a slice, None, `...`, or a tensor or list of integers or truth values, "
        f"got {type(index).__name__}"
    )
