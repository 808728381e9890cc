"""Adding rows to the rows of a matrix that indices name: the reverse of an embedding."""

from collections.abc import Sequence

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.ir import Block, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.base import AnyTensorType, tensor_type
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.emitter import insert_slice
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.gathering import check_indices, clamped
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, element, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import Shape, has_no_elements
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View, static_shape


@size_rule(aten.EmbeddingDenseBackwardOp)
def _embedding_backward_sizes(op: aten.EmbeddingDenseBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    embedded = (*sizes.shape(op.indices), target[1])
    sizes.require_same_shape(op, sizes.shape(op.grad_output), embedded, "grad_output", "the embedding")
    return [target]


@linalg_lowering(aten.EmbeddingDenseBackwardOp)
def _embedding_dense_backward(op: aten.EmbeddingDenseBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    """A loop over the indices, each adding one row: indices may repeat, so that the rows are added in order."""
    grad_output, indices = lowering.tensor(op.grad_output), lowering.tensor(op.indices)
    shape = lowering.shape(op.result)
    check_indices(op, lowering, indices, shape[0])
    nothing = Splat(number_attribute(0, grad_output.element_type), shape)
    if has_no_elements(grad_output.shape) or has_no_elements(shape):
        return nothing
    count = lowering.number_of_elements(indices.shape)
    rows = lowering.materialize(lowering.reshape(grad_output, (count, shape[1])))
    places = lowering.materialize(lowering.reshape(indices, (count,)))
    zeros = lowering.filled(nothing)

    body = Block(arg_types=[IndexType(), zeros.type])
    position, accumulator = body.args
    with lowering.inside(body):
        place = element(places, [Scalar(position)])
        row = clamped(lowering, place, shape[0])
        padding = op.padding_idx.value.data
        is_padding = None if padding < 0 else place.compare("eq", padding)
        added = _row(lowering, rows, position, shape[1:])
        updated = _add_row(lowering, accumulator, row.value, added, is_padding)
        lowering.insert(scf.YieldOp(updated))
    first, end, step = (lowering.index(bound) for bound in (0, count, 1))
    return View.of(lowering.emit(scf.ForOp(first, end, step, [zeros], body)), shape)


def _add_row(
    lowering: FunctionLowering, accumulator: SSAValue, row: SSAValue, added: View, is_padding: Scalar | None
) -> SSAValue:
    """The accumulator with one more row added to its row, unless that is the padding."""
    current = _row(lowering, accumulator, row, added.shape)

    def body(scalars: Sequence[Scalar], so_far: Scalar) -> Scalar:
        (x,) = scalars
        return so_far + (x if is_padding is None else select(is_padding, constant(0, x.type), x))

    total = lowering.generic(added.shape, [added], [[0]], current.source, [0], body)
    return lowering.emit(insert_slice(total, accumulator, [row, 0], lowering.mixed([1, *added.shape]), [1, 1]))


def _row(lowering: FunctionLowering, matrix: SSAValue, row: SSAValue, shape: Shape) -> View:
    type_: AnyTensorType = TensorType(tensor_type(matrix).element_type, static_shape(shape))
    sizes = lowering.mixed([1, *shape])
    return View.of(lowering.emit(tensor.ExtractSliceOp(matrix, [row, 0], sizes, [1, 1], type_)), shape)
