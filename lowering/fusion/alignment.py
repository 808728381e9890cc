"""Which rows two structured ops can have in common.

The rows of an op are the outermost dimensions of its order. Ops of one cluster have the same rows, one by one, so that
a row can be computed without looking at another row.
"""

from adjoint.lowering.fusion.structured_op import Access, StructuredOp


def most_rows(member: StructuredOp) -> int:
    """The largest number of row dimensions with which an op makes sense.

    - elementwise: all of them;
    - a reduction whose outermost dimension is not reduced: up to the first that is, so that rows stay independent; one
      less for a product of operands that each lack a dimension, whose result then is a vector in every row;
    - one whose outermost dimension is reduced, which is accumulated across rows: as long as the columns still hold
      the innermost dimension of the result, all if the result is one number.
    """
    rank = len(member.order)
    if not member.is_reduction:
        return rank
    if member.parallel_prefix:
        return member.parallel_prefix if _has_full_operand(member) else max(1, member.parallel_prefix - 1)
    kept = [position for position, dim in enumerate(member.order) if dim not in member.reduced]
    return min(kept[-1] + 1, rank - 1) if kept else rank


def _has_full_operand(member: StructuredOp) -> bool:
    return any(set(member.order) <= set(access.coordinates) for access in member.reads)


def rows_consumed(producer: StructuredOp, consumer: StructuredOp, access: Access) -> int:
    """How many of the outermost dimensions of a consumer are those of the producer that it reads."""
    rows = 0
    for dim, reading_dim in zip(producer.order, consumer.order, strict=False):
        if dim in producer.reduced or access.coordinates[producer.written.index(dim)] != reading_dim:
            break
        if producer.sizes[dim] != consumer.sizes[reading_dim]:
            break
        rows += 1
    return rows


def rows_shared(one: StructuredOp, access: Access, other: StructuredOp, other_access: Access) -> int:
    """How many of the outermost dimensions of two ops read the same dimensions of one tensor."""
    rows = 0
    for dim, other_dim in zip(one.order, other.order, strict=False):
        if dim not in access.coordinates:
            break
        position = access.coordinates.index(dim)
        if other_access.coordinates[position] != other_dim or one.sizes[dim] != other.sizes[other_dim]:
            break
        rows += 1
    return rows
