"""Which structured ops are contractions that a GEMM computes, and therefore stay out of kernels."""

from math import prod

from xdsl.dialects import arith
from xdsl.ir import SSAValue

from adjoint.lowering.fusion.structured_op import COMPUTED, StructuredOp

SMALL_GEMM = 32 * 32 * 32
"""Up to this product of sizes a call of a GEMM takes longer than a loop: OpenBLAS reaches 13 GFLOP/s at 32³."""


def is_gemm(member: StructuredOp) -> bool:
    """Whether an op is a sum of products of two operands over dimensions that both have, and large enough for a GEMM.

    Each operand has to have a dimension of the result that the other one has not: otherwise it is a matrix times a
    vector or less, which memory bounds, and an ordinary reduction.
    """
    if not member.is_reduction or len(member.reads) != 2 or not _is_sum_of_products(member):
        return False
    kept = {dim for dim in range(len(member.sizes)) if member.sizes[dim] != 1} - member.reduced
    one, other = ({dim for dim in read.coordinates if dim is not None} for read in member.reads)
    if COMPUTED in one or COMPUTED in other or not (member.reduced <= one and member.reduced <= other):
        return False
    if not (kept & one - other and kept & other - one):
        return False
    return kept <= one & other or not _is_small(member)


def _is_small(member: StructuredOp) -> bool:
    sizes = [size for size in member.sizes if isinstance(size, int)]
    return len(sizes) == len(member.sizes) and prod(sizes) <= SMALL_GEMM


def _is_sum_of_products(member: StructuredOp) -> bool:
    if not isinstance(member.combiner, arith.AddfOp):
        return False
    product = member.element.owner
    return isinstance(product, arith.MulfOp) and all(_is_input(member, operand) for operand in product.operands)


def _is_input(member: StructuredOp, value: SSAValue) -> bool:
    return value.owner is member.body and value is not member.accumulator
