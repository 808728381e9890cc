"""Upsampling and its reverse, in the window form.

What a place of the result is made of is a window of the input, with weights. The reverse is a window as well: an
element of the input gathers from the places around those that it is at, by the weights that it has there; in the others
it has no part. Places and weights are computed as PyTorch does, in f32 for all but f64.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from xdsl.dialects.builtin import IndexType, f32
from xdsl.ir import Attribute

from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.upsampling import (
    InterpolatingOp,
    InterpolationKind,
    UpsampleBackwardOp,
    UpsampleOp,
    scale_ratio,
)
from adjoint.lowering.linalg.combiners import SUM
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.rounding import floor
from adjoint.lowering.linalg.scalar import (
    Scalar,
    absolute,
    constant,
    convert,
    maximum,
    minimum,
    select,
)
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size, as_size, larger_size, quotient
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor
from adjoint.lowering.linalg.window_reductions import Tap, combine_windows, element_of

_TAPS: dict[InterpolationKind, int] = {"nearest": 1, "nearest_exact": 1, "linear": 2, "cubic": 4}

_CUBIC = -0.75
"""The parameter of the cubic kernel."""


@dataclass(frozen=True)
class InterpolatingAxis:
    """What the places of a result along one dimension are made of."""

    kind: InterpolationKind
    size: Size
    count: Size
    """How many places the result has."""
    scale: float | None
    align_corners: bool
    computed_in: Attribute

    @property
    def extent(self) -> Size:
        return as_size(_TAPS[self.kind])

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        last = lowering.scalar(self.size - 1)
        if number is None:
            return Tap(minimum(self.neighbour(lowering, index), last))
        first, share = self.neighbour_and_share(lowering, index)
        if self.kind == "linear":
            weight = select(number.compare("eq", 0), 1 - share, share)
            return Tap(minimum(first + number, last), weight=weight)
        place = minimum(maximum(first + number - 1, 0), last)
        return Tap(place, weight=_cubic_weight(absolute(share + 1 - convert(number, self.computed_in))))

    def taps(self, lowering: FunctionLowering, index: Scalar) -> Sequence[Tap]:
        """All taps of a place, one after the other."""
        if self.extent == ONE:
            return [self.tap(lowering, index, None)]
        return [self.tap(lowering, index, constant(number, IndexType())) for number in range(_TAPS[self.kind])]

    def neighbour(self, lowering: FunctionLowering, index: Scalar) -> Scalar:
        """The nearest place of the input, as PyTorch rounds it; maybe one too far at the end."""
        place = self.ratio(lowering) * convert(index, self.computed_in)
        if self.kind == "nearest_exact":
            place = maximum(self.ratio(lowering) * (convert(index, self.computed_in) + 0.5) - 0.5, 0) + 0.5
        return convert(floor(convert(place, f32)), IndexType())

    def neighbour_and_share(self, lowering: FunctionLowering, index: Scalar) -> tuple[Scalar, Scalar]:
        """The place of the input in front of a place of the result, and how far that is on the way to the next one."""
        place = convert(index, self.computed_in)
        if self.align_corners:
            place = self.ratio(lowering) * place
        else:
            place = self.ratio(lowering) * (place + 0.5) - 0.5
            if self.kind == "linear":
                place = maximum(place, 0)
        if self.count != self.size and (self.scale is not None or self.count.constant is None):
            same = lowering.scalar(self.size).compare("eq", lowering.scalar(self.count))
            place = select(same, convert(index, self.computed_in), place)
        first = minimum(floor(place), convert(lowering.scalar(self.size - 1), self.computed_in))
        share = minimum(maximum(place - first, 0), 1)
        return convert(first, IndexType()), share

    def ratio(self, lowering: FunctionLowering) -> Scalar:
        """How far the places of the result are from each other, in places of the input."""
        if self.align_corners:
            size, count = self.size - 1, larger_size(self.count - 1, ONE)
        elif self.scale is not None:
            return constant(1 / self.scale, self.computed_in)
        else:
            size, count = self.size, self.count
        if size.constant is not None and count.constant is not None:
            number = np.float32 if self.computed_in == f32 else np.float64
            return constant(float(number(size.constant) / number(count.constant)), self.computed_in)
        return convert(lowering.scalar(size), self.computed_in) / convert(lowering.scalar(count), self.computed_in)


def _cubic_weight(distance: Scalar) -> Scalar:
    """How much an element counts at a distance below 2."""
    near = ((_CUBIC + 2) * distance - (_CUBIC + 3)) * distance * distance + 1
    far = ((_CUBIC * distance - 5 * _CUBIC) * distance + 8 * _CUBIC) * distance - 4 * _CUBIC
    return select(distance.compare("le", 1), near, far)


@dataclass(frozen=True)
class RepeatingAxis:
    """Each place of the input at `times` places of the result, one after the other."""

    times: int

    @property
    def extent(self) -> Size:
        return ONE

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        return Tap(index if self.times == 1 else index // self.times)


@dataclass(frozen=True)
class RepeatedAxis:
    """The reverse of repeating: the places of the result that a place of the input is at."""

    times: int

    @property
    def extent(self) -> Size:
        return as_size(self.times)

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        return Tap(index if number is None else index * self.times + number)


@dataclass(frozen=True)
class ContributingAxis:
    """The reverse of interpolating: the places of the result that a place of the input may be part of.

    They are those whose place in the input is less than `reach` away. The window is a little larger than that, since
    places are rounded; what a place of the input has no part in gets the weight 0.
    """

    forward: InterpolatingAxis

    @property
    def reach(self) -> int:
        """The distance within which a place of the input may count."""
        return max(_TAPS[self.forward.kind] // 2, 1)

    @property
    def extent(self) -> Size:
        forward = self.forward
        size, count = forward.size, forward.count
        if forward.align_corners:
            size, count = larger_size(size - 1, ONE), larger_size(count - 1, ONE)
        elif forward.scale is not None:
            return as_size(int(2 * self.reach * forward.scale) + 5)
        return quotient(count * (2 * self.reach), size) + 5

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        forward = self.forward
        start = convert(index, forward.computed_in) - float(self.reach)
        ratio = forward.ratio(lowering)
        start = floor((start if forward.align_corners else start + 0.5) / ratio) - 1
        if forward.align_corners:
            start = select(ratio.compare("gt", 0), start, 0)
        assert number is not None
        place = convert(start, IndexType()) + number
        inside = place.compare("ge", 0) & place.compare("lt", lowering.scalar(forward.count))
        place = minimum(maximum(place, 0), lowering.scalar(forward.count - 1))
        taps = forward.taps(lowering, place)
        if len(taps) == 1:
            return Tap(place, [inside, taps[0].place.compare("eq", index)])
        return Tap(place, [inside], self._weight(index, taps))

    def _weight(self, index: Scalar, taps: Sequence[Tap]) -> Scalar:
        """The part of a place of the input in a place of the result; the last place may be several taps."""
        total: Scalar | None = None
        for tap in taps:
            assert tap.weight is not None
            part = select(tap.place.compare("eq", index), tap.weight, 0)
            total = part if total is None else total + part
        assert total is not None
        return total


@size_rule(UpsampleOp)
def _upsampled_sizes(op: UpsampleOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    if op.output_size is not None:
        return [(*shape[:2], *map(as_size, op.output_size.get_values()))]
    return [_scaled_shape(op, sizes, shape)]


@size_rule(UpsampleBackwardOp)
def _upsample_backward_sizes(op: UpsampleBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target, shape = target_shape(op.size, op.static_size, sizes), sizes.shape(op.grad_output)
    expected = (*target[:2], *shape[2:]) if op.scales is None else _scaled_shape(op, sizes, target)
    sizes.require_same_shape(op, shape, expected, "grad_output", "the upsampled tensor")
    return [target]


def _scaled_shape(op: InterpolatingOp, sizes: Sizes, shape: Shape) -> Shape:
    scaled = list(shape[:2])
    for size, scale in zip(shape[2:], op.scales or (), strict=True):
        ratio = scale_ratio(scale)
        scaled.append(quotient(size * ratio.numerator, as_size(ratio.denominator)))
        sizes.require_at_least(op, scaled[-1], 1, f"a dimension scaled by {scale} has size 0")
    return tuple(scaled)


@linalg_lowering(UpsampleOp)
def _upsample(op: UpsampleOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    axes = [
        RepeatingAxis(times) if (times := _repetition(forward)) else forward
        for forward in _axes(op, operand, operand.shape, shape)
    ]
    return combine_windows(lowering, shape, axes, SUM, operand.element_type, element_of(lowering, operand))


@linalg_lowering(UpsampleBackwardOp)
def _upsample_backward(op: UpsampleBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    axes = [
        RepeatedAxis(times) if (times := _repetition(forward)) else ContributingAxis(forward)
        for forward in _axes(op, grad_output, shape, grad_output.shape)
    ]
    return combine_windows(lowering, shape, axes, SUM, grad_output.element_type, element_of(lowering, grad_output))


def _axes(op: InterpolatingOp, operand: LoweredTensor, shape: Shape, result: Shape) -> Sequence[InterpolatingAxis]:
    scales = op.scales or [None] * op.RANK
    return [
        InterpolatingAxis(
            op.KIND, size, count, scale, op.align_corners is not None, computation_type(operand.element_type)
        )
        for size, count, scale in zip(shape[2:], result[2:], scales, strict=True)
    ]


def _repetition(axis: InterpolatingAxis) -> int | None:
    """How often each place of the input is in the result where that is all there is to it, else None."""
    if axis.count == axis.size:
        # PyTorch's nearest neighbour goes by the scale where it is given, and is another one where that is below 1.
        return 1 if axis.scale in (None, 1.0) or axis.kind in ("linear", "cubic") else None
    if axis.kind not in ("nearest", "nearest_exact"):
        return None
    times = _times(axis)
    return times if times and _rounds_well(times) else None


def _times(axis: InterpolatingAxis) -> int | None:
    if axis.scale is not None:
        return int(axis.scale) if axis.scale.is_integer() else None
    size, count = axis.size.constant, axis.count.constant
    return count // size if size and count and count % size == 0 else None


def _rounds_well(times: int) -> bool:
    """Whether `floor(i / times)` is what comes out in f32 as well: it is, unless 1 / times is rounded down."""
    return Fraction(float(np.float32(1 / times))) >= Fraction(1, times)
