"""Contractions write their results in the order in which these are read.

A gradient of a transposed weight is a product of matrices, transposed. A GEMM gives either, so that

    %p = linalg.generic … contraction … outs(%zeros : tensor<32x64xf32>)
    %y = linalg.generic {indexing_maps = [(i, j) -> (j, i), (i, j) -> (i, j)]} ins(%p) … -> tensor<64x32xf32>

becomes

    %p = linalg.generic … contraction … outs(%zeros : tensor<64x32xf32>)
    %y = linalg.generic {indexing_maps = [(i, j) -> (i, j), (i, j) -> (i, j)]} ins(%p) … -> tensor<64x32xf32>

and where the second one is a copy, nothing is left of it.
"""

from collections.abc import Sequence

from xdsl.dialects import tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX, AffineMapAttr, ArrayAttr, TensorType
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp, YieldOp
from xdsl.ir import Block, Operation, SSAValue
from xdsl.ir.affine import AffineDimExpr, AffineMap

from adjoint.lowering.bufferization.contraction import is_contraction
from adjoint.lowering.fusion.sizes import tensor_type
from adjoint.lowering.linalg.emitter import fill


def order_results(block: Block) -> None:
    """Lets the contractions of a block write what is read transposed as it is read."""
    for op in list(block.ops):
        if not isinstance(op, GenericOp) or len(op.res) != 1 or not _is_elementwise(op):
            continue
        written = _loops(op.indexing_maps.data[-1].data)
        for position, map_ in enumerate(op.indexing_maps.data[:-1]):
            read, value = _loops(map_.data), op.operands[position]
            if written is None or read is None or read == written or {*read} != {*written}:
                continue
            if _can_be_reordered(value):
                _reorder(block, op, position, [read.index(loop) for loop in written])
        if _is_copy(op) and _can_be_reordered(op.inputs[0], with_any_use=True):
            value = op.inputs[0]
            value.name_hint = op.res[0].name_hint or value.name_hint
            op.res[0].replace_all_uses_with(value)
            block.erase_op(op)


def _is_elementwise(op: GenericOp) -> bool:
    return all(iterator.data == IteratorType.PARALLEL for iterator in op.iterator_types)


def _loops(map_: AffineMap) -> list[int] | None:
    """The loops that a map walks along, each once; None for another map."""
    loops = [expression.position for expression in map_.results if isinstance(expression, AffineDimExpr)]
    return loops if len({*loops}) == len(map_.results) == map_.num_dims else None


def _can_be_reordered(value: SSAValue, *, with_any_use: bool = False) -> bool:
    """Whether a tensor is a contraction of zeros, and read by one op only."""
    op = value.owner
    return (
        isinstance(op, GenericOp)
        and is_contraction(op)
        and (with_any_use or value.has_one_use())
        and isinstance(start := op.outputs[0].owner, FillOp)
        and isinstance(start.outputs[0].owner, tensor.EmptyOp)
    )


def _is_copy(op: GenericOp) -> bool:
    """Whether an op gives what it reads, in the same order."""
    body = op.body.block
    match list(body.ops):
        case [YieldOp() as yielded]:
            same = len(op.inputs) == 1 and yielded.operands[0] is body.args[0]
            return same and op.indexing_maps.data[0] == op.indexing_maps.data[1]
        case _:
            return False


def _reorder(block: Block, user: GenericOp, position: int, order: Sequence[int]) -> None:
    """Makes dimension `order[i]` of a contraction's result dimension i of it."""
    op = user.operands[position].owner
    assert isinstance(op, GenericOp)
    start = op.outputs[0].owner
    assert isinstance(start, FillOp)
    empty = start.outputs[0].owner
    assert isinstance(empty, tensor.EmptyOp)
    type_ = tensor_type(op.res[0])
    shape, dynamic = type_.get_shape(), iter(empty.dynamic_sizes)
    sizes = [next(dynamic) if size == DYNAMIC_INDEX else None for size in shape]
    reordered = TensorType(type_.element_type, [shape[dim] for dim in order])
    new_empty = tensor.EmptyOp([size for dim in order if (size := sizes[dim]) is not None], reordered)
    new_start = fill(start.inputs[0], new_empty.tensor)
    maps = list(op.indexing_maps.data)
    written = maps[-1].data
    maps[-1] = AffineMapAttr(AffineMap(written.num_dims, 0, tuple(written.results[dim] for dim in order)))
    contraction = GenericOp.create(
        operands=[*op.inputs, new_start.res[0]],
        result_types=[reordered],
        properties={**op.properties, "indexing_maps": ArrayAttr(maps)},
        regions=[op.detach_region(op.body)],
    )
    contraction.location = op.location
    contraction.res[0].name_hint = op.res[0].name_hint
    block.insert_ops_before([new_empty, new_start, contraction], op)
    user.operands[position] = contraction.res[0]
    user_maps = list(user.indexing_maps.data)
    user_maps[position] = user_maps[-1]
    user.properties["indexing_maps"] = ArrayAttr(user_maps)
    unused: list[Operation] = [op, start, empty]
    for each in unused:
        if all(result.first_use is None for result in each.results):
            block.erase_op(each)
