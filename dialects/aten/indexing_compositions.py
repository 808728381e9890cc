"""Operators on places that masks or indices name, which are compositions of others."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, i1
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import IndexPutOp
from adjoint.dialects.aten.base import TENSOR, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.lookup import GatherOp, require_indices
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import broadcast_size, describe_shape, normalize_dim
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
    """The input with `value`, 0-d, in the slices along `dim` that the vector `index` names; negative ones count from
    the end."""

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
        filled = input if input.ndim else input.reshape(1)
        indices = [*[None] * dim, index]
        values = Tensor(self.value).to(input.dtype).expand(indexed_sizes(filled, indices))
        places = [None if each is None else each.value for each in indices]
        result = result_of(IndexPutOp, filled.value, places, values.value)
        return result if input.ndim else result.reshape([])


@irdl_op_definition
class TakeAlongDimOp(CompositeOp):
    """`gather` along `dim` of input and `indices` broadcast against each other but along `dim`.

    Without a `dim` the elements of the input in row-major order are taken, as a vector.
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
        return result_of(GatherOp, input.value, dim, indices.value)


def _broadcast_but_along(input: Tensor, indices: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """Both expanded to the sizes that they broadcast to, except along `dim`."""
    input_sizes: list[int | Tensor] = []
    index_sizes: list[int | Tensor] = []
    for each, (size, index_size) in enumerate(zip(input.shape, indices.shape, strict=True)):
        common: int | Tensor | None = broadcast_size(size, index_size)
        if each == dim:
            input_sizes.append(input.size(each))
            index_sizes.append(indices.size(each))
            continue
        if common is None:
            raise VerifyException(
                f"shapes {describe_shape(input.shape)} and {describe_shape(indices.shape)} cannot broadcast: "
                f"sizes {size} and {index_size} at dimension {each} differ and neither is 1"
            )
        if common == DYNAMIC_INDEX:
            common = (indices if size == 1 else input).size(each)
        input_sizes.append(common)
        index_sizes.append(common)
    return expanded(input, input_sizes), expanded(indices, index_sizes)


def expanded(x: Tensor, sizes: Sequence[int | Tensor]) -> Tensor:
    """The tensor broadcast to sizes, which it may be known to have."""
    known = [size for size in sizes if isinstance(size, int)]
    return x if len(known) == len(sizes) and tuple(known) == x.shape else x.expand(sizes)


def indexed_sizes(input: Tensor, indices: Sequence[Tensor | None]) -> list[int | Tensor]:
    """The sizes of `input[indices]`: ints where they are known when compiling."""
    present = [index for index in indices if index is not None]
    dims = [dim for dim, index in enumerate(indices) if index is not None]
    rank = max(index.ndim for index in present)
    broadcast: list[int | Tensor] = [1] * rank
    for index in present:
        for dim in range(rank - index.ndim, rank):
            size, known = index.shape[dim - rank], broadcast[dim]
            if size not in (1, DYNAMIC_INDEX) or (size == DYNAMIC_INDEX and isinstance(known, int) and known == 1):
                broadcast[dim] = index.size(dim - rank)
    kept = [input.size(dim) for dim in range(input.ndim) if dim not in dims]
    first = dims[0] if dims[-1] - dims[0] == len(dims) - 1 else 0
    return [*kept[:first], *broadcast, *kept[first:]]
