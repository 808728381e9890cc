"""Tensors repeated: broadcast along new dimensions, which are then merged with those that they repeat."""

from collections.abc import Sequence
from math import prod
from typing import cast

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.creation import ConstantOp
from adjoint.dialects.aten.data_sized import RepeatInterleaveIndicesOp
from adjoint.dialects.aten.index_along import IndexSelectOp
from adjoint.dialects.aten.operands import scalar
from adjoint.dialects.aten.promotion import category
from adjoint.dialects.aten.properties import (
    INT_LIST,
    IntProperty,
    int_list_property,
    int_property,
)
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim, sizes_agree
from adjoint.dialects.aten.tensor import Tensor, result_of


def repeated(input: Tensor, repeats: Sequence[int]) -> Tensor:
    """The whole tensor `repeats[i]` times along dimension i; there are as many numbers as dimensions."""
    if any(count < 0 for count in repeats):
        raise VerifyException(f"repeats must not be negative, got {list(repeats)}")
    shape = input.shape
    several = [dim for dim, count in enumerate(repeats) if count != 1]
    if not several:
        return input
    pieces: list[int] = []
    result: list[int] = []
    for dim, (size, count) in enumerate(zip(shape, repeats, strict=True)):
        kept = -1 if size == DYNAMIC_INDEX else size
        pieces += [count, kept] if dim in several else [kept]
        result.append(-1 if size == DYNAMIC_INDEX else size * count)
    for position, dim in enumerate(several):
        input = input.unsqueeze(dim + position)
    input = input.expand(pieces)
    if DYNAMIC_INDEX not in shape:
        return input.reshape(result)
    for dim in several:
        input = input.flatten(dim, dim + 1)
    return input


@irdl_op_definition
class RepeatOp(CompositeOp):
    """The whole tensor `repeats[i]` times along dimension i, new dimensions standing in front."""

    name = "aten.repeat"

    input = operand_def(TENSOR)
    repeats = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input `repeats` `=` $repeats attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, repeats: Sequence[int]):
        super().__init__([input], {"repeats": int_list_property(repeats)})

    def decompose(self) -> Tensor:
        input, repeats = Tensor(self.input), self.repeats.get_values()
        if len(repeats) < input.ndim:
            raise VerifyException(
                f"repeats {list(repeats)} has fewer numbers than {describe_shape(input.shape)} has dimensions"
            )
        for _ in range(len(repeats) - input.ndim):
            input = input.unsqueeze(0)
        return repeated(input, repeats)


@irdl_op_definition
class TileOp(CompositeOp):
    """`aten.repeat`, where `dims` may be shorter than the shape: it counts from the last dimension."""

    name = "aten.tile"

    input = operand_def(TENSOR)
    dims = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input `dims` `=` $dims attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dims: Sequence[int]):
        super().__init__([input], {"dims": int_list_property(dims)})

    def decompose(self) -> Tensor:
        input, dims = Tensor(self.input), self.dims.get_values()
        for _ in range(len(dims) - input.ndim):
            input = input.unsqueeze(0)
        return repeated(input, (*[1] * (input.ndim - len(dims)), *dims))


@irdl_op_definition
class RepeatInterleaveOp(CompositeOp):
    """Each place of dimension `dim` several times, one after the other; without `dim`, each element of all.

    How often is a static number or a vector of integers, one for each place, whose sum must be known when compiling: a
    constant, or with `output_size`, which is checked at run time. Otherwise it is written as `aten.index_select` of
    `aten.repeat_interleave.Tensor`.
    """

    name = "aten.repeat_interleave"

    input = operand_def(TENSOR)
    repeats = opt_operand_def(TENSOR)
    static_repeats = opt_prop_def(IntProperty)
    dim = opt_prop_def(IntProperty)
    output_size = opt_prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`,` $repeats^)? (`repeats` `=` $static_repeats^)? (`dim` `=` $dim^)? "
        "(`output_size` `=` $output_size^)? attr-dict `:` type($input) (`,` type($repeats)^)? `->` type($result)"
    )

    def __init__(self, input: Operand, repeats: int | Operand, dim: int | None = None, output_size: int | None = None):
        static = isinstance(repeats, int)
        super().__init__(
            [input, None if static else repeats],
            {
                "static_repeats": int_property(repeats) if static else None,
                "dim": None if dim is None else int_property(dim),
                "output_size": None if output_size is None else int_property(output_size),
            },
        )

    def decompose(self) -> Tensor:
        input = Tensor(self.input)
        if self.dim is None or not input.ndim:
            input = input.flatten()
        dim = normalize_dim(0 if self.dim is None else self.dim.value.data, input.ndim)
        if self.static_repeats is not None and self.repeats is None:
            return self._repeat_equally(input, dim, self.static_repeats.value.data)
        if self.repeats is None or self.static_repeats is not None:
            raise VerifyException("expected repeats: either a static number or an operand of integers")
        return result_of(IndexSelectOp, input.value, dim, self._places(input, dim, Tensor(self.repeats)).value)

    def _repeat_equally(self, input: Tensor, dim: int, count: int) -> Tensor:
        if count < 0:
            raise VerifyException(f"repeats must not be negative, got {count}")
        size, output_size = input.shape[dim], self.output_size
        if output_size is not None and size != DYNAMIC_INDEX and output_size.value.data != size * count:
            raise VerifyException(f"output_size is {output_size.value.data}, the result has size {size * count}")
        if count == 1:
            return input
        kept = [-1 if size == DYNAMIC_INDEX else size for size in input.shape]
        return input.unsqueeze(dim + 1).expand([*kept[: dim + 1], count, *kept[dim + 1 :]]).flatten(dim, dim + 1)

    def _places(self, input: Tensor, dim: int, repeats: Tensor) -> Tensor:
        """For each place of the result the one that it repeats."""
        if repeats.ndim > 1 or category(repeats.dtype) != 1:
            raise VerifyException(f"repeats must be a vector of integers, got {repeats.type}")
        if not repeats.ndim or repeats.shape[0] == 1:
            repeats = repeats.expand([input.size(dim)])
        elif not sizes_agree(repeats.shape[0], input.shape[dim]):
            raise VerifyException(
                f"expected one number for each of the {input.shape[dim]} places of dim {dim}, "
                f"got {describe_shape(repeats.shape)}"
            )
        count = scalar(self._known_count(), IndexType())
        return result_of(RepeatInterleaveIndicesOp, repeats.value, count)

    def _known_count(self) -> int:
        if self.output_size is not None:
            return self.output_size.value.data
        assert self.repeats is not None
        owner = self.repeats.owner
        if not isinstance(owner, ConstantOp):
            raise VerifyException(
                "repeats are known only at run time, and with them the result's size: give output_size, "
                "or select the indices that aten.repeat_interleave.Tensor gives"
            )
        values = [int(cast(int, value)) for value in owner.value.get_values()]
        return sum(values) * (prod(tensor_type(owner.result).get_shape()) if len(values) == 1 else 1)
