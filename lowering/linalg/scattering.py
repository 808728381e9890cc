"""Writes at places that other tensors hold: replacing what is there, adding to it, or multiplying it.

A nest of loops carries the tensor that is written to. In each step one element of it is replaced: at the indices of
loops in some dimensions, where index tensors say in the others. The loops of the first kind write to different elements
in each of their steps, so that threads may share them; the steps of the others are in row-major order, so that nothing
depends on the number of threads.

    %sum = scf.for %i = %c0 to %n step %c1 iter_args(%rows = %zeros) -> (tensor<10x8xf32>) {
      %index = tensor.extract %indices[%i] : tensor<?xi64>
      %row = arith.index_cast %index : i64 to index
      %0 = scf.for %k = %c0 to %c8 step %c1 iter_args(%elements = %rows) -> (tensor<10x8xf32>) {
        %added = tensor.extract %g[%i, %k] : tensor<?x8xf32>
        %old = tensor.extract %elements[%row, %k] : tensor<10x8xf32>
        %new = arith.addf %old, %added : f32
        %1 = tensor.insert %new into %elements[%row, %k] : tensor<10x8xf32>
        scf.yield %1 : tensor<10x8xf32>
      }
      scf.yield %0 : tensor<10x8xf32>
    }
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects import scf, tensor
from xdsl.dialects.builtin import IndexType
from xdsl.ir import Block, Operation, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.index_along import IndexWriteOp
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.scatter import ScatterFamilyOp
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.gathering import (
    check_indices,
    place_of,
    require_index_along,
    selected_shape,
    with_a_dim,
)
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, element, rounded, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, has_no_elements
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View

Combine = Callable[[Scalar, Scalar], Scalar]
"""The new element from the one that is there and the one that is written."""


@dataclass(frozen=True)
class Places:
    """The places along a dimension that a tensor of indices names."""

    indices: LoweredTensor
    loops: Sequence[int]
    """For each dimension of the indices the loop that walks along it, in ascending order."""
    wraps: bool = False
    """Whether negative indices count from the end."""
    ignored: int | None = None
    """The index for which a zero is written."""


@dataclass(frozen=True)
class Writes:
    """What is written: one of the values in each step of nested loops."""

    extents: Shape
    """Of the loops, the first of them outermost."""
    values: LoweredTensor
    """At least one for each step of the loops."""
    places: Sequence[int | Places]
    """For each dimension of the tensor that is written to, the loop that walks along it, or the places."""
    combine: Combine | None = None
    """None where what is written replaces what is there."""


def add(old: Scalar, new: Scalar) -> Scalar:
    """The sum, of truth values the disjunction."""
    return old | new if old.is_bool else old + new


def _multiply(old: Scalar, new: Scalar) -> Scalar:
    return old & new if old.is_bool else old * new


def write(op: Operation, lowering: FunctionLowering, operand: LoweredTensor, writes: Writes) -> LoweredTensor:
    """The operand after the writes of an op, in row-major order of the loops."""
    for size, places in zip(operand.shape, writes.places, strict=True):
        if isinstance(places, Places):
            check_indices(op, lowering, places.indices, size, wraps=places.wraps)
    if has_no_elements(writes.extents) or has_no_elements(operand.shape):
        return operand
    result = _Nest(lowering, operand.shape, writes).emit(lowering.materialize(operand))
    return View.of(result, operand.shape)


class _Nest:
    """Emits the loops around the writes; a loop of one step is left out if there is another one."""

    def __init__(self, lowering: FunctionLowering, shape: Shape, writes: Writes):
        self._lowering = lowering
        self._shape = shape
        self._writes = writes
        self._extents = writes.extents
        self._first_step = Scalar(lowering.index(0))
        self._steps = [self._first_step] * len(self._extents)
        """The step that each loop is in, while its body is emitted."""
        self._places: dict[int, Scalar] = {}
        """The places along dimensions that are known where something is emitted."""
        self._is_ignored: Scalar | None = None

    def emit(self, destination: SSAValue) -> SSAValue:
        """The destination after the writes."""
        several = [loop for loop, extent in enumerate(self._extents) if extent != ONE]
        return self._emit_loops(several or [0], destination)

    def _emit_loops(self, loops: Sequence[int], destination: SSAValue) -> SSAValue:
        if not loops:
            return self._emit_write(destination)
        lowering, (loop, *inner) = self._lowering, loops
        body = Block(arg_types=[IndexType(), destination.type])
        self._steps[loop] = Scalar(body.args[0])
        with lowering.inside(body):
            self._read_places(inner)
            lowering.insert(scf.YieldOp(self._emit_loops(inner, body.args[1])))
        first, end, step = (lowering.index(bound) for bound in (0, self._extents[loop], 1))
        return lowering.emit(scf.ForOp(first, end, step, [destination], body))

    def _read_places(self, inner: Sequence[int]) -> None:
        """Reads the indices that no inner loop walks along, which are read in an outer one where they can."""
        for dim, places in enumerate(self._writes.places):
            if isinstance(places, int) or dim in self._places or any(loop in inner for loop in places.loops):
                continue
            shape = places.indices.shape
            at = [
                self._first_step if size == ONE else self._steps[loop]
                for size, loop in zip(shape, places.loops, strict=True)
            ]
            index = self._lowering.reader(places.indices)(at)
            self._places[dim] = place_of(self._lowering, index, self._shape[dim], wraps=places.wraps)
            if places.ignored is not None:
                self._is_ignored = index.compare("eq", places.ignored)

    def _emit_write(self, destination: SSAValue) -> SSAValue:
        places = [
            self._steps[each] if isinstance(each, int) else self._places[dim]
            for dim, each in enumerate(self._writes.places)
        ]
        new = self._lowering.reader(self._writes.values)(self._steps)
        if self._is_ignored is not None:
            new = select(self._is_ignored, constant(0, new.type), new)
        if self._writes.combine is not None:
            old, type_ = element(destination, places), computation_type(new.type)
            new = convert(self._writes.combine(convert(old, type_), convert(new, type_)), old.type)
        written = rounded(new, tensor_type(destination).element_type)
        return self._lowering.emit(tensor.InsertOp(written.value, destination, [place.value for place in places]))


@size_rule(aten.ScatterOp, aten.ScatterAddOp)
def _scatter_sizes(op: ScatterFamilyOp, sizes: Sizes) -> Sequence[Shape]:
    require_index_along(op, sizes, op.input, op.index, op.dim.value.data)
    src, index = sizes.shape(op.src) or (ONE,), sizes.shape(op.index) or (ONE,)
    for each, (size, used) in enumerate(zip(src, index, strict=True)):
        sizes.require_at_least(op, size, used, f"index is longer than src at dimension {each}")
    return [sizes.shape(op.input)]


@linalg_lowering(aten.ScatterAddOp)
def _scatter_add(op: aten.ScatterAddOp, lowering: FunctionLowering) -> LoweredTensor:
    return _scattered(op, lowering, add)


@linalg_lowering(aten.ScatterOp)
def _scatter(op: aten.ScatterOp, lowering: FunctionLowering) -> LoweredTensor:
    combine: Mapping[str, Combine] = {"add": add, "multiply": _multiply}
    return _scattered(op, lowering, None if op.reduce is None else combine[op.reduce.data])


def _scattered(op: ScatterFamilyOp, lowering: FunctionLowering, combine: Combine | None) -> LoweredTensor:
    """The steps of the loops are the elements of src; all loops but that of the dimension say where they go."""
    operand, index, src = (with_a_dim(lowering, lowering.tensor(each)) for each in op.operands)
    rank = len(operand.shape)
    dim = normalize_dim(op.dim.value.data, rank)
    along = Places(index, range(rank))
    places = [along if each == dim else each for each in range(rank)]
    written = write(op, lowering, operand, Writes(index.shape, src, places, combine))
    return lowering.reshape(written, lowering.shape(op.result))


@size_rule(aten.IndexAddOp, aten.IndexCopyOp)
def _index_write_sizes(op: IndexWriteOp, sizes: Sizes) -> Sequence[Shape]:
    expected = selected_shape(op, sizes)
    sizes.require_same_shape(op, sizes.shape(op.source), expected, "source", "the slices that index names")
    return [sizes.shape(op.input)]


@linalg_lowering(aten.IndexAddOp)
def _index_add(op: aten.IndexAddOp, lowering: FunctionLowering) -> LoweredTensor:
    alpha = op.alpha.value.data

    def add_multiple(old: Scalar, new: Scalar) -> Scalar:
        return add(old, new if alpha == 1 else new * alpha)

    return _slices_written(op, lowering, add_multiple)


@linalg_lowering(aten.IndexCopyOp)
def _index_copy(op: aten.IndexCopyOp, lowering: FunctionLowering) -> LoweredTensor:
    return _slices_written(op, lowering, None)


def _slices_written(op: IndexWriteOp, lowering: FunctionLowering, combine: Combine | None) -> LoweredTensor:
    operand, index, source = (with_a_dim(lowering, lowering.tensor(each)) for each in op.operands)
    dim = normalize_dim(op.dim.value.data, len(operand.shape))
    written = _written_between(op, lowering, operand, [index], source, range(dim, dim + 1), Places, combine)
    return lowering.reshape(written, lowering.shape(op.result))


def _written_between(
    op: Operation,
    lowering: FunctionLowering,
    operand: LoweredTensor,
    indices: Sequence[LoweredTensor],
    values: LoweredTensor,
    dims: range,
    places: Callable[[LoweredTensor, Sequence[int]], Places],
    combine: Combine | None,
) -> LoweredTensor:
    """Writes at indices of neighbouring dimensions; the dimensions in front of them are one loop, and those behind."""
    count = lowering.number_of_elements
    index_shape, indices = _as_vectors(lowering, indices)
    outer, inner = operand.shape[: dims.start], operand.shape[dims.stop :]
    front, back = ([count(sizes)] if sizes else [] for sizes in (outer, inner))
    index_loops = range(len(front), len(front) + len(index_shape))
    shape = (*front, *operand.shape[dims.start : dims.stop], *back)
    value_shape = (*front, *index_shape, *back)
    at = [places(index, index_loops[len(index_loops) - len(index.shape) :]) for index in indices]
    writes = Writes(
        value_shape,
        lowering.reshape(values, value_shape),
        [*range(len(front)), *at, *range(len(value_shape) - len(back), len(value_shape))],
        combine,
    )
    written = write(op, lowering, lowering.reshape(operand, shape), writes)
    return lowering.reshape(written, operand.shape)


def _as_vectors(lowering: FunctionLowering, indices: Sequence[LoweredTensor]) -> tuple[Shape, Sequence[LoweredTensor]]:
    """The shape that indices broadcast to, and the indices; as vectors where they are of one shape."""
    shapes = {index.shape for index in indices}
    if len(shapes) > 1:
        rank = max(map(len, shapes))
        return tuple(
            next((shape[dim - rank] for shape in shapes if len(shape) >= rank - dim and shape[dim - rank] != ONE), ONE)
            for dim in range(rank)
        ), indices
    (shape,) = shapes
    flat = (lowering.number_of_elements(shape),)
    return flat, [lowering.reshape(index, flat) for index in indices]


@size_rule(aten.IndexPutOp)
def _index_put_sizes(op: aten.IndexPutOp, sizes: Sizes) -> Sequence[Shape]:
    index_shape = sizes.broadcast(op, *(sizes.shape(index) for index in op.indices))
    expected = op.indexed_dims.result_shape(sizes.shape(op.input), index_shape)
    sizes.require_same_shape(op, sizes.shape(op.values), expected, "values", "what is indexed")
    return [sizes.shape(op.input)]


@linalg_lowering(aten.IndexPutOp)
def _index_put(op: aten.IndexPutOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, values = lowering.tensor(op.input), lowering.tensor(op.values)
    indices = [lowering.tensor(index) for index in op.indices]
    dims, combine = op.indexed_dims, None if op.accumulate is None else add
    first, last = dims.dims[0], dims.dims[-1]

    def wrapping(index: LoweredTensor, loops: Sequence[int]) -> Places:
        return Places(index, loops, wraps=True)

    if last - first == len(dims.dims) - 1:
        return _written_between(op, lowering, operand, indices, values, range(first, last + 1), wrapping, combine)
    index_shape, indices = _as_vectors(lowering, indices)
    kept = [operand.shape[dim] for dim in dims.others]
    loops = iter(range(len(index_shape), len(index_shape) + len(kept)))
    at = iter([wrapping(index, range(len(index_shape) - len(index.shape), len(index_shape))) for index in indices])
    places = [next(at) if dim in dims.dims else next(loops) for dim in range(dims.rank)]
    extents = (*index_shape, *kept)
    return write(op, lowering, operand, Writes(extents, lowering.reshape(values, extents), places, combine))


@size_rule(aten.EmbeddingDenseBackwardOp)
def _embedding_backward_sizes(op: aten.EmbeddingDenseBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    embedded = (*sizes.shape(op.indices), target[1])
    sizes.require_same_shape(op, sizes.shape(op.grad_output), embedded, "grad_output", "the embedding")
    return [target]


@linalg_lowering(aten.EmbeddingDenseBackwardOp)
def _embedding_dense_backward(op: aten.EmbeddingDenseBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    grad_output, indices = lowering.tensor(op.grad_output), lowering.tensor(op.indices)
    zeros = Splat(number_attribute(0, grad_output.element_type), lowering.shape(op.result))
    padding = op.padding_idx.value.data

    def places(index: LoweredTensor, loops: Sequence[int]) -> Places:
        return Places(index, loops, ignored=None if padding < 0 else padding)

    return _written_between(op, lowering, zeros, [indices], grad_output, range(1), places, add)
