"""Reductions that are made of sums and maxima."""

import math

from xdsl.ir import SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.operands import element_count
from adjoint.dialects.aten.shapes import Shape
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(aten.MeanOp)
def _mean(op: aten.MeanOp) -> Tensor:
    return Tensor(op.input).sum(op.dims, op.keepdim is not None) / _count(op.input, op.dims)


@decomposition(aten.VarOp)
def _var(op: aten.VarOp) -> Tensor:
    """In two passes: deviations from a mean that is known do not cancel."""
    x, dims, correction = Tensor(op.input), op.dims, op.correction.value.data
    deviation = x - x.mean(dims, keepdim=True)
    squares = (deviation * deviation).sum(dims, op.keepdim is not None)
    count = _count(op.input, dims)
    if isinstance(count, int):
        return squares / max(count - correction, 0.0)
    if correction.is_integer():
        return squares / (count - int(correction)).clamp(min=0)
    return squares / (count.to(x.dtype) - correction).clamp(min=0.0)


def _count(input: SSAValue, dims: Shape) -> int | Tensor:
    """The number of elements along the dimensions."""
    count = element_count(input, dims)
    return count if isinstance(count, int) else Tensor(count)


@decomposition(aten.StdOp)
def _std(op: aten.StdOp) -> Tensor:
    return aten.var(
        Tensor(op.input), op.dims, correction=op.correction.value.data, keepdim=op.keepdim is not None
    ).sqrt()


@decomposition(aten.LogsumexpOp)
def _logsumexp(op: aten.LogsumexpOp) -> Tensor:
    """The largest element is taken out of the sum, unless it is infinite: inf - inf would be NaN."""
    x, dims, dtype = Tensor(op.input), op.dims, Tensor(op.result).dtype
    if x.dtype != dtype:
        x = x.to(dtype)
    if 0 in (x.shape[dim] for dim in dims):
        return x.exp().sum(dims, op.keepdim is not None).log()
    largest = x.amax(dims, keepdim=True)
    shift = aten.where(largest.abs() == math.inf, 0.0, largest)
    total = (x - shift).exp().sum(dims, keepdim=True).log() + shift
    return total if op.keepdim is not None else _without_dims(total, dims)


def _without_dims(x: Tensor, dims: Shape) -> Tensor:
    return x.squeeze(dims) if dims else x
