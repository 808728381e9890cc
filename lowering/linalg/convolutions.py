"""Convolutions and their gradients: one contraction each, in which a kernel walks over the input.

The three of them differ only in which of the three tensors the contraction gives. Zeros around the input are an
insertion into zeros, or an extraction where the input is what is computed; whoever runs the contraction may see
through them.
"""

from collections.abc import Sequence

from xdsl.dialects import tensor
from xdsl.dialects.builtin import AffineMapAttr, BFloat16Type, Float16Type, TensorType, f32
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import GenericOp, YieldOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineExpr, AffineMap

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.convolution import WindowOp, Windows
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.combiners import multiply_accumulate
from adjoint.lowering.linalg.emitter import insert_slice
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, emitting_into
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape, Size, as_size, has_no_elements, quotient
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View, static_shape, with_dims_inserted


def _convolved_sizes(op: WindowOp, sizes: Sizes, input: Shape, weight: Shape) -> Shape:
    """The sizes of the output, and what is required of those of input and weight."""
    windows = op.windows
    if windows.groups == 1:
        message = "the weight has another number of channels than the input"
        sizes.require_equal(op, input[1], weight[1], message)
    else:
        message = "the channels of the weight are not those of a group of the input"
        sizes.require_equal(op, input[1], weight[1] * windows.groups, message)
        of_group = quotient(weight[0], as_size(windows.groups))
        message = f"the output channels, dimension 0 of the weight, are not divisible by the {windows.groups} groups"
        sizes.require_equal(op, weight[0], of_group * windows.groups, message)
    places: list[Size] = []
    dims = zip(input[2:], weight[2:], windows.stride, windows.padding, windows.dilation, strict=True)
    for dim, (size, kernel, stride, padding, dilation) in enumerate(dims, 2):
        room = size + 2 * padding - (kernel - 1) * dilation - 1
        message = f"the kernel is larger than the padded input at dimension {dim}"
        sizes.require_at_least(op, size + 2 * padding, (kernel - 1) * dilation + 1, message)
        places.append(sizes.equalities.find(quotient(room, as_size(stride)) + 1))
    return (input[0], weight[0], *places)


def _require_output(op: WindowOp, sizes: Sizes, shape: Shape, output: Shape, what: str) -> None:
    """Requires that a tensor has the shape of the output, or fewer places where an output may have fewer."""
    for dim, (size, places) in enumerate(zip(shape, output, strict=True)):
        message = f"{what} does not have the size of the output at dimension {dim}"
        if dim > 1 and op.windows.may_be_fewer(dim - 2):
            sizes.require_at_least(op, places, size, message)
        else:
            sizes.require_equal(op, size, places, message)


@size_rule(aten.ConvolutionOp)
def _convolution_sizes(op: aten.ConvolutionOp, sizes: Sizes) -> Sequence[Shape]:
    input, weight, windows = sizes.shape(op.input), sizes.shape(op.weight), op.windows
    if op.transposed is None:
        result = _convolved_sizes(op, sizes, input, weight)
    else:
        message = "the weight has another number of channels than the input"
        sizes.require_equal(op, input[1], weight[0], message)
        dims = zip(
            input[2:], weight[2:], windows.stride, windows.padding, windows.dilation, op.extra_sizes, strict=True
        )
        spatial = tuple(
            (size - 1) * stride - 2 * padding + (kernel - 1) * dilation + extra + 1
            for size, kernel, stride, padding, dilation, extra in dims
        )
        for dim, size in enumerate(spatial, 2):
            sizes.require_at_least(op, size, 0, f"the output size at dimension {dim} is negative")
        result = (input[0], weight[1] * windows.groups, *spatial)
        _require_output(op, sizes, input, _convolved_sizes(op, sizes, result, weight), "input")
    if op.bias is not None:
        sizes.require_equal(
            op, sizes.shape(op.bias)[0], result[1], "the bias has not as many elements as there are channels"
        )
    return [result]


@size_rule(aten.ConvolutionBackwardInputOp)
def _backward_input_sizes(op: aten.ConvolutionBackwardInputOp, sizes: Sizes) -> Sequence[Shape]:
    input = target_shape(op.size, op.static_size, sizes)
    output = _convolved_sizes(op, sizes, input, sizes.shape(op.weight))
    _require_output(op, sizes, sizes.shape(op.grad_output), output, "grad_output")
    return [input]


