"""Products of matrices and vectors."""

from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.linear_algebra import AddmmOp, BmmOp, DotOp, LinearOp, MatmulOp, MmOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "addmm",
    "bmm",
    "dot",
    "linear",
    "matmul",
    "mm",
]


def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices."""
    return result_of(MmOp, value_of(input), value_of(mat2))


def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """The products of two batches of matrices."""
    return result_of(BmmOp, value_of(input), value_of(mat2))


def matmul(input: Tensor, other: Tensor) -> Tensor:
    """The product of matrices or vectors, their batches broadcast."""
    return result_of(MatmulOp, value_of(input), value_of(other))


def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The inner product of two vectors."""
    return result_of(DotOp, value_of(input), value_of(tensor))


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """`input @ weight.t() + bias`."""
    return result_of(LinearOp, value_of(input), value_of(weight), optional_value_of(bias))


def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    """`beta * input + alpha * (mat1 @ mat2)`."""
    return result_of(AddmmOp, value_of(input), value_of(mat1), value_of(mat2), beta=beta, alpha=alpha)
