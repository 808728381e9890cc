"""Values and gradients where a function has none or several: ties, bounds, zeros, infinities and NaN.

Compiled to native code, in both precisions. What is expected was measured on eager PyTorch (f64, the gradient of the
sum) and is written out here.
"""

from collections.abc import Callable, Sequence
from math import e, inf, log, nan, pi, sqrt

import numpy as np
import pytest

import adjoint
from adjoint.dialects.aten.tensor import Tensor

aten = adjoint.aten

Program = Callable[..., Tensor]
Rows = Sequence[object]
"""One list of numbers for each argument."""

# name, program, arguments, the gradient of the sum by each of them
GRADIENTS: list[tuple[str, Program, Rows, Rows]] = [
    ("maximum_tie", aten.maximum, [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], [[0, 0.5, 1], [1, 0.5, 0]]),
    ("minimum_tie", aten.minimum, [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], [[1, 0.5, 0], [0, 0.5, 1]]),
    ("amax_shared", aten.amax, [[1.0, 3.0, 3.0, 3.0]], [[0, 1 / 3, 1 / 3, 1 / 3]]),
    ("amax_rows", lambda x: aten.amax(x, 1), [[[1.0, 2.0], [2.0, 2.0]]], [[[0, 1], [0.5, 0.5]]]),
    ("amin_shared", aten.amin, [[1.0, 1.0, 3.0]], [[0.5, 0.5, 0]]),
    ("relu_at_0", aten.relu, [[-1.0, -0.0, 0.0, 1.0]], [[0, 0, 0, 1]]),
    ("clamp_at_bounds", lambda x: aten.clamp(x, -1, 1), [[-2.0, -1.0, 0.0, 1.0, 2.0]], [[0, 1, 1, 1, 0]]),
    ("clamp_min_at_bound", lambda x: aten.clamp(x, min=0), [[-1.0, 0.0, 1.0]], [[0, 1, 1]]),
    ("clamp_max_at_bound", lambda x: aten.clamp(x, max=0), [[-1.0, 0.0, 1.0]], [[1, 1, 0]]),
    ("abs_at_0", aten.abs, [[-2.0, -0.0, 0.0, 2.0]], [[-1, 0, 0, 1]]),
    ("sqrt_at_0", aten.sqrt, [[0.0, 4.0, -1.0]], [[inf, 0.25, nan]]),
    ("rsqrt_at_0", aten.rsqrt, [[0.0, 4.0]], [[-inf, -1 / 16]]),
    ("log_at_0", aten.log, [[0.0, 2.0]], [[inf, 0.5]]),
    ("log1p_at_-1", aten.log1p, [[-1.0, 1.0]], [[inf, 0.5]]),
    ("reciprocal_at_0", aten.reciprocal, [[0.0, 2.0]], [[-inf, -0.25]]),
    ("pow_0_0", aten.pow, [[0.0, 2.0], [0.0, 0.0]], [[0, 0], [0, log(2)]]),
    ("pow_0", lambda x: x**0, [[0.0, 3.0, inf, nan]], [[0, 0, 0, 0]]),
    ("pow_of_0", lambda y: 0**y, [[0.5, 1.0, 2.0]], [[0, 0, 0]]),
    ("pow_1_at_0", lambda x: x**1, [[0.0, 3.0]], [[1, 1]]),
    ("pow_2_at_0", lambda x: x**2, [[0.0, 3.0]], [[0, 6]]),
    ("pow_half_at_0", lambda x: x**0.5, [[0.0, 4.0]], [[inf, 0.25]]),
    ("pow_-1_at_0", lambda x: x**-1, [[0.0, 2.0]], [[-inf, -0.25]]),
    ("fmax_tie", aten.fmax, [[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]], [[0, 1, 1], [1, 0, 0]]),
    ("fmin_with_nan", aten.fmin, [[nan, 2.0, nan], [3.0, nan, nan]], [[0, 1, 1], [1, 0, 0]]),
    (
        "clamp_between_at_bounds",
        aten.clamp,
        [[-2.0, -1.0, 1.0, 2.0, 0.0, 2.0], [-1.0, -1.0, -1.0, -1.0, 3.0, 1.0], [1.0, 1.0, 1.0, 1.0, 2.0, 1.0]],
        [[0, 1, 1, 0, 0, 0], [1, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1]],
    ),
    ("fmod_5_3", aten.fmod, [[5.0, -5.0], [3.0, 3.0]], [[1, 1], [-1, 1]]),
    ("remainder_5_3", aten.remainder, [[5.0, -5.0], [3.0, 3.0]], [[1, 1], [-1, 2]]),
    ("div_floored", lambda x, y: aten.div(x, y, rounding_mode="floor"), [[5.0], [3.0]], [[0], [0]]),
    ("div_truncated", lambda x, y: aten.div(x, y, rounding_mode="trunc"), [[5.0], [3.0]], [[0], [0]]),
    ("round_at_a_half", aten.round, [[0.5, 1.5]], [[0, 0]]),
    ("frac_at_an_integer", aten.frac, [[1.0, -0.5]], [[1, 1]]),
    ("sgn_at_0", aten.sgn, [[-2.0, 0.0]], [[0, 0]]),
    ("copysign_at_0", aten.copysign, [[-1.0, 1.0, 0.0], [1.0, -0.0, -1.0]], [[-1, -1, 0], [0, 0, 0]]),
    ("atan2_at_0", aten.atan2, [[0.0, 0.0, 1.0], [0.0, -1.0, 0.0]], [[0, -1, 0], [0, 0, -1]]),
    ("hypot_at_0", aten.hypot, [[0.0, 3.0], [0.0, 4.0]], [[nan, 0.6], [nan, 0.8]]),
    ("xlogy_at_0", aten.xlogy, [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]], [[0, 0, -inf], [nan, 0, inf]]),
    ("logaddexp_of_-inf", aten.logaddexp, [[-inf, -inf], [-inf, 1.0]], [[nan, 0], [nan, 1]]),
    ("asin_at_bounds", aten.asin, [[-1.0, 1.0, 2.0]], [[inf, inf, nan]]),
    ("acos_at_bounds", aten.acos, [[-1.0, 1.0]], [[-inf, -inf]]),
    ("acosh_at_1", aten.acosh, [[0.5, 1.0]], [[nan, inf]]),
    ("atanh_at_bounds", aten.atanh, [[-1.0, 0.0, 1.0]], [[inf, 1, inf]]),
    ("erfinv_at_bounds", aten.erfinv, [[-1.0, 1.0]], [[inf, inf]]),
    ("logit_outside", aten.logit, [[-0.5, 0.0, 0.5, 1.0, 1.5]], [[nan, inf, 4, inf, nan]]),
    ("logit_with_eps", lambda x: aten.logit(x, 0.25), [[-0.5, 0.25, 0.5, 0.75, 1.5]], [[0, 16 / 3, 4, 16 / 3, 0]]),
    ("sinc_at_0", aten.sinc, [[0.0, 1.0]], [[0, -1]]),
    ("lgamma_at_poles", aten.lgamma, [[0.0, -1.0]], [[-inf, nan]]),
    ("var_of_equal", lambda x: aten.var(x, 0), [[3.0, 3.0, 3.0]], [[0, 0, 0]]),
    ("var_of_one", lambda x: aten.var(x, 0), [[3.0]], [[nan]]),
    ("std_of_equal", lambda x: aten.std(x, 0), [[3.0, 3.0, 3.0]], [[0, 0, 0]]),
    ("std_of_one", lambda x: aten.std(x, 0), [[3.0]], [[nan]]),
    ("prod_with_one_0", aten.prod, [[2.0, 0.0, 3.0]], [[0, 6, 0]]),
    ("prod_with_two_0s", aten.prod, [[2.0, 0.0, 0.0]], [[0, 0, 0]]),
    ("cumprod_with_0s", lambda x: aten.cumprod(x, 0), [[2.0, 0.0, 3.0, 0.0, 5.0]], [[1, 8, 0, 0, 0]]),
    ("max_shared", aten.max, [[1.0, 3.0, 3.0]], [[0, 0.5, 0.5]]),
    ("max_dim_first", lambda x: aten.max(x, 0)[0], [[1.0, 3.0, 3.0]], [[0, 1, 0]]),
    ("min_dim_first", lambda x: aten.min(x, 0)[0], [[3.0, 1.0, 1.0]], [[0, 1, 0]]),
    ("max_dim_of_nan", lambda x: aten.max(x, 0)[0], [[1.0, nan, 3.0]], [[0, 1, 0]]),
    (
        "sort_of_equal",
        lambda x: aten.sort(x)[0] * aten.constant([1.0, 2.0, 3.0], x.dtype),
        [[2.0, 2.0, 1.0]],
        [[2, 3, 1]],
    ),
    ("topk_of_equal", lambda x: aten.topk(x, 2)[0], [[1.0, 3.0, 3.0, 3.0]], [[0, 1, 1, 0]]),
    ("kthvalue_of_equal", lambda x: aten.kthvalue(x, 2)[0], [[3.0, 1.0, 3.0]], [[1, 0, 0]]),
    ("median_dim_first_nan", lambda x: aten.median(x, 0)[0], [[1.0, nan, nan]], [[0, 1, 0]]),
    ("median_shared", aten.median, [[1.0, 2.0, 2.0, 3.0]], [[0, 0.5, 0.5, 0]]),
    ("norm_of_0s", aten.norm, [[0.0, 0.0]], [[0, 0]]),
    ("norm_1_at_0", lambda x: aten.norm(x, 1), [[0.0, -2.0]], [[0, -1]]),
    ("norm_inf_shared", lambda x: aten.norm(x, inf), [[1.0, -3.0, 3.0]], [[0, -0.5, 0.5]]),
    ("norm_3_of_0s", lambda x: aten.norm(x, 3), [[0.0, 0.0]], [[0, 0]]),
    ("logsumexp_of_-inf", lambda x: aten.logsumexp(x, 0), [[-inf, -inf]], [[nan, nan]]),
    ("logsumexp_with_-inf", lambda x: aten.logsumexp(x, 0), [[-inf, 1.0]], [[0, 1]]),
    ("softmax_with_-inf", lambda x: aten.softmax(x, 0)[1], [[-inf, 1.0, 1.0]], [[0, 0.25, -0.25]]),
    ("log_softmax_with_-inf", lambda x: aten.log_softmax(x, 0)[1], [[-inf, 1.0, 1.0]], [[0, 0.5, -0.5]]),
    ("log_hidden_by_where", lambda x: aten.where(x > 0, x.log(), 0), [[0.0, 2.0]], [[nan, 0.5]]),
    ("sqrt_of_relu", lambda x: x.relu().sqrt(), [[0.0, 4.0, -1.0]], [[0, 0.25, 0]]),
    ("log_of_abs", lambda x: x.abs().log(), [[0.0, 2.0, -2.0]], [[nan, 0.5, -0.5]]),
    ("div_by_0", aten.div, [[1.0, 0.0], [0.0, 2.0]], [[inf, 0.5], [-inf, 0]]),
    ("tanh_saturated", aten.tanh, [[-inf, -100.0, 100.0, inf]], [[0, 0, 0, 0]]),
    ("sigmoid_saturated", aten.sigmoid, [[-inf, -1000.0, 1000.0, inf]], [[0, 0, 0, 0]]),
    ("sigmoid_at_0", aten.sigmoid, [[0.0]], [[0.25]]),
    ("erf_saturated", aten.erf, [[-inf, 0.0, inf]], [[0, 2 / sqrt(pi), 0]]),
    ("exp_at_infinity", aten.exp, [[-inf, 1.0, inf]], [[0, e, inf]]),
    ("silu_far_out", aten.silu, [[-1000.0, 0.0, 1000.0]], [[0, 0.5, 1]]),
    ("gelu_far_out", aten.gelu, [[-30.0, 0.0, 30.0]], [[0, 0.5, 1]]),
    ("relu6_at_bounds", aten.relu6, [[-1.0, 0.0, 1.0, 6.0, 7.0, nan]], [[0, 0, 1, 0, 0, 1]]),
    ("hardtanh_at_bounds", aten.hardtanh, [[-2.0, -1.0, 0.0, 1.0, 2.0, nan]], [[0, 0, 1, 0, 0, 1]]),
    ("hardsigmoid_at_bounds", aten.hardsigmoid, [[-4.0, -3.0, 0.0, 3.0, 4.0, nan]], [[0, 0, 1 / 6, 0, 0, 0]]),
    ("hardswish_at_bounds", aten.hardswish, [[-4.0, -3.0, 0.0, 3.0, 4.0, nan]], [[0, 0, 0.5, 1, 1, 1]]),
    ("hardshrink_at_bounds", aten.hardshrink, [[-1.0, -0.5, 0.0, 0.5, 1.0, nan]], [[1, 0, 0, 0, 1, 1]]),
    ("softshrink_at_bounds", aten.softshrink, [[-1.0, -0.5, 0.0, 0.5, 1.0, nan]], [[1, 0, 0, 0, 1, 1]]),
    ("leaky_relu_at_0", lambda x: aten.leaky_relu(x, 0.1), [[-1.0, -0.0, 0.0, 1.0, nan]], [[0.1, 0.1, 0.1, 1, 0.1]]),
    ("threshold_at_bound", lambda x: aten.threshold(x, 1, 7), [[0.0, 1.0, 2.0, nan]], [[0, 0, 1, 1]]),
    ("elu_at_0", lambda x: aten.elu(x, 2.0), [[-1.0, 0.0, 1.0, 800.0, nan]], [[2 / e, 2, 1, 1, 1]]),
    ("softplus_at_threshold", lambda x: aten.softplus(x, 2, 1), [[-800.0, 0.0, 0.6, 800.0]], [[0, 0.5, 1, 1]]),
    ("log_sigmoid_far_out", aten.log_sigmoid, [[-800.0, 0.0, 800.0]], [[1, 0.5, 0]]),
    ("l1_loss_of_equal", lambda x: aten.l1_loss(x, x * 0), [[-2.0, 0.0, 2.0]], [[-1 / 3, 0, 1 / 3]]),
    (
        "huber_loss_at_delta",
        lambda x: aten.huber_loss(x, x * 0, reduction="sum"),
        [[-2.0, -1.0, 0.0, 1.0, 2.0]],
        [[-1, -1, 0, 1, 1]],
    ),
    (
        "binary_cross_entropy_of_0_and_1",
        lambda x: aten.binary_cross_entropy(x, aten.constant([0.0, 1.0, 1.0, 0.0]).to(x.dtype), reduction="sum"),
        [[0.0, 1.0, 0.0, 1.0]],
        [[0, 0, -1e12, 1e12]],
    ),
    (
        "attention_to_nothing",
        lambda q: aten.scaled_dot_product_attention(q, q, q, aten.constant([[True, False], [False, False]]))[1],
        [[[1.0, 2.0], [3.0, 4.0]]],
        [[[0, 0], [0, 0]]],
    ),
    ("max_pool_tie", lambda x: aten.max_pool1d(x, 2), [[[3.0, 3.0, 1.0, 2.0]]], [[[1, 0, 0, 1]]]),
    ("max_pool_nan", lambda x: aten.max_pool1d(x, 4), [[[nan, 1.0, nan, 2.0]]], [[[0, 0, 1, 0]]]),
    ("max_pool_of_-inf", lambda x: aten.max_pool1d(x, 2), [[[-inf, -inf]]], [[[1, 0]]]),
    (
        "cosine_similarity_below_eps",
        lambda x: aten.cosine_similarity(x, aten.constant([1.0, 2.0]).to(x.dtype), 0, eps=2.0),
        [[0.3, 0.4]],
        [[(0.5 - 0.275 * 0.6) / sqrt(5), (1 - 0.275 * 0.8) / sqrt(5)]],
    ),
    ("cosine_similarity_of_0", lambda x: aten.cosine_similarity(x, x * 0 + 1, 0), [[0.0]], [[1e8]]),
    ("used_as_both", lambda x: aten.maximum(x, x), [[1.0, 2.0]], [[1, 1]]),
]

