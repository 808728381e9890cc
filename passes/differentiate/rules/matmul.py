"""The rule of matmul, for operands of every rank.

The sum over the batch dimensions in which an operand was broadcast is part of the contraction: they are moved next to
the contracted dimension and flattened into it. So the gradient of a matrix that a whole batch was multiplied by is one
product of matrices, and the batch of products is never made.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import sum_to_shape_of


def outer(column: Tensor, row: Tensor) -> Tensor:
    """`column[..., i] · row[j]`, in shape [..., i, j]."""
    return column.unsqueeze(-1) * row


def as_vector(x: Tensor) -> Tensor:
    """All elements of a batch of vectors, in one vector."""
    return x.flatten() if x.ndim > 1 else x


def merge_rows(x: Tensor, dims: Sequence[int]) -> Tensor:
    """The rows of all matrices along the batch dimensions `dims`, one below the other in one matrix."""
    kept = [dim for dim in range(x.ndim - 2) if dim not in dims]
    order = [*kept, *dims, x.ndim - 2, x.ndim - 1]
    if order != list(range(x.ndim)):
        x = x.permute(order)
    return x.flatten(len(kept), -2) if dims else x


@adjoint_rule(aten.MatmulOp)
def matmul(op: aten.MatmulOp, g: Tensor) -> Cotangents:
    """`G Bᵀ` and `Aᵀ G`, each summed over the batch dimensions in which its operand was broadcast."""
    a, b = Tensor(op.input), Tensor(op.other)
    if a.ndim == 1 and b.ndim == 1:
        return lambda: g * b, lambda: g * a
    if b.ndim == 1:
        return lambda: outer(g, b), lambda: aten.matmul(as_vector(g), merge_rows(a, range(a.ndim - 2)))
    if a.ndim == 1:
        return lambda: row_cotangent(g, b), lambda: a.unsqueeze(-1) * g.unsqueeze(-2)
    return lambda: left_cotangent(g, a, b), lambda: right_cotangent(g, a, b)


def row_cotangent(g: Tensor, b: Tensor) -> Tensor:
    """Of x in `x B`, x a vector: `B g`, summed over the batch of B."""
    if b.ndim == 2:
        return aten.matmul(b, g)
    return (b * g.unsqueeze(-2)).sum([*range(b.ndim - 2), b.ndim - 1])


def left_cotangent(g: Tensor, a: Tensor, b: Tensor) -> Tensor:
    repeated = repeated_dims(a, g)
    if repeated:
        product = contract_rows(g.transpose(-2, -1), b.transpose(-2, -1), repeated)
    else:
        product = aten.matmul(g, b.transpose(-2, -1))
    return like_operand(product, a, b, repeated)


def right_cotangent(g: Tensor, a: Tensor, b: Tensor) -> Tensor:
    repeated = repeated_dims(b, g)
    return like_operand(contract_rows(a, g, repeated), b, a, repeated)


def repeated_dims(operand: Tensor, g: Tensor) -> list[int]:
    """The batch dimensions, counted in the result, in which the operand was broadcast as far as types tell."""
    missing = g.ndim - operand.ndim
    present = zip(range(missing, g.ndim - 2), operand.shape, g.shape[missing:], strict=False)
    return [*range(missing), *(dim for dim, size, result_size in present if size == 1 != result_size)]


def contract_rows(left: Tensor, right: Tensor, summed: Sequence[int]) -> Tensor:
    """`leftᵀ right`, summed over the batch dimensions `summed`, counted in the one of higher rank; both have them."""
    rank = max(left.ndim, right.ndim)
    left, right = (merge_rows(x, [dim - rank + x.ndim for dim in summed]) for x in (left, right))
    return aten.matmul(left.transpose(-2, -1), right)


def like_operand(product: Tensor, operand: Tensor, other: Tensor, summed: Sequence[int]) -> Tensor:
    """The product in the shape of the operand: dimensions of size 1 come back, and what only run time tells is summed.

    Where a batch dimension of both operands is `?`, that of the operand may be 1 and then have been broadcast.
    """
    rank = max(operand.ndim, other.ndim)
    for dim in summed:
        if dim >= rank - operand.ndim:
            product = product.unsqueeze(dim - rank + operand.ndim)
    batches = zip(reversed(operand.shape[:-2]), reversed(other.shape[:-2]), strict=False)
    if all(size != DYNAMIC_INDEX or other_size == 1 for size, other_size in batches):
        return product
    return sum_to_shape_of(operand, product)
