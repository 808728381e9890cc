"""The window form: what an element of the result combines are elements of an operand around a place that it determines.

    result[…, i…] = combine over t… of element(place(i, t)…)

One `linalg.generic` whose reduction loops t run through the window; its body computes the place and reads there by
`tensor.extract`. An `Axis` says, for one dimension, how many taps there are and where they are. A place is clamped only
where it may be outside; the element then does not count. The extents of the reduction loops come from a `tensor.empty`
that the body does not use, as in upstream's pooling ops. Where every window is one place the form is elementwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from xdsl.ir import Attribute

from adjoint.lowering.linalg.combiners import Combiner
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.scalar import Scalar, constant_scalar, loop_index, maximum, minimum, select
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View


@dataclass(frozen=True)
class Tap:
    """Where a window reads in one dimension."""

    place: Scalar
    """Within the dimension."""
    counts: Sequence[Scalar] = ()
    """The conditions under which it belongs to the window."""
    weight: Scalar | None = None
    """What the element is multiplied by."""


class Axis(Protocol):
    """The windows along one dimension."""

    @property
    def extent(self) -> Size:
        """How many taps a window has at most."""
        ...

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        """One tap of the window of an index of the result; of windows of one tap the number is None."""
        ...


TapElement = Callable[[Sequence[Scalar], Sequence[Scalar], Sequence[Scalar]], Scalar]
"""The element at the indices of a tap, for the indices of the result and one scalar an operand."""


def element_of(lowering: FunctionLowering, operand: LoweredTensor) -> TapElement:
    """The element of the operand at a tap."""
    read = lowering.reader(operand)
    return lambda places, own, operands: read(places)


def combine_windows(
    lowering: FunctionLowering,
    shape: Shape,
    axes: Sequence[Axis],
    combiner: Combiner,
    element_type: Attribute,
    element: TapElement,
    operands: Sequence[LoweredTensor] = (),
) -> View:
    """Combines, for every element of the shape, an element for every tap of its window along the last dimensions.

    The operands have the shape of the result.
    """
    rank, leading = len(shape), len(shape) - len(axes)
    extents = tuple(axis.extent for axis in axes if axis.extent != ONE)

    def tap_element(scalars: Sequence[Scalar]) -> Scalar:
        indices = [loop_index(dim) for dim in range(rank)]
        loops = iter(range(rank, rank + len(extents)))
        taps = [
            axis.tap(lowering, index, None if axis.extent == ONE else loop_index(next(loops)))
            for axis, index in zip(axes, indices[leading:], strict=True)
        ]
        value = element([*indices[:leading], *(tap.place for tap in taps)], indices, scalars)
        for tap in taps:
            if tap.weight is not None:
                value = value * tap.weight
        conditions = [condition for tap in taps for condition in tap.counts]
        if not conditions:
            return value
        counts = reduce(Scalar.__and__, conditions)
        return select(counts, value, constant_scalar(combiner.neutral(value.type)))

    if not extents:
        return lowering.elementwise(shape, element_type, operands, lambda *scalars: tap_element(scalars))
    result = lowering.generic(
        (*shape, *extents),
        [*operands, View.of(lowering.empty(extents, element_type), extents)],
        [*(range(rank) for _ in operands), range(rank, rank + len(extents))],
        lowering.filled(Splat(combiner.neutral(element_type), shape)),
        range(rank),
        lambda scalars, accumulator: combiner.combine(accumulator, tap_element(scalars[:-1])),
    )
    return View.of(result, shape)


def clamped_place(lowering: FunctionLowering, place: Scalar, size: Size, *, above: bool, below: bool) -> Tap:
    """A tap at a place that may be below 0, or not below the size, and then does not count."""
    conditions: list[Scalar] = []
    if below:
        conditions.append(place.compare("ge", 0))
    if above:
        conditions.append(place.compare("lt", lowering.scalar(size)))
    if below:
        place = maximum(place, 0)
    if above:
        place = minimum(place, lowering.scalar(size - 1))
    return Tap(place, conditions)
