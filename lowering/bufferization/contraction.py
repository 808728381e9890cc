"""How a contraction is a matrix product, or many of them.

The loops of a contraction `C += A * B` are told apart by the operands that they walk along: M is in A and C, N in B
and C, K in A and B, and a batch in all three. A GEMM takes one loop of each of M, N and K, and asks of each operand
that one of its two loops steps through neighbouring elements. Loops that every operand steps through as through one
are merged first; those that are left are loops around the GEMM.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as combinations

from xdsl.dialects import arith
from xdsl.dialects.builtin import TensorType, f32, f64
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.dialects.linalg.ops import GenericOp, YieldOp
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineMap

from adjoint.lowering.bufferization.product import ONE, ZERO, Product
from adjoint.lowering.bufferization.sizes import loop_extents
from adjoint.lowering.bufferization.storage import View

TYPICAL_SIZE = 256
"""What a size that is known at run time only counts as where one of two loops has to be chosen."""

LARGEST_INTEGER = (1 << 31) - 1
"""What CBLAS takes its sizes as is 32 bits wide."""

A, B, C = 0, 1, 2


@dataclass(frozen=True)
class Axis:
    """A loop of a contraction, and how far each of A, B and C is moved by one step of it."""

    size: Product
    strides: tuple[Product, Product, Product]
    is_reduction: bool = False

    def walks(self, operand: int) -> bool:
        return bool(self.strides[operand].coefficient)


_NO_AXIS = Axis(ONE, (ONE, ONE, ONE))
"""What stands for M, N or K where there is none: one step, as if between neighbours."""


@dataclass(frozen=True)
class Matrix:
    """An operand of a GEMM in row-major order, or its transpose: rows are `leading` elements apart."""

    view: View
    operand: int
    is_transposed: bool
    leading: Product


@dataclass(frozen=True)
class MatrixProduct:
    """`c += a * b` with `m` rows, `n` columns and `k` terms, for each step of the `outer` loops."""

    a: Matrix
    b: Matrix
    c: Matrix
    m: Product
    n: Product
    k: Product
    outer: tuple[Axis, ...]
    """Loops around the GEMM; those of a reduction are the innermost."""

    @property
    def integers(self) -> tuple[Product, ...]:
        """The sizes and distances that CBLAS is told."""
        return (self.m, self.n, self.k, self.a.leading, self.b.leading, self.c.leading)

    @property
    def batches(self) -> tuple[Axis, ...]:
        """The outer loops whose steps write to different matrices."""
        return tuple(axis for axis in self.outer if not axis.is_reduction)


def is_contraction(op: GenericOp) -> bool:
    """Whether a structured op is a sum of products, of which every operand walks along single loops."""
    return is_sum_of_products(op) and all(_is_projected_permutation(map_.data) for map_ in op.indexing_maps)


def is_sum_of_products(op: GenericOp) -> bool:
    """Whether a structured op adds the products of two operands to its output, in f32 or f64."""
    body = op.body.block
    if len(op.inputs) != 2 or len(op.outputs) != 1 or body.args[2].type not in (f32, f64):
        return False
    if not all(isinstance(operand.type, TensorType) for operand in op.inputs):
        return False
    match list(body.ops):
        case [arith.MulfOp() as multiplied, arith.AddfOp() as added, YieldOp() as yielded]:
            return (
                {*multiplied.operands} == {*body.args[:2]}
                and {*added.operands} == {body.args[2], multiplied.result}
                and yielded.operands[0] is added.result
            )
        case _:
            return False


def _is_projected_permutation(map_: AffineMap) -> bool:
    """Whether every dimension is a loop of its own, or always the first element."""
    loops = [expression.position for expression in map_.results if isinstance(expression, AffineDimExpr)]
    others = [expression for expression in map_.results if not isinstance(expression, AffineDimExpr)]
    return len({*loops}) == len(loops) and all(expression == AffineConstantExpr(0) for expression in others)


def find_matrix_product(op: GenericOp, views: Sequence[View]) -> MatrixProduct | None:
    """The GEMM that does most of a contraction of A, B and C; None where no operand order suits one."""
    axes = _merged(_axes(op, views))
    found: MatrixProduct | None = None
    most = 0
    for m, n, k in combinations(_candidates(axes, A, C), _candidates(axes, B, C), _candidates(axes, A, B)):
        work = _estimate(m.size) * _estimate(n.size) * _estimate(k.size)
        if work > most and (candidate := _matrix_product(views, m, n, k, axes)) is not None:
            found, most = candidate, work
    return found


def _axes(op: GenericOp, views: Sequence[View]) -> list[Axis]:
    """The loops of more than one step, outermost first."""
    sizes = loop_extents(op, [view.sizes for view in views])
    strides = [[ZERO] * 3 for _ in sizes]
    for operand, (view, map_) in enumerate(zip(views, op.indexing_maps, strict=True)):
        for stride, expression in zip(view.strides, map_.data.results, strict=True):
            if isinstance(expression, AffineDimExpr):
                strides[expression.position][operand] = stride
    return [
        Axis(size, (steps[A], steps[B], steps[C]), iterator.data == IteratorType.REDUCTION)
        for size, steps, iterator in zip(sizes, strides, op.iterator_types, strict=True)
        if size.constant != 1
    ]


def _merged(axes: list[Axis]) -> list[Axis]:
    """Joins pairs of loops, wherever they are in the nest, that every operand steps through as through one."""
    for outer in axes:
        for inner in axes:
            if outer is not inner and outer.is_reduction == inner.is_reduction and _are_one(outer, inner):
                joined = Axis(outer.size * inner.size, inner.strides, inner.is_reduction)
                return _merged([joined if axis is inner else axis for axis in axes if axis is not outer])
    return axes


def _are_one(outer: Axis, inner: Axis) -> bool:
    return all(
        step.equals(inner_step * inner.size) for step, inner_step in zip(outer.strides, inner.strides, strict=True)
    )


def _candidates(axes: Sequence[Axis], one: int, other: int) -> list[Axis]:
    """The loops that walk along two of the operands and not along the third."""
    third = 3 - one - other
    found = [axis for axis in axes if axis.walks(one) and axis.walks(other) and not axis.walks(third)]
    return found or [_NO_AXIS]


def _estimate(size: Product) -> int:
    return size.coefficient * TYPICAL_SIZE ** len(size.factors)


def _matrix_product(views: Sequence[View], m: Axis, n: Axis, k: Axis, axes: Sequence[Axis]) -> MatrixProduct | None:
    if not _is_unit(n.strides[C]) and _is_unit(m.strides[C]):
        # The transpose: C' = B' * A'.
        a, b, c = _matrix(views, B, n, k), _matrix(views, A, k, m), _matrix(views, C, n, m)
        m, n = n, m
    else:
        a, b, c = _matrix(views, A, m, k), _matrix(views, B, k, n), _matrix(views, C, m, n)
    if a is None or b is None or c is None or c.is_transposed:
        return None
    outer = [axis for axis in axes if axis is not m and axis is not n and axis is not k]
    ordered = sorted(outer, key=lambda axis: axis.is_reduction)
    product = MatrixProduct(a, b, c, m.size, n.size, k.size, tuple(ordered))
    return product if all(number.coefficient <= LARGEST_INTEGER for number in product.integers) else None


def _matrix(views: Sequence[View], operand: int, rows: Axis, columns: Axis) -> Matrix | None:
    """An operand as a matrix; None where neither its rows nor its columns are made of neighbours."""
    if _is_unit(columns.strides[operand]):
        return Matrix(views[operand], operand, False, columns.size if rows is _NO_AXIS else rows.strides[operand])
    if _is_unit(rows.strides[operand]):
        return Matrix(views[operand], operand, True, columns.strides[operand])
    return None


def _is_unit(stride: Product) -> bool:
    return stride.constant == 1
