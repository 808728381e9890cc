"""The operators of the workloads in `adjoint`."""

from collections.abc import Sequence

from adjoint import aten
from adjoint.dialects.aten.tensor import Tensor

exp = aten.exp
sin = aten.sin
tanh = aten.tanh
sigmoid = aten.sigmoid
relu = aten.relu
gelu = aten.gelu
silu = aten.silu
rsqrt = aten.rsqrt
nll_loss = aten.nll_loss
linear = aten.linear


def softmax(x: Tensor) -> Tensor:
    return aten.softmax(x, -1)


def log_softmax(x: Tensor) -> Tensor:
    return aten.log_softmax(x, -1)


def mean_of_rows(x: Tensor) -> Tensor:
    return x.mean(-1, keepdim=True)


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    # `aten.layer_norm` wants to know the size of a row, which a traced function leaves open.
    centered = x - mean_of_rows(x)
    return centered * aten.rsqrt(mean_of_rows(centered * centered) + 1e-5) * weight + bias


def transpose(x: Tensor) -> Tensor:
    return x.transpose(-1, -2)


def chunk(x: Tensor, chunks: int) -> Sequence[Tensor]:
    return aten.chunk(x, chunks, -1)


def conv2d(x: Tensor, weight: Tensor, bias: Tensor, padding: int) -> Tensor:
    return aten.conv2d(x, weight, bias, padding=padding)


def max_pool2d(x: Tensor, size: int) -> Tensor:
    return aten.max_pool2d(x, [size, size])
