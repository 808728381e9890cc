"""Places in another order, triangles and diagonals: each a function of the indices of the result."""

from collections.abc import Sequence

from adjoint.dialects import aten
from adjoint.dialects.aten.diagonals import TriangleOp
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, loop_index, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import (
    ONE,
    ZERO,
    Shape,
    Size,
    as_size,
    at_least,
    has_no_elements,
    larger_size,
    quotient,
    smaller_size,
)
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View


@size_rule(aten.FlipOp, aten.RollOp, TriangleOp)
def _sizes_of_input(op: aten.FlipOp | aten.RollOp | TriangleOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)]


@linalg_lowering(aten.FlipOp)
def _flip(op: aten.FlipOp, lowering: FunctionLowering) -> LoweredTensor:
    operand = lowering.tensor(op.input)
    if isinstance(operand, Splat):
        return operand
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        places = list(indices)
        for dim in op.flipped_dims:
            places[dim] = lowering.scalar(operand.shape[dim] - 1) - places[dim]
        return read(places)

    return lowering.compute(operand.shape, operand.element_type, body)


@linalg_lowering(aten.RollOp)
def _roll(op: aten.RollOp, lowering: FunctionLowering) -> LoweredTensor:
    operand = lowering.tensor(op.input)
    if isinstance(operand, Splat):
        return operand
    if not op.dims.get_values():
        flat = lowering.reshape(operand, (lowering.number_of_elements(operand.shape),))
        (shift,) = op.shifts.get_values()
        return lowering.reshape(_rolled(lowering, flat, {0: shift}), operand.shape)
    return _rolled(lowering, operand, op.shift_of_dim)


def _rolled(lowering: FunctionLowering, operand: LoweredTensor, shifts: dict[int, int]) -> LoweredTensor:
    """Every place reads the one that is `shift` before it, counted around the end."""
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        places = list(indices)
        for dim, shift in shifts.items():
            size = operand.shape[dim]
            distance = _remainder(-shift, size)
            if distance != ZERO:
                place, end = places[dim] + lowering.scalar(distance), lowering.scalar(size)
                places[dim] = select(place.compare("ge", end), place - end, place)
        return read(places)

    return lowering.compute(operand.shape, operand.element_type, body)


def _remainder(number: int, size: Size) -> Size:
    """A number of the class of `number` modulo the size, between 0 and the size."""
    if number == 0 or size in (ONE, ZERO):
        return ZERO
    rest = as_size(abs(number)) - quotient(as_size(abs(number)), size) * size
    return rest if number > 0 or rest == ZERO else size - rest


@linalg_lowering(TriangleOp)
def _triangle(op: TriangleOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, diagonal = lowering.tensor(op.input), op.diagonal.value.data
    row = len(operand.shape) - 2
    predicate = "le" if isinstance(op, aten.TrilOp) else "ge"

    def body(x: Scalar) -> Scalar:
        return select((loop_index(row + 1) - loop_index(row)).compare(predicate, diagonal), x, 0)

    return lowering.elementwise(operand.shape, operand.element_type, [operand], body)


def _diagonal_sizes_of(op: aten.DiagonalOp | aten.DiagonalBackwardOp, shape: Shape) -> Shape:
    first, second = op.dims_of(len(shape))
    offset = op.offset.value.data
    length = larger_size(smaller_size(shape[first] + min(offset, 0), shape[second] - max(offset, 0)), ZERO)
    return (*(size for dim, size in enumerate(shape) if dim not in (first, second)), length)


@size_rule(aten.DiagonalOp)
def _diagonal_sizes(op: aten.DiagonalOp, sizes: Sizes) -> Sequence[Shape]:
    return [_diagonal_sizes_of(op, sizes.shape(op.input))]


@linalg_lowering(aten.DiagonalOp)
def _diagonal(op: aten.DiagonalOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    if isinstance(operand, Splat):
        return Splat(operand.value, shape)
    first, second = op.dims_of(len(operand.shape))
    offset, read = op.offset.value.data, lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        *places, place = indices
        row = place + -offset if offset < 0 else place
        column = place + offset if offset > 0 else place
        for dim, index in sorted([(first, row), (second, column)], key=lambda pair: pair[0]):
            places.insert(dim, index)
        return read(places)

    return lowering.compute(shape, operand.element_type, body)


@size_rule(aten.DiagonalBackwardOp)
def _diagonal_backward_sizes(op: aten.DiagonalBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    expected = _diagonal_sizes_of(op, target)
    sizes.require_same_shape(op, sizes.shape(op.grad_output), expected, "grad_output", "the diagonal")
    return [target]


@linalg_lowering(aten.DiagonalBackwardOp)
def _diagonal_backward(op: aten.DiagonalBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    """By row and column the place on the diagonal, clamped to it where they are elsewhere.

    An empty diagonal has no place to clamp to: one that may be is read with a zero behind it.
    """
    operand, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    zero = number_attribute(0, operand.element_type)
    if has_no_elements(operand.shape) or has_no_elements(shape):
        return Splat(zero, shape)
    *others, length = operand.shape
    if not at_least(length, ONE):
        extended = (*others, length + 1)
        zeros = lowering.filled(Splat(zero, extended))
        operand = View.of(lowering.insert_part(operand, zeros, len(others), ZERO), extended)
    first, second = op.dims_of(len(shape))
    offset, last = op.offset.value.data, operand.shape[-1] - 1
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        row, column = indices[first], indices[second]
        place = minimum(column if offset < 0 else row, lowering.scalar(last))
        places = [index for dim, index in enumerate(indices) if dim not in (first, second)]
        return select((column - row).compare("eq", offset), read([*places, place]), 0)

    return lowering.compute(shape, operand.element_type, body)
