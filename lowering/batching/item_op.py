"""Structured ops on one batch, or on a tile of its rows: what they were on all, without the loops over the batches."""

from collections.abc import Mapping, Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import DYNAMIC_INDEX, AffineMapAttr, DenseArrayBase, IntegerAttr, TensorType, i32, i64
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import GenericOp, IndexOp, YieldOp
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineExpr, AffineMap

from adjoint.lowering.fusion.sizes import tensor_type
from adjoint.lowering.fusion.structured_op import Coordinate, StructuredOp


def item_type(value: SSAValue, places: Sequence[int | None]) -> TensorType[Attribute]:
    """The type of a tensor without the dimensions of the batches; the last place, the rows, is of any size."""
    type_ = tensor_type(value)
    *batches, row = places
    sizes = [DYNAMIC_INDEX if p == row else size for p, size in enumerate(type_.get_shape())]
    return TensorType(type_.element_type, [size for p, size in enumerate(sizes) if p not in batches])


def loops_of(map_: AffineMap) -> tuple[Coordinate, ...]:
    """The loop that walks along each dimension of an operand; None where none does."""
    return tuple(expression.position if isinstance(expression, AffineDimExpr) else None for expression in map_.results)


def item_generic(
    member: StructuredOp,
    steps: Mapping[int, SSAValue],
    operands: Sequence[tuple[SSAValue, Sequence[Coordinate]]],
    destination: SSAValue,
    captured: Mapping[SSAValue, SSAValue],
    first_row: tuple[int, SSAValue] | None,
) -> GenericOp:
    """A structured op on one batch, or on a tile of its rows.

    Args:
        steps: for each loop that is left out, the step of it that the batch is.
        operands: the inputs, and the loops of the member that walk along each of their dimensions.
        destination: what it starts from.
        captured: for what the body uses from outside, what it uses instead.
        first_row: the loop over rows, and the row at which the tile begins.
    """
    op = member.op
    assert isinstance(op, GenericOp)
    rank = len(op.iterator_types)
    kept = [dim for dim in range(rank) if dim not in steps]
    number = {dim: position for position, dim in enumerate(kept)}

    def map_of(coordinates: Sequence[Coordinate]) -> AffineMapAttr:
        places: list[AffineExpr] = [
            AffineConstantExpr(0) if loop is None else AffineDimExpr(number[loop]) for loop in coordinates
        ]
        return AffineMapAttr(AffineMap(len(kept), 0, tuple(places)))

    written = [loop for loop in loops_of(op.indexing_maps.data[-1].data) if loop is None or loop not in steps]
    body = op.body.clone()
    for old, new in zip(op.body.block.ops, body.block.ops, strict=True):
        for position, operand in enumerate(old.operands):
            if operand in captured:
                new.operands[position] = captured[operand]
    for inner in list(body.block.ops):
        if isinstance(inner, IndexOp):
            dim = inner.dim.value.data
            if dim in steps:
                inner.result.replace_all_uses_with(steps[dim])
                body.block.erase_op(inner)
            else:
                inner.properties["dim"] = IntegerAttr(number[dim], i64)
            if first_row is not None and dim == first_row[0]:
                place = arith.AddiOp(inner.result, first_row[1])
                body.block.insert_op_after(place, inner)
                inner.result.replace_uses_with_if(place.result, lambda use, place=place: use.operation is not place)
    return GenericOp.create(
        operands=[*(item for item, _ in operands), destination],
        result_types=[destination.type],
        properties={
            **op.properties,
            "indexing_maps": type(op.indexing_maps)([*(map_of(loops) for _, loops in operands), map_of(written)]),
            "iterator_types": type(op.iterator_types)([op.iterator_types.data[dim] for dim in kept]),
        },
        regions=[body],
    )


def combined(member: StructuredOp, one: SSAValue, other: SSAValue) -> GenericOp:
    """What a reduction gives of two parts, given what it gives of each."""
    type_ = tensor_type(one)
    body = Block(arg_types=[type_.element_type] * 3)
    combiner = member.combiner.clone(dict(zip(member.combiner.operands, body.args[:2], strict=True)))
    body.add_ops([combiner, YieldOp(combiner.results[0])])
    rank = len(type_.get_shape())
    op = member.op
    assert isinstance(op, GenericOp)
    return GenericOp.create(
        operands=[one, other, other],
        result_types=[type_],
        properties={
            **op.properties,
            "indexing_maps": type(op.indexing_maps)([AffineMapAttr(AffineMap.identity(rank))] * 3),
            "iterator_types": type(op.iterator_types)([IteratorTypeAttr(IteratorType.PARALLEL)] * rank),
            "operandSegmentSizes": DenseArrayBase.from_list(i32, [2, 1]),
        },
        regions=[Region(body)],
    )
