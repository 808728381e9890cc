"""Boolean masks as indices: the places where they are true, one tensor of indices for each of their dimensions."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, i1
from xdsl.ir import SSAValue
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import IndexOp
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.builder import build, errors_of
from adjoint.dialects.aten.comparison import GeOp
from adjoint.dialects.aten.creation import DimArangeOp
from adjoint.dialects.aten.dimensions import UnsqueezeOp
from adjoint.dialects.aten.indexing import SelectOp
from adjoint.dialects.aten.logical import LogicalAndOp
from adjoint.dialects.aten.operands import scalar
from adjoint.dialects.aten.shapes import describe_shape, sizes_agree


def is_mask(index: SSAValue | None) -> bool:
    """Whether an entry of ATen's list of indices is a boolean mask."""
    return index is not None and tensor_type(index).element_type == i1


def without_masks(input: SSAValue, indices: Sequence[SSAValue | None]) -> list[SSAValue | None]:
    """The list of indices with the places where it is true for each dimension of a mask."""
    from adjoint.dialects.aten.data_sized import NonzeroOp  # it is composed of functions that are written with this

    result: list[SSAValue | None] = []
    for index in indices:
        if index is None or not is_mask(index):
            result.append(index)
            continue
        mask = fitting_mask(input, len(result), index)
        places = build(NonzeroOp, mask).result
        result += [build(SelectOp, places, 1, dim).result for dim in range(tensor_type(mask).get_num_dims())]
    return result


def fitting_mask(input: SSAValue, dim: int, mask: SSAValue) -> SSAValue:
    """The mask of dimensions of the input from `dim` on, which are as large: checked at run time where it has to be."""
    sizes, shape = tensor_type(mask).get_shape(), tensor_type(input).get_shape()
    expected = shape[dim : dim + len(sizes)]
    with errors_of(IndexOp.name):
        if not sizes or len(expected) < len(sizes) or not all(map(sizes_agree, sizes, expected)):
            raise VerifyException(
                f"a mask of shape {describe_shape(sizes)} does not fit dim {dim} and those behind it of a tensor of "
                f"shape {describe_shape(shape)}"
            )
    for position in range(len(sizes)):
        if DYNAMIC_INDEX in (sizes[position], expected[position]):
            steps = build(DimArangeOp, input, dim + position).result
            is_there = build(GeOp, steps, scalar(0)).result
            for _ in range(position + 1, len(sizes)):
                is_there = build(UnsqueezeOp, is_there, -1).result
            mask = build(LogicalAndOp, mask, is_there).result
    return mask
