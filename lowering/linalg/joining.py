"""Tensors joined along a dimension."""

from collections.abc import Sequence
from itertools import accumulate

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, convert, maximum, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, ZERO, Shape, Size, at_least, has_no_elements
from adjoint.lowering.linalg.views import LoweredTensor, View


@size_rule(aten.CatOp)
def _cat_sizes(op: aten.CatOp, sizes: Sizes) -> Sequence[Shape]:
    shapes = [sizes.shape(operand) for operand in op.joined]
    dim = normalize_dim(op.dim.value.data, len(shapes[0]))
    joined = list(shapes[0])
    for shape in shapes[1:]:
        for other_dim, size in enumerate(shape):
            if other_dim == dim:
                joined[dim] += size
            else:
                message = f"the tensors cannot be joined along dim {dim}: sizes at dimension {other_dim} differ"
                joined[other_dim] = sizes.require_equal(op, joined[other_dim], size, message)
    return [tuple(joined)]


@linalg_lowering(aten.CatOp)
def _cat(op: aten.CatOp, lowering: FunctionLowering) -> LoweredTensor:
    """By the index along the dimension one of the tensors is read; where one may be empty, each is copied to its place.

    (At a clamped place of an empty tensor there is nothing to read.)
    """
    shape, element_type = lowering.shape(op.result), tensor_type(op.result).element_type
    dim = normalize_dim(op.dim.value.data, len(shape))
    parts = [part for part in map(lowering.tensor, op.joined) if part.shape[dim] != ZERO]
    if has_no_elements(shape):
        return View.of(lowering.empty(shape, element_type), shape)
    if len(parts) == 1:
        return lowering.converted(parts[0], element_type)
    ends = list(accumulate(part.shape[dim] for part in parts))
    starts = [ZERO, *ends[:-1]]
    if not all(at_least(part.shape[dim], ONE) for part in parts):
        joined = lowering.empty(shape, element_type)
        for part, start in zip(parts, starts, strict=True):
            joined = lowering.insert_part(lowering.converted(part, element_type), joined, dim, start)
        return View.of(joined, shape)
    readers = [lowering.reader(part) for part in parts]

    def body(indices: Sequence[Scalar]) -> Scalar:
        def read(part: int) -> Scalar:
            last = ends[part] - starts[part] - 1
            place = _place_in_part(lowering, indices[dim], starts[part], None if part == len(parts) - 1 else last)
            return convert(readers[part]([*indices[:dim], place, *indices[dim + 1 :]]), element_type)

        result = read(len(parts) - 1)
        for part in reversed(range(len(parts) - 1)):
            result = select(indices[dim].compare("lt", lowering.scalar(ends[part])), read(part), result)
        return result

    return lowering.compute(shape, element_type, body)


def _place_in_part(lowering: FunctionLowering, index: Scalar, start: Size, last: Size | None) -> Scalar:
    """The index within a part, clamped to it; the last part, without a `last` place, ends where the result does."""
    place = index if start == ZERO else maximum(index - lowering.scalar(start), 0)
    return place if last is None else minimum(place, lowering.scalar(last))
