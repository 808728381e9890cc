"""Operators that are compositions of others, each as PyTorch documents it."""

import math

from xdsl.ir import SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.operands import element_count
from adjoint.dialects.aten.shapes import Shape
from adjoint.dialects.aten.tensor import Tensor
from adjoint.lowering.linalg.registry import decomposition


@decomposition(aten.LinearOp)
def _linear(op: aten.LinearOp) -> Tensor:
    weight = Tensor(op.weight)
    product = Tensor(op.input) @ (weight.t() if weight.ndim == 2 else weight)
    return product if op.bias is None else product + Tensor(op.bias)


@decomposition(aten.AddmmOp)
def _addmm(op: aten.AddmmOp) -> Tensor:
    """An input that is scaled by 0 is left out: its NaN and infinities do not matter."""
    alpha, beta = op.alpha.value.data, op.beta.value.data
    product = Tensor(op.mat1).mm(Tensor(op.mat2))
    if alpha != 1:
        product = product * alpha
    if beta == 0:
        return product
    input = Tensor(op.input)
    return product + (input if beta == 1 else input * beta)


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


@decomposition(aten.SoftmaxOp)
def _softmax(op: aten.SoftmaxOp) -> Tensor:
    x, dim = Tensor(op.input), op.normalized_dim
    if 0 in x.shape:
        return x
    exponential = (x - x.amax(dim, keepdim=True)).exp()
    return exponential / exponential.sum(dim, keepdim=True)


@decomposition(aten.LogSoftmaxOp)
def _log_softmax(op: aten.LogSoftmaxOp) -> Tensor:
    x = Tensor(op.input)
    if 0 in x.shape:
        return x
    shifted, log_sum = shifted_and_log_sum(x, op.normalized_dim)
    return shifted - log_sum


def shifted_and_log_sum(x: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    """What log softmax subtracts from each other: `x - max x`, and the logarithm of the sum of its exponentials."""
    shifted = x - x.amax(dim, keepdim=True)
    return shifted, shifted.exp().sum(dim, keepdim=True).log()


@decomposition(aten.LayerNormOp)
def _layer_norm(op: aten.LayerNormOp) -> Tensor:
    x, normalized_shape, dims = Tensor(op.input), op.normalized_shape.get_values(), op.dims
    if x.shape[-len(dims) :] != normalized_shape:
        x = x.expand([-1] * (x.ndim - len(dims)) + list(normalized_shape))
    deviation = x - x.mean(dims, keepdim=True)
    variance = (deviation * deviation).mean(dims, keepdim=True)
    result = deviation * (variance + op.eps.value.data).rsqrt()
    if op.weight is not None:
        result = result * Tensor(op.weight)
    return result if op.bias is None else result + Tensor(op.bias)


@decomposition(aten.DropoutOp)
def _dropout(op: aten.DropoutOp) -> Tensor:
    x = Tensor(op.input)
    if op.train is None:
        return x
    return x * aten.dropout_mask(x, Tensor(op.seed), op.p.value.data, op.offset.value.data)
