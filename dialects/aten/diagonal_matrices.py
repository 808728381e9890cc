"""Matrices of given diagonals."""

from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.diagonals import DiagonalBackwardOp
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.tensor import Tensor, result_of


@irdl_op_definition
class DiagEmbedOp(CompositeOp):
    """The last dimension as the diagonals of square matrices in `dim1` and `dim2`, zeros elsewhere."""

    name = "aten.diag_embed"

    input = operand_def(TENSOR)
    offset = prop_def(IntProperty, default_value=int_property(0))
    dim1 = prop_def(IntProperty, default_value=int_property(-2))
    dim2 = prop_def(IntProperty, default_value=int_property(-1))
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`offset` `=` $offset^)? (`dim1` `=` $dim1^)? (`dim2` `=` $dim2^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, offset: int = 0, dim1: int = -2, dim2: int = -1):
        super().__init__(
            [input], {"offset": int_property(offset), "dim1": int_property(dim1), "dim2": int_property(dim2)}
        )

    def decompose(self) -> Tensor:
        input, offset = Tensor(self.input), self.offset.value.data
        if not input.ndim:
            raise VerifyException("expected at least one dimension, got a 0-d tensor")
        rank = input.ndim + 1
        dims = [normalize_dim(dim.value.data, rank) for dim in (self.dim1, self.dim2)]
        if dims[0] == dims[1]:
            raise VerifyException(f"a diagonal needs two dimensions, dim1 and dim2 are both {dims[0]}")
        length = input.size(-1) + abs(offset)
        size = [input.size(dim) for dim in range(rank - 2)]
        for dim in sorted(dims):
            size.insert(dim, length)
        return result_of(DiagonalBackwardOp, self.input, target_of(size), offset, *dims)
