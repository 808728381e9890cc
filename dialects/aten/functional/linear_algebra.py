"""Products of matrices and vectors."""

from collections.abc import Sequence

from adjoint.dialects.aten.einsum import EinsumOp, TensordotOp
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.linear_algebra import AddmmOp, BmmOp, DotOp, LinearOp, MatmulOp, MmOp, MvOp
from adjoint.dialects.aten.product_sums import AddbmmOp, AddmvOp, BaddbmmOp, GerOp, OuterOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "addbmm",
    "addmm",
    "addmv",
    "baddbmm",
    "bmm",
    "dot",
    "einsum",
    "ger",
    "linear",
    "matmul",
    "mm",
    "mv",
    "outer",
    "tensordot",
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


def mv(input: Tensor, vec: Tensor) -> Tensor:
    """The product of a matrix and a vector."""
    return result_of(MvOp, value_of(input), value_of(vec))


def addmv(input: Tensor, mat: Tensor, vec: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    """`beta * input + alpha * (mat @ vec)`."""
    return result_of(AddmvOp, value_of(input), value_of(mat), value_of(vec), beta=beta, alpha=alpha)


def addbmm(input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    """`beta * input + alpha * Σ batch1[i] @ batch2[i]`."""
    return result_of(AddbmmOp, value_of(input), value_of(batch1), value_of(batch2), beta=beta, alpha=alpha)


def baddbmm(input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: float = 1, alpha: float = 1) -> Tensor:
    """`beta * input + alpha * (batch1 @ batch2)`."""
    return result_of(BaddbmmOp, value_of(input), value_of(batch1), value_of(batch2), beta=beta, alpha=alpha)


def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """The products of each element of one vector with each of another."""
    return result_of(OuterOp, value_of(input), value_of(vec2))


def ger(input: Tensor, vec2: Tensor) -> Tensor:
    """The same as `outer`."""
    return result_of(GerOp, value_of(input), value_of(vec2))


def einsum(equation: str, *operands: Tensor | Sequence[Tensor]) -> Tensor:
    """The sum of products that an equation such as `"bij,bjk->bik"` describes."""
    listed = [each for operand in operands for each in ([operand] if isinstance(operand, Tensor) else operand)]
    return result_of(EinsumOp, equation, [value_of(operand) for operand in listed])


def tensordot(a: Tensor, b: Tensor, dims: int | Sequence[Sequence[int]] = 2) -> Tensor:
    """The sum of products over the last dimensions of `a` and the first of `b`, or over two lists of dimensions."""
    first, second = (range(-dims, 0), range(dims)) if isinstance(dims, int) else dims
    return result_of(TensordotOp, value_of(a), value_of(b), list(first), list(second))
