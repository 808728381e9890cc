"""How much a kernel has to do, and whether that is worth more than one thread."""

from collections.abc import Iterable
from dataclasses import dataclass

from xdsl.dialects.builtin import TensorType
from xdsl.dialects.func import CallOp
from xdsl.dialects.linalg.ops import GenericOp

from adjoint.lowering.bufferization.product import Product
from adjoint.lowering.bufferization.sizes import SizeAnalysis, Sizes, loop_extents
from adjoint.lowering.fusion.scalar_cost import body_cost
from adjoint.lowering.kernels.interface import Factor, KernelInterface, SizeArgument

GRAIN = 1 << 19
"""The work that is worth waking a thread, in additions of one vector lane.

They take 0.02 ns each (sums and GELU in f32 with AVX2), so that it is ten microseconds: the time to wake a thread.
"""


@dataclass(frozen=True)
class KernelWork:
    """What there is to do in one call of a kernel."""

    rows: Product
    work: tuple[Product, ...]
    """Terms of a sum, in additions of one vector lane."""
    scratch_counts: tuple[Product, ...]
    """The elements of each scratch buffer."""
    is_in_batch: bool = False
    """Whether the caller is one of the threads that share batches: it does it all itself."""

    @property
    def is_for_one_thread(self) -> bool:
        """Whether it is known when compiling that a second thread has nothing to do."""
        if self.is_in_batch:
            return True
        constants = [term.constant for term in self.work]
        known = [constant for constant in constants if constant is not None]
        is_small = len(known) == len(constants) and sum(known) < 2 * GRAIN
        return is_small or self.rows.constant in (0, 1)


def kernel_work(sizes: SizeAnalysis, call: CallOp, kernel: KernelInterface) -> KernelWork:
    """The work of a call, as the structured ops of the kernel tell it, or the kernel itself."""
    arguments = [sizes.product(size) for size in call.arguments[len(kernel.inputs) :]]

    def count(factors: Iterable[Factor]) -> Product:
        return Product.of(
            arguments[factor.position] if isinstance(factor, SizeArgument) else Product(factor) for factor in factors
        )

    function, inner = sizes.inside(call)
    terms: list[Product] = []
    for op in function.body.block.ops:
        if isinstance(op, GenericOp):
            operands: list[Sizes] = [
                inner.sizes(operand) if isinstance(operand.type, TensorType) else () for operand in op.operands
            ]
            cost = body_cost(op.body.block) + len(op.operands)
            _add_term(terms, Product.of(loop_extents(op, operands)) * Product(cost))
    if kernel.row_work is not None:
        _add_term(terms, count(kernel.rows) * count(kernel.row_work))
    return KernelWork(count(kernel.rows), tuple(terms), tuple(count(buffer.factors) for buffer in kernel.scratch))


def _add_term(terms: list[Product], term: Product) -> None:
    """Adds to the term that has the same factors, if there is one."""
    for position, other in enumerate(terms):
        if Product(1, term.factors).equals(Product(1, other.factors)):
            terms[position] = Product(term.coefficient + other.coefficient, other.factors)
            return
    terms.append(term)
