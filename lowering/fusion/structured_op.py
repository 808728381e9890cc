"""A structured op as fusion sees it: the space it iterates over and how it reads and writes tensors in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import AffineMapAttr, IndexType, IntAttr, IntegerAttr, TensorType
from xdsl.dialects.linalg.attrs import IteratorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp, IndexOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue, Use
from xdsl.ir.affine import AffineConstantExpr, AffineDimExpr
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.fusion.scalar_cost import body_cost
from adjoint.lowering.fusion.sizes import Size, Sizes
from adjoint.lowering.fusion.views import seen_through, uses_through_views
from adjoint.lowering.fusion.window_contraction import pads_windows

COMPUTED = -1
"""A coordinate that the body computes: a gather."""

Coordinate = int | None
"""Where an access is in one dimension of its tensor: at an iteration dimension, always at 0 (None), or COMPUTED."""

COMBINERS: frozenset[type[Operation]] = frozenset(
    {
        arith.AddfOp,
        arith.MulfOp,
        arith.MaximumfOp,
        arith.MinimumfOp,
        arith.MaxnumfOp,
        arith.MinnumfOp,
        arith.AddiOp,
        arith.MuliOp,
        arith.AndIOp,
        arith.OrIOp,
        arith.XOrIOp,
        arith.MaxSIOp,
        arith.MinSIOp,
        arith.MaxUIOp,
        arith.MinUIOp,
    }
)
"""The ops that a reduction may combine with: associative and commutative, up to rounding."""


@dataclass(frozen=True)
class Access:
    """A tensor read at coordinates of the iteration space; it is no view, but the source of one."""

    tensor: SSAValue
    coordinates: tuple[Coordinate, ...]

    def through(self, producer: "StructuredOp", inner: "Access") -> "Access":
        """Where this access leads, if the elementwise op that computes the tensor is seen through to what it reads."""
        place = {dim: self.coordinates[p] for p, dim in enumerate(producer.written) if dim is not None}
        coordinates = (dim if dim is None or dim == COMPUTED else place.get(dim) for dim in inner.coordinates)
        return Access(inner.tensor, tuple(coordinates))


@dataclass(frozen=True, eq=False)
class Captured:
    """A value of the surrounding block that the body uses: which, in which op of the body, as which operand."""

    value: SSAValue
    op_position: int
    operand_position: int


@dataclass(frozen=True, eq=False)
class StructuredOp:
    """A `linalg.generic`, or a `linalg.fill`, with one result.

    Dimensions of size 1 do not count: nothing iterates over them, and every coordinate in one is None. A reduction over
    nothing else is elementwise: it combines its initial value once.
    """

    op: GenericOp | FillOp
    sizes: tuple[Size, ...]
    """By iteration dimension."""
    reduced: frozenset[int]
    order: tuple[int, ...]
    """Every dimension, in the order in which memory is walked: rows are a prefix of it."""
    reads: tuple[Access, ...]
    """Operands, but for those at the end that only give the sizes of a window; the one written to only where an
    elementwise body uses it; then gathers."""
    written: tuple[Coordinate, ...]
    operands: tuple[SSAValue, ...]
    """Of the op as it was analysed."""
    captured: tuple[Captured, ...]
    """What the body uses from outside, as it was analysed."""
    initial: SSAValue | None
    """The scalar that a reduction starts from; it is neutral, so that parts of a reduction may start from it too."""

    @property
    def result(self) -> SSAValue:
        return self.op.res[0]

    @property
    def body(self) -> Block:
        return self.op.body.block

    @property
    def is_reduction(self) -> bool:
        return bool(self.reduced)

    @cached_property
    def cost(self) -> int:
        """The cost of one evaluation of the body."""
        return 0 if isinstance(self.op, FillOp) else body_cost(self.body)

    @property
    def accumulator(self) -> BlockArgument:
        """The argument of the body that stands for what was combined so far."""
        return self.body.args[-1]

    @cached_property
    def combiner(self) -> Operation:
        """The op at the end of the body of a reduction, which combines the accumulator with an element."""
        yielded = self.body.last_op
        assert yielded is not None
        combiner = yielded.operands[0].owner
        users = [use.operation for use in self.accumulator.uses]
        if isinstance(combiner, Block) or type(combiner) not in COMBINERS or users != [combiner]:
            raise PassFailedException(
                located(self.op, "a reduction must yield an associative op on the accumulator and an element")
            )
        return combiner

    @cached_property
    def element(self) -> SSAValue:
        """What the body combines with the accumulator."""
        first, second = self.combiner.operands
        return second if first is self.accumulator else first

    @cached_property
    def indices(self) -> tuple[int, ...]:
        """The iteration dimensions whose coordinate the body uses as a number, and not only to gather at it."""
        return tuple(
            op.dim.value.data
            for op in self.body.ops
            if isinstance(op, IndexOp)
            and any(not isinstance(use.operation, tensor.ExtractOp) for use in op.result.uses)
        )

    @cached_property
    def parallel_prefix(self) -> int:
        """How many of the outermost dimensions are not reduced."""
        return next((i for i, dim in enumerate(self.order) if dim in self.reduced), len(self.order))


def structured_op(op: GenericOp | FillOp, sizes: Sizes) -> StructuredOp:
    """Analyses an op of the linalg stage.

    Raises PassFailedException where a map is not a projected permutation with zeros, where there are several results,
    and where a reduction does not start from a fill or combines with anything else than an associative op.
    """
    if len(op.res) != 1:
        raise PassFailedException(located(op, f"expected one result, got {len(op.res)}"))
    if isinstance(op, FillOp):
        extents = sizes.of(op.res[0])
        written = _without_units(range(len(extents)), extents)
        return StructuredOp(op, extents, frozenset(), _present(written), (), written, tuple(op.operands), (), None)

    maps = [_coordinates(op, map_) for map_ in op.indexing_maps]
    extents = _iteration_sizes(op, maps, sizes)
    combined = [dim for dim, iterator in enumerate(op.iterator_types) if iterator.data is IteratorType.REDUCTION]
    reduced = frozenset(dim for dim in combined if extents[dim] != 1)
    coordinates = [_without_units(map_, extents) for map_ in maps]
    body = op.body.block
    out = body.args[-1]
    inputs = len(op.inputs)
    while inputs and gives_only_sizes(op.inputs[inputs - 1], body.args[inputs - 1]):
        inputs -= 1
    reads = [Access(*seen_through(op.inputs[position], coordinates[position])) for position in range(inputs)]
    if out.first_use is not None and not combined:
        reads.append(Access(*seen_through(op.outputs[0], coordinates[-1])))
    reads += [_gather(inner, extents) for inner in body.ops if isinstance(inner, tensor.ExtractOp)]
    captured = tuple(_captured(body))
    reads += [access for value in captured for access in _scalar_reads(value.value)]
    written = coordinates[-1]
    order = _order(extents, reduced, reads, written)
    if len(order) + extents.count(1) != len(extents):
        raise PassFailedException(located(op, "the result must have every parallel dimension"))
    member = StructuredOp(
        op,
        extents,
        reduced,
        order,
        tuple(reads),
        written,
        tuple(op.operands),
        captured,
        _initial(op) if combined else None,
    )
    if reduced:
        _ = member.combiner  # raises where there is none
    return member


def gives_only_sizes(operand: SSAValue, argument: SSAValue) -> bool:
    """Whether an operand is there for the extents of a window alone: nothing is in it, and the body does not use it."""
    return isinstance(operand.owner, tensor.EmptyOp) and argument.first_use is None


def _initial(op: GenericOp) -> SSAValue:
    match op.outputs[-1].owner:
        case FillOp(inputs=(value,)):
            return value
        case _:
            raise PassFailedException(located(op, "a reduction must start from a linalg.fill of its neutral element"))


def _scalar_reads(value: SSAValue) -> Iterator[Access]:
    """The tensors that a scalar outside of a body is computed from."""
    op = value.owner
    if isinstance(value.type, IndexType | TensorType) or not isinstance(op, Operation):
        return
    if isinstance(op, tensor.ExtractOp):
        yield Access(*seen_through(op.tensor, (COMPUTED,) * len(op.indices)))
    else:
        for operand in op.operands:
            yield from _scalar_reads(operand)


def _captured(body: Block) -> Iterator[Captured]:
    for op_position, op in enumerate(body.ops):
        for operand_position, operand in enumerate(op.operands):
            owner = operand.owner
            if owner is not body and not (isinstance(owner, Operation) and owner.parent is body):
                yield Captured(operand, op_position, operand_position)


def _coordinates(op: GenericOp, map_: AffineMapAttr) -> tuple[Coordinate, ...]:
    coordinates: list[Coordinate] = []
    for expression in map_.data.results:
        match expression:
            case AffineDimExpr(position=dim):
                coordinates.append(dim)
            case AffineConstantExpr(value=0):
                coordinates.append(None)
            case _:
                raise PassFailedException(
                    located(op, f"indexing maps must be projected permutations with zeros, got {map_.data}")
                )
    return tuple(coordinates)


def _iteration_sizes(op: GenericOp, maps: Sequence[Sequence[Coordinate]], sizes: Sizes) -> tuple[Size, ...]:
    found: dict[int, Size] = {}
    for operand, coordinates in zip(op.operands, maps, strict=True):
        if all(dim is None or dim in found for dim in coordinates):
            continue
        for dim, size in zip(coordinates, sizes.of(operand), strict=True):
            if dim is not None and not isinstance(found.get(dim), int):
                found[dim] = size
    missing = [dim for dim in range(len(op.iterator_types)) if dim not in found]
    if missing:
        raise PassFailedException(located(op, f"no operand has iteration dimension {missing[0]}"))
    return tuple(found[dim] for dim in range(len(op.iterator_types)))


def _without_units(coordinates: Sequence[Coordinate], extents: Sequence[Size]) -> tuple[Coordinate, ...]:
    return tuple(None if dim is None or (dim != COMPUTED and extents[dim] == 1) else dim for dim in coordinates)


def _present(coordinates: Sequence[Coordinate]) -> tuple[int, ...]:
    return tuple(dim for dim in coordinates if dim is not None)


def _gather(op: tensor.ExtractOp, extents: Sequence[Size]) -> Access:
    def coordinate(index: SSAValue) -> Coordinate:
        match index.owner:
            case IndexOp():
                return index.owner.dim.value.data
            case arith.ConstantOp(value=IntegerAttr(value=IntAttr(data=0))):
                return None
            case _:
                return COMPUTED

    place = _without_units([coordinate(index) for index in op.indices], extents)
    return Access(*seen_through(op.tensor, place))


def _order(
    extents: Sequence[Size], reduced: frozenset[int], reads: Sequence[Access], written: Sequence[Coordinate]
) -> tuple[int, ...]:
    """As the result is written; a reduction, as the first operand is read that has every dimension, if there is one."""
    dims = [dim for dim, size in enumerate(extents) if size != 1]
    if not reduced:
        return _present(written)
    for access in reads:
        present = tuple(dim for dim in access.coordinates if dim is not None and dim != COMPUTED)
        if len(present) == len(dims):
            return present
    return tuple(dims)


def is_read(op: FillOp) -> bool:
    """Whether anything reads the elements of a fill; else it only starts reductions, and is part of them."""
    return any(map(reads_elements, uses_through_views(op.res[0])))


def reads_elements(use: Use) -> bool:
    """Whether a use of a tensor reads its elements.

    Not if it only gives the shape, or the start of a reduction, or the zeros around the input of a convolution.
    """
    op = use.operation
    if isinstance(op, tensor.InsertSliceOp) and use.index == 1:
        return not pads_windows(op)
    if not isinstance(op, GenericOp) or use.index < len(op.inputs):
        return True
    accumulates = any(iterator.data is IteratorType.REDUCTION for iterator in op.iterator_types)
    return not accumulates and op.body.block.args[-1].first_use is not None
