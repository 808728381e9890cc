"""Emits one loop nest of a row: reductions in registers where the reduced loops are innermost, else in memory."""

from xdsl.ir import SSAValue

from adjoint.lowering.fusion.structured_op import StructuredOp
from adjoint.lowering.kernels.coordinates import Coordinate, Loop
from adjoint.lowering.kernels.evaluation import Evaluator
from adjoint.lowering.kernels.loop_builder import LoopBuilder
from adjoint.lowering.kernels.nests import Nest, Schedule


def is_carried(member: StructuredOp) -> bool:
    """Whether a reduction has one value for the whole, which the loop over rows hands on in a register."""
    return all(dim is None for dim in member.written)


class NestEmitter:
    """Emits a nest at the cursor of the evaluator's builder."""

    def __init__(self, evaluator: Evaluator, schedule: Schedule, nest: Nest, whole: dict[StructuredOp, SSAValue]):
        """`whole` has what the rows so far gave for reductions over everything, and is brought up to date."""
        self._evaluator = evaluator
        self._builder: LoopBuilder = evaluator.builder
        self._schedule = schedule
        self._kernel = schedule.kernel
        self._nest = nest
        self._whole = whole
        self._carried: dict[StructuredOp, SSAValue] = {}
        """The values of reductions in the innermost open loop."""
        self._reductions = [member for member in nest.roots if member.is_reduction]
        self._starts = {member: self._start(member) for member in self._reductions}

    def emit(self) -> None:
        """Emits the nest for the current row."""
        self._evaluator.nest = self._nest
        for member in self._reductions:
            if self._accumulates_in_row(member):
                self._initialise(member)
        self._emit_loops(0)

    def _is_reduced(self, member: StructuredOp, loop: Loop) -> bool:
        columns = zip(self._kernel.columns(member), self._nest.columns, strict=True)
        return any(part.loop is loop and dim in member.reduced for dim, part in columns)

    def _start(self, member: StructuredOp) -> int:
        """The outermost of the innermost loops that are all reduced: they carry the reduction in a register."""
        start = len(self._nest.loops)
        while start > 0 and self._is_reduced(member, self._nest.loops[start - 1]):
            start -= 1
        return start

    def _accumulates_in_row(self, member: StructuredOp) -> bool:
        """Whether a reduction along the row meets each of its elements several times."""
        outer = self._nest.loops[: self._starts[member]]
        return not self._kernel.is_accumulated(member) and any(self._is_reduced(member, loop) for loop in outer)

    def _initial(self, member: StructuredOp) -> SSAValue:
        assert member.initial is not None
        return self._evaluator.scalar(member.initial)

    def _initialise(self, member: StructuredOp) -> None:
        kept = self._kernel.kept_columns(member)
        loop = Loop(tuple(member.sizes[dim] for dim in kept))
        coordinates: list[Coordinate] = list(self._schedule.coordinates(member, self._nest))
        for dim, part in zip(kept, loop.parts(), strict=True):
            coordinates[dim] = part
        self._builder.open_loop(loop)
        self._store(member, tuple(coordinates), self._initial(member))
        self._builder.close_loop(loop)

    def _emit_loops(self, depth: int) -> dict[StructuredOp, SSAValue]:
        """Emits the loops from one on; gives the values of the reductions that outer loops carry."""
        if depth == len(self._nest.loops):
            return self._emit_body()
        loop = self._nest.loops[depth]
        chained = [member for member in self._reductions if self._starts[member] <= depth]
        initial = [
            self._carried[member] if self._starts[member] < depth else self._initial(member) for member in chained
        ]
        self._carried.update(zip(chained, self._builder.open_loop(loop, initial), strict=True))
        inner = self._emit_loops(depth + 1)
        results = self._builder.close_loop(loop, initial, [inner[member] for member in chained])
        values = dict(zip(chained, results, strict=True))
        for member in chained:
            if self._starts[member] == depth:
                self._complete(member, values.pop(member))
        return values

    def _emit_body(self) -> dict[StructuredOp, SSAValue]:
        values: dict[StructuredOp, SSAValue] = {}
        for member in self._nest.roots:
            coordinates = self._schedule.coordinates(member, self._nest)
            if not member.is_reduction:
                self._store(member, coordinates, self._evaluator.computed(member, coordinates))
            elif self._starts[member] < len(self._nest.loops):
                values[member] = self._evaluator.combined(member, coordinates, self._carried[member])
            elif is_carried(member):
                self._whole[member] = self._evaluator.combined(member, coordinates, self._whole[member])
            else:
                stored = self._load(member, coordinates)
                self._store(member, coordinates, self._evaluator.combined(member, coordinates, stored))
        return values

    def _complete(self, member: StructuredOp, value: SSAValue) -> None:
        """Puts the value of a reduction over the innermost loops where it belongs."""
        coordinates = self._schedule.coordinates(member, self._nest)
        if self._kernel.is_accumulated(member):
            if is_carried(member):
                self._whole[member] = self._evaluator.combine(member, self._whole[member], value)
            else:
                stored = self._load(member, coordinates)
                self._store(member, coordinates, self._evaluator.combine(member, stored, value))
        elif not self._kernel.kept_columns(member):
            self._evaluator.row_values[member] = value
            if member.result in self._kernel.results:
                self._store(member, coordinates, value)
        elif self._accumulates_in_row(member):
            stored = self._load(member, coordinates)
            self._store(member, coordinates, self._evaluator.combine(member, stored, value))
        else:
            self._store(member, coordinates, value)

    def _load(self, member: StructuredOp, coordinates: tuple[Coordinate, ...]) -> SSAValue:
        buffer, index = self._evaluator.address(member, coordinates)
        return self._builder.load(buffer, index, self._builder.depth)

    def _store(self, member: StructuredOp, coordinates: tuple[Coordinate, ...], value: SSAValue) -> None:
        buffer, index = self._evaluator.address(member, coordinates)
        self._builder.store(value, buffer, index)
