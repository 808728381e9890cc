"""Rules of the operators that make windows of dimensions, or add windows up: each is the other's reverse."""

from collections.abc import Sequence

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.dialects.aten.windows import Im2colParameters, UnfoldParameters
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, size_of


def unfold_arguments(op: UnfoldParameters) -> tuple[int, int, int]:
    """dimension, size and step."""
    return op.dimension.value.data, op.window_size.value.data, op.step.value.data


@adjoint_rule(aten.UnfoldOp)
def unfold(op: aten.UnfoldOp, g: Tensor) -> Cotangents:
    return lambda: aten.unfold_backward(g, size_of(Tensor(op.input)), *unfold_arguments(op))


@adjoint_rule(aten.UnfoldBackwardOp)
def unfold_backward(op: aten.UnfoldBackwardOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: aten.unfold(g, *unfold_arguments(op)))


def im2col_arguments(op: Im2colParameters) -> Sequence[Sequence[int]]:
    """kernel_size, dilation, padding and stride."""
    return [each.get_values() for each in (op.kernel_size, op.dilation, op.padding, op.stride)]


@adjoint_rule(aten.Im2colOp)
def im2col(op: aten.Im2colOp, g: Tensor) -> Cotangents:
    image = Tensor(op.input)
    return lambda: aten.col2im(g, [image.size(-2), image.size(-1)], *im2col_arguments(op))


@adjoint_rule(aten.Col2imOp)
def col2im(op: aten.Col2imOp, g: Tensor) -> Cotangents:
    return only_first(op, lambda: aten.im2col(g, *im2col_arguments(op)))
