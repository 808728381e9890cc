"""Operators that rearrange a tensor or tell its sizes, without arithmetic on its elements."""

from collections.abc import Sequence

from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.irdl import irdl_op_definition, operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type


@irdl_op_definition
class SizeOp(AtenOp):
    """The sizes of a tensor of rank n as a tensor of n indices: `tensor<?x4xf32> -> tensor<2xindex>`."""

    name = "aten.size"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(IndexType(), [tensor_type(self.input).get_num_dims()])]


@irdl_op_definition
class TOp(AtenOp):
    """The transpose of a matrix; a tensor of rank 0 or 1 as it is."""

    name = "aten.t"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        if type_.get_num_dims() > 2:
            raise VerifyException(f"expected a tensor of rank 2 or less, got rank {type_.get_num_dims()}")
        return [TensorType(type_.element_type, tuple(reversed(type_.get_shape())))]
