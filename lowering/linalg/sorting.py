"""Sorting: a function that works row by row, merging runs that double in length.

Bottom-up merge sort, as in Knuth, The Art of Computer Programming 3, section 5.2.4, of pairs of an element and where it
was. It is stable, takes n log n steps whatever the elements are, and has no branch that depends on them.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import i64
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.promotion import computation_type
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.row_functions import Buffer, RowFunction, call_row_function
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, emitting_into, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, product
from adjoint.lowering.linalg.views import LoweredTensor, Splat, permuted

_MERGES = 40
"""How often runs can double in length: rows are shorter than 2 to the power of this."""

_WORK = 1 << 10
"""The work for one element, in additions of one vector lane: some tens for each doubling."""


@size_rule(aten.SortOp)
def _sort_sizes(op: aten.SortOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)] * 2


@linalg_lowering(aten.SortOp)
def _sort(op: aten.SortOp, lowering: FunctionLowering) -> Sequence[LoweredTensor]:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.values)
    if all(size == ONE for size in shape) or isinstance(operand, Splat):
        return operand, _indices(op, lowering, shape)
    rows = Rows(operand, op.ordered_dim)
    return [rows.restored(result) for result in sorted_rows(lowering, rows, op.descending is not None)]


class Rows:
    """A tensor seen as rows along one of its dimensions, which is brought to the end."""

    def __init__(self, operand: LoweredTensor, dim: int):
        rank = len(operand.shape)
        order = [*(each for each in range(rank) if each != dim), dim]
        self._back = [order.index(each) for each in range(rank)]
        self.tensor = permuted(operand, order)
        self.count = product(self.tensor.shape[:-1])
        self.length = self.tensor.shape[-1]

    def restored(self, result: LoweredTensor) -> LoweredTensor:
        """A tensor of such rows with the dimension where it was."""
        return permuted(result, self._back)


def sorted_rows(lowering: FunctionLowering, rows: Rows, descending: bool) -> Sequence[LoweredTensor]:
    """The elements of each row in order, and where each was."""
    element_type, shape = rows.tensor.element_type, rows.tensor.shape
    return call_row_function(
        lowering,
        f"sort_{element_type}{'_descending' if descending else ''}",
        lambda name: merge_sort(name, element_type, descending),
        [rows.tensor],
        [rows.count, rows.length],
        [shape, shape],
    )


def _indices(op: aten.SortOp, lowering: FunctionLowering, shape: Shape) -> LoweredTensor:
    """Those of elements that are all equal, or alone."""
    if all(size == ONE for size in shape):
        return Splat(number_attribute(0, i64), shape)
    return lowering.compute(shape, i64, lambda indices: convert(indices[op.ordered_dim], i64))


def merge_sort(name: str, element_type: Attribute, descending: bool) -> FuncOp:
    """`(elements, rows, n)`: each row of n elements in order, and where each of them was."""
    function = RowFunction([element_type], "rows", "n")
    with emitting_into(function.block):
        rows, n = function.sizes
        (elements,) = function.inputs
        count = rows * n
        sorted_ = [function.result(type_, count) for type_ in (element_type, i64)]
        merged = [function.scratch(computation_type(type_), n) for type_ in (element_type, i64)]

        def row(index: Scalar) -> None:
            first = index * n

            def start(place: Scalar) -> None:
                at = first + place
                for buffer, value in zip(sorted_, (elements[at], convert(place, i64)), strict=True):
                    buffer[at] = value

            def double(_: Scalar, length: Scalar) -> Sequence[Scalar]:
                both = length + length
                end = select(length.compare("lt", n), n, function.zero)

                def merge_runs(begin: Scalar) -> None:
                    _merge(function, sorted_, merged, first, begin, length, n, descending)

                def keep(place: Scalar) -> None:
                    at = first + place
                    for buffer, other in zip(sorted_, merged, strict=True):
                        buffer[at] = other[place]

                function.loop(end, merge_runs, step=both)
                function.loop(end, keep)
                return [both]

            function.loop(n, start)
            function.loop(constant(_MERGES, n.type), double, function.one)

        function.loop(rows, row)
        return function.finish(name, n, _WORK)


def _merge(
    function: RowFunction,
    sorted_: Sequence[Buffer],
    merged: Sequence[Buffer],
    first: Scalar,
    begin: Scalar,
    length: Scalar,
    n: Scalar,
    descending: bool,
) -> None:
    """Merges two runs of a row that follow each other, of which the second may be shorter, or not there."""
    middle = minimum(begin + length, n)
    end = minimum(middle + length, n)
    last = n - 1

    def take(place: Scalar, left: Scalar, right: Scalar) -> Sequence[Scalar]:
        places = [first + minimum(at, last) for at in (left, right)]
        lefts, rights = ([buffer[at] for buffer in sorted_] for at in places)
        is_left_left = left.compare("lt", middle)
        is_right_left = right.compare("lt", end)
        takes_right = is_right_left & (comes_before(rights[0], lefts[0], descending) | (is_left_left ^ True))
        for buffer, of_left, of_right in zip(merged, lefts, rights, strict=True):
            buffer[place] = select(takes_right, of_right, of_left)
        step = convert(takes_right, n.type)
        return [left + 1 - step, right + step]

    function.loop(end, take, begin, middle, begin=begin)


def comes_before(x: Scalar, y: Scalar, descending: bool) -> Scalar:
    """Whether x has to stand before y; NaN is greater than all numbers."""
    precedes = x.compare("gt" if descending else "lt", y)
    if not x.is_float:
        return precedes
    number, nan = (y, x) if descending else (x, y)
    return precedes | (nan.compare("ne", nan) & number.compare("eq", number))
