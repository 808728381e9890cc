"""Products of the parts of one tensor by the same factor: one product of the tensor.

Every step of a recurrent network multiplies its own `x[t]` by the same weight, and none waits for another one. From

    %y_0 = linalg.generic … contraction … ins(%x[0], %w) … -> tensor<?x?xf32>
    %y_1 = linalg.generic … contraction … ins(%x[1], %w) … -> tensor<?x?xf32>

it makes

    %y = linalg.generic … contraction … ins(%x, %w) … -> tensor<2x?x?xf32>
    %y_0, %y_1 = tensor.extract_slice %y[0, …], tensor.extract_slice %y[1, …]

The steps become rows of one GEMM, which reads the weight, and packs it, once.
"""

from collections.abc import Sequence
from logging import getLogger

from xdsl.dialects.builtin import AffineMapAttr, ArrayAttr, TensorType
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block
from xdsl.ir.affine import AffineDimExpr, AffineMap

from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.accumulation import is_gemm_from_zeros
from adjoint.lowering.fusion.cost import element_count, judge_joined_rows
from adjoint.lowering.fusion.parts import Part, Parts, extract_parts
from adjoint.lowering.fusion.sizes import Sizes, tensor_type
from adjoint.lowering.fusion.stacks import empty_stack
from adjoint.lowering.linalg.emitter import fill

logger = getLogger("adjoint.lowering.fusion")


def join_products_by_one_factor(block: Block, sizes: Sizes, parts: Parts) -> None:
    """Makes products of neighbouring parts of a tensor by one factor one product; the results are parts of its."""
    groups: dict[tuple[object, ...], dict[int, GenericOp]] = {}
    for op in block.ops:
        if not isinstance(op, GenericOp) or not is_contraction(op) or not is_gemm_from_zeros(op, sizes):
            continue
        for factor, value in enumerate(op.inputs):
            if (part := parts.get(value)) is not None and _has_outermost_rows(op, factor):
                maps = tuple(map_.data for map_ in op.indexing_maps)
                key = (part.source, op.inputs[1 - factor], factor, maps, op.res[0].type)
                groups.setdefault(key, {}).setdefault(part.place, op)
                break
    for (_, _, factor, *_), members in groups.items():
        assert isinstance(factor, int)
        for run in _runs(sorted(members)):
            steps = [members[place] for place in run]
            rows = element_count([sizes.of(steps[0].inputs[factor])[0]])
            verdict = judge_joined_rows(products=len(steps), rows=rows)
            logger.info("%d products by one factor: %s", len(steps), verdict.reason)
            if verdict:
                _join(block, sizes, parts, steps, factor)


def _has_outermost_rows(op: GenericOp, factor: int) -> bool:
    """Whether the outermost dimension of a factor is that of the result, and not one of the other factor."""
    own, other, written = (op.indexing_maps.data[each].data for each in (factor, 1 - factor, -1))
    first = own.results[0] if own.results else None
    return (
        isinstance(first, AffineDimExpr)
        and op.iterator_types.data[first.position].data == IteratorType.PARALLEL
        and written.results[0] == first
        and first not in other.results
    )


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Ascending places as runs of neighbours."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _join(block: Block, sizes: Sizes, parts: Parts, steps: Sequence[GenericOp], factor: int) -> None:
    first = next(op for op in block.ops if isinstance(op, GenericOp) and op in steps)
    part = parts[steps[0].inputs[factor]]
    factors = list(steps[0].inputs)
    type_ = tensor_type(factors[factor])
    stacked = TensorType(type_.element_type, [len(steps), *type_.get_shape()])
    slice_ = extract_parts(part.source, part.place, len(steps), sizes.of(factors[factor]), stacked)
    factors[factor] = slice_.result
    start = first.outputs[0].owner
    assert isinstance(start, FillOp)
    result = steps[0].res[0]
    result_type, extents = tensor_type(result), sizes.of(result)
    ops, empty = empty_stack(len(steps), extents, result)
    zeros = fill(start.inputs[0], empty.tensor)
    maps = [
        _with_step(map_.data, walks=position in (factor, 2)) for position, map_ in enumerate(steps[0].indexing_maps)
    ]
    product = GenericOp.create(
        operands=[*factors, zeros.res[0]],
        result_types=[empty.tensor.type],
        properties={
            **steps[0].properties,
            "indexing_maps": ArrayAttr(maps),
            "iterator_types": ArrayAttr([IteratorTypeAttr.parallel(), *steps[0].iterator_types]),
        },
        regions=[steps[0].body.clone()],
    )
    product.location = first.location
    block.insert_ops_before([slice_, *ops, zeros, product], first)
    for each in (slice_, empty, zeros, product):
        sizes.add(each)
    for place, step in enumerate(steps):
        of_step = extract_parts(product.res[0], place, 1, extents, result_type)
        of_step.result.name_hint = step.res[0].name_hint
        block.insert_op_before(of_step, first)
        sizes.add(of_step)
        parts[of_step.result] = Part(product.res[0], place)
        step.res[0].replace_all_uses_with(of_step.result)
    for step in steps:
        block.erase_op(step)


def _with_step(map_: AffineMap, *, walks: bool) -> AffineMapAttr:
    """The map in a nest with one more loop around, along which an operand walks in one more dimension, or not."""
    shifted = tuple(
        AffineDimExpr(each.position + 1) if isinstance(each, AffineDimExpr) else each for each in map_.results
    )
    step = (AffineDimExpr(0),) if walks else ()
    return AffineMapAttr(AffineMap(map_.num_dims + 1, 0, (*step, *shifted)))
