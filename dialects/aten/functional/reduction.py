"""Reductions, and normalisations along dimensions."""

from collections.abc import Sequence

from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.normalization import LayerNormOp, LogSoftmaxOp, SoftmaxOp
from adjoint.dialects.aten.reduction import AmaxOp, AminOp, LogsumexpOp, MeanOp, SumOp, VarOp
from adjoint.dialects.aten.tensor import Dims, Tensor, result_of

__all__ = [
    "amax",
    "amin",
    "layer_norm",
    "log_softmax",
    "logsumexp",
    "mean",
    "softmax",
    "sum",
    "var",
]


def sum(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The sum over `dim`, over all dimensions where it is absent."""
    return result_of(SumOp, value_of(input), dim, keepdim)


def mean(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The mean over `dim`, over all dimensions where it is absent."""
    return result_of(MeanOp, value_of(input), dim, keepdim)


def amax(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The largest elements along `dim`."""
    return result_of(AmaxOp, value_of(input), dim, keepdim)


def amin(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The smallest elements along `dim`."""
    return result_of(AminOp, value_of(input), dim, keepdim)


def logsumexp(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """`log Σ e^input` over `dim`."""
    return result_of(LogsumexpOp, value_of(input), dim, keepdim)


def var(input: Tensor, dim: Dims = None, *, correction: float = 1, keepdim: bool = False) -> Tensor:
    """The variance over `dim`: the squared deviations' sum by `n - correction`."""
    return result_of(VarOp, value_of(input), dim, correction=correction, keepdim=keepdim)


def softmax(input: Tensor, dim: int) -> Tensor:
    """`e^input / Σ e^input` along `dim`."""
    return result_of(SoftmaxOp, value_of(input), dim)


def log_softmax(input: Tensor, dim: int) -> Tensor:
    """`input - log Σ e^input` along `dim`."""
    return result_of(LogSoftmaxOp, value_of(input), dim)


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """`(input - mean) / sqrt(var + eps) * weight + bias` over the last dimensions."""
    return result_of(
        LayerNormOp,
        value_of(input),
        normalized_shape,
        optional_value_of(weight),
        optional_value_of(bias),
        eps,
    )
