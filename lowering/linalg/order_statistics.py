"""The k-th smallest element and the median of each row: a function that works row by row and finds the bits of it.

Elements are mapped to integers of the same order, NaN to the largest. The greatest integer that at most k of them are
below is the one in question; its bits are found from the highest on, each by a count of the whole row. That takes as
many steps for every element as it has bits, whatever the elements are, and none that depends on another one: unlike a
partition, the counts are vector loops.
"""

from collections.abc import Callable, Sequence

from xdsl.dialects import arith
from xdsl.dialects.builtin import IntegerType, f64, i32, i64
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from adjoint.dialects import aten
from adjoint.dialects.aten.extremum import ChoiceOp
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.row_functions import RowFunction, call_row_function
from adjoint.lowering.linalg.scalar import (
    Scalar,
    bitwidth_of,
    constant,
    convert,
    emit,
    emitting_into,
    maximum,
    minimum,
    select,
)
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.sorting import Rows
from adjoint.lowering.linalg.symbolic import ONE, Shape, as_size
from adjoint.lowering.linalg.views import LoweredTensor, Splat, with_dims_inserted

_WORK = 64
"""The work for one element, in additions of one vector lane: a comparison and an addition for each of its bits."""


@size_rule(aten.KthvalueOp, aten.MedianDimOp)
def _choice_sizes(op: ChoiceOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    for dim in op.dims:
        needed = op.k.value.data if isinstance(op, aten.KthvalueOp) else 1
        sizes.require_at_least(op, shape[dim], needed, f"dim {dim} has fewer than {needed} elements")
    kept = [ONE if dim in op.dims else size for dim, size in enumerate(shape)]
    return [tuple(size for dim, size in enumerate(kept) if dim not in op.dims or op.keepdim is not None)] * 2


@size_rule(aten.MedianOp)
def _median_sizes(op: aten.MedianOp, sizes: Sizes) -> Sequence[Shape]:
    return [()]


@linalg_lowering(aten.KthvalueOp, aten.MedianDimOp)
def _choice(op: ChoiceOp, lowering: FunctionLowering) -> Sequence[LoweredTensor]:
    operand = lowering.tensor(op.input)
    if not op.dims:
        return operand, Splat(number_attribute(0, i64), ())
    rows = Rows(operand, op.dims[0])
    results = _order_statistic(lowering, rows, op.k.value.data - 1 if isinstance(op, aten.KthvalueOp) else None)
    return [with_dims_inserted(each, op.dims) for each in results] if op.keepdim is not None else results


@linalg_lowering(aten.MedianOp)
def _median(op: aten.MedianOp, lowering: FunctionLowering) -> LoweredTensor:
    operand = lowering.tensor(op.input)
    if not operand.shape:
        return operand
    flat = lowering.reshape(operand, (lowering.number_of_elements(operand.shape),))
    return _order_statistic(lowering, Rows(flat, 0), None)[0]


def _order_statistic(lowering: FunctionLowering, rows: Rows, place: int | None) -> Sequence[LoweredTensor]:
    """The element at a place of each row in order, the median where there is none, and where it is."""
    element_type, shape = rows.tensor.element_type, rows.tensor.shape[:-1]

    def write(name: str) -> FuncOp:
        return order_statistic(name, element_type, is_median=place is None)

    sizes = [rows.count, rows.length, *([] if place is None else [as_size(place)])]
    name = f"{'median' if place is None else 'kthvalue'}_{element_type}"
    return call_row_function(lowering, name, write, [rows.tensor], sizes, [shape, shape])


def order_statistic(name: str, element_type: Attribute, is_median: bool) -> FuncOp:
    """`(elements, rows, n[, place])`: of each row the element at the place, counted from 0, and its first index.

    The median is at `(n - 1) // 2`, or the first NaN; that of no elements is NaN, or the smallest integer.
    """
    function = RowFunction([element_type], *("rows", "n") if is_median else ("rows", "n", "place"))
    with emitting_into(function.block):
        rows, n, *given = function.sizes
        (elements,) = function.inputs
        values, indices = function.result(element_type, rows), function.result(i64, rows)
        key_type = _key_type(element_type)
        keys = function.scratch(key_type, n)
        lowest = constant(-(2 ** (key_type.bitwidth - 1)), key_type)

        def row(index: Scalar) -> None:
            first = index * n

            def set_key(at: Scalar, numbers: Scalar) -> Sequence[Scalar]:
                x = elements[first + at]
                keys[at] = _ordered_integer(x, key_type)
                return [numbers + convert(x.compare("eq", x), n.type)]

            (numbers,) = function.loop(n, set_key, function.zero)
            if is_median:
                middle = maximum(n - 1, 0) // 2
                place = select(numbers.compare("lt", n), numbers, middle)
            else:
                place = given[0]

            def count(holds: Callable[[Scalar], Scalar]) -> Scalar:
                def step(at: Scalar, so_far: Scalar) -> Sequence[Scalar]:
                    return [so_far + convert(holds(keys[at]), n.type)]

                return function.loop(n, step, function.zero)[0]

            def find_bit(_: Scalar, found: Scalar, bit: Scalar) -> Sequence[Scalar]:
                """In the order of unsigned integers, that of signed ones with the highest bit turned."""
                candidate = found | bit
                bound = candidate ^ lowest
                below = count(lambda key: key.compare("lt", bound))
                return [select(below.compare("le", place), candidate, found), bit >> 1]

            bits = constant(key_type.bitwidth, n.type)
            found, _ = function.loop(bits, find_bit, constant(0, key_type), lowest)
            chosen = found ^ lowest

            def first_index(at: Scalar, so_far: Scalar) -> Sequence[Scalar]:
                return [minimum(so_far, select(keys[at].compare("eq", chosen), at, n))]

            (where,) = function.loop(n, first_index, n)

            def value(_: Scalar, __: Scalar) -> Sequence[Scalar]:
                return [elements[first + minimum(where, n - 1)]]

            nothing = constant(_value_of_none(element_type), element_type)
            (values[index],) = function.loop(minimum(n, 1), value, nothing)
            indices[index] = convert(where, i64)

        function.loop(rows, row)
        return function.finish(name, n, _WORK)


def _key_type(element_type: Attribute) -> IntegerType:
    is_wide = element_type == f64 or (not is_floating_point(element_type) and bitwidth_of(element_type) == 64)
    return i64 if is_wide else i32


def _value_of_none(element_type: Attribute) -> float:
    if is_floating_point(element_type):
        return float("nan")
    width = bitwidth_of(element_type)
    return 0 if width == 1 else -(2 ** (width - 1))


def _ordered_integer(x: Scalar, key_type: IntegerType) -> Scalar:
    """An integer of the order of the elements: of a negative float all bits but the sign are turned."""
    if not x.is_float:
        return convert(x, key_type)
    greatest = 2 ** (key_type.bitwidth - 1) - 1
    bits = emit(arith.BitcastOp(x.value, key_type))
    ordered = select(bits.compare("lt", 0), bits ^ greatest, bits)
    return select(x.compare("ne", x), constant(greatest, key_type), ordered)
