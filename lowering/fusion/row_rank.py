"""How many of the dimensions of a cluster are rows, of those that all its members allow."""

from collections.abc import Sequence

from adjoint.lowering.fusion.cluster import Cluster
from adjoint.lowering.fusion.cost import SHORT_ROW
from adjoint.lowering.fusion.structured_op import Coordinate, StructuredOp


def choose_row_rank(cluster: Cluster) -> int:
    """As many rows as possible, as long as the innermost loop stays long.

    Where every access is to memory in one piece, all dimensions are rows and the loop over rows is the vector loop.
    Otherwise the columns are the innermost dimensions that all accesses have in one piece.
    """
    rank = max(len(member.order) for member in cluster.owned)
    widest = [member for member in cluster.owned if len(member.order) == rank]
    joined = [all(_is_joined(cluster, member, position) for member in widest) for position in range(1, rank)]
    if cluster.most_rows == rank:
        run = next((length for length, is_joined in enumerate(reversed(joined)) if not is_joined), rank - 1) + 1
        return rank if run >= rank else max(rank - run, cluster.fewest_rows)
    rows = cluster.most_rows
    while rows > max(cluster.fewest_rows, 1) and joined[rows - 1] and _is_short(widest[0], rows):
        rows -= 1
    return rows


def _is_short(member: StructuredOp, rows: int) -> bool:
    length = 1
    for dim in member.order[rows:]:
        size = member.sizes[dim]
        if not isinstance(size, int):
            return False
        length *= size
    return length < SHORT_ROW


def _is_joined(cluster: Cluster, member: StructuredOp, position: int) -> bool:
    """Whether a dimension of the order follows the one before it wherever the op accesses memory."""
    outer, inner = member.order[position - 1], member.order[position]
    if (outer in member.reduced) != (inner in member.reduced) or {outer, inner} & set(member.indices):
        return False
    places = [member.written, *(access.coordinates for access in cluster.accesses(member))]
    return all(_are_adjacent(place, outer, inner) for place in places)


def _are_adjacent(place: Sequence[Coordinate], outer: int, inner: int) -> bool:
    present = [coordinate for coordinate in place if coordinate is not None]
    if outer not in present and inner not in present:
        return True
    return (outer, inner) in zip(present, present[1:], strict=False)
