"""Reductions, and normalisations along dimensions."""

from collections.abc import Sequence

from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.builder import errors_of
from adjoint.dialects.aten.counting import CountNonzeroOp
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.normalization import LayerNormOp, LogSoftmaxOp, SoftmaxOp
from adjoint.dialects.aten.norms import LinalgVectorNormOp
from adjoint.dialects.aten.reduction import (
    AllOp,
    AmaxOp,
    AminOp,
    AnyOp,
    LogsumexpOp,
    MeanOp,
    ProdOp,
    StdOp,
    SumOp,
    VarOp,
)
from adjoint.dialects.aten.rms_norm import RmsNormOp
from adjoint.dialects.aten.tensor import Dims, Tensor, result_of

__all__ = [
    "all",
    "amax",
    "amin",
    "any",
    "count_nonzero",
    "layer_norm",
    "log_softmax",
    "logsumexp",
    "mean",
    "norm",
    "prod",
    "rms_norm",
    "softmax",
    "std",
    "std_mean",
    "sum",
    "var",
    "var_mean",
    "vector_norm",
]


def sum(input: Tensor, dim: Dims = None, keepdim: bool = False, *, dtype: Attribute | None = None) -> Tensor:
    """The sum over `dim`, over all dimensions where it is absent, of the elements converted to `dtype`.

    Integers are summed in i64, whatever `dtype` they and the sum have: it wraps in the end.
    """
    return converted(result_of(SumOp, value_of(converted(input, dtype)), dim, keepdim), dtype)


def mean(input: Tensor, dim: Dims = None, keepdim: bool = False, *, dtype: Attribute | None = None) -> Tensor:
    """The mean over `dim`, over all dimensions where it is absent, of the elements converted to `dtype`."""
    return result_of(MeanOp, value_of(converted(input, dtype)), dim, keepdim)


def prod(input: Tensor, dim: int | None = None, keepdim: bool = False, *, dtype: Attribute | None = None) -> Tensor:
    """The product along `dim`, over all dimensions where it is absent, of the elements converted to `dtype`."""
    return converted(result_of(ProdOp, value_of(converted(input, dtype)), dim, keepdim), dtype)


def amax(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The largest elements along `dim`."""
    return result_of(AmaxOp, value_of(input), dim, keepdim)


def amin(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The smallest elements along `dim`."""
    return result_of(AminOp, value_of(input), dim, keepdim)


def all(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Whether all elements along `dim` are true."""
    return result_of(AllOp, value_of(input), dim, keepdim)


def any(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """Whether an element along `dim` is true."""
    return result_of(AnyOp, value_of(input), dim, keepdim)


def count_nonzero(input: Tensor, dim: Dims = None) -> Tensor:
    """The number of elements along `dim` that are not 0."""
    return result_of(CountNonzeroOp, value_of(input), dim)


def logsumexp(input: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """`log Σ e^input` over `dim`."""
    return result_of(LogsumexpOp, value_of(input), dim, keepdim)


def var(
    input: Tensor,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The variance over `dim`: the squared deviations' sum by `n - correction`, 1 if unbiased and 0 if not.

    `var(x, unbiased)` is over all dimensions.
    """
    dim, correction = _of_deviations(dim, unbiased, correction)
    return result_of(VarOp, value_of(input), dim, correction=correction, keepdim=keepdim)


def std(
    input: Tensor,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """The standard deviation over `dim`, the square root of the variance; its gradient is 0 where it is 0."""
    dim, correction = _of_deviations(dim, unbiased, correction)
    return result_of(StdOp, value_of(input), dim, correction=correction, keepdim=keepdim)


def var_mean(
    input: Tensor,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> tuple[Tensor, Tensor]:
    """The variance and the mean over `dim`."""
    dims, correction = _of_deviations(dim, unbiased, correction)
    return var(input, dims, keepdim=keepdim, correction=correction), mean(input, dims, keepdim)


def std_mean(
    input: Tensor,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> tuple[Tensor, Tensor]:
    """The standard deviation and the mean over `dim`."""
    dims, correction = _of_deviations(dim, unbiased, correction)
    return std(input, dims, keepdim=keepdim, correction=correction), mean(input, dims, keepdim)


def norm(
    input: Tensor,
    p: float | str | None = "fro",
    dim: Dims = None,
    keepdim: bool = False,
    dtype: Attribute | None = None,
) -> Tensor:
    """`(Σ |input|^p)^(1 / p)` over `dim`; "fro", the norm of Frobenius, is that of p = 2.

    The nuclear norm, "nuc", would need a singular value decomposition, which there is not.
    """
    if isinstance(p, str) and p != "fro":
        with errors_of(LinalgVectorNormOp.name):
            raise VerifyException(
                f'the norm "{p}" needs a singular value decomposition: p is a number or "fro"'
                if p == "nuc"
                else f'p is a number or "fro", got "{p}"'
            )
    return vector_norm(input, 2 if p is None or isinstance(p, str) else p, dim, keepdim, dtype=dtype)


def vector_norm(
    x: Tensor, ord: float = 2, dim: Dims = None, keepdim: bool = False, *, dtype: Attribute | None = None
) -> Tensor:
    """`(Σ |x|^ord)^(1 / ord)` over `dim`, of the elements converted to `dtype`."""
    return result_of(LinalgVectorNormOp, value_of(converted(x, dtype)), ord, dim, keepdim)


def softmax(input: Tensor, dim: int, dtype: Attribute | None = None) -> Tensor:
    """`e^input / Σ e^input` along `dim`, of the elements converted to `dtype`."""
    return result_of(SoftmaxOp, value_of(converted(input, dtype)), dim)


def log_softmax(input: Tensor, dim: int, dtype: Attribute | None = None) -> Tensor:
    """`input - log Σ e^input` along `dim`, of the elements converted to `dtype`."""
    return result_of(LogSoftmaxOp, value_of(converted(input, dtype)), dim)


def converted(input: Tensor, dtype: Attribute | None) -> Tensor:
    """The elements in the element type that is asked for, as they are where none is."""
    return input if dtype is None or input.dtype == dtype else input.to(dtype)


def _of_deviations(dim: Dims | bool, unbiased: bool, correction: float | None) -> tuple[Dims, float]:
    """The dimensions and the correction of a variance; a bool in place of the dimensions tells whether unbiased."""
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    return dim, float(unbiased) if correction is None else correction


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


def rms_norm(
    input: Tensor, normalized_shape: Sequence[int], weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """`input / sqrt(mean(input²) + eps) * weight` over the last dimensions."""
    return result_of(RmsNormOp, value_of(input), normalized_shape, optional_value_of(weight), eps)
