"""Builds nested loops, each op in the outermost loop in which its operands exist, index arithmetic once.

Placing ops where they belong is what loop-invariant code motion and common subexpression elimination would do
afterwards, for less: an op that is not built twice costs nothing.
"""

from collections.abc import Hashable, Mapping, Sequence
from functools import reduce

from xdsl.dialects import arith, memref, scf
from xdsl.dialects.builtin import FloatAttr, IndexType, IntegerAttr
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.sizes import Size
from adjoint.lowering.kernels.coordinates import Loop, Run, Term

_INDEX = IndexType()


class LoopBuilder:
    """A cursor in a nest of loops; depth 0 is the function."""

    def __init__(self, entry: Block, sizes: Mapping[SSAValue, SSAValue]):
        """Starts in a block; `sizes` gives the value there of every size that loops and coordinates may mention."""
        self._sizes = sizes
        self._blocks = [entry]
        self._known: list[dict[Hashable, SSAValue]] = [{}]
        """By depth: what was computed there and is still in scope."""
        self._depths: dict[SSAValue, int] = {}
        self._variables: dict[Loop, SSAValue] = {}

    @property
    def depth(self) -> int:
        """How many loops are open."""
        return len(self._blocks) - 1

    def depth_of(self, value: SSAValue) -> int:
        """The number of loops around the definition of a value."""
        return self._depths.get(value, 0)

    def add(self, op: Operation, depth: int) -> SSAValue:
        """Appends an op, with one result, to the body of the loop that is open at this depth."""
        self._blocks[depth].add_op(op)
        result = op.results[0]
        self._depths[result] = depth
        return result

    def add_where_defined(self, op: Operation) -> SSAValue:
        """Appends an op without side effects in the outermost loop in which its operands exist."""
        return self.add(op, max((self._depths.get(operand, 0) for operand in op.operands), default=0))

    def recall(self, key: Hashable) -> SSAValue | None:
        """What was remembered under this key, if it is still in scope."""
        return next((known[key] for known in self._known if key in known), None)

    def remember(self, key: Hashable, value: SSAValue) -> None:
        """Keeps a value under a key for as long as it is in scope."""
        self._known[self.depth_of(value)][key] = value

    def constant(self, value: IntegerAttr | FloatAttr) -> SSAValue:
        """A constant, at the start of the function."""
        known = self._known[0].get(value)
        if known is None:
            known = self.add(arith.ConstantOp(value), 0)
            self._known[0][value] = known
        return known

    def index(self, size: Size) -> SSAValue:
        """A size as a value."""
        return self.constant(IntegerAttr(size, _INDEX)) if isinstance(size, int) else size

    def sum(self, one: Size, other: Size) -> Size:
        """`one + other`."""
        if isinstance(one, int) and isinstance(other, int):
            return one + other
        if one == 0:
            return other
        return one if other == 0 else self._arithmetic(arith.AddiOp, one, other)

    def product(self, factors: Sequence[Size]) -> Size:
        """The product of sizes, 1 where there are none."""
        return reduce(self.times, (f if isinstance(f, int) else self._sizes[f] for f in factors), 1)

    def times(self, one: Size, other: Size) -> Size:
        """`one * other`."""
        if isinstance(one, int) and isinstance(other, int):
            return one * other
        if one == 1:
            return other
        if other == 1:
            return one
        return 0 if 0 in (one, other) else self._arithmetic(arith.MuliOp, one, other)

    def rounded_up(self, size: Size, multiple: int) -> Size:
        """The smallest multiple of a constant that is not less than a size."""
        if isinstance(size, int):
            return -(-size // multiple) * multiple
        quotient = self._arithmetic(arith.DivUIOp, self.sum(size, multiple - 1), multiple)
        return self.times(quotient, multiple)

    def _arithmetic(self, op_type: type[arith.SignlessIntegerBinaryOperation], one: Size, other: Size) -> SSAValue:
        operands = (self.index(one), self.index(other))
        key = (op_type, *operands)
        depth = max(self.depth_of(operands[0]), self.depth_of(operands[1]))
        known = self._known[depth].get(key)
        if known is None:
            known = self.add(op_type(*operands), depth)
            self._known[depth][key] = known
        return known

    def linear_index(self, terms: Sequence[Term]) -> SSAValue:
        """The sum of these terms, those of outer loops first, so that what is common to a loop is added outside."""
        products = [self._term(term) for term in terms]
        products.sort(key=lambda value: self.depth_of(value) if isinstance(value, SSAValue) else 0)
        return self.index(reduce(self.sum, products, 0))

    def _term(self, term: Term) -> Size:
        coordinate, inner = term
        if isinstance(coordinate, Run):
            coordinate = self.run(coordinate)
        assert isinstance(coordinate, SSAValue)
        return self.times(coordinate, self.product(inner))

    def variable(self, loop: Loop) -> SSAValue:
        """The variable of a loop that is open."""
        return self._variables[loop]

    def run(self, run: Run) -> SSAValue:
        """The value of adjacent parts of a loop: its variable without what is inside and outside of them."""
        sizes = run.loop.sizes
        value = self._variables[run.loop]
        inside = self.product(sizes[run.last + 1 :])
        if inside != 1:
            value = self._arithmetic(arith.DivUIOp, value, inside)
        if run.first > 0:
            value = self._arithmetic(arith.RemUIOp, value, self.product(sizes[run.first : run.last + 1]))
        return value

    def load(self, buffer: SSAValue, index: SSAValue, depth: int) -> SSAValue:
        """Reads an element, in the loop that is open at this depth."""
        return self.add(memref.LoadOp.get(buffer, [index]), depth)

    def store(self, value: SSAValue, buffer: SSAValue, index: SSAValue) -> None:
        """Writes an element, in the innermost open loop."""
        self._blocks[-1].add_op(memref.StoreOp.get(value, buffer, [index]))

    def open_loop(self, loop: Loop, initial: Sequence[SSAValue] = (), name: str = "column") -> Sequence[SSAValue]:
        """Starts the body of a loop; gives the values that its iterations hand on."""
        block = Block(arg_types=[_INDEX, *(value.type for value in initial)])
        block.args[0].name_hint = name
        self._blocks.append(block)
        self._known.append({})
        for argument in block.args:
            self._depths[argument] = self.depth
        self._variables[loop] = block.args[0]
        return block.args[1:]

    def close_loop(
        self,
        loop: Loop,
        initial: Sequence[SSAValue] = (),
        yielded: Sequence[SSAValue] = (),
        bounds: tuple[SSAValue, SSAValue] | None = None,
    ) -> Sequence[SSAValue]:
        """Ends the innermost loop, over all its elements or between bounds; gives the values after it."""
        block = self._blocks.pop()
        self._known.pop()
        block.add_op(scf.YieldOp(*yielded))
        lower, upper = bounds or (self.index(0), self.index(self.product(loop.sizes)))
        op = scf.ForOp(lower, upper, self.index(1), initial, block)
        self._blocks[-1].add_op(op)
        for result in op.results:
            self._depths[result] = self.depth
        return op.results
