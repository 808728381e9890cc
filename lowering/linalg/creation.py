"""Operators that make a tensor of given elements."""

from collections.abc import Sequence

from xdsl.dialects import arith

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.creation import FilledLikeOp, SizeFilledOp
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import convert
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, has_no_elements
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, View


@linalg_lowering(aten.ConstantOp)
def _constant(op: aten.ConstantOp, lowering: FunctionLowering) -> LoweredTensor:
    """One number is kept as a number; other constants are read from memory."""
    shape = lowering.shape(op.result)
    if has_no_elements(shape):
        return View.of(lowering.empty(shape, op.value.get_element_type()), shape)
    values = list(op.value.iter_attrs()) if not shape or op.value.is_splat() else []
    if values:
        return Splat(values[0], shape)
    return View.of(lowering.emit(arith.ConstantOp(op.value)), shape)


@size_rule(aten.FullOp, SizeFilledOp)
def _full_sizes(op: aten.FullOp | SizeFilledOp, sizes: Sizes) -> Sequence[Shape]:
    return [target_shape(op.size, op.static_size, sizes)]


@linalg_lowering(aten.FullOp)
def _full(op: aten.FullOp, lowering: FunctionLowering) -> LoweredTensor:
    return Splat(op.fill_value, lowering.shape(op.result))


@size_rule(FilledLikeOp)
def _like_input(op: FilledLikeOp, sizes: Sizes) -> Sequence[Shape]:
    return [sizes.shape(op.input)]


@linalg_lowering(FilledLikeOp, SizeFilledOp)
def _filled(op: FilledLikeOp | SizeFilledOp, lowering: FunctionLowering) -> LoweredTensor:
    return Splat(op.number, lowering.shape(op.result))


@linalg_lowering(autodiff.ZeroOp)
def _zero(op: autodiff.ZeroOp, lowering: FunctionLowering) -> LoweredTensor:
    return Splat(number_attribute(0, tensor_type(op.result).element_type), lowering.shape(op.result))


@size_rule(aten.DimArangeOp)
def _arange_sizes(op: aten.DimArangeOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.like)
    return [(shape[normalize_dim(op.dim.value.data, len(shape))] if shape else ONE,)]


@linalg_lowering(aten.DimArangeOp)
def _arange(op: aten.DimArangeOp, lowering: FunctionLowering) -> LoweredTensor:
    element_type = tensor_type(op.result).element_type
    return lowering.compute(lowering.shape(op.result), element_type, lambda indices: convert(indices[0], element_type))
