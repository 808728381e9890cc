"""In which range a `?` is: the attribute `adjoint.size_ranges` of an argument of a function.

    func.func @forward(%x : tensor<?x4xf32> {adjoint.size_ranges = array<i64: 2, 100, 4, 4>})

has the smallest and the largest size of each dimension in turn. The runtime refuses an argument of another size.
"""

from collections.abc import Sequence
from typing import TypeAlias

from xdsl.dialects.builtin import ArrayAttr, DenseArrayBase, DictionaryAttr, i64
from xdsl.dialects.func import FuncOp

SIZE_RANGES = "adjoint.size_ranges"

SizeRanges: TypeAlias = tuple[tuple[int, int], ...]
"""The smallest and the largest size of each dimension."""

UNBOUNDED = 2**63 - 1
"""The largest size of a dimension that has none."""


def size_ranges_of(function: FuncOp, index: int) -> SizeRanges | None:
    """The ranges that are noted at an argument, None where there are none, or not two numbers for each dimension."""
    noted = None if function.arg_attrs is None else function.arg_attrs.data[index].data.get(SIZE_RANGES)
    if not isinstance(noted, DenseArrayBase):
        return None
    bounds = [int(bound) for bound in noted.get_values()]
    return tuple(zip(bounds[::2], bounds[1::2], strict=False))


def set_size_ranges(function: FuncOp, ranges: Sequence[SizeRanges | None]) -> None:
    """Notes the ranges of each argument that has some."""
    existing = [DictionaryAttr({}) for _ in ranges] if function.arg_attrs is None else function.arg_attrs.data
    attributes = [dict(each.data) for each in existing]
    for each, bounds in zip(attributes, ranges, strict=True):
        if bounds is not None:
            each[SIZE_RANGES] = DenseArrayBase.from_list(i64, [bound for pair in bounds for bound in pair])
    function.arg_attrs = ArrayAttr(map(DictionaryAttr, attributes)) if any(attributes) else None
