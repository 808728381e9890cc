"""Slices of a tensor along a dimension, named by a vector of indices: taken, replaced, or added to."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import require_same_element_type
from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.lookup import require_indices
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, float_property, int_property
from adjoint.dialects.aten.shapes import Shape, describe_shape, normalize_dim, sizes_agree


class IndexAlongOp(AtenOp, ABC):
    """An op on the slices along `dim` of the input that `index` names.

    The index is a vector, or 0-d, of i32 or i64, with elements within 0 and the size of `dim`, excluded; others are an
    error at run time. A 0-d tensor counts as one of one element.
    """

    input = operand_def(TENSOR)
    index = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    def indexed_shape(self) -> Shape:
        """The shape of the slices that are named. Raises VerifyException where the index is none."""
        shape, index = tensor_type(self.input).get_shape(), tensor_type(self.index)
        dim = normalize_dim(self.dim.value.data, len(shape))
        require_indices(index, "index")
        if index.get_num_dims() > 1:
            raise VerifyException(f"index must be a vector, got shape {describe_shape(index.get_shape())}")
        count = (*index.get_shape(), 1)[0]
        if not shape:
            if not sizes_agree(count, 1):
                raise VerifyException(f"index into a 0-d tensor must have one element, got {count}")
            return ()
        return (*shape[:dim], count, *shape[dim + 1 :])


@irdl_op_definition
class IndexSelectOp(IndexAlongOp):
    """The slices of the input along `dim` that `index` names, in that order."""

    name = "aten.index_select"

    assembly_format = "$input `,` $index `dim` `=` $dim attr-dict `:` type($input) `,` type($index) `->` type($result)"

    def __init__(self, input: Operand, dim: int, index: Operand):
        super().__init__([input, index], {"dim": int_property(dim)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(tensor_type(self.input).element_type, self.indexed_shape())]


class IndexWriteOp(IndexAlongOp, ABC):
    """An op that writes the slices of `source` to the input: those of `aten.index_select` by shape and type."""

    input = operand_def(TENSOR)
    index = operand_def(TENSOR)
    source = operand_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, source = tensor_type(self.input), tensor_type(self.source)
        shape, expected = source.get_shape(), self.indexed_shape()
        require_same_element_type(input, source, "source")
        if len(shape) != len(expected) or not all(map(sizes_agree, shape, expected)):
            raise VerifyException(
                f"source has shape {describe_shape(shape)}, the slices that index names {describe_shape(expected)}"
            )
        return [input]


@irdl_op_definition
class IndexAddOp(IndexWriteOp):
    """The input with `alpha` times the slices of `source` added to those along `dim` that `index` names.

    In the order of the index where a slice is named more than once, for any number of threads.
    """

    name = "aten.index_add"

    alpha = prop_def(FloatProperty, default_value=float_property(1))

    assembly_format = (
        "$input `,` $index `,` $source `dim` `=` $dim (`alpha` `=` custom<Number>($alpha)^)? attr-dict "
        "`:` type($input) `,` type($index) `,` type($source) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int, index: Operand, source: Operand, *, alpha: float = 1):
        properties = {"dim": int_property(dim), "alpha": float_property(alpha)}
        super().__init__([input, index, source], properties)


@irdl_op_definition
class IndexCopyOp(IndexWriteOp):
    """The input with the slices of `source` in place of those along `dim` that `index` names.

    Where one is named more than once the last stays, for any number of threads.
    """

    name = "aten.index_copy"

    assembly_format = (
        "$input `,` $index `,` $source `dim` `=` $dim attr-dict "
        "`:` type($input) `,` type($index) `,` type($source) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int, index: Operand, source: Operand):
        super().__init__([input, index, source], {"dim": int_property(dim)})
