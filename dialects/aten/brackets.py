"""Python's brackets: `x[0, 1:, None, ..., i]` as selections, slices, dimensions of size 1 and indexing by tensors."""

from collections.abc import Sequence
from types import EllipsisType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from xdsl.dialects.builtin import i1, i64
from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import BOOLEAN_INDEX, IndexOp
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.builder import build, errors_of
from adjoint.dialects.aten.creation import ConstantOp
from adjoint.dialects.aten.dimensions import UnsqueezeOp
from adjoint.dialects.aten.handle import Handle
from adjoint.dialects.aten.indexing import SelectOp, SliceOp
from adjoint.dialects.aten.literals import array_elements

Index: TypeAlias = int | slice | None | EllipsisType | Handle | Sequence[Any] | NDArray[Any]
"""What stands between the brackets for one dimension. Any: lists of lists of ints, arrays of any integer type."""


def index_by_brackets(input: SSAValue, indices: tuple[Index, ...]) -> SSAValue:
    """`input[indices]`: an int selects, a slice slices, None inserts a dimension, `...` stands for those not named.

    Tensors, arrays and lists of integers index the dimensions that are left once the others are done, as in PyTorch.
    """
    rank = tensor_type(input).get_num_dims()
    named = sum(index is not None and index is not Ellipsis for index in indices)
    with errors_of(IndexOp.name):
        if named > rank:
            raise VerifyException(f"{named} indices are too many for a tensor of rank {rank}")
        if sum(index is Ellipsis for index in indices) > 1:
            raise VerifyException("an index holds one ellipsis at most")
    dim = 0
    tensors: dict[int, SSAValue] = {}
    for index in indices:
        if index is Ellipsis:
            dim += rank - named
        elif index is None:
            input, dim = build(UnsqueezeOp, input, dim).result, dim + 1
        elif isinstance(index, int | np.integer) and not isinstance(index, bool):
            input = build(SelectOp, input, dim, int(index)).result
        elif isinstance(index, slice):
            input, dim = sliced(input, dim, index), dim + 1
        else:
            tensors[dim], dim = _index_tensor(index), dim + 1
    if not tensors:
        return input
    return build(IndexOp, input, [tensors.get(each) for each in range(dim)]).result


def sliced(input: SSAValue, dim: int, index: slice) -> SSAValue:
    """`input[index]` along one dimension."""
    if index == slice(None):
        return input
    step = 1 if index.step is None else index.step
    return build(SliceOp, input, dim, index.start or 0, index.stop, step).result


def _index_tensor(index: Index) -> SSAValue:
    """A tensor of indices as it is, a list or an array of integers as a constant."""
    if isinstance(index, Handle):
        with errors_of(IndexOp.name):
            if index.dtype == i1:
                raise VerifyException(BOOLEAN_INDEX)
        return index.value
    if isinstance(index, Sequence | np.ndarray) and not isinstance(index, str):
        array = np.asarray(index)
        array = array.astype(np.int64) if not array.size else array
        if np.issubdtype(array.dtype, np.integer):
            return build(ConstantOp, array_elements(array, i64)).result
    raise TypeError(
        f"an index must be an int, a slice, None, `...`, or a tensor or list of integers, got {type(index).__name__}"
    )