_TOP_70 = sorted(range(80), key=lambda i: -(i % 9))[:70]

# name, program, arguments, result
VALUES: list[tuple[str, Program, Rows, object]] = [
    ("maximum_takes_nan", aten.maximum, [[nan, 1.0, -0.0], [1.0, nan, 0.0]], [nan, nan, 0.0]),
    ("minimum_takes_nan", aten.minimum, [[nan, 1.0, inf], [1.0, nan, -inf]], [nan, nan, -inf]),
    ("amax_takes_nan", aten.amax, [[1.0, nan, 3.0]], nan),
    ("amin_takes_nan", aten.amin, [[1.0, nan, 3.0]], nan),
    ("amax_of_-inf", aten.amax, [[-inf, -inf]], -inf),
    ("max_pool_takes_nan", lambda x: aten.max_pool1d(x, 2), [[[1.0, nan, inf, 2.0]]], [[nan, inf]]),
    ("max_pool_indices", lambda x: aten.max_pool1d_with_indices(x, 2)[1], [[[3.0, 3.0, nan, nan]]], [[0, 3]]),
    ("relu_takes_nan", aten.relu, [[nan, inf, -inf]], [nan, inf, 0]),
    ("clamp_takes_nan", lambda x: aten.clamp(x, -1, 1), [[nan, inf, -inf]], [nan, 1, -1]),
    ("clamp_crossed", lambda x: aten.clamp(x, 1, -1), [[-5.0, 0.0, 5.0]], [-1, -1, -1]),
    ("abs", aten.abs, [[-0.0, -inf, nan]], [0, inf, nan]),
    ("sqrt", aten.sqrt, [[-1.0, 0.0, inf]], [nan, 0, inf]),
    ("log", aten.log, [[-1.0, 0.0, inf]], [nan, -inf, inf]),
    ("pow", aten.pow, [[0.0, 0.0, -8.0, nan, 1.0], [0.0, -1.0, 3.0, 0.0, nan]], [1, inf, -512, 1, 1]),
    ("pow_of_negative", lambda x: x**0.5, [[-1.0, 4.0, inf]], [nan, 2, inf]),
    ("logsumexp_large", lambda x: aten.logsumexp(x, 0), [[1000.0, 1000.0]], 1000 + log(2)),
    ("logsumexp_of_-inf", lambda x: aten.logsumexp(x, 0), [[-inf, -inf]], -inf),
    ("logsumexp_of_inf", lambda x: aten.logsumexp(x, 0), [[inf, 1.0]], inf),
    ("softmax_large", lambda x: aten.softmax(x, 0), [[1000.0, 1000.0, -inf]], [0.5, 0.5, 0]),
    ("log_softmax_large", lambda x: aten.log_softmax(x, 0), [[1000.0, 0.0]], [0, -1000]),
    ("mean_of_none", lambda x: aten.mean(x, 1), [[[], []]], [nan, nan]),
    ("sum_of_none", lambda x: aten.sum(x, 1), [[[], []]], [0, 0]),
    ("var_of_one", lambda x: aten.var(x, 0), [[3.0]], nan),
    ("prod_of_none", lambda x: aten.prod(x, 1), [[[], []]], [1, 1]),
    ("norm_of_none", lambda x: aten.norm(x, 2, 1), [[[], []]], [0, 0]),
    ("norm_0", lambda x: aten.norm(x, 0), [[0.0, -2.0, nan]], 2),
    ("all_of_none", lambda x: aten.all(x, 1), [[[], []]], [True, True]),
    ("any_of_none", lambda x: aten.any(x, 1), [[[], []]], [False, False]),
    ("all_with_nan", aten.all, [[nan, 1.0]], True),
    ("any_of_0s", aten.any, [[0.0, -0.0]], False),
    ("count_nonzero", lambda x: aten.count_nonzero(x, 1), [[[0.0, nan, -0.0], [1.0, 2.0, 3.0]]], [1, 3]),
    ("argmax_first", aten.argmax, [[[1.0, 3.0], [3.0, 2.0]]], 1),
    ("argmin_of_nan", lambda x: aten.argmin(x, 0), [[1.0, nan, 0.0, nan]], 1),
    ("argmax_keepdim", lambda x: aten.argmax(x, keepdim=True), [[[1.0, 3.0], [3.0, 2.0]]], [[1]]),
    ("max_dim_indices", lambda x: aten.max(x, 1)[1], [[[1.0, 3.0, 3.0], [nan, 5.0, nan]]], [1, 0]),
    ("sort_nan_last", lambda x: aten.sort(x)[0], [[nan, 1.0, inf, -inf]], [-inf, 1, inf, nan]),
    ("sort_nan_first", lambda x: aten.sort(x, descending=True)[1], [[nan, 1.0, inf, nan]], [0, 3, 2, 1]),
    ("sort_stable", lambda x: aten.argsort(x), [[2.0, 1.0, 2.0, 1.0, 2.0]], [1, 3, 0, 2, 4]),
    ("topk_nan_first", lambda x: aten.topk(x, 2)[0], [[1.0, nan, 3.0]], [nan, 3]),
    ("topk_smallest", lambda x: aten.topk(x, 2, largest=False)[1], [[1.0, nan, 3.0]], [0, 2]),
    ("topk_of_many", lambda x: aten.topk(x, 70)[1], [[float(i % 9) for i in range(80)]], _TOP_70),
    ("kthvalue_nan", lambda x: aten.kthvalue(x, 3)[0], [[nan, 1.0, 3.0]], nan),
    ("median_lower", aten.median, [[4.0, 1.0, 3.0, 2.0]], 2),
    ("median_of_nan", lambda x: aten.median(x, 1)[1], [[[3.0, nan, nan], [3.0, 1.0, 2.0]]], [1, 2]),
    ("median_of_none", aten.median, [[]], nan),
    ("cumsum_of_inf", lambda x: aten.cumsum(x, 0), [[1.0, inf, -inf]], [1, inf, nan]),
    ("tanh_saturated", aten.tanh, [[-inf, 1000.0, nan]], [-1, 1, nan]),
    ("sigmoid_saturated", aten.sigmoid, [[-1000.0, 1000.0, nan]], [0, 1, nan]),
    ("gelu_far_out", aten.gelu, [[-30.0, 30.0]], [0, 30]),
    ("fmax_skips_nan", aten.fmax, [[nan, 1.0, nan], [1.0, nan, nan]], [1, 1, nan]),
    ("fmin_skips_nan", aten.fmin, [[nan, 1.0, nan], [1.0, nan, nan]], [1, 1, nan]),
    ("clamp_between_takes_nan", aten.clamp, [[nan, 0.0, 0.0], [0.0, nan, 0.0], [1.0, 1.0, nan]], [nan, nan, nan]),
    ("fmod", aten.fmod, [[-5.0, 5.0, inf, 1.0, 1.0], [3.0, -3.0, 1.0, inf, 0.0]], [-2, 2, nan, 1, nan]),
    ("remainder", aten.remainder, [[-5.0, 5.0, inf, 1.0, -1.0], [3.0, -3.0, 1.0, 0.0, inf]], [1, -1, nan, nan, inf]),
    (
        "div_floored",
        lambda x, y: aten.div(x, y, rounding_mode="floor"),
        [[-5.0, 5.0, 1.0, -1.0, 1.0], [3.0, -3.0, 0.0, inf, 0.1]],
        [-2, -2, inf, -1, 9],
    ),
    ("round_half_to_even", aten.round, [[0.5, 1.5, -2.5, inf, nan]], [0, 2, -2, inf, nan]),
    ("round_decimals", lambda x: aten.round(x, decimals=-2), [[1250.0, 1350.0]], [1200, 1400]),
    ("frac", aten.frac, [[1.5, -1.5, inf, nan]], [0.5, -0.5, nan, nan]),
    ("sign", aten.sign, [[nan, -0.0, inf, -2.0]], [0, 0, 1, -1]),
    ("copysign", aten.copysign, [[1.0, -1.0, inf, nan], [-0.0, 0.0, -1.0, 1.0]], [-1, 1, -inf, nan]),
    ("hypot", aten.hypot, [[inf, 3e30, nan], [nan, 4e30, 1.0]], [inf, 5e30, nan]),
    ("logaddexp", aten.logaddexp, [[inf, -inf, 1000.0], [inf, -inf, 1000.0]], [inf, -inf, 1000 + log(2)]),
    ("xlogy", aten.xlogy, [[0.0, 0.0, 1.0, 0.0], [0.0, nan, 0.0, -1.0]], [0, nan, -inf, 0]),
    ("lgamma", aten.lgamma, [[0.0, -1.0, 1.0, -inf]], [inf, inf, 0, inf]),
    ("digamma", aten.digamma, [[0.0, -1.0, inf]], [-inf, nan, inf]),
    ("logit", aten.logit, [[-0.5, 0.0, 0.5, 1.0]], [nan, -inf, 0, inf]),
    ("sinc_at_0", aten.sinc, [[0.0, 0.5]], [1, 2 / pi]),
    ("nan_is_true", lambda x: aten.where(aten.logical_not(x), 1.0, 2.0) * aten.ones_like(x), [[nan, 0.0]], [2, 1]),
    ("softplus_large", aten.softplus, [[-1000.0, 1000.0, nan]], [0, 1000, nan]),
    ("log_sigmoid_large", aten.log_sigmoid, [[-1000.0, 1000.0, nan]], [-1000, 0, nan]),
    ("hardswish_of_infinity", aten.hardswish, [[-inf, inf, nan]], [nan, inf, nan]),
    ("binary_cross_entropy_of_0", lambda x: aten.binary_cross_entropy(x, x * 0 + 1), [[0.0]], 100),
    ("addmm_beta_0", lambda x, a: aten.addmm(x, a, a, beta=0), [[[nan]], [[2.0]]], [[4.0]]),
    ("addmv_beta_0", lambda x, a: aten.addmv(x, a, a[0], beta=0), [[nan], [[2.0]]], [4.0]),
    ("lerp_ends", lambda a, b: aten.lerp(a, b, 1.0), [[1e8, -inf], [3.0, 2.0]], [3.0, nan]),
    ("comparison_with_nan", lambda x: aten.where(x == x, 1.0, 2.0) * aten.ones_like(x), [[nan, 1.0]], [2, 1]),
    ("not_equal_with_nan", lambda x: aten.where(x != x, 1.0, 2.0) * aten.ones_like(x), [[nan, 1.0]], [1, 2]),
]

DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["f64", "f32"])


def arrays_of(rows: Rows, dtype: type[np.floating]) -> list[np.ndarray]:
    return [np.array(row, dtype) for row in rows]


def tolerance(dtype: type[np.floating]) -> float:
    return 1e-5 if dtype is np.float32 else 1e-12


@DTYPES
@pytest.mark.parametrize("name, program, arguments, gradients", GRADIENTS, ids=[name for name, *_ in GRADIENTS])
def test_gradient_of_the_sum(name: str, program: Program, arguments: Rows, gradients: Rows, dtype: type[np.floating]):
    def total(*tensors: Tensor) -> Tensor:
        return aten.sum(program(*tensors))

    step = adjoint.value_and_grad(adjoint.function(total), wrt=range(len(arguments)))
    _, found = step(*arrays_of(arguments, dtype))
    for given, expected in zip(found, gradients, strict=True):
        np.testing.assert_allclose(given, expected, rtol=tolerance(dtype), atol=tolerance(dtype))


@DTYPES
@pytest.mark.parametrize("name, program, arguments, expected", VALUES, ids=[name for name, *_ in VALUES])
def test_value(name: str, program: Program, arguments: Rows, expected: object, dtype: type[np.floating]):
    def call(*tensors: Tensor) -> Tensor:
        return program(*tensors)

    given = adjoint.compile(adjoint.function(call))(*arrays_of(arguments, dtype))
    np.testing.assert_allclose(given, np.array(expected), rtol=tolerance(dtype), atol=tolerance(dtype))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_a_batch_of_ignored_samples_has_no_gradient(smoothing: float):
    @adjoint.function
    def loss(x: Tensor, target: Tensor) -> Tensor:
        return aten.cross_entropy(x, target, label_smoothing=smoothing)

    value, gradient = adjoint.value_and_grad(loss)(np.ones((3, 4)), np.full(3, -100))
    assert np.isnan(value)
    np.testing.assert_array_equal(gradient, np.zeros((3, 4)))


def test_a_broadcast_value_that_is_used_twice():
    """The sum to the size of a broadcast value must not move past the sum of its two uses."""

    @adjoint.function
    def program(x: Tensor, y: Tensor) -> Tensor:
        return aten.sum(x * y + x)

    _, (dx, dy) = adjoint.value_and_grad(program, wrt=(0, 1))(np.array([[2.0]]), np.array([[1.0, 2.0, 3.0]]))
    np.testing.assert_array_equal(dx, [[9.0]])
    np.testing.assert_array_equal(dy, [[2.0, 2.0, 2.0]])
