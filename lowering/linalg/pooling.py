"""Pooling and its reverse, in the window form.

The reverse of a window is a window as well: an element is in few windows, and combines what it gets from each of them.
Nothing is scattered: it runs in parallel, and its sums have one order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from xdsl.dialects import arith
from xdsl.dialects.builtin import i64
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.average_pooling import AvgPoolBackwardOp, AvgPoolOp, MeanWindowOp
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.max_pooling import MaxPoolFamilyOp, MaxPoolOp, MaxPoolWithIndicesBackwardOp
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.sliding_windows import Window, WindowedOp
from adjoint.lowering.linalg.combiners import MAXIMUM, MINIMUM, SUM
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, emit, loop_index, maximum, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape, Size, as_size, at_least, quotient, smaller_size
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, View
from adjoint.lowering.linalg.window_reductions import Tap, clamped_place, combine_windows, element_of


@dataclass(frozen=True)
class SlidingAxis:
    """What a window covers of a dimension of the size."""

    window: Window
    size: Size
    count: Size
    """How many windows there are."""

    @property
    def extent(self) -> Size:
        return as_size(self.window.kernel)

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        window = self.window
        place = index if window.stride == 1 else index * window.stride
        if number is not None:
            place = place + (number if window.dilation == 1 else number * window.dilation)
        if window.padding:
            place = place - window.padding
        return clamped_place(lowering, place, self.size, below=window.padding > 0, above=not self._ends_within)

    @property
    def _ends_within(self) -> bool:
        """Whether the last window is known to end within the dimension."""
        window = self.window
        if not window.padding and not window.ceil_mode:
            return True
        return at_least(self.size, (self.count - 1) * window.stride + (window.span - window.padding))


@dataclass(frozen=True)
class CoveringAxis:
    """The windows that cover a place of a dimension, the last one first.

    Where it is known otherwise whether a window covers a place, as from the index of its maximum, `exact` is not set.
    """

    window: Window
    size: Size
    """Of the dimension."""
    count: Size
    """How many windows there are."""
    exact: bool

    @property
    def extent(self) -> Size:
        return as_size((self.window.span - 1) // self.window.stride + 1)

    def tap(self, lowering: FunctionLowering, index: Scalar, number: Scalar | None) -> Tap:
        window, span = self.window, self.window.span
        start = index + window.padding if window.padding else index
        last = start if window.stride == 1 else start // window.stride
        place = last if number is None else last - number
        last_place = quotient(self.size - 1 + window.padding, as_size(window.stride))
        is_within = at_least(self.count - 1, last_place)
        tap = clamped_place(lowering, place, self.count, below=number is not None, above=not is_within)
        most_remote = -(-span // window.stride) * window.stride - 1
        if not self.exact or most_remote < span:
            return tap
        return Tap(tap.place, [*tap.counts, (start - place * window.stride).compare("lt", span)])


@size_rule(AvgPoolOp, MaxPoolFamilyOp)
def _pooled_sizes(op: AvgPoolOp | MaxPoolFamilyOp, sizes: Sizes) -> Sequence[Shape]:
    return [_pooled_shape(op, sizes, sizes.shape(op.input))] * len(op.results)


@size_rule(AvgPoolBackwardOp, MaxPoolWithIndicesBackwardOp)
def _backward_sizes(op: AvgPoolBackwardOp | MaxPoolWithIndicesBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    pooled = _pooled_shape(op, sizes, target)
    sizes.require_same_shape(op, sizes.shape(op.grad_output), pooled, "grad_output", "the pooled tensor")
    if isinstance(op, MaxPoolWithIndicesBackwardOp):
        sizes.require_same_shape(op, sizes.shape(op.indices), pooled, "indices", "the pooled tensor")
    return [target]


def _pooled_shape(op: WindowedOp, sizes: Sizes, shape: Shape) -> Shape:
    pooled: list[Size] = []
    for window, size in zip(op.windows, shape[-op.RANK :], strict=True):
        slack = window.stride - 1 if window.ceil_mode else 0
        room = size + (2 * window.padding - window.span + slack)
        sizes.require_at_least(op, room, 0, f"output size is too small: a window spans {window.span}")
        sizes.require_at_least(op, size, 1, "a dimension that windows slide along has size 0")
        count = quotient(room, as_size(window.stride)) + 1
        if window.ceil_mode:
            count = smaller_size(count, quotient(size + (window.padding - 1), as_size(window.stride)) + 1)
        pooled.append(count)
    return (*shape[: -op.RANK], *pooled)


def _sliding(op: WindowedOp, shape: Shape, pooled: Shape) -> Sequence[SlidingAxis]:
    spatial = zip(op.windows, shape[-op.RANK :], pooled[-op.RANK :], strict=True)
    return [SlidingAxis(window, size, count) for window, size, count in spatial]


def _covering(op: WindowedOp, shape: Shape, pooled: Shape, *, exact: bool) -> Sequence[CoveringAxis]:
    spatial = zip(op.windows, shape[-op.RANK :], pooled[-op.RANK :], strict=True)
    return [CoveringAxis(window, size, count, exact) for window, size, count in spatial]


@linalg_lowering(AvgPoolOp)
def _avg_pool(op: AvgPoolOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    computed_in = computation_type(operand.element_type)
    axes = _sliding(op, operand.shape, shape)
    sums = combine_windows(lowering, shape, axes, SUM, computed_in, element_of(lowering, operand))
    return _divided(op, lowering, sums, operand.shape, tensor_type(op.result).element_type)


@linalg_lowering(AvgPoolBackwardOp)
def _avg_pool_backward(op: AvgPoolBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    shares = _divided(op, lowering, grad_output, shape, computation_type(grad_output.element_type))
    axes = _covering(op, shape, grad_output.shape, exact=True)
    return combine_windows(lowering, shape, axes, SUM, grad_output.element_type, element_of(lowering, shares))


def _divided(
    op: MeanWindowOp, lowering: FunctionLowering, pooled: LoweredTensor, shape: Shape, element_type: Attribute
) -> View:
    """What was summed over windows, or is to be spread over them, by what each window counts as."""
    rank, windows = len(shape), op.windows
    first = rank - op.RANK
    same_everywhere = op.count_include_pad is not None or not any(window.padding for window in windows)

    def divisor() -> Scalar | int:
        if op.divisor_override is not None:
            return op.divisor_override.value.data
        if same_everywhere and op.ceil_mode is None:
            return reduce(int.__mul__, (window.kernel for window in windows))
        lengths = [
            _length(lowering, window, size, loop_index(first + dim), op.count_include_pad is not None)
            for dim, (window, size) in enumerate(zip(windows, shape[first:], strict=True))
        ]
        return reduce(Scalar.__mul__, lengths)

    def body(x: Scalar) -> Scalar:
        number = divisor()
        by = constant(number, x.type) if isinstance(number, int) else convert(number, x.type)
        return x / by if x.is_float else emit(arith.DivSIOp(x.value, by.value))

    return lowering.elementwise(pooled.shape, element_type, [pooled], body)


def _length(lowering: FunctionLowering, window: Window, size: Size, index: Scalar, include_pad: bool) -> Scalar:
    """How many places of a window count, at least 1: those within the dimension, or within its padding as well."""
    start = index * window.stride - window.padding
    end = minimum(start + window.kernel, lowering.scalar(size + window.padding))
    if not include_pad:
        start, end = maximum(start, 0), minimum(end, lowering.scalar(size))
    return maximum(end - start, 1)


@linalg_lowering(MaxPoolOp)
def _max_pool(op: MaxPoolOp, lowering: FunctionLowering) -> LoweredTensor:
    return _largest(op, lowering)


def _largest(op: MaxPoolFamilyOp, lowering: FunctionLowering) -> View:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    axes = _sliding(op, operand.shape, shape)
    return combine_windows(lowering, shape, axes, MAXIMUM, operand.element_type, element_of(lowering, operand))


@linalg_lowering(
    aten.MaxPool1dWithIndicesOp,
    aten.MaxPool2dWithIndicesOp,
    aten.MaxPool3dWithIndicesOp,
)
def _max_pool_with_indices(op: aten.MaxPool2dWithIndicesOp, lowering: FunctionLowering) -> Sequence[LoweredTensor]:
    """The smallest place of what equals the maximum; the places of NaN are negative, the last one the smallest."""
    operand, largest = lowering.tensor(op.input), _largest(op, lowering)
    spatial, read = operand.shape[-op.RANK :], lowering.reader(operand)
    count = lowering.number_of_elements(spatial)

    def key(places: Sequence[Scalar], _: Sequence[Scalar], scalars: Sequence[Scalar]) -> Scalar:
        x, place = read(places), _linear_place(lowering, places[-op.RANK :], spatial)
        found = select(x.compare("eq", scalars[0]), place, 2**63 - 1)
        return select(x.compare("ne", x), -1 - place, found) if x.is_float else found

    axes = _sliding(op, operand.shape, largest.shape)
    keys = combine_windows(lowering, largest.shape, axes, MINIMUM, i64, key, [largest])

    def index(key: Scalar) -> Scalar:
        """A window of padding alone, between the places of which the dimension lies, has found nothing."""
        place = maximum(key, -1 - key)
        return minimum(place, convert(lowering.scalar(count - 1), i64))

    return largest, lowering.elementwise(largest.shape, i64, [keys], index)


@linalg_lowering(MaxPoolWithIndicesBackwardOp)
def _max_pool_backward(op: MaxPoolWithIndicesBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, indices = lowering.tensor(op.grad_output), lowering.tensor(op.indices)
    shape = lowering.shape(op.result)
    read, read_index = lowering.reader(grad_output), lowering.reader(indices)

    def share(places: Sequence[Scalar], own: Sequence[Scalar], _: Sequence[Scalar]) -> Scalar:
        is_largest = read_index(places).compare("eq", _linear_place(lowering, own[-op.RANK :], shape[-op.RANK :]))
        return select(is_largest, read(places), 0)

    axes = _covering(op, shape, grad_output.shape, exact=False)
    return combine_windows(lowering, shape, axes, SUM, grad_output.element_type, share)


def _linear_place(lowering: FunctionLowering, places: Sequence[Scalar], spatial: Shape) -> Scalar:
    """The place in row-major order, as i64."""
    place = places[0]
    for inner, size in zip(places[1:], spatial[1:], strict=True):
        place = place * lowering.scalar(size) + inner
    return convert(place, i64)
