"""Reshapes that only add or drop dimensions of size 1: what reads them reads their source."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from xdsl.dialects.tensor import CollapseShapeOp, ExpandShapeOp
from xdsl.ir import SSAValue, Use

from adjoint.lowering.fusion.sizes import reassociation_groups, tensor_type

ViewOp = ExpandShapeOp | CollapseShapeOp

T = TypeVar("T")


def is_view(op: object) -> bool:
    """Whether an op is a reshape in which no two dimensions of other size than 1 become one."""
    if not isinstance(op, ViewOp):
        return False
    shape = tensor_type(_expanded(op)).get_shape()
    return all(sum(shape[position] != 1 for position in group) <= 1 for group in reassociation_groups(op.reassociation))


def source_positions(op: ViewOp) -> list[int | None]:
    """For every dimension of the source of a view, the dimension of the result that walks along it, if there is one."""
    shape = tensor_type(_expanded(op)).get_shape()
    walks = [
        next((position for position in group if shape[position] != 1), None)
        for group in reassociation_groups(op.reassociation)
    ]
    if isinstance(op, ExpandShapeOp):
        return walks
    return [walks.index(position) if position in walks else None for position in range(len(shape))]


def seen_through(value: SSAValue, place: Sequence[T]) -> tuple[SSAValue, tuple[T | None, ...]]:
    """The tensor that is read where a value is read at a place, and the place there; a coordinate of None is 0."""
    coordinates: tuple[T | None, ...] = tuple(place)
    while is_view(op := value.owner):
        assert isinstance(op, ViewOp)
        value = op.src
        coordinates = tuple(None if p is None else coordinates[p] for p in source_positions(op))
    return value, coordinates


def uses_through_views(value: SSAValue) -> Iterator[Use]:
    """The uses of a value and of its views, other than by the views."""
    for use in value.uses:
        if is_view(use.operation):
            yield from uses_through_views(use.operation.results[0])
        else:
            yield use


def _expanded(op: ViewOp) -> SSAValue:
    return op.result if isinstance(op, ExpandShapeOp) else op.src
