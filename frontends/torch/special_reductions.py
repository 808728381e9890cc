"""Reductions, losses, and elementwise functions by their other names."""

from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any

from xdsl.dialects.builtin import f32
from xdsl.ir import Attribute

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.loss import Reduction
from adjoint.dialects.aten.tensor import Dims, Tensor, TensorLike


def _softmax(input: Tensor, dim: int, half_to_float: bool = False) -> Tensor:
    return aten.softmax(input, dim, f32 if half_to_float else None)


def _log_softmax(input: Tensor, dim: int, half_to_float: bool = False) -> Tensor:
    return aten.log_softmax(input, dim, f32 if half_to_float else None)


def _safe_softmax(input: Tensor, dim: int, dtype: Attribute | None = None) -> Tensor:
    """0 where all elements along `dim` are -inf, and so is the gradient there."""
    masked = aten.all(input == -inf, dim, keepdim=True)
    return aten.masked_fill(aten.softmax(aten.masked_fill(input, masked, 0), dim, dtype), masked, 0)


def _log_sigmoid_forward(input: Tensor) -> tuple[Tensor, Tensor]:
    """With `exp(-|input|)`, which PyTorch's own backward takes."""
    return aten.log_sigmoid(input), aten.exp(-input.abs())


def _nll_loss_forward(
    input: Tensor, target: Tensor, weight: Tensor | None, reduction: Reduction, ignore_index: int
) -> tuple[Tensor, Tensor]:
    """With the sum of the weights that the loss is divided by."""
    kept = target != ignore_index
    counted = kept.to(input.dtype)
    if weight is not None:
        counted = counted * aten.index(weight, [aten.where(kept, target, 0)])
    total = aten.zeros([], dtype=input.dtype) if reduction == "none" else aten.sum(counted)
    return aten.nll_loss(input, target, weight, ignore_index=ignore_index, reduction=reduction), total


def _vector_norm(
    input: Tensor, ord: float = 2, dim: Dims = None, keepdim: bool = False, dtype: Attribute | None = None
) -> Tensor:
    return aten.vector_norm(input, ord, dim or None if isinstance(dim, Sequence) else dim, keepdim, dtype=dtype)


def _tensordot(input: Tensor, other: Tensor, dims_self: Sequence[int], dims_other: Sequence[int]) -> Tensor:
    return aten.tensordot(input, other, [dims_self, dims_other])


def _aminmax(input: Tensor, dim: int | None = None, keepdim: bool = False) -> tuple[Tensor, Tensor]:
    return aten.amin(input, dim, keepdim), aten.amax(input, dim, keepdim)


def _floor_divide(input: TensorLike, other: TensorLike) -> Tensor:
    return aten.div(input, other, rounding_mode="floor")


def _clamp_min(input: Tensor, min: TensorLike) -> Tensor:
    return aten.clamp(input, min)


def _clamp_max(input: Tensor, max: TensorLike) -> Tensor:
    return aten.clamp(input, None, max)


def _prelu_kernel(input: Tensor, weight: Tensor) -> Tensor:
    return aten.where(input > 0, input, weight * input)


def _fused_multiply_add(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
    """What Dynamo makes of `addcmul` with a factor that is a tensor. The product is rounded as well here."""
    return a * b + c


# Any: as in `special_operators`.
REDUCTION_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "__and__": aten.bitwise_and,
    "__or__": aten.bitwise_or,
    "__xor__": aten.bitwise_xor,
    "_log_softmax": _log_softmax,
    "_prelu_kernel": _prelu_kernel,
    "_safe_softmax": _safe_softmax,
    "_softmax": _softmax,
    "absolute": aten.abs,
    "aminmax": _aminmax,
    "clamp_max": _clamp_max,
    "clamp_min": _clamp_min,
    "clip": aten.clamp,
    "concat": aten.cat,
    "concatenate": aten.cat,
    "cross_entropy_loss": aten.cross_entropy,
    "divide": aten.div,
    "fix": aten.trunc,
    "floor_divide": _floor_divide,
    "greater": aten.gt,
    "greater_equal": aten.ge,
    "less": aten.lt,
    "less_equal": aten.le,
    "linalg_vector_norm": _vector_norm,
    "log_sigmoid_forward": _log_sigmoid_forward,
    "moveaxis": aten.movedim,
    "multiply": aten.mul,
    "negative": aten.neg,
    "nll_loss2d": aten.nll_loss,
    "nll_loss2d_forward": _nll_loss_forward,
    "nll_loss_forward": _nll_loss_forward,
    "nll_loss_nd": aten.nll_loss,
    "not_equal": aten.ne,
    "prims.fma.default": _fused_multiply_add,
    "special_erf": aten.erf,
    "special_expm1": aten.expm1,
    "special_log1p": aten.log1p,
    "subtract": aten.sub,
    "swapaxes": aten.transpose,
    "swapdims": aten.transpose,
    "tensordot": _tensordot,
    "true_divide": aten.div,
}
