"""Which entries of PyTorch's suite are run, and how a few of them are called here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch
from philox import philox
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.testing._internal.common_methods_invocations import op_db
from torch.testing._internal.opinfo.core import OpInfo

import adjoint

aten = adjoint.aten


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


SEED = _names(
    """
    abs acos asin atan ceil cos cosh erf erfc exp expm1 floor frac gelu hardsigmoid hardswish log log10 log1p
    log2 neg reciprocal relu relu6 round rsqrt sigmoid sin sinh sqrt tan tanh trunc clamp hardshrink hardtanh
    leaky_relu threshold add sub rsub mul div pow max min fmod remainder addcmul lerp where lt le gt ge eq ne to
    type_as mean std var logsumexp mm bmm mv dot matmul linear addmm cat contiguous expand expand_as meshgrid
    permute reshape split split_with_sizes squeeze stack t transpose unbind unsqueeze view chunk index select
    slice full_like ones_like rand_like nonzero conv2d native_batch_norm batch_norm layer_norm dropout embedding
    softmax log_softmax nll_loss adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d avg_pool2d
    max_pool2d max_pool2d_with_indices topk kthvalue
    """
)
"""What TorchScript differentiates: every sample of these passes."""

BESIDE = _names(
    """
    acosh asinh atanh celu deg2rad digamma elu erfinv exp2 isfinite isinf isnan lgamma logsigmoid logical_not
    logit mish selu sgn sign silu sinc softplus softsign square tanhshrink atan2 addcdiv bitwise_and bitwise_or
    bitwise_xor copysign fmax fmin hypot logaddexp logical_and logical_or logical_xor maximum minimum xlogy sum
    prod amax amin argmax argmin all any count_nonzero cumsum cumprod norm vector_norm median sort addbmm addmv
    baddbmm einsum ger outer tensordot scaled_dot_product_attention broadcast_to diagonal flatten flip gather
    index_add index_put index_select masked_fill movedim narrow pad repeat repeat_interleave roll scatter
    scatter_add take_along_dim tile tril triu unflatten unfold arange empty empty_like eye full linspace ones
    randn_like scalar_tensor zeros zeros_like avg_pool1d avg_pool3d binary_cross_entropy
    binary_cross_entropy_with_logits conv1d conv3d conv_transpose1d conv_transpose2d conv_transpose3d
    cosine_similarity cross_entropy glu group_norm huber_loss instance_norm kl_div l1_loss max_pool1d max_pool3d
    mse_loss pixel_shuffle rms_norm smooth_l1_loss upsample_nearest upsample_bilinear interpolate
    """
)
"""What models need beside them."""

_OTHERS = ("linalg.diagonal", "linalg.norm", "masked.", "sparse.", "special.", "signal.", "fft.")
"""Entries of the same last name that are other functions."""

_FUNCTIONS = {"__getitem__": "index"}
"""Entries that are named otherwise than the operator."""

UNCHECKED_VALUES = frozenset({"empty", "empty_like", "rand_like", "randn_like"})
"""What has no particular elements: shapes and dtypes are compared."""


@dataclass(frozen=True)
class Operator:
    """An entry of the suite, and the function of `adjoint.aten` that is to do the same."""

    info: OpInfo
    name: str
    """The name of the entry, with that of its variant: `max/binary`."""
    function: str
    """The name of the function here."""

    @property
    def is_seed(self) -> bool:
        """Whether all of its samples have to pass."""
        return self.function in SEED

    def build(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function here, with PyTorch's arguments, tensors of a program in place of tensors."""
        call = _CALLS.get(self.name, _CALLS.get(self.function))
        return (getattr(aten, self.function) if call is None else call)(*args, **kwargs)

    def eager(self, *args: Any, **kwargs: Any) -> Any:
        """Calls PyTorch's."""
        return _EAGER.get(self.function, self.info)(*args, **kwargs)


@cache
def operators() -> Sequence[Operator]:
    """Every entry of the suite that is one of these operators."""
    found: list[Operator] = []
    for info in op_db:
        function = _FUNCTIONS.get(info.name, info.name.rpartition(".")[2])
        if info.name.startswith(_OTHERS) or function not in SEED | BESIDE:
            continue
        variant = f"/{info.variant_test_name}" if info.variant_test_name else ""
        found.append(Operator(info, info.name + variant, function))
    return found


def selected(names: Sequence[str]) -> Sequence[Operator]:
    """The operators of these names: an entry, with or without its variant, or a function. Raises KeyError."""
    chosen: list[Operator] = []
    for name in names:
        matching = [each for each in operators() if name in (each.name, each.info.name, each.function)]
        if not matching:
            raise KeyError(name)
        chosen.extend(each for each in matching if each not in chosen)
    return chosen


SEED_OF_SAMPLES = 7
"""Of all random numbers."""


def _dropout(input: Any, p: float = 0.5, training: bool = True) -> Any:
    return aten.dropout(input, aten.constant(SEED_OF_SAMPLES), p, training)


def _eager_dropout(input: torch.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> torch.Tensor:
    return input * _dropout_mask(input, p) if training else input


def _dropout_mask(input: torch.Tensor, p: float) -> torch.Tensor:
    words = torch.tensor(philox(SEED_OF_SAMPLES, 0, input.numel())[0].tolist(), dtype=torch.float64)
    kept = (words / 2**32 >= p).reshape(input.shape).to(input.dtype)
    return kept / (1 - p) if p < 1 else kept * 0


def _attention(*args: Any, **kwargs: Any) -> Any:
    return aten.scaled_dot_product_attention(*args, **kwargs, seed=aten.constant(SEED_OF_SAMPLES))


def _eager_attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, dropout_p: float = 0.0, **kwargs: Any
) -> torch.Tensor:
    """By the kernel that PyTorch can differentiate twice; one for the identity gives the weights that drop out."""
    with sdpa_kernel(SDPBackend.MATH):
        if not dropout_p:
            return functional.scaled_dot_product_attention(query, key, value, **kwargs)
        weights = functional.scaled_dot_product_attention(query, key, torch.eye(key.shape[-2]).to(key), **kwargs)
        return (weights * _dropout_mask(weights, dropout_p)) @ value


def _einsum(tensors: Any, equation: str) -> Any:
    return aten.einsum(equation, *tensors)


def _rand_like(input: Any, **kwargs: Any) -> Any:
    return aten.rand_like(input, aten.constant(SEED_OF_SAMPLES), **kwargs)


def _randn_like(input: Any, **kwargs: Any) -> Any:
    return aten.randn_like(input, aten.constant(SEED_OF_SAMPLES), **kwargs)


def _getitem(input: Any, index: Any) -> Any:
    return input[index]


def _where(input: Any, condition: Any, other: Any) -> Any:
    return aten.where(condition, input, other)


_CALLS: dict[str, Callable[..., Any]] = {
    "dropout": _dropout,
    "einsum": _einsum,
    "index": _getitem,
    "nn.functional.unfold": aten.im2col,
    "rand_like": _rand_like,
    "randn_like": _randn_like,
    "scaled_dot_product_attention": _attention,
    "where": _where,
}
"""Where a call here is written otherwise, or takes more than PyTorch's, such as the seed of a random operator."""

_EAGER: dict[str, Callable[..., Any]] = {
    "dropout": _eager_dropout,
    "scaled_dot_product_attention": _eager_attention,
}
"""Where PyTorch's own random numbers are not those of the Philox generator that is specified here."""
