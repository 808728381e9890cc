"""Scalar code for the elements of a kernel's tensors, emitted where a loop nest asks for them."""

from collections.abc import Mapping

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import FloatAttr, IntegerAttr
from xdsl.dialects.linalg.ops import FillOp, IndexOp, YieldOp
from xdsl.ir import Operation, SSAValue

from adjoint.lowering.fusion.structured_op import StructuredOp
from adjoint.lowering.fusion.views import seen_through
from adjoint.lowering.kernels.coordinates import Coordinate, Part, Run, Unknown, linear_terms
from adjoint.lowering.kernels.loop_builder import LoopBuilder
from adjoint.lowering.kernels.nests import Coordinates, Nest, Schedule, iteration_coordinates

MAY_TRAP: frozenset[type[Operation]] = frozenset(
    {
        arith.DivSIOp,
        arith.DivUIOp,
        arith.FloorDivSIOp,
        arith.CeilDivSIOp,
        arith.CeilDivUIOp,
        arith.RemSIOp,
        arith.RemUIOp,
    }
)
"""Ops that must not run where the program does not: they stay in the loop that they are in."""


class Evaluator:
    """Emits the computation of elements, each once for as long as it is in scope."""

    def __init__(self, builder: LoopBuilder, schedule: Schedule, values: Mapping[SSAValue, SSAValue]):
        """Starts with what stands for each argument of the kernel on tensors: sizes for sizes, buffers for tensors."""
        self.builder = builder
        self._schedule = schedule
        self._kernel = schedule.kernel
        self._scalars = dict(values)
        self.buffers: dict[SSAValue, SSAValue] = dict(values)
        """The memory of inputs and results, and of accumulated results: the slot."""
        self.scratch: dict[StructuredOp, SSAValue] = {}
        self.row_values: dict[StructuredOp, SSAValue] = {}
        """Reductions along the row that are scalars, of the current row."""
        self.nest: Nest | None = None
        """The nest that is being emitted."""

    def computed(self, member: StructuredOp, coordinates: Coordinates) -> SSAValue:
        """The value of an elementwise member at coordinates."""
        known = self.builder.recall((member, coordinates))
        if known is None:
            if isinstance(member.op, FillOp):
                known = self.scalar(member.op.inputs[0])
            elif member.initial is not None:
                known = self.combined(member, coordinates, self.scalar(member.initial))
            else:
                known = self._inline(member, coordinates, {})
            self.builder.remember((member, coordinates), known)
        return known

    def combined(self, member: StructuredOp, coordinates: Coordinates, accumulated: SSAValue) -> SSAValue:
        """The value of a reduction after one more element."""
        return self._inline(member, coordinates, {member.accumulator: accumulated})

    def combine(self, member: StructuredOp, one: SSAValue, other: SSAValue) -> SSAValue:
        """The value of a reduction from the values of two parts of it."""
        combiner = member.combiner
        return self.builder.add(
            type(combiner).create(
                operands=[one, other], result_types=combiner.result_types, properties=combiner.properties.copy()
            ),
            self.builder.depth,
        )

    def scalar(self, value: SSAValue) -> SSAValue:
        """A scalar that the kernel computes outside of its structured ops."""
        if value not in self._scalars:
            op = value.owner
            assert isinstance(op, Operation)
            if isinstance(op, arith.ConstantOp):
                emitted = self._constant(op)
            elif isinstance(op, tensor.ExtractOp):
                emitted = self._read(*seen_through(op.tensor, [self.scalar(index) for index in op.indices]))
            else:
                operands = [self.scalar(operand) for operand in op.operands]
                emitted = self.builder.add(_copy(op, operands), 0)
            self._scalars[value] = emitted
        return self._scalars[value]

    def address(self, member: StructuredOp, coordinates: Coordinates) -> tuple[SSAValue, SSAValue]:
        """The buffer of a member and the index of its element at iteration coordinates."""
        place = tuple(None if dim is None else coordinates[dim] for dim in member.written)
        return self._address(member.result, place)

    def _inline(self, member: StructuredOp, coordinates: Coordinates, values: dict[SSAValue, SSAValue]) -> SSAValue:
        body = member.body
        for argument, access in zip(body.args, member.reads, strict=False):
            if argument.first_use is not None and argument not in values:
                place = tuple(None if dim is None else coordinates[dim] for dim in access.coordinates)
                values[argument] = self._read(access.tensor, place)
        for op in body.ops:
            match op:
                case YieldOp():
                    return self._operand(op.operands[0], values)
                case arith.ConstantOp():
                    values[op.result] = self._constant(op)
                case IndexOp():
                    if op.dim.value.data in member.indices:
                        values[op.result] = self._coordinate_value(coordinates[op.dim.value.data])
                case tensor.ExtractOp():
                    place = [self._gather_coordinate(index, coordinates, values) for index in op.indices]
                    values[op.result] = self._read(*seen_through(op.tensor, place))
                case _:
                    copy = _copy(op, [self._operand(operand, values) for operand in op.operands])
                    if type(op) in MAY_TRAP:
                        self.builder.add(copy, self.builder.depth)
                    else:
                        self.builder.add_where_defined(copy)
                    values.update(zip(op.results, copy.results, strict=True))
        raise AssertionError("a body ends in linalg.yield")

    def _constant(self, op: arith.ConstantOp) -> SSAValue:
        assert isinstance(op.value, IntegerAttr | FloatAttr)
        return self.builder.constant(op.value)

    def _operand(self, operand: SSAValue, values: Mapping[SSAValue, SSAValue]) -> SSAValue:
        return values[operand] if operand in values else self.scalar(operand)

    def _gather_coordinate(
        self, index: SSAValue, coordinates: Coordinates, values: Mapping[SSAValue, SSAValue]
    ) -> Coordinate:
        if isinstance(index.owner, IndexOp):
            return coordinates[index.owner.dim.value.data]
        return self._operand(index, values)

    def _coordinate_value(self, coordinate: Coordinate) -> SSAValue:
        assert not isinstance(coordinate, Unknown)
        match coordinate:
            case None:
                return self.builder.index(0)
            case Part():
                return self.builder.run(Run(coordinate.loop, coordinate.position, coordinate.position))
            case _:
                return coordinate

    def _read(self, read: SSAValue, place: tuple[Coordinate, ...]) -> SSAValue:
        member = self._kernel.members.get(read)
        if member is not None:
            if member in self.row_values:
                return self.row_values[member]
            assert self.nest is not None
            if not member.is_reduction and not self._schedule.is_in_memory(member, self.nest):
                return self.computed(member, iteration_coordinates(member, place))
        key = (read, place)
        known = self.builder.recall(key)
        if known is None:
            buffer, index = self._address(read, place)
            # The memory of a member is another one in every row.
            depth = self.builder.depth_of(index) if member is None else max(1, self.builder.depth_of(index))
            known = self.builder.load(buffer, index, depth)
            self.builder.remember(key, known)
        return known

    def _address(self, accessed: SSAValue, place: tuple[Coordinate, ...]) -> tuple[SSAValue, SSAValue]:
        sizes = self._kernel.tensor_sizes(accessed)
        member = self._kernel.members.get(accessed)
        if member in self.scratch:
            columns = self._kernel.columns(member)
            kept = [position for position, dim in enumerate(member.written) if dim in columns]
            place, sizes = tuple(place[position] for position in kept), tuple(sizes[position] for position in kept)
            buffer = self.scratch[member]
        else:
            buffer = self.buffers[accessed]
        return buffer, self.builder.linear_index(linear_terms(place, sizes))


def _copy(op: Operation, operands: list[SSAValue]) -> Operation:
    return type(op).create(
        operands=operands, result_types=op.result_types, properties=op.properties.copy(), location=op.location
    )
