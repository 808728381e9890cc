"""Normalisation along dimensions, each as PyTorch documents it."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


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
