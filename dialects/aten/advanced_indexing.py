"""Indexing by tensors in brackets, `input[:, i, j]`, and tensors with other elements at such places."""

from abc import ABC
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from xdsl.dialects.builtin import TensorType, UnitAttr, i1
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def, var_operand_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.lookup import require_indices
from adjoint.dialects.aten.properties import INT_LIST, IntListProperty, flag_property, int_list_property
from adjoint.dialects.aten.shapes import broadcast_shapes, describe_shape, sizes_agree

SizeT = TypeVar("SizeT")


@dataclass(frozen=True)
class IndexedDims:
    """Where the dimensions of an indexed tensor come from.

    The dimensions that tensors index are replaced by those that the tensors broadcast to, at the place of the first of
    them where they are neighbours, in front of all others where they are not.
    """

    dims: tuple[int, ...]
    """The dimensions that tensors index, in ascending order."""
    rank: int
    """The rank of what is indexed."""
    index_rank: int
    """The rank that the tensors broadcast to."""

    @property
    def first(self) -> int:
        """The dimension of the result at which those of the index tensors begin."""
        return self.dims[0] if self.dims[-1] - self.dims[0] == len(self.dims) - 1 else 0

    @property
    def others(self) -> tuple[int, ...]:
        """The dimensions that are not indexed."""
        return tuple(dim for dim in range(self.rank) if dim not in self.dims)

    def result_dim(self, dim: int) -> int:
        """The dimension of the result that a dimension that is not indexed becomes."""
        position = self.others.index(dim)
        return position if position < self.first else position + self.index_rank

    def result_shape(self, shape: tuple[SizeT, ...], index_shape: tuple[SizeT, ...]) -> tuple[SizeT, ...]:
        """The shape of the result."""
        kept = tuple(shape[dim] for dim in self.others)
        return (*kept[: self.first], *index_shape, *kept[self.first :])


class AdvancedIndexingOp(AtenOp, ABC):
    """What `aten.index` and `aten.index_put` share.

    The tensors `indices`, i32 or i64, broadcast against each other; `dims` says which dimension each of them indexes,
    in ascending order: the entries of ATen's list of indices that are not None. Their elements are within -n and n,
    excluded, for a dimension of size n, and count from the end where they are negative; others are an error at run
    time.
    """

    def indexed(self, type_: AnyTensorType, indices: Sequence[AnyTensorType], dims: IntListProperty) -> IndexedDims:
        """Which dimensions are indexed. Raises VerifyException where the indices do not fit."""
        rank, listed = type_.get_num_dims(), dims.get_values()
        if not indices or len(indices) != len(listed):
            raise VerifyException(f"expected one index tensor for each of the dims {list(listed)}, got {len(indices)}")
        if any(first >= second for first, second in zip(listed, listed[1:], strict=False)) or listed[0] < 0:
            raise VerifyException(f"dims must be ascending and not negative, got {list(listed)}")
        if listed[-1] >= rank:
            raise VerifyException(f"dim {listed[-1]} is out of range for a tensor of rank {rank}")
        for index in indices:
            if index.element_type == i1:
                raise VerifyException("a boolean mask is no list of indices: aten.nonzero tells where it is true")
            require_indices(index, "an index")
        return IndexedDims(listed, rank, max(index.get_num_dims() for index in indices))


def listed_indices(indices: Sequence[Operand | None]) -> tuple[list[Operand], IntListProperty]:
    """The tensors in ATen's list of indices, and the dimensions that they stand at."""
    present = [(dim, index) for dim, index in enumerate(indices) if index is not None]
    return [index for _, index in present], int_list_property([dim for dim, _ in present])


@irdl_op_definition
class IndexOp(AdvancedIndexingOp):
    """The elements at the places that index tensors name: `result[i] = input[a[i], b[i]]`, as PyTorch's brackets.

    The tensors broadcast against each other; their dimensions come at the place of the first that is indexed where
    these are neighbours, in front where they are not. Negative indices count from the end.
    """

    name = "aten.index"

    input = operand_def(TENSOR)
    indices = var_operand_def(TENSOR)
    dims = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `[` $indices `]` `dims` `=` $dims attr-dict `:` type($input) `[` type($indices) `]` `->` type($result)"
    )

    def __init__(self, input: Operand, indices: Sequence[Operand | None]):
        present, dims = listed_indices(indices)
        super().__init__([input, present], {"dims": dims})

    @property
    def indexed_dims(self) -> IndexedDims:
        """Where the dimensions of the result come from."""
        return self.indexed(tensor_type(self.input), [tensor_type(index) for index in self.indices], self.dims)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, shapes = tensor_type(self.input), [tensor_type(index).get_shape() for index in self.indices]
        shape = self.indexed_dims.result_shape(type_.get_shape(), broadcast_shapes(*shapes))
        return [TensorType(type_.element_type, shape)]


@irdl_op_definition
class IndexPutOp(AdvancedIndexingOp):
    """The input with `values` at the places that index tensors name, or with `values` added there.

    `values` has the shape and the element type of `aten.index` of the same input and indices. Where places are named
    more than once all values are added with `accumulate`; without, the last one in row-major order stays. Both do not
    depend on the number of threads.
    """

    name = "aten.index_put"

    input = operand_def(TENSOR)
    indices = var_operand_def(TENSOR)
    values = operand_def(TENSOR)
    dims = prop_def(INT_LIST)
    accumulate = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `[` $indices `]` `,` $values `dims` `=` $dims (`accumulate` $accumulate^)? attr-dict "
        "`:` type($input) `[` type($indices) `]` `,` type($values) `->` type($result)"
    )

    def __init__(self, input: Operand, indices: Sequence[Operand | None], values: Operand, accumulate: bool = False):
        present, dims = listed_indices(indices)
        super().__init__([input, present, values], {"dims": dims, "accumulate": flag_property(accumulate)})

    @property
    def indexed_dims(self) -> IndexedDims:
        """Where the dimensions of `values` come from."""
        return self.indexed(tensor_type(self.input), [tensor_type(index) for index in self.indices], self.dims)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, values = tensor_type(self.input), tensor_type(self.values)
        shapes = [tensor_type(index).get_shape() for index in self.indices]
        expected = self.indexed_dims.result_shape(type_.get_shape(), broadcast_shapes(*shapes))
        require_same_element_type(type_, values, "values")
        shape = values.get_shape()
        if len(shape) != len(expected) or not all(map(sizes_agree, shape, expected)):
            raise VerifyException(
                f"values has shape {describe_shape(shape)}, what is indexed has {describe_shape(expected)}"
            )
        return [type_]


def require_same_element_type(input: AnyTensorType, other: AnyTensorType, what: str) -> None:
    """Raises VerifyException where elements of one type would be written among those of another."""
    if other.element_type != input.element_type:
        raise VerifyException(
            f"{what} must have the input's element type {input.element_type}, got {other.element_type}"
        )
