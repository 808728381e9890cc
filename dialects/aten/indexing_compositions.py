"""Operators on places that masks or indices name, which are compositions of others."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, i1
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import IndexedDims, IndexPutOp
from adjoint.dialects.aten.base import TENSOR, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.creation import FullOp
from adjoint.dialects.aten.indexing import SliceOp
from adjoint.dialects.aten.lookup import GatherOp, require_indices
from adjoint.dialects.aten.operands import scalar, target_of
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import broadcast_shapes, describe_shape, normalize_dim
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.ternary import WhereOp


def require_number(value: Operand) -> None:
    """Raises VerifyException where a tensor that stands for a number has dimensions."""
    shape = tensor_type(value).get_shape()
    if shape:
        raise VerifyException(f"value must be a number or a 0-d tensor, got shape {describe_shape(shape)}")


@irdl_op_definition
class MaskedFillOp(CompositeOp):
    """`where(mask, value, input)`: of the input's element type; `mask` is i1 and broadcasts, `value` is 0-d."""

    name = "aten.masked_fill"

    input = operand_def(TENSOR)
    mask = operand_def(TENSOR)
    value = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $mask `,` $value attr-dict `:` type($input) `,` type($mask) `,` type($value) `->` type($result)"
    )

    def __init__(self, input: Operand, mask: Operand, value: Operand):
        super().__init__([input, mask, value])

    def decompose(self) -> Tensor:
        input, mask = Tensor(self.input), Tensor(self.mask)
        if mask.dtype != i1:
            raise VerifyException(f"mask must be i1, got {mask.dtype}")
        require_number(self.value)
        return result_of(WhereOp, mask.value, Tensor(self.value).to(input.dtype).value, input.value)


@irdl_op_definition
class IndexFillOp(CompositeOp):
    """The input with `value`, 0-d, in the slices along `dim` that the vector `index` names.

    Negative indices count from the end. The gradient of the value counts each element that it replaces once.
    """

    name = "aten.index_fill"

    input = operand_def(TENSOR)
    index = operand_def(TENSOR)
    value = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $index `,` $value `dim` `=` $dim attr-dict "
        "`:` type($input) `,` type($index) `,` type($value) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int, index: Operand, value: Operand):
        super().__init__([input, index, value], {"dim": int_property(dim)})

    def decompose(self) -> Tensor:
        input, index = Tensor(self.input), Tensor(self.index)
        dim = normalize_dim(self.dim.value.data, input.ndim)
        require_number(self.value)
        if index.ndim > 1:
            raise VerifyException(f"index must be a vector, got shape {describe_shape(index.shape)}")
        size = input.size(dim) if input.ndim else 1
        chosen = result_of(FullOp, target_of(size), False, i1)
        truth = Tensor(scalar(True)).expand([index.size(0)] if index.ndim else [])
        mask = result_of(IndexPutOp, chosen.value, [index.value], truth.value)
        if not input.ndim:
            mask = mask.squeeze(0)
        for _ in range(dim + 1, input.ndim):
            mask = mask.unsqueeze(-1)
        return result_of(WhereOp, mask.value, Tensor(self.value).to(input.dtype).value, input.value)


@irdl_op_definition
class TakeAlongDimOp(CompositeOp):
    """`gather` along `dim` of input and `indices` broadcast against each other but along `dim`.

    Negative indices count from the end. Without a `dim` the elements of the input in row-major order are taken, as a
    vector, by indices that are not negative.
    """

    name = "aten.take_along_dim"

    input = operand_def(TENSOR)
    indices = operand_def(TENSOR)
    dim = opt_prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $indices (`dim` `=` $dim^)? attr-dict `:` type($input) `,` type($indices) `->` type($result)"
    )

    def __init__(self, input: Operand, indices: Operand, dim: int | None = None):
        super().__init__([input, indices], {"dim": None if dim is None else int_property(dim)})

    def decompose(self) -> Tensor:
        input, indices = Tensor(self.input), Tensor(self.indices)
        require_indices(indices.type, "indices")
        if self.dim is None:
            return result_of(GatherOp, input.flatten().value, 0, indices.flatten().value)
        if input.ndim != indices.ndim:
            raise VerifyException(f"input and indices must have the same rank, got {input.ndim} and {indices.ndim}")
        dim = normalize_dim(self.dim.value.data, input.ndim)
        if input.ndim:
            input, indices = _broadcast_but_along(input, indices, dim)
        size = input.size(dim) if input.ndim else 1
        from_front = result_of(WhereOp, (indices < 0).value, (indices + size).to(indices.dtype).value, indices.value)
        return result_of(GatherOp, input.value, dim, from_front.value)


def _broadcast_but_along(input: Tensor, indices: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Both expanded to the sizes that they broadcast to, except along `dim`."""
    shapes = ([*x.shape[:dim], 1, *x.shape[dim + 1 :]] for x in (input, indices))
    common: list[int | Tensor] = list(broadcast_shapes(*shapes))
    if DYNAMIC_INDEX in common:
        # What is not there of the two shows what they broadcast to.
        nothing = [result_of(SliceOp, x.value, dim, 0, 0) for x in (input, indices)]
        both = nothing[0] + nothing[1]
        common = [both.size(each) for each in range(input.ndim)]
    return (
        expanded(input, [*common[:dim], input.size(dim), *common[dim + 1 :]]),
        expanded(indices, [*common[:dim], indices.size(dim), *common[dim + 1 :]]),
    )


def expanded(x: Tensor, sizes: Sequence[int | Tensor]) -> Tensor:
    """The tensor broadcast to sizes, which it may be known to have."""
    known = [size for size in sizes if isinstance(size, int)]
    return x if len(known) == len(sizes) and tuple(known) == x.shape else x.expand(sizes)


def indexed_sizes(input: Tensor, indices: Sequence[Tensor | None]) -> list[int | Tensor]:
    """The sizes of `input[indices]`: ints where they are known when compiling."""
    first, *others = present = [index for index in indices if index is not None]
    dims = tuple(dim for dim, index in enumerate(indices) if index is not None)
    broadcast: list[int | Tensor] = list(broadcast_shapes(*(index.shape for index in present)))
    if DYNAMIC_INDEX in broadcast:
        for other in others:
            first = first + other
        broadcast = [first.size(dim) for dim in range(first.ndim)]
    sizes = [input.size(dim) for dim in range(input.ndim)]
    return list(IndexedDims(dims, input.ndim, len(broadcast)).result_shape(tuple(sizes), tuple(broadcast)))
