"""Python's brackets: `x[0, 1:, None, ...]` as selections, slices and dimensions of size 1."""

from types import EllipsisType
from typing import TypeAlias

from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.builder import build, errors_of
from adjoint.dialects.aten.dimensions import UnsqueezeOp
from adjoint.dialects.aten.indexing import SelectOp, SliceOp

Index: TypeAlias = int | slice | None | EllipsisType
"""What stands between the brackets for one dimension."""


def basic_index(input: SSAValue, indices: tuple[Index, ...]) -> SSAValue:
    """`input[indices]`: an int selects, a slice slices, None inserts a dimension, `...` stands for those not named."""
    rank = tensor_type(input).get_num_dims()
    named = sum(isinstance(index, int | slice) for index in indices)
    with errors_of(SelectOp.name):
        if named > rank:
            raise VerifyException(f"{named} indices are too many for a tensor of rank {rank}")
        if sum(index is Ellipsis for index in indices) > 1:
            raise VerifyException("an index holds one ellipsis at most")
    dim = 0
    for index in indices:
        if index is Ellipsis:
            dim += rank - named
        elif index is None:
            input, dim = build(UnsqueezeOp, input, dim).result, dim + 1
        elif isinstance(index, int):
            input = build(SelectOp, input, dim, index).result
        elif isinstance(index, slice):
            input, dim = sliced(input, dim, index), dim + 1
        else:
            raise TypeError(
                f"an index must be an int, a slice, None or `...`, got {type(index).__name__}: "
                "use aten.gather or aten.embedding for tensors of indices"
            )
    return input


def sliced(input: SSAValue, dim: int, index: slice) -> SSAValue:
    """`input[index]` along one dimension."""
    if index == slice(None):
        return input
    step = 1 if index.step is None else index.step
    return build(SliceOp, input, dim, index.start or 0, index.stop, step).result
