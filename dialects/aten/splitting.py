"""Tensors split along a dimension into a list of parts, whose number is known when compiling."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, var_result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.indexing import require_dims
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_list_property, int_property
from adjoint.dialects.aten.shapes import Shape, describe_shape, normalize_dim


def require_known_size(shape: Shape, dim: int, what: str) -> int:
    """The size of a dimension. Raises VerifyException where it, and with it `what`, is known only at run time."""
    if shape[dim] == DYNAMIC_INDEX:
        raise VerifyException(f"the size of dim {dim} is known only at run time, and with it {what}")
    return shape[dim]


def equal_parts(size: int, length: int) -> Shape:
    """The sizes of parts of the given length that make up a size: the last one is what remains, and may be shorter."""
    if not length:
        return (0,)
    count = max(-(-size // length), 1)
    return (*[length] * (count - 1), size - length * (count - 1))


class SplitFamilyOp(AtenOp, ABC):
    """Parts of `input` along `dim`, one after the other; together they are all of it."""

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty, default_value=int_property(0))
    parts = var_result_def(TENSOR)

    def __init__(self, input: Operand, dim: int, part_count: int, properties: Mapping[str, Attribute]):
        super().__init__(
            [input], {"dim": int_property(dim), **properties}, result_count=part_count, results_are_a_list=True
        )

    @property
    def split_dim(self) -> int:
        """The dimension, counted from the front. Raises VerifyException for a 0-d tensor."""
        shape = tensor_type(self.input).get_shape()
        require_dims(shape)
        return normalize_dim(self.dim.value.data, len(shape))

    @property
    @abstractmethod
    def part_sizes(self) -> Shape:
        """The size of each part along the dimension."""

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, dim, sizes = tensor_type(self.input), self.split_dim, self.part_sizes
        if len(sizes) != len(self.parts):
            raise VerifyException(f"expected {len(sizes)} parts, got {len(self.parts)}")
        before, after = type_.get_shape()[:dim], type_.get_shape()[dim + 1 :]
        return [TensorType(type_.element_type, (*before, size, *after)) for size in sizes]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if len(self.parts) == 1 else None


def _known_size_of_dim(input: Operand, dim: int, what: str) -> int:
    shape = tensor_type(input).get_shape()
    require_dims(shape)
    return require_known_size(shape, normalize_dim(dim, len(shape)), what)


_COUNT = "the number of parts: split into parts of given sizes, or make it static"


def _parts_of_length(size: int, length: int) -> Shape:
    """PyTorch's `split`: parts of length 0 only of nothing."""
    if length < 0:
        raise VerifyException(f"split_size must not be negative, got {length}")
    if not length and size:
        raise VerifyException(f"parts of size 0 cannot make up a dimension of size {size}")
    return equal_parts(size, length)


@irdl_op_definition
class SplitOp(SplitFamilyOp):
    """Parts of `split_size` along `dim`, the last one shorter where the size is no multiple of it.

    The size along `dim` must be known when compiling.
    """

    name = "aten.split"

    split_size = prop_def(IntProperty)

    assembly_format = (
        "$input `split_size` `=` $split_size (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($parts)"
    )

    def __init__(self, input: Operand, split_size: int, dim: int = 0):
        parts = _parts_of_length(_known_size_of_dim(input, dim, _COUNT), split_size)
        super().__init__(input, dim, len(parts), {"split_size": int_property(split_size)})

    @property
    def part_sizes(self) -> Shape:
        size = require_known_size(tensor_type(self.input).get_shape(), self.split_dim, _COUNT)
        return _parts_of_length(size, self.split_size.value.data)


@irdl_op_definition
class ChunkOp(SplitFamilyOp):
    """At most `chunks` parts of equal size along `dim`, the last one shorter. TorchScript's prim::ConstantChunk.

    There are fewer where that many parts of `⌈size / chunks⌉` are not needed. A size known only at run time is a
    multiple of `chunks`; one that is not is compiled for.
    """

    name = "aten.chunk"

    chunks = prop_def(IntProperty)

    assembly_format = "$input `chunks` `=` $chunks (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($parts)"

    def __init__(self, input: Operand, chunks: int, dim: int = 0):
        shape = tensor_type(input).get_shape()
        require_dims(shape)
        parts = self._sizes(shape[normalize_dim(dim, len(shape))], chunks)
        super().__init__(input, dim, len(parts), {"chunks": int_property(chunks)})

    @staticmethod
    def _sizes(size: int, chunks: int) -> Shape:
        if chunks <= 0:
            raise VerifyException(f"chunks must be positive, got {chunks}")
        if size == DYNAMIC_INDEX:
            return (DYNAMIC_INDEX,) * chunks
        return equal_parts(size, -(-size // chunks)) if size else (0,) * chunks

    @property
    def part_sizes(self) -> Shape:
        return self._sizes(tensor_type(self.input).get_shape()[self.split_dim], self.chunks.value.data)


@irdl_op_definition
class SplitWithSizesOp(SplitFamilyOp):
    """Parts of the given sizes along `dim`, which add up to its size; it may be known only at run time."""

    name = "aten.split_with_sizes"

    split_sizes = prop_def(INT_LIST)

    assembly_format = (
        "$input `split_sizes` `=` $split_sizes (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($parts)"
    )

    def __init__(self, input: Operand, split_sizes: Sequence[int], dim: int = 0):
        super().__init__(input, dim, len(split_sizes), {"split_sizes": int_list_property(split_sizes)})

    @property
    def part_sizes(self) -> Shape:
        shape, sizes = tensor_type(self.input).get_shape(), self.split_sizes.get_values()
        size = shape[self.split_dim]
        if any(each < 0 for each in sizes):
            raise VerifyException(f"split_sizes must not be negative, got {list(sizes)}")
        if size not in (DYNAMIC_INDEX, sum(sizes)):
            raise VerifyException(
                f"split_sizes {list(sizes)} add up to {sum(sizes)}, dim {self.split_dim} of {describe_shape(shape)} "
                f"has size {size}"
            )
        return sizes


@irdl_op_definition
class UnbindOp(SplitFamilyOp):
    """The parts at each index of `dim`, which they do not have. The size along `dim` must be known when compiling."""

    name = "aten.unbind"

    assembly_format = "$input (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($parts)"

    def __init__(self, input: Operand, dim: int = 0):
        super().__init__(input, dim, _known_size_of_dim(input, dim, "the number of parts"), {})

    @property
    def part_sizes(self) -> Shape:
        shape = tensor_type(self.input).get_shape()
        return (1,) * require_known_size(shape, self.split_dim, "the number of parts")

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, dim, count = tensor_type(self.input), self.split_dim, len(self.part_sizes)
        if count != len(self.parts):
            raise VerifyException(f"expected {count} parts, got {len(self.parts)}")
        return [TensorType(type_.element_type, (*type_.get_shape()[:dim], *type_.get_shape()[dim + 1 :]))] * count

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return None
