"""Slices and selected parts, and the zeros that they are put into: each a function of the indices of the result.

A place is clamped only where it is not known to be within the tensor that is read. A part that may be empty cannot be
read at a clamped place either: it is inserted instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from adjoint.dialects import aten
from adjoint.dialects.aten.indexing import SelectParameters, SliceParameters
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, loop_index, maximum, minimum, select
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
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View, with_dims_inserted


@dataclass(frozen=True)
class Bounds:
    """Every `step`-th of `length` places of a dimension, from `start` on."""

    start: Size
    length: Size
    step: int


_WithDim = SliceParameters | SelectParameters | aten.NarrowOp | aten.NarrowBackwardOp


def slice_bounds(op: SliceParameters, size: Size) -> Bounds:
    """The places of a slice of a dimension of the given size; indices are clamped as by Python."""
    end = size if op.end is None else smaller_size(_from_front(op.end.value.data, size), size)
    start, step = _from_front(op.start.value.data, size), op.step.value.data
    length = quotient(larger_size(end - start, ZERO) + (step - 1), as_size(step))
    return Bounds(start if length != ZERO else ZERO, length, step)


def _from_front(index: int, size: Size) -> Size:
    """An index counted from the front, not below 0; it may be behind the end."""
    return as_size(index) if index >= 0 else larger_size(size + index, ZERO)


def _dim_of(op: _WithDim, shape: Shape) -> int:
    return normalize_dim(op.dim.value.data, len(shape))


def _sliced(op: SliceParameters, shape: Shape) -> Shape:
    dim = _dim_of(op, shape)
    return (*shape[:dim], slice_bounds(op, shape[dim]).length, *shape[dim + 1 :])


@size_rule(aten.SliceOp)
def _slice_sizes(op: aten.SliceOp, sizes: Sizes) -> Sequence[Shape]:
    return [_sliced(op, sizes.shape(op.input))]


@linalg_lowering(aten.SliceOp)
def _slice(op: aten.SliceOp, lowering: FunctionLowering) -> LoweredTensor:
    operand = lowering.tensor(op.input)
    dim = _dim_of(op, operand.shape)
    return _part(lowering, operand, lowering.shape(op.result), dim, slice_bounds(op, operand.shape[dim]))


@size_rule(aten.SliceBackwardOp)
def _slice_backward_sizes(op: aten.SliceBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    sizes.require_same_shape(op, sizes.shape(op.grad_output), _sliced(op, target), "grad_output", "the slice")
    return [target]


@linalg_lowering(aten.SliceBackwardOp)
def _slice_backward(op: aten.SliceBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    shape = lowering.shape(op.result)
    dim = _dim_of(op, shape)
    return _part_in_zeros(lowering, lowering.tensor(op.grad_output), shape, dim, slice_bounds(op, shape[dim]))


@size_rule(aten.NarrowOp)
def _narrow_sizes(op: aten.NarrowOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    dim = _dim_of(op, shape)
    (start,), (length,) = sizes.elements(op.start), sizes.elements(op.length)
    sizes.require_at_least(op, shape[dim], start + length, f"the part goes beyond the places of dim {dim}")
    return [(*shape[:dim], length, *shape[dim + 1 :])]


@linalg_lowering(aten.NarrowOp)
def _narrow(op: aten.NarrowOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    dim = _dim_of(op, shape)
    (start,) = lowering.sizes.elements(op.start)
    return _part(lowering, operand, shape, dim, Bounds(start, shape[dim], 1))


@size_rule(aten.NarrowBackwardOp)
def _narrow_backward_sizes(op: aten.NarrowBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target, shape = target_shape(op.size, op.static_size, sizes), sizes.shape(op.grad_output)
    dim = _dim_of(op, target)
    (start,) = sizes.elements(op.start)
    sizes.require_at_least(op, target[dim], start + shape[dim], f"the part goes beyond the places of dim {dim}")
    expected = (*target[:dim], shape[dim], *target[dim + 1 :])
    sizes.require_same_shape(op, shape, expected, "grad_output", "the part")
    return [target]


@linalg_lowering(aten.NarrowBackwardOp)
def _narrow_backward(op: aten.NarrowBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    dim = _dim_of(op, shape)
    (start,) = lowering.sizes.elements(op.start)
    return _part_in_zeros(lowering, operand, shape, dim, Bounds(start, operand.shape[dim], 1))


def _part(lowering: FunctionLowering, operand: LoweredTensor, shape: Shape, dim: int, bounds: Bounds) -> LoweredTensor:
    """The places of a dimension within bounds, which are within the tensor."""
    if isinstance(operand, Splat):
        return Splat(operand.value, shape)
    if operand.shape == shape:
        return operand
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        place = indices[dim] if bounds.step == 1 else indices[dim] * bounds.step
        if bounds.start != ZERO:
            place = place + lowering.scalar(bounds.start)
        return read([*indices[:dim], place, *indices[dim + 1 :]])

    return lowering.compute(shape, operand.element_type, body)


def _part_in_zeros(
    lowering: FunctionLowering, part: LoweredTensor, shape: Shape, dim: int, bounds: Bounds
) -> LoweredTensor:
    """Zeros in which the places of a dimension within bounds are the part."""
    if part.shape == shape:
        return part
    zeros = Splat(number_attribute(0, part.element_type), shape)
    if has_no_elements(part.shape) or has_no_elements(shape) or at_least(bounds.start, shape[dim]):
        return zeros
    if not at_least(part.shape[dim], ONE):
        offset = smaller_size(bounds.start, shape[dim])
        return View.of(lowering.insert_part(part, lowering.filled(zeros), dim, offset, bounds.step), shape)
    read = lowering.reader(part)

    def body(indices: Sequence[Scalar]) -> Scalar:
        place, inside = _place_within(lowering, indices[dim], bounds, shape[dim])
        return select(inside, read([*indices[:dim], place, *indices[dim + 1 :]]), 0)

    return lowering.compute(shape, part.element_type, body)


def _place_within(lowering: FunctionLowering, index: Scalar, bounds: Bounds, size: Size) -> tuple[Scalar, Scalar]:
    """Which of the places within bounds an index is, clamped to them, and whether it is one of them; there are some."""
    last = bounds.length - 1
    conditions: list[Scalar] = []
    place = index
    if bounds.start != ZERO:
        place = place - lowering.scalar(bounds.start)
        conditions.append(place.compare("ge", 0))
        place = maximum(place, 0)
    if bounds.step != 1:
        distance, place = place, place // bounds.step
        conditions.append((distance - place * bounds.step).compare("eq", 0))
    if not at_least(bounds.start + bounds.length * bounds.step, size):
        conditions.append(place.compare("le", lowering.scalar(last)))
        place = minimum(place, lowering.scalar(last))
    inside = conditions[0]
    for condition in conditions[1:]:
        inside = inside & condition
    return place, inside


def _selected(op: SelectParameters, shape: Shape) -> Shape:
    dim = _dim_of(op, shape)
    return (*shape[:dim], *shape[dim + 1 :])


def _selected_place(op: SelectParameters, size: Size) -> Size:
    index = op.index.value.data
    return as_size(index) if index >= 0 else size + index


def _require_place(op: SelectParameters, sizes: Sizes, shape: Shape) -> None:
    dim, index = _dim_of(op, shape), op.index.value.data
    message = f"index {index} is out of range for dim {dim}"
    sizes.require_at_least(op, shape[dim], index + 1 if index >= 0 else -index, message)


@size_rule(aten.SelectOp)
def _select_sizes(op: aten.SelectOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    _require_place(op, sizes, shape)
    return [_selected(op, shape)]


@linalg_lowering(aten.SelectOp)
def _select(op: aten.SelectOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    if isinstance(operand, Splat):
        return Splat(operand.value, shape)
    dim = _dim_of(op, operand.shape)
    place, read = _selected_place(op, operand.shape[dim]), lowering.reader(operand)
    return lowering.compute(
        shape,
        operand.element_type,
        lambda indices: read([*indices[:dim], lowering.scalar(place), *indices[dim:]]),
    )


@size_rule(aten.SelectBackwardOp)
def _select_backward_sizes(op: aten.SelectBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    _require_place(op, sizes, target)
    sizes.require_same_shape(op, sizes.shape(op.grad_output), _selected(op, target), "grad_output", "the selected part")
    return [target]


@linalg_lowering(aten.SelectBackwardOp)
def _select_backward(op: aten.SelectBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    dim = _dim_of(op, shape)
    place = _selected_place(op, shape[dim])

    def body(x: Scalar) -> Scalar:
        return select(loop_index(dim).compare("eq", lowering.scalar(place)), x, 0)

    return lowering.elementwise(shape, operand.element_type, [with_dims_inserted(operand, [dim])], body)
