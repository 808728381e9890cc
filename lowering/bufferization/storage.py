"""What holds the elements of tensor values: storages, and the views through which values see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xdsl.dialects.builtin import DenseIntOrFPElementsAttr
from xdsl.ir import Attribute, SSAValue

from adjoint.lowering.bufferization.product import ONE, ZERO, Product
from adjoint.lowering.bufferization.sizes import Sizes
from adjoint.lowering.kernels.interface import element_bytes


@dataclass(frozen=True)
class ArgumentHome:
    """The buffer of an input: it is only read."""

    argument: SSAValue


@dataclass(frozen=True)
class ResultHome:
    """The buffer that the caller passed for a result."""

    position: int


@dataclass(frozen=True)
class ConstantHome:
    """A global constant: it is only read."""

    elements: DenseIntOrFPElementsAttr


@dataclass(frozen=True)
class ArenaHome:
    """A part of the arena, which the storage has for as long as it lives."""


Home = ArgumentHome | ResultHome | ConstantHome | ArenaHome


@dataclass(eq=False)
class Storage:
    """Consecutive elements of one type."""

    element_type: Attribute
    count: Product
    home: Home
    first_step: int
    """The step of the main function from which on it holds something."""
    per_thread: bool = False
    """Whether every thread has one of its own, at multiples of a cache line."""
    first_position: int = 0
    """The position in the text from which on it holds something."""
    must_stay_in_arena: bool = False
    """Whether a kernel is given a part of it that does not start at its beginning."""
    values: list[SSAValue] = field(default_factory=list[SSAValue])
    """The tensor values that live in it."""

    @property
    def name(self) -> str | None:
        """What the program calls the first value in it that has a name."""
        return next((value.name_hint for value in self.values if value.name_hint), None)

    @property
    def is_read_only(self) -> bool:
        return isinstance(self.home, ArgumentHome | ConstantHome)

    @property
    def byte_count(self) -> Product:
        """The bytes of the elements."""
        return self.count * Product(element_bytes(self.element_type))


@dataclass(frozen=True)
class View:
    """A tensor in a storage: the element at `indices` is at the sum of `offset` plus indices times strides."""

    storage: Storage
    offset: tuple[Product, ...]
    sizes: Sizes
    strides: Sizes

    @staticmethod
    def whole(storage: Storage, sizes: Sizes) -> View:
        """The tensor of these sizes that fills a storage."""
        return View(storage, (), sizes, row_major_strides(sizes))

    @property
    def count(self) -> Product:
        return Product.of(self.sizes)

    @property
    def is_contiguous(self) -> bool:
        """Whether the elements follow each other in row-major order; the stride of a single element is of no matter."""
        return all(
            size.constant == 1 or stride.equals(expected)
            for size, stride, expected in zip(self.sizes, self.strides, row_major_strides(self.sizes), strict=True)
        )

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the storage, in order."""
        return not self.offset and self.is_contiguous and self.count.equals(self.storage.count)

    def reshaped(self, sizes: Sizes) -> View:
        """The same elements with other sizes; the view is contiguous."""
        return View(self.storage, self.offset, sizes, row_major_strides(sizes))

    def sliced(self, offsets: Sequence[Product], sizes: Sizes, strides: Sequence[Product], axes: Sequence[int]) -> View:
        """A slice, of which the axes that are not in `axes` are dropped."""
        added = (offset * stride for offset, stride in zip(offsets, self.strides, strict=True))
        return View(
            self.storage,
            (*self.offset, *(term for term in added if term.coefficient)),
            tuple(sizes[axis] for axis in axes),
            tuple(self.strides[axis] * strides[axis] for axis in axes),
        )

    def is_apart_from(self, other: View) -> bool:
        """Whether both are known to have no element in common."""
        if self.storage is not other.storage:
            return True
        start, other_start = (_single(view.offset) for view in (self, other))
        if start is None or other_start is None or not (self.is_contiguous and other.is_contiguous):
            return False
        return _ends_before(start, self.count, other_start) or _ends_before(other_start, other.count, start)

    def sees_the_same(self, other: View) -> bool:
        """Whether every index names the same element in both, as far as can be told when compiling."""
        return (
            self.storage is other.storage
            and _all_equal(self.offset, other.offset)
            and _all_equal(self.sizes, other.sizes)
            and _all_equal(self.strides, other.strides)
        )


def row_major_strides(sizes: Sizes) -> Sizes:
    """The distance in elements between neighbours along each axis when the last index runs fastest."""
    strides = [ONE]
    for size in reversed(sizes[1:]):
        strides.append(strides[-1] * size)
    return tuple(reversed(strides[: len(sizes)]))


def merge_axes(views: Sequence[View]) -> list[View]:
    """The same elements with as few axes as possible: views of one shape, walked together.

    Neighbouring axes become one where every view steps through both as through one; axes of size 1 are dropped.
    """
    kept = [axis for axis, size in enumerate(views[0].sizes) if size.constant != 1]
    sizes = [views[0].sizes[axis] for axis in kept]
    strides = [[view.strides[axis] for axis in kept] for view in views]
    for axis in reversed(range(len(sizes) - 1)):
        if all(steps[axis].equals(steps[axis + 1] * sizes[axis + 1]) for steps in strides):
            sizes[axis : axis + 2] = [sizes[axis] * sizes[axis + 1]]
            for steps in strides:
                del steps[axis]
    return [
        View(view.storage, view.offset, tuple(sizes), tuple(steps)) for view, steps in zip(views, strides, strict=True)
    ]


def _single(offset: Sequence[Product]) -> Product | None:
    """An offset of at most one term."""
    return ZERO if not offset else offset[0] if len(offset) == 1 else None


def _ends_before(start: Product, count: Product, other: Product) -> bool:
    """Whether the elements from `start` on end where another one begins, or before."""
    end = Product(start.coefficient + count.coefficient, count.factors)
    has_same_factors = not start.coefficient or Product(1, start.factors).equals(Product(1, count.factors))
    return has_same_factors and end.at_most(other)


def _all_equal(products: Sequence[Product], others: Sequence[Product]) -> bool:
    return len(products) == len(others) and all(map(Product.equals, products, others))
