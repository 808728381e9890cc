"""Rules of the operators that take a part of a tensor or put a part into zeros: each is the other's reverse."""

from adjoint.dialects import aten
from adjoint.dialects.aten.indexing import SelectParameters, SliceParameters
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, size_of


def slice_arguments(op: SliceParameters) -> tuple[int, int, int | None, int]:
    """dim, start, end and step."""
    end = None if op.end is None else op.end.value.data
    return op.dim.value.data, op.start.value.data, end, op.step.value.data


@adjoint_rule(aten.SliceOp)
def slice(op: aten.SliceOp, g: Tensor) -> Cotangents:
    return lambda: aten.slice_backward(g, size_of(Tensor(op.input)), *slice_arguments(op))


@adjoint_rule(aten.SliceBackwardOp)
def slice_backward(op: aten.SliceBackwardOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: aten.slice(g, *slice_arguments(op)))


def select_arguments(op: SelectParameters) -> tuple[int, int]:
    """dim and index."""
    return op.dim.value.data, op.index.value.data


@adjoint_rule(aten.SelectOp)
def select(op: aten.SelectOp, g: Tensor) -> Cotangents:
    return lambda: aten.select_backward(g, size_of(Tensor(op.input)), *select_arguments(op))


@adjoint_rule(aten.SelectBackwardOp)
def select_backward(op: aten.SelectBackwardOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: aten.select(g, *select_arguments(op)))


@adjoint_rule(aten.NarrowOp)
def narrow(op: aten.NarrowOp, g: Tensor) -> Cotangents:
    size, dim, start = size_of(Tensor(op.input)), op.dim.value.data, Tensor(op.start)
    return only_first(op, lambda: aten.narrow_backward(g, size, dim, start))


@adjoint_rule(aten.NarrowBackwardOp)
def narrow_backward(op: aten.NarrowBackwardOp, g: Tensor) -> Cotangents:
    dim = op.dim.value.data

    def cotangent() -> Tensor:
        return aten.narrow(g, dim, Tensor(op.start), Tensor(op.grad_output).size(dim))

    return only_first(op, cotangent)
