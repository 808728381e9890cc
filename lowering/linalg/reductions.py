"""Reductions along dimensions, and the sum back to the size of what was broadcast."""

from collections.abc import Sequence

from adjoint.dialects import aten, autodiff
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.reduction import ReductionOp
from adjoint.lowering.linalg.combiners import ALL, ANY, MAXIMUM, MINIMUM, PRODUCT, SUM, Combiner
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.messages import operator_name
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, as_size
from adjoint.lowering.linalg.views import LoweredTensor, with_dims_inserted, without_dims


@size_rule(ReductionOp)
def _reduced_sizes(op: ReductionOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    if op.keepdim is not None:
        return [tuple(ONE if dim in op.dims else size for dim, size in enumerate(shape))]
    return [tuple(size for dim, size in enumerate(shape) if dim not in op.dims)]


_CHOOSING = {
    op_type.name
    for op_type in (
        *(aten.AmaxOp, aten.AminOp, aten.ArgmaxOp, aten.ArgminOp, aten.MaxDimOp, aten.MinDimOp),
        aten.LinalgVectorNormOp,
    )
}
"""The operators that are a largest or smallest element, of which there has to be one."""


@size_rule(aten.AmaxOp, aten.AminOp)
def _extremum_sizes(op: aten.AmaxOp, sizes: Sizes) -> Sequence[Shape]:
    """One that a decomposition made may be over nothing, where its result is then used by nothing."""
    if operator_name(op) in _CHOOSING:
        for dim in op.dims:
            message = f"dim {dim} has size 0: there is no element to choose"
            sizes.require_at_least(op, sizes.shape(op.input)[dim], 1, message)
    return _reduced_sizes(op, sizes)


@linalg_lowering(aten.SumOp)
def _sum(op: aten.SumOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, SUM)


@linalg_lowering(aten.ProdOp)
def _prod(op: aten.ProdOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, PRODUCT)


@linalg_lowering(aten.AllOp)
def _all(op: aten.AllOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, ALL)


@linalg_lowering(aten.AnyOp)
def _any(op: aten.AnyOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, ANY)


@linalg_lowering(aten.AmaxOp)
def _amax(op: aten.AmaxOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, MAXIMUM)


@linalg_lowering(aten.AminOp)
def _amin(op: aten.AminOp, lowering: FunctionLowering) -> LoweredTensor:
    return _reduce(op, lowering, MINIMUM)


def _reduce(op: ReductionOp, lowering: FunctionLowering, combiner: Combiner) -> LoweredTensor:
    operand, element_type = lowering.tensor(op.input), tensor_type(op.result).element_type
    if all(operand.shape[dim] == ONE for dim in op.dims):
        result = lowering.converted(without_dims(operand, op.dims), element_type)
    else:
        result = lowering.reduce(operand, op.dims, combiner, element_type)
    return with_dims_inserted(result, op.dims) if op.keepdim is not None else result


@size_rule(autodiff.GradSumToSizeOp)
def _grad_sum_sizes(op: autodiff.GradSumToSizeOp, sizes: Sizes) -> Sequence[Shape]:
    """The target; where it is not known to be 1, it is assumed that nothing was repeated."""
    target = target_of_sum(op, sizes)
    sizes.broadcast_to(op, target, sizes.shape(op.input))
    return [target]


def target_of_sum(op: autodiff.GradSumToSizeOp, sizes: Sizes) -> Shape:
    """The sizes that a cotangent is summed back to."""
    if op.size is None:
        return tuple(map(as_size, tensor_type(op.result).get_shape()))
    return sizes.elements(op.size)


@linalg_lowering(autodiff.GradSumToSizeOp)
def _grad_sum_to_size(op: autodiff.GradSumToSizeOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, target = lowering.tensor(op.input), lowering.shape(op.result)
    new_dims = len(operand.shape) - len(target)
    repeated = [dim for dim, size in enumerate(target) if size == ONE != operand.shape[new_dims + dim]]
    summed = [*range(new_dims), *(new_dims + dim for dim in repeated)]
    if all(operand.shape[dim] == ONE for dim in summed):
        return without_dims(operand, summed)
    return with_dims_inserted(lowering.reduce(operand, summed, SUM, operand.element_type), repeated)
