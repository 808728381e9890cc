"""Products of matrices and vectors."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import FloatProperty, float_property
from adjoint.dialects.aten.shapes import Shape, broadcast_shapes, common_size, describe_shape, expandable, sizes_agree


def require_rank(type_: AnyTensorType, rank: int, what: str) -> None:
    """Raises VerifyException where a tensor does not have the rank."""
    if type_.get_num_dims() != rank:
        raise VerifyException(f"{what} must have rank {rank}, got shape {describe_shape(type_.get_shape())}")


def require_same_element_type(*types: AnyTensorType) -> None:
    """Raises VerifyException where element types differ: products do not promote, as in PyTorch."""
    for type_ in types[1:]:
        if type_.element_type != types[0].element_type:
            raise VerifyException(
                f"element types {types[0].element_type} and {type_.element_type} differ: convert one with aten.to"
            )


def product_shape(left: Sequence[int], right: Sequence[int]) -> Shape:
    """The shape of the product of two matrices, [n, m] and [m, p]."""
    (n, m), (k, p) = left, right
    if not sizes_agree(m, k):
        raise VerifyException(
            f"shapes {describe_shape(left)} and {describe_shape(right)} cannot be multiplied: {m} and {k} differ"
        )
    return (n, p)


class ProductOp(AtenOp, ABC):
    """A product of two tensors of one element type."""

    result = result_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        left, right = (tensor_type(operand) for operand in self.operands)
        shape = self.infer_shape(left, right)
        require_same_element_type(left, right)
        return [TensorType(left.element_type, shape)]

    @abstractmethod
    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        """The shape of the product."""


class MatrixProductOp(ProductOp, ABC):
    """A product of `input` and `mat2`, which holds matrices."""

    input = operand_def(TENSOR)
    mat2 = operand_def(TENSOR)

    assembly_format = "$input `,` $mat2 attr-dict `:` type($input) `,` type($mat2) `->` type($result)"

    def __init__(self, input: Operand, mat2: Operand):
        super().__init__([input, mat2])


@irdl_op_definition
class MmOp(MatrixProductOp):
    """The product of an n×m and an m×p matrix, n×p."""

    name = "aten.mm"

    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        require_rank(left, 2, "input")
        require_rank(right, 2, "mat2")
        return product_shape(left.get_shape(), right.get_shape())


@irdl_op_definition
class BmmOp(MatrixProductOp):
    """The products of b pairs of matrices, b×n×m by b×m×p: b×n×p. The batch does not broadcast."""

    name = "aten.bmm"

    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        require_rank(left, 3, "input")
        require_rank(right, 3, "mat2")
        (batch, *matrix), (other_batch, *other_matrix) = left.get_shape(), right.get_shape()
        common = common_size(batch, other_batch)
        if common is None:
            raise VerifyException(f"batch sizes {batch} and {other_batch} differ: aten.matmul broadcasts them")
        return (common, *product_shape(matrix, other_matrix))


@irdl_op_definition
class DotOp(ProductOp):
    """The inner product of two vectors of n elements, 0-d; 0 where n is 0."""

    name = "aten.dot"

    input = operand_def(TENSOR)
    tensor = operand_def(TENSOR)

    assembly_format = "$input `,` $tensor attr-dict `:` type($input) `,` type($tensor) `->` type($result)"

    def __init__(self, input: Operand, tensor: Operand):
        super().__init__([input, tensor])

    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        require_rank(left, 1, "input")
        require_rank(right, 1, "tensor")
        (size,), (other_size,) = left.get_shape(), right.get_shape()
        if not sizes_agree(size, other_size):
            raise VerifyException(f"vectors of {size} and {other_size} elements have no inner product")
        return ()


@irdl_op_definition
class MvOp(ProductOp):
    """The product of an n×m matrix and a vector of m elements, a vector of n."""

    name = "aten.mv"

    input = operand_def(TENSOR)
    vec = operand_def(TENSOR)

    assembly_format = "$input `,` $vec attr-dict `:` type($input) `,` type($vec) `->` type($result)"

    def __init__(self, input: Operand, vec: Operand):
        super().__init__([input, vec])

    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        require_rank(left, 2, "input")
        require_rank(right, 1, "vec")
        rows, _ = product_shape(left.get_shape(), (*right.get_shape(), 1))
        return (rows,)


@irdl_op_definition
class MatmulOp(ProductOp):
    """The matrix product of the last two dimensions, over leading dimensions that broadcast.

    A vector on the left is a row, on the right a column, and its dimension is not in the result: two vectors give
    their inner product.
    """

    name = "aten.matmul"

    input = operand_def(TENSOR)
    other = operand_def(TENSOR)

    assembly_format = "$input `,` $other attr-dict `:` type($input) `,` type($other) `->` type($result)"

    def __init__(self, input: Operand, other: Operand):
        super().__init__([input, other])

    def infer_shape(self, left: AnyTensorType, right: AnyTensorType) -> Shape:
        left_shape, right_shape = left.get_shape(), right.get_shape()
        if not left_shape or not right_shape:
            raise VerifyException(
                "both operands must have at least one dimension, "
                f"got shapes {describe_shape(left_shape)} and {describe_shape(right_shape)}"
            )
        row = (1, *left_shape) if len(left_shape) == 1 else left_shape
        column = (*right_shape, 1) if len(right_shape) == 1 else right_shape
        n, p = product_shape(row[-2:], column[-2:])
        batch = broadcast_shapes(row[:-2], column[:-2])
        return (
            *batch,
            *(() if len(left_shape) == 1 else (n,)),
            *(() if len(right_shape) == 1 else (p,)),
        )


@irdl_op_definition
class LinearOp(AtenOp):
    """`input @ weight.t() + bias`: [*, in] by [out, in] plus [out] gives [*, out].

    A weight of rank 1, [in], gives [*]. The bias broadcasts to the result and may be absent.
    """

    name = "aten.linear"

    input = operand_def(TENSOR)
    weight = operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $weight (`,` $bias^)? attr-dict "
        "`:` type($input) `,` type($weight) (`,` type($bias)^)? `->` type($result)"
    )

    def __init__(self, input: Operand, weight: Operand, bias: Operand | None = None):
        super().__init__([input, weight, bias])

    def infer_types(self) -> Sequence[AnyTensorType]:
        types = [tensor_type(operand) for operand in self.operands]
        input, weight = types[0].get_shape(), types[1].get_shape()
        if not input:
            raise VerifyException("input must have at least one dimension, got a 0-d tensor")
        if len(weight) not in (1, 2):
            raise VerifyException(f"weight must have rank 1 or 2, got shape {describe_shape(weight)}")
        if not sizes_agree(input[-1], weight[-1]):
            raise VerifyException(
                f"input of shape {describe_shape(input)} has {input[-1]} features, "
                f"weight of shape {describe_shape(weight)} takes {weight[-1]}"
            )
        shape = (*input[:-1], *weight[:-1])
        require_same_element_type(*types)
        if self.bias is not None and not expandable(bias := types[2].get_shape(), shape):
            raise VerifyException(
                f"bias of shape {describe_shape(bias)} does not broadcast to the result's shape {describe_shape(shape)}"
            )
        return [TensorType(types[0].element_type, shape)]


@irdl_op_definition
class AddmmOp(AtenOp):
    """`beta * input + alpha * (mat1 @ mat2)`; the input broadcasts to the product's shape.

    Where beta is 0 the input is ignored: its NaN and infinities do not matter.
    """

    name = "aten.addmm"

    input = operand_def(TENSOR)
    mat1 = operand_def(TENSOR)
    mat2 = operand_def(TENSOR)
    beta = prop_def(FloatProperty, default_value=float_property(1.0))
    alpha = prop_def(FloatProperty, default_value=float_property(1.0))
    result = result_def(TENSOR)

    assembly_format = (
        "$input `,` $mat1 `,` $mat2 (`beta` `=` custom<Number>($beta)^)? "
        "(`alpha` `=` custom<Number>($alpha)^)? attr-dict "
        "`:` type($input) `,` type($mat1) `,` type($mat2) `->` type($result)"
    )

    def __init__(self, input: Operand, mat1: Operand, mat2: Operand, *, beta: float = 1.0, alpha: float = 1.0):
        super().__init__([input, mat1, mat2], {"beta": float_property(beta), "alpha": float_property(alpha)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, mat1, mat2 = types = [tensor_type(operand) for operand in self.operands]
        require_rank(mat1, 2, "mat1")
        require_rank(mat2, 2, "mat2")
        shape = product_shape(mat1.get_shape(), mat2.get_shape())
        require_same_element_type(*types)
        if not expandable(input.get_shape(), shape):
            raise VerifyException(
                f"input of shape {describe_shape(input.get_shape())} does not broadcast "
                f"to the product's shape {describe_shape(shape)}"
            )
        return [TensorType(input.element_type, shape)]
