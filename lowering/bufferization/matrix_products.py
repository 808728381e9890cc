"""Contractions as calls of CBLAS's GEMM."""

from collections.abc import Iterable, Sequence

from xdsl.dialects import scf
from xdsl.dialects.builtin import IndexType, f32, i32
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.ir import Attribute, Block, Region, SSAValue

from adjoint.lowering.bufferization.buffers import Buffers
from adjoint.lowering.bufferization.contraction import Axis, Matrix, MatrixProduct
from adjoint.lowering.bufferization.loop_nests import loop_nest
from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.scope import Index, Scope
from adjoint.lowering.bufferization.shares import shared, worthwhile_threads
from adjoint.lowering.kernels.interface import part_type

ROW_MAJOR = 101
NO_TRANSPOSE = 111
TRANSPOSE = 112
"""CBLAS's enumerations."""

LARGE_PRODUCT = 1 << 21
"""The multiplications from which on threads share one product rather than having one each."""

MULTIPLICATIONS_PER_THREAD = 1 << 18
"""The multiplications that are worth waking a thread: about ten microseconds."""


class MatrixProducts:
    """Writes calls of GEMM, and declares what is called."""

    def __init__(self, buffers: Buffers, threads: SSAValue):
        self._buffers = buffers
        self._threads = threads
        self.called: dict[str, Attribute] = {}
        """The CBLAS functions that are called, with their element types."""
        self.integers: list[Product] = []
        """What CBLAS is given as 32-bit integers and is known at run time only."""

    def multiply(self, scope: Scope, product: MatrixProduct, *, accumulates: bool) -> None:
        """Writes `c += a * b`, or `c = a * b`.

        With loops over a reduction around the GEMM it has to accumulate: C holds what is added to.
        """
        self.add_integers(product.integers)
        count = scope.evaluate(Product.of(axis.size for axis in product.batches))
        threads = self._batch_threads(scope, product, count)
        if isinstance(threads, int):
            with loop_nest(scope, [scope.evaluate(axis.size) for axis in product.outer]) as (inner, steps):
                self._gemm(inner, product, steps, accumulates=accumulates)
            return
        with shared(scope, count, threads) as share:
            loop = Block(arg_types=[IndexType()])
            loop.args[0].name_hint = "batch"
            share.scope.append(scf.ForOp(share.begin, share.end, scope.index(1), [], Region(loop)))
            batch = share.scope.inner(loop)
            steps = _digits(batch, loop.args[0], product.batches)
            terms = product.outer[len(steps) :]
            with loop_nest(batch, [batch.evaluate(axis.size) for axis in terms]) as (innermost, term_steps):
                self._gemm(innermost, product, [*steps, *term_steps], accumulates=accumulates)
            batch.append(scf.YieldOp())

    def add_integers(self, numbers: Iterable[Product]) -> None:
        """Notes what CBLAS is given."""
        for number in numbers:
            if number.constant is None and not any(map(number.equals, self.integers)):
                self.integers.append(number)

    def _batch_threads(self, scope: Scope, product: MatrixProduct, count: Index) -> Index:
        """Among how many threads batches are shared: small ones. Large ones share the threads one by one."""
        if not product.batches or scope.is_inner:
            return 1
        each = scope.evaluate(product.m * product.n * product.k)
        if isinstance(each, int) and each >= LARGE_PRODUCT:
            return 1
        steps = count
        if not isinstance(each, int):
            # No steps to share where the products are large.
            room = scope.divide(LARGE_PRODUCT, scope.maximum(each, 1))
            steps = scope.minimum(count, scope.multiply(room, count))
        return worthwhile_threads(scope, steps, scope.multiply(each, count), MULTIPLICATIONS_PER_THREAD, self._threads)

    def _gemm(self, scope: Scope, product: MatrixProduct, steps: Sequence[Index], *, accumulates: bool) -> None:
        element_type = product.c.view.storage.element_type
        name = "cblas_sgemm" if element_type == f32 else "cblas_dgemm"
        self.called[name] = element_type

        def memory(matrix: Matrix) -> tuple[SSAValue, SSAValue]:
            moved = (
                scope.multiply(step, scope.evaluate(axis.strides[matrix.operand]))
                for axis, step in zip(product.outer, steps, strict=True)
            )
            offset = scope.sum([self._buffers.offset(scope, matrix.view), *moved])
            return self._buffers.from_offset(scope, matrix.view, offset), self._leading(scope, matrix)

        flags = [
            scope.integer(TRANSPOSE if matrix.is_transposed else NO_TRANSPOSE) for matrix in (product.a, product.b)
        ]
        sizes = [scope.to_integer(scope.evaluate(size)) for size in (product.m, product.n, product.k)]
        alpha = scope.number(1.0, element_type)
        beta = scope.number(1.0 if accumulates else 0.0, element_type)
        arguments = [
            *(scope.integer(ROW_MAJOR), *flags, *sizes, alpha),
            *(*memory(product.a), *memory(product.b), beta, *memory(product.c)),
        ]
        scope.append(CallOp(name, arguments, []))

    def _leading(self, scope: Scope, matrix: Matrix) -> SSAValue:
        """The distance between rows, which CBLAS wants to be at least 1 even where there are no elements."""
        return scope.to_integer(scope.maximum(scope.evaluate(matrix.leading), 1))


def declaration(name: str, element_type: Attribute) -> FuncOp:
    """The declaration of CBLAS's GEMM for an element type.

    Order, two transpose flags, m, n, k, alpha, A, its leading dimension, B, its leading dimension, beta, C, its leading
    dimension.
    """
    matrix = [part_type(element_type), i32]
    return FuncOp.external(name, [*(i32,) * 6, element_type, *matrix, *matrix, element_type, *matrix], [])


def _digits(scope: Scope, number: Index, axes: Sequence[Axis]) -> list[Index]:
    """The steps of nested loops, given how many steps were made in all; the last axis runs fastest."""
    digits: list[Index] = []
    for axis in reversed(axes[1:]):
        size = scope.evaluate(axis.size)
        digits.append(scope.remainder(number, size))
        number = scope.divide(number, size)
    return [number, *reversed(digits)]
