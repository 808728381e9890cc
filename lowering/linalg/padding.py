"""Padding: each place of the result reads one of the input, or is the value that was added."""

from collections.abc import Sequence

from adjoint.dialects import aten
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.emitter import insert_slice
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant_scalar, maximum, minimum, select
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
    smaller_size,
)
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View


@size_rule(aten.PadOp)
def _padded_sizes(op: aten.PadOp, sizes: Sizes) -> Sequence[Shape]:
    shape, mode = list(sizes.shape(op.input)), op.mode.data
    for dim, (before, after) in op.widths.items():
        size = shape[dim]
        result = size + (before + after)
        sizes.require_at_least(op, result, int(mode != "constant"), f"padding takes more away than dim {dim} has")
        longest = _longest_padding(mode, size, before, after)
        if longest is not None:
            message = f'padding is too long for mode "{mode}" along dim {dim}'
            sizes.require_at_least(op, longest, max(before, after, 0), message)
        elif mode == "replicate":
            sizes.require_at_least(op, size, 1, f'mode "{mode}" needs something to repeat along dim {dim}')
        shape[dim] = result
    return [tuple(shape)]


def _longest_padding(mode: str, size: Size, before: int, after: int) -> Size | None:
    match mode:
        case "reflect":
            return size - 1
        case "circular":
            return size + (min(before, 0) + min(after, 0))
        case _:
            return None


@linalg_lowering(aten.PadOp)
def _pad(op: aten.PadOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    if op.mode.data == "constant":
        return _padded_with_value(op, lowering, operand, shape)
    if isinstance(operand, Splat) or has_no_elements(operand.shape):
        return Splat(number_attribute(0, operand.element_type) if isinstance(operand, View) else operand.value, shape)
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        places = list(indices)
        for dim, width in op.widths.items():
            places[dim] = _PLACES[op.mode.data](lowering, places[dim], operand.shape[dim], *width)
        return read(places)

    return lowering.compute(shape, operand.element_type, body)


def _reflected(lowering: FunctionLowering, index: Scalar, size: Size, before: int, after: int) -> Scalar:
    place = _moved(index, -before)
    if before > 0:
        place = maximum(place, 0 - place)
    if after > 0:
        behind = lowering.scalar(size - 1) - place
        place = lowering.scalar(size - 1) - maximum(behind, 0 - behind)
    return place


def _replicated(lowering: FunctionLowering, index: Scalar, size: Size, before: int, after: int) -> Scalar:
    place = _moved(index, -before)
    if before > 0:
        place = maximum(place, 0)
    return minimum(place, lowering.scalar(size - 1)) if after > 0 else place


def _around(lowering: FunctionLowering, index: Scalar, size: Size, before: int, after: int) -> Scalar:
    """The place in what remains where places are taken away first, counted around its ends."""
    remaining = lowering.scalar(size + (min(before, 0) + min(after, 0)))
    place = _moved(index, -max(before, 0))
    if before > 0:
        place = select(place.compare("lt", 0), place + remaining, place)
    if after > 0:
        place = select(place.compare("ge", remaining), place - remaining, place)
    return _moved(place, -min(before, 0))


_PLACES = {"reflect": _reflected, "replicate": _replicated, "circular": _around}
"""The place of the input that a place of the result reads, by the mode."""


def _moved(place: Scalar, distance: int) -> Scalar:
    return place + distance if distance else place


def _padded_with_value(
    op: aten.PadOp, lowering: FunctionLowering, operand: LoweredTensor, shape: Shape
) -> LoweredTensor:
    """A place of the input, clamped to it, or the value; where a dimension may be empty it is inserted instead."""
    value = number_attribute(op.value.value.data, operand.element_type)
    filled = Splat(value, shape)
    if has_no_elements(operand.shape) or has_no_elements(shape):
        return filled
    if isinstance(operand, Splat) and operand.value == value:
        return filled
    if not all(at_least(operand.shape[dim], ONE) for dim in op.widths if max(op.widths[dim]) > 0):
        return _inserted_into_value(op, lowering, operand, filled)
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        places, inside = list(indices), None
        for dim, (before, after) in op.widths.items():
            place, last = _moved(places[dim], -before), lowering.scalar(operand.shape[dim] - 1)
            conditions: list[Scalar] = []
            if before > 0:
                conditions.append(place.compare("ge", 0))
            if after > 0:
                conditions.append(place.compare("le", last))
            for condition in conditions:
                inside = condition if inside is None else inside & condition
            if before > 0:
                place = maximum(place, 0)
            places[dim] = minimum(place, last) if after > 0 else place
        element = read(places)
        return element if inside is None else select(inside, element, constant_scalar(value))

    return lowering.compute(shape, operand.element_type, body)


def _inserted_into_value(
    op: aten.PadOp, lowering: FunctionLowering, operand: LoweredTensor, filled: Splat
) -> LoweredTensor:
    """What is left of the input, inserted into a tensor of the value: it may have no elements."""
    rank = len(filled.shape)
    starts, offsets, sizes = [ZERO] * rank, [ZERO] * rank, list(operand.shape)
    for dim, (before, after) in op.widths.items():
        size = operand.shape[dim]
        starts[dim] = smaller_size(as_size(max(-before, 0)), size)
        offsets[dim] = smaller_size(as_size(max(before, 0)), filled.shape[dim])
        sizes[dim] = larger_size(size - (max(-before, 0) + max(-after, 0)), ZERO)
    read = lowering.reader(operand)
    part = operand
    if tuple(sizes) != operand.shape:
        part = lowering.compute(
            tuple(sizes),
            operand.element_type,
            lambda indices: read([_from(lowering, *each) for each in zip(indices, starts, strict=True)]),
        )
    slices = (lowering.mixed(offsets), lowering.mixed(sizes), lowering.mixed([1] * rank))
    inserted = insert_slice(lowering.materialize(part), lowering.filled(filled), *slices)
    return View.of(lowering.emit(inserted), filled.shape)


def _from(lowering: FunctionLowering, index: Scalar, start: Size) -> Scalar:
    return index if start == ZERO else index + lowering.scalar(start)
