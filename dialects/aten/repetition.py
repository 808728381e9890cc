"""Tensors repeated: broadcast along new dimensions, which are then merged with those that they repeat."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.properties import (
    INT_LIST,
    IntProperty,
    int_list_property,
    int_property,
)
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim
from adjoint.dialects.aten.tensor import Tensor


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
    """Each place of dimension `dim` `repeats` times, one after the other; without `dim`, each element of all."""

    name = "aten.repeat_interleave"

    input = operand_def(TENSOR)
    repeats = prop_def(IntProperty)
    dim = opt_prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$input `repeats` `=` $repeats (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, repeats: int, dim: int | None = None):
        super().__init__([input], {"repeats": int_property(repeats), "dim": None if dim is None else int_property(dim)})

    def decompose(self) -> Tensor:
        input, count = Tensor(self.input), self.repeats.value.data
        if count < 0:
            raise VerifyException(f"repeats must not be negative, got {count}")
        if self.dim is None or not input.ndim:
            input = input.flatten()
        dim = normalize_dim(0 if self.dim is None else self.dim.value.data, input.ndim)
        if count == 1:
            return input
        kept = [-1 if size == DYNAMIC_INDEX else size for size in input.shape]
        return input.unsqueeze(dim + 1).expand([*kept[: dim + 1], count, *kept[dim + 1 :]]).flatten(dim, dim + 1)
