"""Products of matrices and vectors to which a scaled input is added, and the product of every pair of two vectors."""

from abc import ABC, abstractmethod

from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.linear_algebra import BmmOp, MmOp, MvOp, require_rank, require_same_element_type
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import FloatProperty, float_property
from adjoint.dialects.aten.shapes import common_size, describe_shape, expandable
from adjoint.dialects.aten.tensor import Tensor, result_of


def scaled_sum(input: Tensor, product: Tensor, beta: float, alpha: float) -> Tensor:
    """`beta * input + alpha * product`; where beta is 0 the input is left out, with its NaN and infinities."""
    if not expandable(input.shape, product.shape):
        raise VerifyException(
            f"input of shape {describe_shape(input.shape)} does not broadcast "
            f"to the product's shape {describe_shape(product.shape)}"
        )
    product = _scaled(product, alpha)
    return product if beta == 0 else product + _scaled(input, beta)


def _scaled(x: Tensor, factor: float) -> Tensor:
    if factor == 1:
        return x
    return x * (factor if is_floating_point(x.dtype) else int(factor))


class ProductSumOp(CompositeOp, ABC):
    """`beta * input + alpha * product`, all of one element type; the input broadcasts to the product's shape.

    Where beta is 0 the input is ignored: its NaN and infinities do not matter. For integers both numbers are truncated.
    """

    beta = prop_def(FloatProperty, default_value=float_property(1.0))
    alpha = prop_def(FloatProperty, default_value=float_property(1.0))
    result = result_def(TENSOR)

    def __init__(self, input: Operand, left: Operand, right: Operand, *, beta: float = 1.0, alpha: float = 1.0):
        super().__init__([input, left, right], {"beta": float_property(beta), "alpha": float_property(alpha)})

    def decompose(self) -> Tensor:
        input, left, right = (Tensor(operand) for operand in self.operands)
        require_same_element_type(input.type, left.type, right.type)
        return scaled_sum(input, self.product(left, right), self.beta.value.data, self.alpha.value.data)

    @abstractmethod
    def product(self, left: Tensor, right: Tensor) -> Tensor:
        """What is added to the input."""


@irdl_op_definition
class AddmvOp(ProductSumOp):
    """`beta * input + alpha * (mat @ vec)`, the product of a matrix and a vector."""

    name = "aten.addmv"

    input = operand_def(TENSOR)
    mat = operand_def(TENSOR)
    vec = operand_def(TENSOR)

    assembly_format = (
        "$input `,` $mat `,` $vec (`beta` `=` custom<Number>($beta)^)? (`alpha` `=` custom<Number>($alpha)^)? "
        "attr-dict `:` type($input) `,` type($mat) `,` type($vec) `->` type($result)"
    )

    def product(self, left: Tensor, right: Tensor) -> Tensor:
        return result_of(MvOp, left.value, right.value)


class BatchProductSumOp(ProductSumOp, ABC):
    """A sum with the products of two batches of matrices."""

    input = operand_def(TENSOR)
    batch1 = operand_def(TENSOR)
    batch2 = operand_def(TENSOR)

    assembly_format = (
        "$input `,` $batch1 `,` $batch2 (`beta` `=` custom<Number>($beta)^)? "
        "(`alpha` `=` custom<Number>($alpha)^)? attr-dict "
        "`:` type($input) `,` type($batch1) `,` type($batch2) `->` type($result)"
    )


@irdl_op_definition
class BaddbmmOp(BatchProductSumOp):
    """`beta * input + alpha * (batch1 @ batch2)`, the products of b pairs of matrices."""

    name = "aten.baddbmm"

    def product(self, left: Tensor, right: Tensor) -> Tensor:
        return result_of(BmmOp, left.value, right.value)


@irdl_op_definition
class AddbmmOp(BatchProductSumOp):
    """`beta * input + alpha * Σ batch1[i] @ batch2[i]`: the products of b pairs of matrices, summed."""

    name = "aten.addbmm"

    def product(self, left: Tensor, right: Tensor) -> Tensor:
        """One product of two matrices, in which the batch is part of what is summed over."""
        require_rank(left.type, 3, "batch1")
        require_rank(right.type, 3, "batch2")
        if common_size(left.shape[0], right.shape[0]) is None:
            raise VerifyException(f"batch sizes {left.shape[0]} and {right.shape[0]} differ")
        if common_size(left.shape[2], right.shape[1]) is None:
            raise VerifyException(
                f"shapes {describe_shape(left.shape)} and {describe_shape(right.shape)} cannot be multiplied: "
                f"{left.shape[2]} and {right.shape[1]} differ"
            )
        return result_of(MmOp, left.transpose(0, 1).flatten(1).value, right.flatten(0, 1).value)


class OuterProductOp(CompositeOp, ABC):
    """The products of each element of `input` with each of `vec2`: n×m for vectors of n and of m, promoted."""

    input = operand_def(TENSOR)
    vec2 = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $vec2 attr-dict `:` type($input) `,` type($vec2) `->` type($result)"

    def __init__(self, input: Operand, vec2: Operand):
        super().__init__([input, vec2])

    def decompose(self) -> Tensor:
        input, vec2 = Tensor(self.input), Tensor(self.vec2)
        require_rank(input.type, 1, "input")
        require_rank(vec2.type, 1, "vec2")
        return input.unsqueeze(1) * vec2


@irdl_op_definition
class OuterOp(OuterProductOp):
    """The outer product `input[i] * vec2[j]` of two vectors."""

    name = "aten.outer"


@irdl_op_definition
class GerOp(OuterProductOp):
    """The same as `aten.outer`, by the name that BLAS gives it."""

    name = "aten.ger"
