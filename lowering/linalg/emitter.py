"""Where the ops of the linalg stage go, and the tensors that they start from."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from xdsl.builder import Builder
from xdsl.dialects import tensor
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DenseArrayBase,
    IndexType,
    LocationAttr,
    TensorType,
    UnknownLoc,
    i32,
    i64,
)
from xdsl.dialects.linalg.ops import FillOp, YieldOp
from xdsl.dialects.utils import split_dynamic_index_list
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.rewriter import InsertPoint

from adjoint.dialects.aten.base import AnyTensorType, tensor_type
from adjoint.dialects.aten.literals import NumberAttr
from adjoint.lowering.linalg.reassociation import grouped_shape, reassociate, reassociation_attribute
from adjoint.lowering.linalg.scalar import Scalar, constant, constant_scalar, emitting_into
from adjoint.lowering.linalg.size_emission import SizeEmitter
from adjoint.lowering.linalg.sizes import Sizes
from adjoint.lowering.linalg.symbolic import Shape, Size, as_size, product
from adjoint.lowering.linalg.views import Splat, static_shape


class Emitter:
    """Emits ops at one place of a function, with one location; sizes and constants go to its start."""

    def __init__(self, sizes: Sizes, size_emitter: SizeEmitter):
        self.sizes = sizes
        self._size_emitter = size_emitter
        self._builder: Builder | None = None
        self._location: LocationAttr = UnknownLoc()

    def insert_before(self, op: Operation) -> None:
        """What is emitted from now on stands before the op, and has its location."""
        self._builder = Builder(InsertPoint.before(op))
        self._location = op.location

    @contextmanager
    def inside(self, block: Block) -> Generator[None]:
        """Within it, ops go to the end of a block."""
        outside, self._builder = self._builder, Builder(InsertPoint.at_end(block))
        with emitting_into(block):
            yield
        self._builder = outside

    def insert(self, op: Operation) -> None:
        """Inserts an op at the current place."""
        assert self._builder is not None
        op.location = self._location
        self._builder.insert(op)

    def emit(self, op: Operation) -> SSAValue:
        """Inserts an op at the current place and gives its one result."""
        self.insert(op)
        return op.results[0]

    def number_of_elements(self, shape: Shape) -> Size:
        """The product of sizes, as the size that stands for all that are equal to it."""
        return self.sizes.equalities.find(product(shape))

    def index(self, size: Size | int) -> SSAValue:
        """A size as a value of type `index`, computed at the start of the function."""
        return self._size_emitter.value(size)

    def empty(self, shape: Shape, element_type: Attribute) -> SSAValue:
        """A tensor whose elements are not set yet."""
        return self.emit(tensor.EmptyOp(self._dynamic_sizes(shape), _tensor_type(element_type, static_shape(shape))))

    def filled(self, splat: Splat) -> SSAValue:
        """A tensor with one number, which is no index, in every place."""
        assert not isinstance(splat.value, Size)
        empty = self.empty(splat.shape, splat.element_type)
        return self.emit(fill(self._size_emitter.constant(splat.value), empty))

    def scalar(self, value: NumberAttr | Size) -> Scalar:
        """A number in the body that is being emitted: a constant of the body, or a size from outside of it."""
        if not isinstance(value, Size):
            return constant_scalar(value)
        return Scalar(self.index(value)) if value.constant is None else constant(value.constant, IndexType())

    def cast(self, source: SSAValue, shape: Sequence[int]) -> SSAValue:
        """The tensor with more, or less, of its sizes in its type; `DYNAMIC_INDEX` for one that is not."""
        type_ = _tensor_type(tensor_type(source).element_type, shape)
        return source if source.type == type_ else self.emit(tensor.CastOp(source, type_))

    def reshape_source(self, source: SSAValue, shape: Shape, target: Shape) -> SSAValue:
        """The elements of a tensor of the given shape, not 0-d, in row-major order in another shape of as many.

        Dimensions are collapsed to what the two shapes have in common, and then expanded; no element moves.
        """
        element_type = tensor_type(source).element_type
        if shape == target:
            return source
        if self.number_of_elements(shape).constant == 0:
            return self.empty(target, element_type)
        groups = reassociate(shape, target, self.sizes.equalities.find)
        if groups.collapses or not target:
            collapse = tensor.CollapseShapeOp.build(
                operands=[source],
                properties={"reassociation": reassociation_attribute(groups.source)},
                result_types=[_tensor_type(element_type, grouped_shape(shape, groups.source))],
            )
            source = self.emit(collapse)
        source = self.cast(source, grouped_shape(target, groups.target))
        if groups.expands:
            expand = tensor.ExpandShapeOp(
                source,
                self._dynamic_sizes(target),
                reassociation_attribute(groups.target),
                static_shape(target),
                _tensor_type(element_type, static_shape(target)),
            )
            source = self.emit(expand)
        return source

    def mixed(self, sizes: Sequence[Size | int]) -> list[SSAValue | int]:
        """Offsets, sizes or strides of a slice: constants as they are, the others as values."""
        constants = [as_size(size).constant for size in sizes]
        return [self.index(size) if number is None else number for size, number in zip(sizes, constants, strict=True)]

    def _dynamic_sizes(self, shape: Shape) -> list[SSAValue]:
        return [self.index(size) for size in shape if size.constant is None]


def fill(value: SSAValue, destination: SSAValue) -> FillOp:
    """A `linalg.fill`, built without the checks of its constructor, which take longer than all else about it."""
    body = Block(arg_types=[value.type, value.type])
    body.add_op(YieldOp(body.args[0]))
    return FillOp.create(
        operands=[value, destination],
        result_types=[destination.type],
        properties={"operandSegmentSizes": _ONE_INPUT_ONE_OUTPUT},
        regions=[Region(body)],
    )


_ONE_INPUT_ONE_OUTPUT = DenseArrayBase.from_list(i32, [1, 1])


def insert_slice(
    source: SSAValue,
    destination: SSAValue,
    offsets: Sequence[SSAValue | int],
    sizes: Sequence[SSAValue | int],
    strides: Sequence[SSAValue | int],
) -> tensor.InsertSliceOp:
    """The destination with the source in the place of a slice of it."""
    lists = [split_dynamic_index_list(values, DYNAMIC_INDEX) for values in (offsets, sizes, strides)]
    names = ("static_offsets", "static_sizes", "static_strides")
    return tensor.InsertSliceOp.build(
        operands=[source, destination, *(dynamic for _, dynamic in lists)],
        properties={
            name: DenseArrayBase.from_list(i64, static) for name, (static, _) in zip(names, lists, strict=True)
        },
        result_types=[destination.type],
    )


def _tensor_type(element_type: Attribute, shape: Sequence[int]) -> AnyTensorType:
    return TensorType(element_type, shape)
