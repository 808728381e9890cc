"""Ranges: each element is a function of its place."""

from collections.abc import Sequence

from xdsl.dialects.builtin import f32, f64

from adjoint.dialects import aten
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, constant, convert, loop_index, select
from adjoint.lowering.linalg.views import LoweredTensor, with_dims_inserted


@linalg_lowering(aten.ArangeOp)
def _arange(op: aten.ArangeOp, lowering: FunctionLowering) -> LoweredTensor:
    start, _, step = op.numbers
    computed_in = f64 if is_floating_point(op.dtype) else op.dtype

    def body(indices: Sequence[Scalar]) -> Scalar:
        place = convert(indices[0], computed_in)
        return convert(constant(start, computed_in) + place * step, op.dtype)

    return lowering.compute(lowering.shape(op.result), op.dtype, body)


@linalg_lowering(aten.LinspaceOp)
def _linspace(op: aten.LinspaceOp, lowering: FunctionLowering) -> LoweredTensor:
    """In the precision of PyTorch's CPU kernel: integers by steps of f64."""
    shape, steps = lowering.shape(op.result), op.steps.value.data
    bounds = [lowering.converted(lowering.tensor(bound), op.dtype) for bound in (op.start, op.end)]
    if steps == 1:
        return with_dims_inserted(bounds[0], [0])
    computed_in = f64 if op.dtype == f64 or not is_floating_point(op.dtype) else f32

    def body(start: Scalar, end: Scalar) -> Scalar:
        start, end = convert(start, computed_in), convert(end, computed_in)
        step, place = (end - start) / (steps - 1), loop_index(0)
        from_start = start + convert(place, computed_in) * step
        from_end = end - convert(constant(steps - 1, place.type) - place, computed_in) * step
        return convert(select(place.compare("lt", steps // 2), from_start, from_end), op.dtype)

    return lowering.elementwise(shape, op.dtype, bounds, body)
