"""The forms that every operator becomes: elementwise, function of the indices, reduction. Each is one `linalg.generic`.

What is repeated or transposed is so in an indexing map; a copy is made only where an op needs a tensor in memory.
"""

from collections.abc import Callable, Sequence
from typing import cast

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import AffineMapAttr, IndexType, TensorType, i1, i64
from xdsl.dialects.linalg.attrs import IteratorType, IteratorTypeAttr
from xdsl.dialects.linalg.ops import FillOp, GenericOp, YieldOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr, AffineExpr, AffineMap

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import NumberAttr, converted_number
from adjoint.dialects.aten.promotion import computation_type
from adjoint.lowering.linalg.combiners import Combiner
from adjoint.lowering.linalg.emitter import Emitter, insert_slice
from adjoint.lowering.linalg.scalar import (
    Scalar,
    constant,
    convert,
    element,
    emitting_into,
    loop_index,
    read,
    rounded,
)
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size, as_size
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View, aligned_dims

ScalarBody = Callable[..., Scalar]
"""Computes one element of the result from one scalar an operand."""

_PARALLEL = IteratorTypeAttr(IteratorType.PARALLEL)
_REDUCTION = IteratorTypeAttr(IteratorType.REDUCTION)


class StructuredEmitter(Emitter):
    """Emits the structured forms."""

    def elementwise(
        self, shape: Shape, element_type: Attribute, operands: Sequence[LoweredTensor], body: ScalarBody
    ) -> View:
        """`result[i] = body(operands[i]…)` in the shape, to which the operands broadcast."""
        rank = len(shape)
        result = self.generic(
            shape,
            operands,
            [range(rank - len(operand.shape), rank) for operand in operands],
            self.empty(shape, element_type),
            range(rank),
            lambda scalars, _: body(*scalars),
        )
        return View.of(result, shape)

    def converted(self, operand: LoweredTensor, element_type: Attribute) -> LoweredTensor:
        """The operand in another element type; a constant is converted when compiling."""
        if operand.element_type == element_type:
            return operand
        if isinstance(operand, Splat) and not isinstance(operand.value, Size):
            number = operand.value.value.data
            is_true = operand.element_type == i1 and number != 0  # the bit of an i1 is its sign to xDSL: true is -1
            return Splat(converted_number(1 if is_true else number, element_type), operand.shape)

        def body(x: Scalar) -> Scalar:
            return convert(x, element_type)

        return self.elementwise(operand.shape, element_type, [operand], body)

    def compute(self, shape: Shape, element_type: Attribute, body: Callable[[Sequence[Scalar]], Scalar]) -> View:
        """`result[i] = body(i)`: the elements as a function of their indices, as in a gather."""
        return self.elementwise(shape, element_type, [], lambda: body([loop_index(dim) for dim in range(len(shape))]))

    def reduce(
        self,
        operand: LoweredTensor,
        dims: Sequence[int],
        combiner: Combiner,
        element_type: Attribute,
        body: ScalarBody | None = None,
    ) -> LoweredTensor:
        """Combines `body` of each element, in the element type, along `dims`, which the result does not have.

        Indices are combined as i64, f16 and bf16 as f32.
        """
        combined_in = i64 if isinstance(element_type, IndexType) else computation_type(element_type)
        if combined_in != element_type:
            return self.converted(self.reduce(operand, dims, combiner, combined_in, body), element_type)
        view = self.with_own_dims(operand, dims)
        kept = [dim for dim in range(len(view.shape)) if dim not in dims]
        shape = tuple(view.shape[dim] for dim in kept)
        result = self.generic(
            view.shape,
            [view],
            [range(len(view.shape))],
            self.filled(Splat(combiner.neutral(element_type), shape)),
            kept,
            lambda scalars, accumulator: combiner.combine(
                accumulator, convert(body(*scalars) if body else scalars[0], element_type)
            ),
        )
        return View.of(result, shape)

    def generic(
        self,
        extents: Shape,
        operands: Sequence[LoweredTensor],
        operand_loops: Sequence[Sequence[int]],
        destination: SSAValue,
        result_loops: Sequence[int],
        body: Callable[[Sequence[Scalar], Scalar], Scalar],
    ) -> SSAValue:
        """One `linalg.generic` over loops of the given extents.

        Dimension i of an operand walks along loop `operand_loops[…][i]`, that of the result along `result_loops[i]`;
        the loops that the result does not have are reductions. The body gets one scalar an operand, and the element of
        the destination so far; f16 and bf16 come as f32, and what the body gives is rounded to them. A reduction into
        f16 or bf16 accumulates in f32, and its result is rounded.
        """
        element_type = tensor_type(destination).element_type
        if len(result_loops) < len(extents) and computation_type(element_type) != element_type:
            shape = tuple(extents[loop] for loop in result_loops)
            accumulator = self._accumulator(destination, shape)
            total = self.generic(extents, operands, operand_loops, accumulator, result_loops, body)
            return self.materialize(self.converted(View.of(total, shape), element_type))
        views = [
            (operand, _indexing_map(operand, loops, extents))
            for operand, loops in zip(operands, operand_loops, strict=True)
            if isinstance(operand, View)
        ]
        result_map = AffineMapAttr(AffineMap(len(extents), 0, tuple(map(AffineDimExpr, result_loops))))
        block = Block(arg_types=[*(view.element_type for view, _ in views), element_type])
        with emitting_into(block):
            elements = iter(block.args)
            scalars = [
                self.scalar(operand.value) if isinstance(operand, Splat) else read(next(elements))
                for operand in operands
            ]
            so_far = read(block.args[-1])
            numbers = list(block.ops)
            block.add_op(YieldOp(rounded(body(scalars, so_far), element_type).value))
        for unused in [op for op in numbers if op.results[0].first_use is None]:
            block.erase_op(unused)
        return self.emit(
            GenericOp(
                [view.source for view, _ in views],
                [destination],
                Region(block),
                [*(indexing_map for _, indexing_map in views), result_map],
                [_PARALLEL if loop in result_loops else _REDUCTION for loop in range(len(extents))],
                [destination.type],
            )
        )

    def _accumulator(self, destination: SSAValue, shape: Shape) -> SSAValue:
        """The destination of a reduction, in the type that its elements are computed in."""
        fill = destination.owner
        start: LoweredTensor = View.of(destination, shape)
        if isinstance(fill, FillOp) and isinstance(number := fill.inputs[0].owner, arith.ConstantOp):
            start = Splat(cast(NumberAttr, number.value), shape)
            for op in (fill, fill.outputs[0].owner):
                if isinstance(op, Operation) and op.results[0].first_use is None:
                    op.detach()
                    op.erase()
        return self.materialize(self.converted(start, computation_type(start.element_type)))

    def materialize(self, operand: LoweredTensor) -> SSAValue:
        """The operand as a row-major tensor of its shape; a copy where it is transposed or repeated."""
        if isinstance(operand, Splat):
            return self._materialize_number(operand)
        if operand.is_identity:
            return operand.source
        if operand.is_row_major and operand.source_rank:
            return self.reshape_source(operand.source, operand.source_shape, operand.shape)
        return self.elementwise(operand.shape, operand.element_type, [operand], _identity).source

    def _materialize_number(self, splat: Splat) -> SSAValue:
        """A tensor of one number. xDSL's `linalg.fill` takes no indices."""
        if not isinstance(splat.element_type, IndexType):
            return self.filled(splat)
        if splat.shape:
            return self.elementwise(splat.shape, splat.element_type, [splat], _identity).source
        size = splat.value if isinstance(splat.value, Size) else as_size(int(splat.value.value.data))
        return self.emit(tensor.FromElementsOp(self.index(size), result_type=TensorType(IndexType(), [])))

    def reshape(self, operand: LoweredTensor, shape: Shape) -> LoweredTensor:
        """The elements in row-major order in another shape of as many."""
        if isinstance(operand, Splat):
            return Splat(operand.value, shape)
        aligned = aligned_dims(operand.shape, shape)
        if aligned is not None:
            return operand.rearrange(shape, aligned)
        if operand.is_row_major:
            return View.of(self.reshape_source(operand.source, operand.source_shape, shape), shape)
        return View.of(self.reshape_source(self.materialize(operand), operand.shape, shape), shape)

    def insert_part(
        self, part: LoweredTensor, destination: SSAValue, dim: int, offset: Size, step: int = 1
    ) -> SSAValue:
        """The destination with the part in every `step`-th place of a dimension from an offset on."""
        rank = len(part.shape)
        offsets = [offset if each == dim else 0 for each in range(rank)]
        strides = [step if each == dim else 1 for each in range(rank)]
        source = self.materialize(part)
        slices = (self.mixed(offsets), self.mixed(part.shape), self.mixed(strides))
        return self.emit(insert_slice(source, destination, *slices))

    def with_own_dims(self, operand: LoweredTensor, dims: Sequence[int]) -> View:
        """The operand as a view whose source has the dimensions, for loops whose extent no other tensor tells."""
        if isinstance(operand, View) and all(operand.source_dims[dim] is not None for dim in dims):
            return operand
        return View.of(self.materialize(operand), operand.shape)

    def reader(self, operand: LoweredTensor) -> Callable[[Sequence[Scalar]], Scalar]:
        """What reads, in a body, an element of the operand at indices within its shape."""
        if isinstance(operand, Splat):
            return lambda _: self.scalar(operand.value)

        def read(indices: Sequence[Scalar]) -> Scalar:
            places: list[Scalar | None] = [None] * operand.source_rank
            for index, dim in zip(indices, operand.source_dims, strict=True):
                if dim is not None:
                    places[dim] = index
            indices = [constant(0, IndexType()) if place is None else place for place in places]
            return element(operand.source, indices)

        return read


def _identity(x: Scalar) -> Scalar:
    return x


def _indexing_map(operand: View, loops: Sequence[int], extents: Shape) -> AffineMapAttr:
    """The map from the loops to the dimensions of the source: 0 where it has size 1 and the loop has not."""
    results: list[AffineExpr] = [AffineConstantExpr(0)] * operand.source_rank
    for source_dim, size, loop in zip(operand.source_dims, operand.shape, loops, strict=True):
        if source_dim is not None and not (size == ONE != extents[loop]):
            results[source_dim] = AffineDimExpr(loop)
    return AffineMapAttr(AffineMap(len(extents), 0, tuple(results)))
