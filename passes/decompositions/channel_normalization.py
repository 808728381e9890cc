"""Normalisation by statistics of channels, each as PyTorch documents it."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX

from adjoint.dialects import aten
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.handle import Handle
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


def by_channel(parameter: Tensor, rank: int) -> Tensor:
    """[c] such that it broadcasts to [n, c, *] of the rank."""
    for _ in range(rank - 2):
        parameter = parameter.unsqueeze(-1)
    return parameter


def in_groups(x: Tensor, groups: int) -> Tensor:
    """[n, c, *] as [n, groups, c / groups, number of places]."""
    channels = x.size(1)
    of_group = aten.div(channels, groups, rounding_mode="floor") if isinstance(channels, Handle) else channels // groups
    places = aten.numel(x, range(2, x.ndim)) if x.ndim > 2 else 1
    return x.reshape([x.size(0), groups, of_group, places])


def by_group(parameter: Tensor, grouped: Tensor) -> Tensor:
    """[c] such that it broadcasts to [n, groups, c / groups, number of places]."""
    return parameter.reshape([grouped.size(1), grouped.size(2), 1])


def running_scale(op: aten.BatchNormOp | aten.NativeBatchNormOp | aten.InstanceNormOp) -> tuple[Tensor, Tensor]:
    """The running mean, and 1 by the running standard deviation: [c]."""
    mean, var = op.statistics("here")
    return Tensor(mean), (Tensor(var) + op.eps.value.data).rsqrt()


def _scaled(
    deviation: Tensor, scale: Tensor, op: aten.BatchNormOp | aten.NativeBatchNormOp | aten.InstanceNormOp
) -> Tensor:
    """The deviation times a scale of each channel and the weight, plus the bias."""
    rank = deviation.ndim
    result = deviation * by_channel(scale if op.weight is None else scale * Tensor(op.weight), rank)
    return result if op.bias is None else result + by_channel(Tensor(op.bias), rank)


@decomposition(aten.NativeBatchNormOp)
def _native_batch_norm(op: aten.NativeBatchNormOp) -> Sequence[Tensor]:
    x, dtype = Tensor(op.input), Tensor(op.input).dtype
    if op.training is None or op.is_empty:
        saved = aten.full(Tensor(op.save_mean).shape, 0.0, dtype)
        if op.is_empty:
            return x, saved, saved
        mean, scale = running_scale(op)
        return _scaled(x - by_channel(mean, x.ndim), scale, op), saved, saved
    mean = x.mean(op.dims)
    deviation = x - by_channel(mean, x.ndim)
    scale = ((deviation * deviation).mean(op.dims) + op.eps.value.data).rsqrt()
    return _scaled(deviation, scale, op), mean, scale


@decomposition(aten.BatchNormOp)
def _batch_norm(op: aten.BatchNormOp) -> Tensor:
    return Tensor(native_batch_norm(op).result)


def native_batch_norm(op: aten.BatchNormOp) -> aten.NativeBatchNormOp:
    """The same normalisation with the statistics that its reverse needs."""
    operands = (op.input, op.weight, op.bias, op.running_mean, op.running_var)
    return build(aten.NativeBatchNormOp, *operands, op.training is not None, op.momentum.value.data, op.eps.value.data)


@decomposition(aten.InstanceNormOp)
def _instance_norm(op: aten.InstanceNormOp) -> Tensor:
    x = Tensor(op.input)
    if op.is_empty:
        return x
    if op.use_input_stats is None:
        mean, scale = running_scale(op)
        return _scaled(x - by_channel(mean, x.ndim), scale, op)
    deviation = x - x.mean(op.dims, keepdim=True)
    scale = ((deviation * deviation).mean(op.dims, keepdim=True) + op.eps.value.data).rsqrt()
    result = deviation * (scale if op.weight is None else scale * by_channel(Tensor(op.weight), x.ndim))
    return result if op.bias is None else result + by_channel(Tensor(op.bias), x.ndim)


@decomposition(aten.GroupNormOp)
def _group_norm(op: aten.GroupNormOp) -> Tensor:
    x = Tensor(op.input)
    if op.is_empty:
        return x
    grouped = in_groups(x, op.num_groups.value.data)
    deviation = grouped - grouped.mean([2, 3], keepdim=True)
    result = deviation * ((deviation * deviation).mean([2, 3], keepdim=True) + op.eps.value.data).rsqrt()
    if op.weight is not None:
        result = result * by_group(Tensor(op.weight), grouped)
    if op.bias is not None:
        result = result + by_group(Tensor(op.bias), grouped)
    return result.reshape(x.size() if DYNAMIC_INDEX in x.shape else x.shape)