@size_rule(aten.ConvolutionBackwardWeightOp)
def _backward_weight_sizes(op: aten.ConvolutionBackwardWeightOp, sizes: Sizes) -> Sequence[Shape]:
    weight = target_shape(op.size, op.static_size, sizes)
    output = _convolved_sizes(op, sizes, sizes.shape(op.input), weight)
    _require_output(op, sizes, sizes.shape(op.grad_output), output, "grad_output")
    return [weight]


class _WindowContraction:
    """Emits one of the contractions of an op.

    The loops are samples, groups, output channels, places, input channels and places in the kernel.
    """

    def __init__(self, op: WindowOp, lowering: FunctionLowering):
        self.windows: Windows = op.windows
        self._lowering = lowering
        self._rank = rank = len(self.windows.stride)
        loops = [AffineExpr.dimension(loop) for loop in range(4 + 2 * rank)]
        sample, group, channel, *rest = loops
        places, input_channel, kernel = rest[:rank], rest[rank], rest[rank + 1 :]
        walked = [
            _times(place, stride) + _times(inner, dilation)
            for place, inner, stride, dilation in zip(
                places, kernel, self.windows.stride, self.windows.dilation, strict=True
            )
        ]
        self.input = [sample, group, input_channel, *walked]
        self.weight = [group, channel, input_channel, *kernel]
        self.output = [sample, group, channel, *places]

    def split_channels(self, x: LoweredTensor) -> LoweredTensor:
        """[n, groups·c, …] as [n, groups, c, …]."""
        return self._split(x, 1)

    def split_weight(self, weight: LoweredTensor) -> LoweredTensor:
        """[groups·m, c, …] as [groups, m, c, …]."""
        return self._split(weight, 0)

    def _split(self, x: LoweredTensor, dim: int) -> LoweredTensor:
        shape = self.grouped(x.shape, dim)
        return with_dims_inserted(x, [dim]) if self.windows.groups == 1 else self._lowering.reshape(x, shape)

    def grouped(self, shape: Shape, dim: int) -> Shape:
        """A shape in which a dimension is split into groups."""
        groups = as_size(self.windows.groups)
        return (*shape[:dim], groups, quotient(shape[dim], groups), *shape[dim + 1 :])

    def padded_shape(self, shape: Shape) -> Shape:
        """The shape of the input with the zeros around it."""
        first = len(shape) - self._rank
        return (
            *shape[:first],
            *(size + 2 * pad for size, pad in zip(shape[first:], self.windows.padding, strict=True)),
        )

    def pad(self, x: LoweredTensor) -> LoweredTensor:
        """The grouped input with zeros around it."""
        if not any(self.windows.padding) or has_no_elements(x.shape):
            return x
        shape, lowering = self.padded_shape(x.shape), self._lowering
        zeros = lowering.filled(Splat(number_attribute(0, x.element_type), shape))
        part = lowering.materialize(x)
        inserted = insert_slice(part, zeros, self._offsets(), lowering.mixed(x.shape), [1] * len(shape))
        return View.of(lowering.emit(inserted), shape)

    def crop(self, x: LoweredTensor, shape: Shape) -> LoweredTensor:
        """The grouped input without what belongs to the zeros around it."""
        if isinstance(x, Splat):
            return Splat(x.value, shape)
        if not any(self.windows.padding):
            return x
        type_ = TensorType(x.element_type, static_shape(shape))
        sizes = self._lowering.mixed(shape)
        part = tensor.ExtractSliceOp(x.source, self._offsets(), sizes, [1] * len(shape), type_)
        return View.of(self._lowering.emit(part), shape)

    def _offsets(self) -> list[SSAValue | int]:
        return [0, 0, 0, *self.windows.padding]

    def contract(
        self,
        left: LoweredTensor,
        left_map: Sequence[AffineExpr],
        right: LoweredTensor,
        right_map: Sequence[AffineExpr],
        shape: Shape,
        result_map: Sequence[AffineExpr],
    ) -> LoweredTensor:
        """The sum of products over the loops that the result does not walk along one by one."""
        lowering = self._lowering
        if any(map(has_no_elements, (left.shape, right.shape, shape))):
            return Splat(number_attribute(0, left.element_type), shape)
        operands = [lowering.materialize(left), lowering.materialize(right)]
        element_type = tensor_type(operands[0]).element_type
        initial = lowering.filled(Splat(number_attribute(0, element_type), shape))
        block = Block(arg_types=[element_type] * 3)
        with emitting_into(block):
            x, y, so_far = map(Scalar, block.args)
            block.add_op(YieldOp(multiply_accumulate(so_far, x, y).value))
        count = 4 + 2 * self._rank
        kept = {each.position for each in result_map if isinstance(each, AffineDimExpr)}
        iterators = [IteratorType.PARALLEL if loop in kept else IteratorType.REDUCTION for loop in range(count)]
        maps = [AffineMapAttr(AffineMap(count, 0, tuple(each))) for each in (left_map, right_map, result_map)]
        result = lowering.emit(
            GenericOp(operands, [initial], Region(block), maps, list(map(IteratorTypeAttr, iterators)), [initial.type])
        )
        return View.of(result, shape)


