"""Which structured ops are convolutions or gradients of one, as `lowering/linalg/convolutions.py` emits them.

Their loops are samples, groups, output channels, places of the output, input channels and places in the kernel. The
input is walked along by `place · stride + kernel · dilation`, weight and output by single loops; which of the three the
op gives says what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import SSAValue
from xdsl.ir.affine import AffineBinaryOpExpr, AffineBinaryOpKind, AffineConstantExpr, AffineDimExpr, AffineExpr

from adjoint.lowering.bufferization.content import Splat, content
from adjoint.lowering.bufferization.contraction import is_sum_of_products

MOST_SPATIAL_DIMS = 3
"""What the engine's convolutions have."""

FUNCTIONS = ("convolution_backward_input", "convolution_backward_weight", "convolution")
"""The engine's function, by which of input, weight and output is computed."""

INPUT, WEIGHT, OUTPUT = 0, 1, 2


@dataclass(frozen=True)
class WindowContraction:
    """A convolution, or a gradient of one, that starts from zeros."""

    op: GenericOp
    tensors: tuple[SSAValue, SSAValue, SSAValue]
    """Input, weight and output, of which one is the result."""
    computed: int
    """Which of them."""
    stride: tuple[int, ...]
    dilation: tuple[int, ...]

    @property
    def function(self) -> str:
        """The name of the engine's function, without that of the element type."""
        return FUNCTIONS[self.computed]

    @property
    def operands(self) -> list[int]:
        """Those that it is computed from."""
        return [which for which in (INPUT, WEIGHT, OUTPUT) if which != self.computed]


def find_window_contraction(op: GenericOp) -> WindowContraction | None:
    """The convolution that a structured op is; None for another, and where the engine has none like it."""
    if not is_sum_of_products(op):
        return None
    start = content(op.outputs[0])
    rank, odd = divmod(len(op.iterator_types) - 4, 2)
    if odd or not 1 <= rank <= MOST_SPATIAL_DIMS or not (isinstance(start, Splat) and start.is_zero):
        return None
    values = (*op.inputs, op.res[0])
    places = {value: tuple(map_.data.results) for value, map_ in zip(values, op.indexing_maps, strict=True)}
    loops = [AffineExpr.dimension(loop) for loop in range(4 + 2 * rank)]
    sample, group, output_channel, *rest = loops
    output_places, input_channel, kernel = rest[:rank], rest[rank], rest[rank + 1 :]
    weight = _walking(places, [group, output_channel, input_channel, *kernel])
    output = _walking(places, [sample, group, output_channel, *output_places])
    input = next((value for value in values if value not in (weight, output)), None)
    if weight is None or output is None or input is None or places[input][:3] != (sample, group, input_channel):
        return None
    factors = [
        _factors(walked, place, inner)
        for walked, place, inner in zip(places[input][3:], output_places, kernel, strict=True)
    ]
    known = [pair for pair in factors if pair is not None]
    if len(known) != rank:
        return None
    tensors = (input, weight, output)
    stride, dilation = (tuple(pair[which] for pair in known) for which in (0, 1))
    return WindowContraction(op, tensors, tensors.index(op.res[0]), stride, dilation)


def _walking(places: dict[SSAValue, tuple[AffineExpr, ...]], expected: Sequence[AffineExpr]) -> SSAValue | None:
    return next((value for value, walked in places.items() if walked == tuple(expected)), None)


def _factors(walked: AffineExpr, place: AffineExpr, inner: AffineExpr) -> tuple[int, int] | None:
    """Stride and dilation, where the expression is `place · stride + inner · dilation`."""
    match walked:
        case AffineBinaryOpExpr(kind=AffineBinaryOpKind.Add):
            stride, dilation = _factor(walked.lhs, place), _factor(walked.rhs, inner)
            return None if stride is None or dilation is None else (stride, dilation)
        case _:
            return None


def _factor(expression: AffineExpr, loop: AffineExpr) -> int | None:
    match expression:
        case AffineDimExpr():
            return 1 if expression == loop else None
        case AffineBinaryOpExpr(kind=AffineBinaryOpKind.Mul, rhs=AffineConstantExpr() as factor):
            return factor.value if expression.lhs == loop else None
        case _:
            return None


def padding_of_input(op: tensor.InsertSliceOp) -> tuple[int, ...] | None:
    """The zeros in front of each spatial dimension, where an insertion only pads the input of convolutions.

    None where its result is something else as well: then it has to be in memory.
    """
    start = content(op.dest)
    if not isinstance(start, Splat) or not start.is_zero:
        return None
    for use in op.result.uses:
        user = use.operation
        form = find_window_contraction(user) if isinstance(user, GenericOp) else None
        if form is None or form.tensors[INPUT] is not op.result or form.computed == INPUT:
            return None
    return _spatial_offsets(op)


def cropping(form: WindowContraction) -> tuple[tensor.ExtractSliceOp, tuple[int, ...]] | None:
    """What takes the zeros off the input that is computed, and how many are in front; None where nothing does."""
    use = form.op.res[0].get_user_of_unique_use()
    if form.computed != INPUT or not isinstance(use, tensor.ExtractSliceOp):
        return None
    offsets = _spatial_offsets(use)
    return None if offsets is None else (use, offsets)


def _spatial_offsets(op: tensor.ExtractSliceOp | tensor.InsertSliceOp) -> tuple[int, ...] | None:
    """The offsets of a part that has all samples, groups and channels and is dense; None for another."""
    offsets, strides = op.static_offsets.get_values(), op.static_strides.get_values()
    is_dense = all(stride == 1 for stride in strides) and not any(offsets[:3]) and DYNAMIC_INDEX not in offsets
    return tuple(offsets[3:]) if is_dense and len(offsets) > 3 else None
