"""Running sums and products as functions that work row by row, and shifts.

A scan is computed in a wider type than its elements have, f64 for f32, as PyTorch's are: it is long, and its order is
given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import IndexType, f32, f64
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.scan import ScanOp
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.row_functions import RowFunction, call_row_function
from adjoint.lowering.linalg.scalar import (
    Scalar,
    constant,
    constant_scalar,
    convert,
    emitting_into,
    maximum,
    minimum,
    select,
)
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, as_size, has_no_elements, product, quotient
from adjoint.lowering.linalg.views import LoweredTensor, Splat

_LANES = 256
"""The neighbours along the innermost dimension that are scanned together, where that is not the one scanned."""

_ADDITIONS = 64
"""The work for one element of a row that is innermost: each waits for the one before it."""


@size_rule(ScanOp, aten.ShiftOp)
def _same_sizes(op: ScanOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)]


@size_rule(aten.LinearRecurrenceOp)
def _recurrence_sizes(op: aten.LinearRecurrenceOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    sizes.require_same_shape(op, shape, sizes.shape(op.factor), "input", "factor")
    return [shape]


@linalg_lowering(aten.CumsumOp)
def _cumsum(op: aten.CumsumOp, lowering: FunctionLowering) -> LoweredTensor:
    return _scan(op, lowering, "cumsum", 0, Scalar.__add__)


@linalg_lowering(aten.CumprodOp)
def _cumprod(op: aten.CumprodOp, lowering: FunctionLowering) -> LoweredTensor:
    return _scan(op, lowering, "cumprod", 1, Scalar.__mul__)


@linalg_lowering(aten.LinearRecurrenceOp)
def _linear_recurrence(op: aten.LinearRecurrenceOp, lowering: FunctionLowering) -> LoweredTensor:
    def step(so_far: Scalar, x: Scalar, factor: Scalar) -> Scalar:
        return factor * so_far + x

    return _scan(op, lowering, "linear_recurrence", 0, step)


def _scan(
    op: ScanOp | aten.LinearRecurrenceOp,
    lowering: FunctionLowering,
    name: str,
    start: int,
    combine: Callable[..., Scalar],
) -> LoweredTensor:
    """`so_far = combine(so_far, *elements)` from one element to the next, beginning with `start`."""
    operands = [lowering.tensor(operand) for operand in op.operands]
    shape, element_type = lowering.shape(op.result), tensor_type(op.result).element_type
    if not shape:
        return lowering.converted(operands[0], element_type)
    dim = op.scanned_dim
    outer, length, inner = product(shape[:dim]), shape[dim], product(shape[dim + 1 :])
    scan = _Scan([operand.element_type for operand in operands], element_type, start, combine, op.reverse is not None)
    types = "_".join(str(type_) for type_ in dict.fromkeys([*scan.operand_types, element_type]))
    name = f"{name}_{types}{'_reverse' if scan.is_reverse else ''}"
    if inner == ONE:
        name, write, sizes = f"{name}_innermost", scan.innermost, (outer, length)
    else:
        chunks = outer * quotient(inner + (_LANES - 1), as_size(_LANES))
        write, sizes = scan.side_by_side, (chunks, length, inner, outer)
    return call_row_function(lowering, name, write, operands, sizes, [shape])[0]


@dataclass(frozen=True)
class _Scan:
    """A scan along one dimension of tensors that are alike, as functions that work row by row."""

    operand_types: Sequence[Attribute]
    element_type: Attribute
    start: int
    combine: Callable[..., Scalar]
    is_reverse: bool

    @property
    def computed_in(self) -> Attribute:
        """The type of what is combined so far."""
        return f64 if self.element_type == f32 else computation_type(self.element_type)

    def innermost(self, name: str) -> FuncOp:
        """`(operands…, rows, n)`: along rows of n elements that follow each other."""
        function = RowFunction(self.operand_types, "rows", "n")
        with emitting_into(function.block):
            rows, n = function.sizes
            result = function.result(self.element_type, rows * n)
            start = constant(self.start, self.computed_in)

            def row(index: Scalar) -> None:
                first = index * n

                def step(place: Scalar, so_far: Scalar) -> Sequence[Scalar]:
                    at = first + self._in_order(place, n)
                    total = self._combined(so_far, function, at)
                    result[at] = convert(total, self.element_type)
                    return [total]

                function.loop(n, step, start)

            function.loop(rows, row)
            return function.finish(name, n, _ADDITIONS)

    def side_by_side(self, name: str) -> FuncOp:
        """`(operands…, rows, n, inner, outer)`: along the middle of dimensions `outer`, n and `inner`.

        A row is one of the outer dimension, and as many neighbours along the inner one as have what they combined so
        far in scratch memory: the loop over these is the innermost.
        """
        function = RowFunction(self.operand_types, "rows", "n", "inner", "outer")
        with emitting_into(function.block):
            rows, n, inner, outer = function.sizes
            result = function.result(self.element_type, outer * n * inner)
            so_far = function.scratch(self.computed_in, _LANES)
            start = constant(self.start, self.computed_in)
            chunks = (inner + (_LANES - 1)) // _LANES

            def row(index: Scalar) -> None:
                of_outer = index // chunks
                begin = (index - of_outer * chunks) * _LANES
                lanes = minimum(inner - begin, _LANES)
                first = of_outer * n * inner + begin

                def reset(lane: Scalar) -> None:
                    so_far[lane] = start

                def step(place: Scalar) -> None:
                    here = first + self._in_order(place, n) * inner

                    def lane_step(lane: Scalar) -> None:
                        at = here + lane
                        total = self._combined(so_far[lane], function, at)
                        so_far[lane] = total
                        result[at] = convert(total, self.element_type)

                    function.loop(lanes, lane_step)

                function.loop(lanes, reset)
                function.loop(n, step)

            function.loop(rows, row)
            return function.finish(name, n, _LANES)

    def _in_order(self, place: Scalar, n: Scalar) -> Scalar:
        """The index of the element that comes at a place of the order in which they are combined."""
        return n - 1 - place if self.is_reverse else place

    def _combined(self, so_far: Scalar, function: RowFunction, at: Scalar) -> Scalar:
        return self.combine(so_far, *(convert(operand[at], self.computed_in) for operand in function.inputs))


@linalg_lowering(aten.ShiftOp)
def _shift(op: aten.ShiftOp, lowering: FunctionLowering) -> LoweredTensor:
    """A place that nothing moves to reads the nearest one that there is, and takes the number instead."""
    operand, offset = lowering.tensor(op.input), op.offset.value.data
    fill = number_attribute(op.fill_value.value.data, operand.element_type)
    if not operand.shape or has_no_elements(operand.shape):
        return Splat(fill, operand.shape)
    dim, read = op.shifted_dim, lowering.reader(operand)
    last = operand.shape[dim] - 1

    def element(indices: Sequence[Scalar]) -> Scalar:
        source = indices[dim] + constant(-offset, IndexType())
        is_within = source.compare("ge", 0) if offset > 0 else source.compare("le", lowering.scalar(last))
        nearest = maximum(source, 0) if offset > 0 else minimum(source, lowering.scalar(last))
        shifted = read([nearest if each == dim else index for each, index in enumerate(indices)])
        return select(is_within, shifted, constant_scalar(fill))

    return lowering.compute(operand.shape, operand.element_type, element)
