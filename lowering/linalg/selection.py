"""The k largest or smallest elements: of few, a function that works row by row and keeps the best so far in order."""

from collections.abc import Sequence

from xdsl.dialects.builtin import i64
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.literals import number_attribute
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.row_functions import RowFunction, call_row_function
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, emitting_into, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.sorting import Rows, comes_before, sorted_rows
from adjoint.lowering.linalg.symbolic import Shape, as_size
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View

_LARGEST_K = 64
"""For a larger k the whole row is sorted: each element that is among the best so far moves up to k others."""

_WORK = 64
"""The work for one element, in additions of one vector lane, where few are among the best so far."""


@size_rule(aten.TopkOp)
def _topk_sizes(op: aten.TopkOp, sizes: Sizes) -> Sequence[Shape]:
    shape, k = sizes.shape(op.input), op.k.value.data
    if not shape:
        return [shape, shape]
    dim = op.ordered_dim
    sizes.require_at_least(op, shape[dim], k, f"k = {k} is out of range: dim {dim} has fewer elements")
    chosen = (*shape[:dim], as_size(k), *shape[dim + 1 :])
    return [chosen, chosen]


@linalg_lowering(aten.TopkOp)
def _topk(op: aten.TopkOp, lowering: FunctionLowering) -> Sequence[LoweredTensor]:
    operand, k, shape = lowering.tensor(op.input), op.k.value.data, lowering.shape(op.values)
    element_type, descending = operand.element_type, bool(op.largest)
    if not shape:
        return operand, Splat(number_attribute(0, i64), shape)
    if k == 0:
        return [View.of(lowering.empty(shape, type_), shape) for type_ in (element_type, i64)]
    rows = Rows(operand, op.ordered_dim)
    chosen = (*rows.tensor.shape[:-1], as_size(k))
    if k > _LARGEST_K:
        read = [lowering.reader(each) for each in sorted_rows(lowering, rows, descending)]
        results = [lowering.compute(chosen, type_, each) for type_, each in zip((element_type, i64), read, strict=True)]
    else:
        results = call_row_function(
            lowering,
            f"{'largest' if descending else 'smallest'}_{element_type}",
            lambda name: best_so_far(name, element_type, descending),
            [rows.tensor],
            [rows.count, rows.length, as_size(k)],
            [chosen, chosen],
        )
    return [rows.restored(result) for result in results]


def best_so_far(name: str, element_type: Attribute, descending: bool) -> FuncOp:
    """`(elements, rows, n, k)`: of each row of n elements the first k in order, and where each of them was.

    An element goes behind those of the best so far that need not stand after it, unless these are k.
    """
    function = RowFunction([element_type], "rows", "n", "k")
    with emitting_into(function.block):
        rows, n, k = function.sizes
        (elements,) = function.inputs
        size = rows * k
        best, places = function.result(element_type, size), function.result(i64, size)

        def row(index: Scalar) -> None:
            base, first = index * n, index * k
            best[first], places[first] = elements[base], constant(0, i64)

            def consider(place: Scalar) -> None:
                x = elements[base + place]
                count = minimum(place, k)
                is_among = place.compare("lt", k) | comes_before(x, best[first + count - 1], descending)

                def insert(_: Scalar) -> None:
                    def count_before(other: Scalar, so_far: Scalar) -> Sequence[Scalar]:
                        stays = comes_before(x, best[first + other], descending) ^ True
                        return [so_far + convert(stays, n.type)]

                    (rank,) = function.loop(count, count_before, function.zero)
                    last = minimum(place, k - 1)

                    def move(step: Scalar) -> None:
                        at = first + last - step
                        before = at - 1
                        best[at], places[at] = best[before], places[before]

                    function.loop(last - rank, move)
                    at = first + rank
                    best[at], places[at] = x, convert(place, i64)

                function.loop(select(is_among, function.one, function.zero), insert)

            function.loop(n, consider, begin=function.one)

        function.loop(rows, row)
        return function.finish(name, n, _WORK)
