"""The operators of the workloads in JAX."""

from collections.abc import Sequence

import jax
import jax.numpy as jnp
from jax import Array, lax

exp = jnp.exp
sin = jnp.sin
tanh = jnp.tanh
sigmoid = jax.nn.sigmoid
relu = jax.nn.relu
silu = jax.nn.silu
rsqrt = lax.rsqrt


def gelu(x: Array) -> Array:
    return jax.nn.gelu(x, approximate=False)


def softmax(x: Array) -> Array:
    return jax.nn.softmax(x, axis=-1)


def log_softmax(x: Array) -> Array:
    return jax.nn.log_softmax(x, axis=-1)


def mean_of_rows(x: Array) -> Array:
    return x.mean(-1, keepdims=True)


def nll_loss(log_probabilities: Array, target: Array) -> Array:
    return -jnp.take_along_axis(log_probabilities, target[:, None], axis=1).mean()


def layer_norm(x: Array, weight: Array, bias: Array) -> Array:
    centered = x - mean_of_rows(x)
    return centered * lax.rsqrt(mean_of_rows(centered * centered) + 1e-5) * weight + bias


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
    product = x @ weight.T
    return product if bias is None else product + bias


def transpose(x: Array) -> Array:
    return jnp.swapaxes(x, -1, -2)


def chunk(x: Array, chunks: int) -> Sequence[Array]:
    return jnp.split(x, chunks, axis=-1)


def conv2d(x: Array, weight: Array, bias: Array, padding: int) -> Array:
    return lax.conv_general_dilated(x, weight, (1, 1), [(padding, padding)] * 2) + bias[:, None, None]


def max_pool2d(x: Array, size: int) -> Array:
    return lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, size, size), (1, 1, size, size), "VALID")
