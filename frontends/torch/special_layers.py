"""Normalisations with the statistics that PyTorch's own backward takes, and convolutions."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from xdsl.dialects.builtin import bf16, f16, f32

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.promotion import computation_type
from adjoint.dialects.aten.tensor import Tensor


def _with_wider_parameters(function: Callable[..., Any]) -> Callable[..., Any]:
    """A normalisation of f16 or bf16 with parameters of f32, as in autocast: computed in f32, and rounded once."""

    @wraps(function)
    def normalized(**values: Any) -> Any:
        input: Tensor = values["input"]
        others = {each.dtype for name, each in values.items() if isinstance(each, Tensor) and name != "input"}
        if input.dtype not in (f16, bf16) or others != {f32}:
            return function(**values)
        results = function(**{**values, "input": input.to(f32)})
        if isinstance(results, Tensor):
            return results.to(input.dtype)
        return (results[0].to(input.dtype), *results[1:])

    return normalized


def _native_layer_norm(
    input: Tensor, normalized_shape: Sequence[int], weight: Tensor | None, bias: Tensor | None, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    """With the mean and `1 / sqrt(var + eps)`, which have no gradient."""
    statistics = input.to(computation_type(input.dtype))
    dims = list(range(-len(normalized_shape), 0))
    mean = statistics.mean(dims, keepdim=True)
    scale = (statistics.var(dims, correction=0, keepdim=True) + eps).rsqrt()
    return aten.layer_norm(input, normalized_shape, weight, bias, eps), aten.detach(mean), aten.detach(scale)


def _native_group_norm(
    input: Tensor, weight: Tensor | None, bias: Tensor | None, N: int, C: int, HxW: int, group: int, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    """With the mean and `1 / sqrt(var + eps)` of each group of each sample, which have no gradient."""
    grouped = input.view([N, group, -1]).to(computation_type(input.dtype)) if N and group else input
    mean = grouped.mean(-1).to(input.dtype)
    scale = (grouped.var(-1, correction=0) + eps).rsqrt().to(input.dtype)
    return aten.group_norm(input, group, weight, bias, eps), aten.detach(mean), aten.detach(scale)


def _batch_norm_without_running_statistics(
    input: Tensor, weight: Tensor | None, bias: Tensor | None, training: bool, momentum: float, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    return aten.native_batch_norm(input, weight, bias, None, None, training, momentum, eps)


def _batch_norm_by_running_statistics(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    momentum: float,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor]:
    return aten.native_batch_norm(input, weight, bias, running_mean, running_var, False, momentum, eps)


def _batch_norm_with_update(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    momentum: float,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor, None, Tensor, Tensor]:
    """The fourth result is memory of a GPU library, empty on the CPU."""
    result, mean, scale, new_mean, new_var = aten.native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, True, momentum, eps
    )
    return result, mean, scale, None, new_mean, new_var


def _convolution(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    transposed: bool,
    output_padding: Sequence[int],
    groups: int,
    benchmark: bool = False,
    deterministic: bool = False,
    cudnn_enabled: bool = False,
    allow_tf32: bool = False,
) -> Tensor:
    """The last arguments are about GPU libraries."""
    return aten.convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups)


# Any: as in `special_operators`.
LAYER_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "group_norm": _with_wider_parameters(aten.group_norm),
    "layer_norm": _with_wider_parameters(aten.layer_norm),
    "_adaptive_avg_pool2d": aten.adaptive_avg_pool2d,
    "_adaptive_avg_pool3d": aten.adaptive_avg_pool3d,
    "_batch_norm_with_update_functional": _batch_norm_with_update,
    "_convolution": _convolution,
    "_native_batch_norm_legit": aten.native_batch_norm,
    "_native_batch_norm_legit.no_stats": _batch_norm_without_running_statistics,
    "_native_batch_norm_legit_functional": _with_wider_parameters(aten.native_batch_norm_legit_functional),
    "_native_batch_norm_legit_no_training": _with_wider_parameters(_batch_norm_by_running_statistics),
    "native_group_norm": _native_group_norm,
    "native_layer_norm": _with_wider_parameters(_native_layer_norm),
}
