"""What is known of a memref when it has become a bare pointer: its sizes and its strides."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import DYNAMIC_INDEX, MemRefType, NoneAttr, StridedLayoutAttr
from xdsl.ir import Attribute, SSAValue


@dataclass(frozen=True)
class SizeSlot:
    """A size that an entry point reads from element `position` of its `sizes` argument."""

    position: int


Extent = int | SSAValue | SizeSlot | None
"""A size or a stride, in elements: a number, an i64 of the llvm dialect, a slot, or None where it is unknown."""

Extents = tuple[Extent, ...]


@dataclass(frozen=True)
class Buffer:
    """The shape of a memref; `strides` is None for the identity layout, in which the last index runs fastest."""

    sizes: Extents
    strides: Extents | None = None


def static_extents(numbers: Sequence[int]) -> Extents:
    """The numbers of a type or of a static index list, None where they are dynamic."""
    return tuple(None if number == DYNAMIC_INDEX else number for number in numbers)


def buffer_of_type(type_: MemRefType[Attribute]) -> Buffer:
    """What the type alone says of a memref."""
    strides: Extents | None = None
    if isinstance(type_.layout, StridedLayoutAttr):
        strides = tuple(None if isinstance(stride, NoneAttr) else stride.data for stride in type_.layout.strides.data)
        if strides == (1,):
            strides = None
    return Buffer(static_extents(type_.get_shape()), strides)
