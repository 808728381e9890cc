"""Adaptive average pooling and its reverse, in the window form.

Window i of m over a dimension of size n is the places p with `i n / m < p + 1` and `p < (i + 1) n / m`. The windows
that cover place p are therefore those of a dimension of size m that n windows share: the reverse is the same form.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from xdsl.ir import Attribute

from adjoint.dialects.aten.adaptive_pooling import AdaptiveAvgPoolBackwardOp, AdaptiveAvgPoolOp
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.sliding_windows import by_dim
from adjoint.lowering.linalg.combiners import SUM
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, convert, loop_index, minimum
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, ZERO, Shape, Size, as_size, has_no_elements, quotient
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat
from adjoint.lowering.linalg.window_reductions import Tap, combine_windows, element_of


@dataclass(frozen=True)
class SharingAxis:
    """As many windows as `count` says, which share a dimension of the size."""

    size: Size
    count: Size

    @property
    def ratio(self) -> Size | None:
        """How many places every window covers where they are equally many and no place is in two windows."""
        if self.count == ONE:
            return self.size
        if self.count == self.size:
            return ONE
        size, count = self.size.constant, self.count.constant
        return as_size(size // count) if size and count and size % count == 0 else None

    @property
    def repetition(self) -> Size | None:
        """How many windows cover each place where those are equally many, and each covers one place."""
        return SharingAxis(self.count, self.size).ratio

    @property
    def extent(self) -> Size:
        if self.ratio is not None:
            return self.ratio
        return ONE if self.repetition is not None else quotient(self.size + self.count - 2, self.count) + 1

    def bounds(self, lowering: FunctionLowering, index: Scalar) -> tuple[Scalar, Scalar]:
        """The first place of a window, and the one behind its last."""
        size, count = lowering.scalar(self.size), lowering.scalar(self.count)
        start = index * size
        return start // count, (start + size + lowering.scalar(self.count - 1)) // count

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        if self.count == ONE and number is not None:
            return Tap(number)
        if self.ratio is not None:
            return Tap(index if number is None else index * lowering.scalar(self.ratio) + number)
        if self.repetition is not None:
            return Tap(lowering.scalar(ZERO) if self.size == ONE else index // lowering.scalar(self.repetition))
        start, end = self.bounds(lowering, index)
        place = start if number is None else start + number
        return Tap(minimum(place, lowering.scalar(self.size - 1)), [place.compare("lt", end)])


@size_rule(AdaptiveAvgPoolOp)
def _adaptive_sizes(op: AdaptiveAvgPoolOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    spatial = _require_places(op, sizes, shape)
    counts = by_dim("output_size", op.output_size.get_values(), op.RANK)
    kept = [own if count == -1 else as_size(count) for count, own in zip(counts, spatial, strict=True)]
    return [(*shape[: -op.RANK], *kept)]


@size_rule(AdaptiveAvgPoolBackwardOp)
def _adaptive_backward_sizes(op: AdaptiveAvgPoolBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target, shape = target_shape(op.size, op.static_size, sizes), sizes.shape(op.grad_output)
    _require_places(op, sizes, target)
    expected = (*target[: -op.RANK], *shape[-op.RANK :])
    sizes.require_same_shape(op, shape, expected, "grad_output", "the pooled tensor")
    return [target]


def _require_places(op: AdaptiveAvgPoolOp | AdaptiveAvgPoolBackwardOp, sizes: Sizes, shape: Shape) -> Shape:
    spatial = shape[-op.RANK :]
    for size in spatial:
        sizes.require_at_least(op, size, 1, "a dimension that windows share has size 0")
    return spatial


@linalg_lowering(AdaptiveAvgPoolOp)
def _adaptive_avg_pool(op: AdaptiveAvgPoolOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    axes = _axes(op, operand.shape, shape)
    computed_in = computation_type(operand.element_type)
    sums = combine_windows(lowering, shape, axes, SUM, computed_in, element_of(lowering, operand))
    return _divided(lowering, sums, axes, operand.element_type)


@linalg_lowering(AdaptiveAvgPoolBackwardOp)
def _adaptive_avg_pool_backward(op: AdaptiveAvgPoolBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    element_type = grad_output.element_type
    if has_no_elements(grad_output.shape):
        return Splat(number_attribute(0, element_type), shape)
    shares = _divided(lowering, grad_output, _axes(op, shape, grad_output.shape), computation_type(element_type))
    axes = _axes(op, grad_output.shape, shape)
    return combine_windows(lowering, shape, axes, SUM, element_type, element_of(lowering, shares))


def _axes(op: AdaptiveAvgPoolOp | AdaptiveAvgPoolBackwardOp, shape: Shape, pooled: Shape) -> Sequence[SharingAxis]:
    return [SharingAxis(size, count) for size, count in zip(shape[-op.RANK :], pooled[-op.RANK :], strict=True)]


def _divided(
    lowering: FunctionLowering, pooled: LoweredTensor, axes: Sequence[SharingAxis], element_type: Attribute
) -> LoweredTensor:
    """What was summed over windows, or is to be spread over them, by the number of places that each covers."""
    first = len(pooled.shape) - len(axes)

    def length(dim: int) -> Scalar:
        axis = axes[dim]
        if axis.ratio is not None:
            return lowering.scalar(axis.ratio)
        start, end = axis.bounds(lowering, loop_index(first + dim))
        return end - start

    def body(x: Scalar) -> Scalar:
        counted = [dim for dim, axis in enumerate(axes) if axis.extent != ONE]
        if not counted:
            return x
        return x / convert(reduce(Scalar.__mul__, map(length, counted)), x.type)

    return lowering.elementwise(pooled.shape, element_type, [pooled], body)
