"""Reads at places that other tensors hold: each a function of the indices of the result."""

from collections.abc import Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import IndexType, i1
from xdsl.ir import Operation, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.advanced_indexing import IndexedDims
from adjoint.dialects.aten.index_along import IndexAlongOp
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.combiners import ALL
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, convert, emit, loop_index, maximum, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size
from adjoint.lowering.linalg.views import LoweredTensor, with_dims_inserted


def check_indices(
    op: Operation, lowering: FunctionLowering, indices: LoweredTensor, size: Size, *, wraps: bool = False
) -> None:
    """Asserts that every index is within 0, or with `wraps` minus the size, and the size, excluded."""

    def is_valid(index: Scalar) -> Scalar:
        place = convert(index, IndexType())
        if wraps:
            place = place + lowering.scalar(size)
        return emit(arith.CmpiOp(place.value, lowering.scalar(size + size if wraps else size).value, "ult"))

    valid = lowering.reduce(indices, range(len(indices.shape)), ALL, i1, is_valid)
    known = size.constant
    bound = "the size of the dimension" if known is None else str(known)
    least = ("minus that size" if known is None else str(-known)) if wraps else "0"
    lowering.check(op, valid, f"an index is out of range: it must be at least {least} and less than {bound}")


def place_of(lowering: FunctionLowering, index: Scalar, size: Size, *, wraps: bool = False) -> Scalar:
    """An integer as an index within a dimension of the size, which is not 0; it may count from the end with `wraps`."""
    place = convert(index, IndexType())
    if wraps:
        place = select(place.compare("lt", 0), place + lowering.scalar(size), place)
    return minimum(maximum(place, 0), lowering.scalar(size - 1))


def with_a_dim(lowering: FunctionLowering, operand: LoweredTensor) -> LoweredTensor:
    """The operand, a 0-d one as a vector of one element."""
    return operand if operand.shape else lowering.reshape(operand, (ONE,))


@size_rule(aten.GatherOp)
def _gather_sizes(op: aten.GatherOp, sizes: Sizes) -> Sequence[Shape]:
    require_index_along(op, sizes, op.input, op.index, op.dim.value.data)
    return [sizes.shape(op.index)]


def require_index_along(op: Operation, sizes: Sizes, input: SSAValue, index: SSAValue, dim: int) -> None:
    """Requires that an index is nowhere longer than the input but along the dimension."""
    shape, index_shape = sizes.shape(input), sizes.shape(index)
    if shape and index_shape:
        picked = normalize_dim(dim, len(shape))
        for each, (size, index_size) in enumerate(zip(shape, index_shape, strict=True)):
            if each != picked:
                message = f"index is longer than input at dimension {each}, which is not dim {picked}"
                sizes.require_at_least(op, size, index_size, message)


@linalg_lowering(aten.GatherOp)
def _gather(op: aten.GatherOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, index = (with_a_dim(lowering, lowering.tensor(each)) for each in op.operands)
    dim = normalize_dim(op.dim.value.data, len(operand.shape))
    size = operand.shape[dim]
    check_indices(op, lowering, index, size)
    read = lowering.reader(operand)

    def body(index_element: Scalar) -> Scalar:
        places = [loop_index(each) for each in range(len(index.shape)) if each != dim]
        return read([*places[:dim], place_of(lowering, index_element, size), *places[dim:]])

    gathered = lowering.elementwise(index.shape, operand.element_type, [index], body)
    return lowering.reshape(gathered, lowering.shape(op.result))


@size_rule(aten.EmbeddingOp)
def _embedding_sizes(op: aten.EmbeddingOp, sizes: Sizes) -> Sequence[Shape]:
    return [(*sizes.shape(op.indices), sizes.shape(op.weight)[1])]


@linalg_lowering(aten.EmbeddingOp)
def _embedding(op: aten.EmbeddingOp, lowering: FunctionLowering) -> LoweredTensor:
    indices = lowering.tensor(op.indices)
    dims = IndexedDims((0,), 2, len(indices.shape))
    return _indexed(op, lowering, lowering.tensor(op.weight), [indices], dims, lowering.shape(op.result))


@size_rule(aten.IndexOp)
def _index_sizes(op: aten.IndexOp, sizes: Sizes) -> Sequence[Shape]:
    index_shape = sizes.broadcast(op, *(sizes.shape(index) for index in op.indices))
    return [op.indexed_dims.result_shape(sizes.shape(op.input), index_shape)]


@linalg_lowering(aten.IndexOp)
def _index(op: aten.IndexOp, lowering: FunctionLowering) -> LoweredTensor:
    indices = [lowering.tensor(index) for index in op.indices]
    shape = lowering.shape(op.result)
    return _indexed(op, lowering, lowering.tensor(op.input), indices, op.indexed_dims, shape, wraps=True)


@size_rule(aten.IndexSelectOp)
def _index_select_sizes(op: aten.IndexSelectOp, sizes: Sizes) -> Sequence[Shape]:
    return [selected_shape(op, sizes)]


def selected_shape(op: IndexAlongOp, sizes: Sizes) -> Shape:
    """The shape of the slices that an index along a dimension names."""
    shape = sizes.shape(op.input)
    (count,) = sizes.shape(op.index) or (ONE,)
    if not shape:
        sizes.require_equal(op, count, ONE, "an index into a 0-d tensor must have one element")
        return ()
    dim = normalize_dim(op.dim.value.data, len(shape))
    return (*shape[:dim], count, *shape[dim + 1 :])


@linalg_lowering(aten.IndexSelectOp)
def _index_select(op: aten.IndexSelectOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, index = (with_a_dim(lowering, lowering.tensor(each)) for each in op.operands)
    rank, shape = len(operand.shape), lowering.shape(op.result)
    dims = IndexedDims((normalize_dim(op.dim.value.data, rank),), rank, 1)
    selected = _indexed(op, lowering, operand, [index], dims, dims.result_shape(operand.shape, index.shape))
    return lowering.reshape(selected, shape)


def _indexed(
    op: Operation,
    lowering: FunctionLowering,
    operand: LoweredTensor,
    indices: Sequence[LoweredTensor],
    dims: IndexedDims,
    shape: Shape,
    *,
    wraps: bool = False,
) -> LoweredTensor:
    """The elements of the operand that indices name, in the shape."""
    sizes = [operand.shape[dim] for dim in dims.dims]
    for index, size in zip(indices, sizes, strict=True):
        check_indices(op, lowering, index, size, wraps=wraps)
    trailing = len(shape) - dims.first - dims.index_rank
    read = lowering.reader(operand)

    def body(*elements: Scalar) -> Scalar:
        places = {
            dim: place_of(lowering, element, size, wraps=wraps)
            for dim, element, size in zip(dims.dims, elements, sizes, strict=True)
        }
        return read([places[dim] if dim in places else loop_index(dims.result_dim(dim)) for dim in range(dims.rank)])

    aligned = [with_dims_inserted(index, range(len(index.shape), len(index.shape) + trailing)) for index in indices]
    return lowering.elementwise(shape, operand.element_type, aligned, body)
