"""Products of matrices and vectors."""

from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType
from xdsl.irdl import irdl_op_definition, operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.shapes import describe_shape, sizes_agree


@irdl_op_definition
class MmOp(AtenOp):
    """The product of an n×m and an m×p matrix, n×p."""

    name = "aten.mm"

    input = operand_def(TENSOR)
    mat2 = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $mat2 attr-dict `:` type($input) `,` type($mat2) `->` type($result)"

    def __init__(self, input: Operand, mat2: Operand):
        super().__init__([input, mat2])

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, mat2 = tensor_type(self.input), tensor_type(self.mat2)
        if input.get_num_dims() != 2 or mat2.get_num_dims() != 2:
            raise VerifyException(
                f"expected two matrices, got shapes {describe_shape(input.get_shape())} "
                f"and {describe_shape(mat2.get_shape())}"
            )
        (n, m), (k, p) = input.get_shape(), mat2.get_shape()
        if not sizes_agree(m, k):
            raise VerifyException(
                f"shapes {describe_shape((n, m))} and {describe_shape((k, p))} cannot be multiplied: {m} and {k} differ"
            )
        if input.element_type != mat2.element_type:
            raise VerifyException(f"element types {input.element_type} and {mat2.element_type} differ")
        return [TensorType(input.element_type, (n, p))]