def _times(expression: AffineExpr, factor: int) -> AffineExpr:
    return expression if factor == 1 else expression * factor


def _computable(lowering: FunctionLowering, value: SSAValue) -> LoweredTensor:
    """An operand in the type that it is computed in: f32 where its own is narrower."""
    operand = lowering.tensor(value)
    return lowering.converted(operand, f32) if isinstance(operand.element_type, Float16Type | BFloat16Type) else operand


def _finished(op: Operation, lowering: FunctionLowering, result: LoweredTensor) -> LoweredTensor:
    """What was computed, ungrouped, in the element type of the op's result."""
    reshaped = lowering.reshape(result, lowering.shape(op.results[0]))
    return lowering.converted(reshaped, tensor_type(op.results[0]).element_type)


@linalg_lowering(aten.ConvolutionOp)
def _convolution(op: aten.ConvolutionOp, lowering: FunctionLowering) -> LoweredTensor:
    input, weight = _computable(lowering, op.input), _computable(lowering, op.weight)
    shape = lowering.shape(op.result)
    if op.transposed is None:
        result = _convolve(op, lowering, input, weight)
    else:
        result = _backward_input(op, lowering, input, weight, shape)
    if op.bias is None:
        return _finished(op, lowering, result)
    summed = lowering.reshape(result, shape)
    bias = with_dims_inserted(_computable(lowering, op.bias), range(1, len(shape) - 1))
    element_type = tensor_type(op.result).element_type
    biased = lowering.elementwise(shape, summed.element_type, [summed, bias], _add)
    return lowering.converted(biased, element_type)


def _add(x: Scalar, y: Scalar) -> Scalar:
    return x + y


def _convolve(op: WindowOp, lowering: FunctionLowering, input: LoweredTensor, weight: LoweredTensor) -> LoweredTensor:
    form = _WindowContraction(op, lowering)
    shape = form.grouped(lowering.shape(op.results[0]), 1)
    padded, kernels = form.pad(form.split_channels(input)), form.split_weight(weight)
    return form.contract(padded, form.input, kernels, form.weight, shape, form.output)


def _backward_input(
    op: WindowOp, lowering: FunctionLowering, grad_output: LoweredTensor, weight: LoweredTensor, shape: Shape
) -> LoweredTensor:
    form = _WindowContraction(op, lowering)
    grouped = form.grouped(shape, 1)
    gradients, kernels = form.split_channels(grad_output), form.split_weight(weight)
    padded = form.contract(gradients, form.output, kernels, form.weight, form.padded_shape(grouped), form.input)
    return form.crop(padded, grouped)


@linalg_lowering(aten.ConvolutionBackwardInputOp)
def _convolution_backward_input(op: aten.ConvolutionBackwardInputOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, weight = _computable(lowering, op.grad_output), _computable(lowering, op.weight)
    return _finished(op, lowering, _backward_input(op, lowering, grad_output, weight, lowering.shape(op.result)))


@linalg_lowering(aten.ConvolutionBackwardWeightOp)
def _convolution_backward_weight(op: aten.ConvolutionBackwardWeightOp, lowering: FunctionLowering) -> LoweredTensor:
    form = _WindowContraction(op, lowering)
    gradients = form.split_channels(_computable(lowering, op.grad_output))
    input = form.pad(form.split_channels(_computable(lowering, op.input)))
    shape = form.grouped(lowering.shape(op.result), 0)
    return _finished(op, lowering, form.contract(input, form.input, gradients, form.output, shape, form.weight))
