"""Reads at places that other tensors hold, and the reverse of an embedding."""

from collections.abc import Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, i1
from xdsl.ir import Operation

from adjoint.dialects import aten
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.combiners import ALL
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, convert, emit, loop_index, maximum, minimum
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size
from adjoint.lowering.linalg.views import LoweredTensor, with_dims_inserted


def check_indices(op: Operation, lowering: FunctionLowering, indices: LoweredTensor, size: Size) -> None:
    """Asserts that every index is within 0 and the size, excluded."""

    def is_valid(index: Scalar) -> Scalar:
        return emit(arith.CmpiOp(convert(index, IndexType()).value, lowering.scalar(size).value, "ult"))

    valid = lowering.reduce(indices, range(len(indices.shape)), ALL, i1, is_valid)
    bound = "the size of the dimension" if size.constant is None else str(size.constant)
    lowering.check(op, valid, f"an index is out of range: it must be at least 0 and less than {bound}")


def clamped(lowering: FunctionLowering, index: Scalar, size: Size) -> Scalar:
    """An integer as an index within a dimension of the size, which is not 0."""
    return minimum(maximum(convert(index, IndexType()), 0), lowering.scalar(size - 1))


@size_rule(aten.GatherOp)
def _gather_sizes(op: aten.GatherOp, sizes: Sizes) -> Sequence[Shape]:
    shape, index_shape = sizes.shape(op.input), sizes.shape(op.index)
    picked = normalize_dim(op.dim.value.data, len(shape))
    for dim, (size, index_size) in enumerate(zip(shape, index_shape, strict=True)):
        if dim != picked:
            message = f"index is longer than input at dimension {dim}, which is not dim {picked}"
            sizes.require_at_least(op, size, index_size, message)
    return [index_shape]


@linalg_lowering(aten.GatherOp)
def _gather(op: aten.GatherOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, index = lowering.tensor(op.input), lowering.tensor(op.index)
    dim = normalize_dim(op.dim.value.data, len(operand.shape))
    size = operand.shape[dim] if operand.shape else ONE
    check_indices(op, lowering, index, size)
    read = lowering.reader(operand)

    def body(place: Scalar) -> Scalar:
        places = [loop_index(each) for each in range(len(index.shape)) if each != dim]
        return read([*places[:dim], clamped(lowering, place, size), *places[dim:]][: len(operand.shape)])

    return lowering.elementwise(index.shape, operand.element_type, [index], body)


@size_rule(aten.EmbeddingOp)
def _embedding_sizes(op: aten.EmbeddingOp, sizes: Sizes) -> Sequence[Shape]:
    return [(*sizes.shape(op.indices), sizes.shape(op.weight)[1])]


@linalg_lowering(aten.EmbeddingOp)
def _embedding(op: aten.EmbeddingOp, lowering: FunctionLowering) -> LoweredTensor:
    weight, indices = lowering.tensor(op.weight), lowering.tensor(op.indices)
    rank = len(indices.shape)
    check_indices(op, lowering, indices, weight.shape[0])
    read = lowering.reader(weight)

    def body(index: Scalar) -> Scalar:
        return read([clamped(lowering, index, weight.shape[0]), loop_index(rank)])

    shape = lowering.shape(op.result)
    return lowering.elementwise(shape, weight.element_type, [with_dims_inserted(indices, [rank])], body)
