"""Triangles and diagonals of matrices."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.indexing import require_part
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_property
from adjoint.dialects.aten.shapes import Shape, describe_shape, normalize_dim
from adjoint.dialects.aten.sizes import TargetSize, split_size, target_shape


class TriangleOp(AtenOp, ABC):
    """A triangle of the matrices in the last two dimensions, zeros elsewhere: of what is there NaN as well."""

    input = operand_def(TENSOR)
    diagonal = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    assembly_format = "$input (`diagonal` `=` $diagonal^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, diagonal: int = 0):
        super().__init__([input], {"diagonal": int_property(diagonal)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        if type_.get_num_dims() < 2:
            raise VerifyException(f"expected at least two dimensions, got {describe_shape(type_.get_shape())}")
        return [type_]


@irdl_op_definition
class TrilOp(TriangleOp):
    """The elements (i, j) with `j - i <= diagonal` of each matrix, zeros elsewhere."""

    name = "aten.tril"


@irdl_op_definition
class TriuOp(TriangleOp):
    """The elements (i, j) with `j - i >= diagonal` of each matrix, zeros elsewhere."""

    name = "aten.triu"


class DiagonalParameters(AtenOp, ABC):
    """What `aten.diagonal` and its reverse share: the elements (i, j) with `j - i = offset` of `dim1` and `dim2`."""

    offset = prop_def(IntProperty, default_value=int_property(0))
    dim1 = prop_def(IntProperty, default_value=int_property(0))
    dim2 = prop_def(IntProperty, default_value=int_property(1))

    @staticmethod
    def diagonal_properties(offset: int, dim1: int, dim2: int):
        """The properties from the arguments of a constructor."""
        return {"offset": int_property(offset), "dim1": int_property(dim1), "dim2": int_property(dim2)}

    def dims_of(self, rank: int) -> tuple[int, int]:
        """The dimensions of rows and columns of a tensor of this rank, counted from the front."""
        first, second = normalize_dim(self.dim1.value.data, rank), normalize_dim(self.dim2.value.data, rank)
        if first == second:
            raise VerifyException(f"a diagonal needs two dimensions, dim1 and dim2 are both {first}")
        return first, second

    def diagonal_shape(self, shape: Shape) -> Shape:
        """The shape of the diagonal of a tensor of this shape: its places are the last dimension."""
        first, second = self.dims_of(len(shape))
        offset = self.offset.value.data
        length = DYNAMIC_INDEX
        if DYNAMIC_INDEX not in (shape[first], shape[second]):
            length = max(min(shape[first] + min(offset, 0), shape[second] - max(offset, 0)), 0)
        return (*(size for dim, size in enumerate(shape) if dim not in (first, second)), length)


@irdl_op_definition
class DiagonalOp(DiagonalParameters):
    """The diagonals of the matrices in `dim1` and `dim2`, as the last dimension; `offset` counts to the right."""

    name = "aten.diagonal"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`offset` `=` $offset^)? (`dim1` `=` $dim1^)? (`dim2` `=` $dim2^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, offset: int = 0, dim1: int = 0, dim2: int = 1):
        super().__init__([input], self.diagonal_properties(offset, dim1, dim2))

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        return [TensorType(type_.element_type, self.diagonal_shape(type_.get_shape()))]


@irdl_op_definition
class DiagonalBackwardOp(DiagonalParameters, HasCanonicalizationPatternsInterface):
    """The reverse of `aten.diagonal`: zeros of the given shape, in which the diagonals are `grad_output`."""

    name = "aten.diagonal_backward"

    grad_output = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? "
        "(`offset` `=` $offset^)? (`dim1` `=` $dim1^)? (`dim2` `=` $dim2^)? attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, size: TargetSize, offset: int = 0, dim1: int = 0, dim2: int = 1):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, size_operand],
            {"static_size": static_size, **self.diagonal_properties(offset, dim1, dim2)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.grad_output)
        target = target_shape(self.size, self.static_size)
        require_part(type_.get_shape(), self.diagonal_shape(target), target, "diagonal")
        return [TensorType(type_.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)
