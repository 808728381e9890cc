"""Which ops on `index` tensors compute sizes from sizes: their elements are known before the program runs."""

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.elementwise import BinaryOp
from adjoint.dialects.aten.indexing import slice_bounds
from adjoint.lowering.linalg.sizes import Sizes, element_rule
from adjoint.lowering.linalg.symbolic import Shape, as_size, larger_size, quotient, smaller_size


@element_rule(aten.SizeOp)
def _size(op: aten.SizeOp, sizes: Sizes) -> Shape:
    return sizes.shape(op.input)


@element_rule(aten.ConstantOp)
def _constant(op: aten.ConstantOp, sizes: Sizes) -> Shape | None:
    elements = op.known_elements()
    return None if elements is None else tuple(as_size(element) for element in elements if element is not None)


@element_rule(autodiff.SizeIfNotEqualOp)
def _size_if_not_equal(op: autodiff.SizeIfNotEqualOp, sizes: Sizes) -> Shape | None:
    """The size itself, also where the two are equal: summing to it changes nothing then."""
    return sizes.known_elements(op.size)


@element_rule(aten.SelectOp)
def _select(op: aten.SelectOp, sizes: Sizes) -> Shape | None:
    elements = sizes.known_elements(op.input)
    return None if elements is None else (elements[op.index.value.data],)


@element_rule(aten.SliceOp)
def _slice(op: aten.SliceOp, sizes: Sizes) -> Shape | None:
    elements = sizes.known_elements(op.input)
    if elements is None:
        return None
    first, last = slice_bounds(len(elements), op.start.value.data, None if op.end is None else op.end.value.data)
    return elements[first : last : op.step.value.data]


@element_rule(aten.UnsqueezeOp, aten.SqueezeOp, aten.ReshapeOp, aten.ViewOp, aten.FlattenOp)
def _same_elements(op: aten.UnsqueezeOp, sizes: Sizes) -> Shape | None:
    return sizes.known_elements(op.input)


@element_rule(aten.CatOp)
def _cat(op: aten.CatOp, sizes: Sizes) -> Shape | None:
    joined: list[Shape] = []
    for operand in op.tensors:
        elements = sizes.known_elements(operand)
        if elements is None:
            return None
        joined.append(elements)
    return tuple(element for elements in joined for element in elements)


@element_rule(aten.AddOp, aten.SubOp, aten.MulOp, aten.MaximumOp, aten.MinimumOp)
def _arithmetic(op: BinaryOp, sizes: Sizes) -> Shape | None:
    first, second = sizes.known_elements(op.input), sizes.known_elements(op.other)
    if first is None or second is None or (len(first) != len(second) and 1 not in (len(first), len(second))):
        return None
    count = max(len(first), len(second)) if first and second else 0
    pairs = [(first[i if len(first) > 1 else 0], second[i if len(second) > 1 else 0]) for i in range(count)]
    match op:
        case aten.MulOp():
            return tuple(x * y for x, y in pairs)
        case aten.MaximumOp():
            return tuple(larger_size(x, y) for x, y in pairs)
        case aten.MinimumOp():
            return tuple(smaller_size(x, y) for x, y in pairs)
        case aten.SubOp():
            return tuple(x - y * int(op.alpha.value.data) for x, y in pairs)
        case aten.AddOp():
            return tuple(x + y * int(op.alpha.value.data) for x, y in pairs)
        case _:
            return None


@element_rule(aten.DivOp)
def _quotient(op: aten.DivOp, sizes: Sizes) -> Shape | None:
    """Rounded to an integer, by a number; sizes are not negative, so that both ways of rounding are the same."""
    dividends, divisors = sizes.known_elements(op.input), sizes.known_elements(op.other)
    if op.rounding_mode is None or dividends is None or divisors is None or len(divisors) != 1:
        return None
    return tuple(quotient(dividend, divisors[0]) for dividend in dividends) if divisors[0].constant else None


@element_rule(aten.ClampOp)
def _clamp(op: aten.ClampOp, sizes: Sizes) -> Shape | None:
    elements = sizes.known_elements(op.input)
    if elements is None:
        return None
    if op.min is not None:
        bound = as_size(int(op.min.value.data))
        elements = tuple(larger_size(element, bound) for element in elements)
    if op.max is not None:
        bound = as_size(int(op.max.value.data))
        elements = tuple(smaller_size(element, bound) for element in elements)
    return elements
