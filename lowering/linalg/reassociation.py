"""Which dimensions of one shape make up which of another one: reshapes as collapse and expand."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from math import prod

from xdsl.dialects.builtin import DYNAMIC_INDEX, ArrayAttr, IntegerAttr, i64

from adjoint.lowering.linalg.symbolic import Shape, Size

DimGroups = tuple[tuple[int, ...], ...]
"""Consecutive dimensions, grouped."""


@dataclass(frozen=True)
class Reassociation:
    """The dimensions of `source` group i hold the elements that those of `target` group i hold."""

    source: DimGroups
    target: DimGroups

    @property
    def collapses(self) -> bool:
        """Whether some group of the source has several dimensions."""
        return any(len(group) != 1 for group in self.source)

    @property
    def expands(self) -> bool:
        """Whether some group of the target has several dimensions."""
        return any(len(group) != 1 for group in self.target)


def reassociate(shape: Shape, target: Shape, canonical: Callable[[Size], Size]) -> Reassociation:
    """The finest groups of two shapes with the same number of elements, which is not known to be 0.

    `canonical` gives one and the same size for sizes that are equal. No group is empty; the shape of a 0-d tensor has
    no groups, and then neither has the other one.
    """
    if not shape or not target:
        return Reassociation((), ())
    cuts = [(0, 0)]
    while (cut := _next_cut(shape, target, *cuts[-1], canonical)) is not None:
        cuts.append(cut)
    end = (len(shape), len(target))
    if len(cuts) == 1 or (cuts[-1][0] < end[0] and cuts[-1][1] < end[1]):
        cuts.append(end)
    cuts[-1] = end
    pairs = list(zip(cuts, cuts[1:], strict=False))
    return Reassociation(
        tuple(tuple(range(first[0], last[0])) for first, last in pairs),
        tuple(tuple(range(first[1], last[1])) for first, last in pairs),
    )


def _next_cut(
    shape: Shape, target: Shape, dim: int, target_dim: int, canonical: Callable[[Size], Size]
) -> tuple[int, int] | None:
    """The next place behind both dimensions up to which the two shapes have the same number of elements."""
    counts = [canonical(count) for count in accumulate(shape[dim:], Size.__mul__)]
    target_counts = [canonical(count) for count in accumulate(target[target_dim:], Size.__mul__)]
    for end, count in enumerate(counts, dim + 1):
        for target_end, target_count in enumerate(target_counts, target_dim + 1):
            if count == target_count:
                return end, target_end
    return None


def grouped_shape(shape: Shape, groups: DimGroups) -> list[int]:
    """The number of elements of each group, `DYNAMIC_INDEX` where a size is known only at run time."""
    result: list[int] = []
    for group in groups:
        known = [size for size in (shape[dim].constant for dim in group) if size is not None]
        result.append(prod(known) if len(known) == len(group) else DYNAMIC_INDEX)
    return result


def reassociation_attribute(groups: DimGroups) -> ArrayAttr[ArrayAttr[IntegerAttr]]:
    """The groups as `tensor.collapse_shape` and `tensor.expand_shape` have them."""
    return ArrayAttr(ArrayAttr(IntegerAttr(dim, i64) for dim in group) for group in groups)
