"""Operands of a contraction that suit no GEMM as they stand, copied into an order that does.

`C[b, m, n] += A[m, k, b] * B[k, n, b]` has no neighbours along M, N or K in A and B. Packed, they are `A[b, m, k]` and
`B[b, k, n]`: the same tensors with other strides.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, combinations

from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir.affine import AffineDimExpr

from adjoint.lowering.bufferization.contraction import A, B, C, find_matrix_product
from adjoint.lowering.bufferization.sizes import Sizes
from adjoint.lowering.bufferization.storage import View, row_major_strides


def strides_of_packed_operands(op: GenericOp, views: Sequence[View]) -> Mapping[int, Sizes]:
    """The strides that as few operands as possible need for the contraction to be matrix products.

    Empty where they are already, or where no order makes them so.
    """
    for operands in _choices():
        strides = {operand: _packed_strides(op, views, operand) for operand in operands}
        packed = [
            View(view.storage, view.offset, view.sizes, strides.get(operand, view.strides))
            for operand, view in enumerate(views)
        ]
        if find_matrix_product(op, packed) is not None:
            return strides
    return {}


def _choices() -> Iterable[tuple[int, ...]]:
    """Sets of operands, small ones first; the result, which is copied back as well, last."""
    return chain([()], combinations((A, B), 1), [(A, B), (C,), (A, C), (B, C), (A, B, C)])


def _packed_strides(op: GenericOp, views: Sequence[View], operand: int) -> Sizes:
    """Row-major strides in the order of batches, then rows, then columns, for the axes of an operand as they are."""
    loops = [_loops(op, other) for other in range(3)]
    rows = {A: C, B: A, C: A}[operand]
    columns = {A: B, B: C, C: B}[operand]

    def order(axis: int) -> tuple[int, int]:
        loop = loops[operand][axis]
        if loop in loops[rows] and loop in loops[columns]:
            return 0, loop
        return (1 if loop in loops[rows] else 2), loop

    view = views[operand]
    axes = sorted(range(len(view.sizes)), key=order)
    packed = dict(zip(axes, row_major_strides(tuple(view.sizes[axis] for axis in axes)), strict=True))
    return tuple(packed[axis] for axis in range(len(axes)))


def _loops(op: GenericOp, operand: int) -> list[int]:
    """The loop that walks along each axis of an operand, -1 where none does."""
    results = op.indexing_maps.data[operand].data.results
    return [expression.position if isinstance(expression, AffineDimExpr) else -1 for expression in results]
