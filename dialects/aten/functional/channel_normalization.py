"""Normalisation by statistics of channels."""

from xdsl.ir import SSAValue

from adjoint.dialects.aten.batch_statistics import NativeBatchNormLegitFunctionalOp
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.channel_normalization import BatchNormOp, GroupNormOp, InstanceNormOp, NativeBatchNormOp
from adjoint.dialects.aten.detach import DetachOp
from adjoint.dialects.aten.handle import optional_value_of, value_of
from adjoint.dialects.aten.tensor import Tensor, result_of, tensors

__all__ = [
    "batch_norm",
    "detach",
    "group_norm",
    "instance_norm",
    "native_batch_norm",
    "native_batch_norm_legit_functional",
]


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Batch normalisation: by statistics of the batch in training, else by running ones, which stay as they are."""
    parameters = _values_of(weight, bias, running_mean, running_var)
    return result_of(BatchNormOp, value_of(input), *parameters, training, momentum, eps)


def native_batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor]:
    """Batch normalisation, with the mean and `1 / sqrt(var + eps)` of the batch, which have no gradient."""
    parameters = _values_of(weight, bias, running_mean, running_var)
    op = build(NativeBatchNormOp, value_of(input), *parameters, training, momentum, eps)
    return Tensor(op.result), detach(Tensor(op.save_mean)), detach(Tensor(op.save_invstd))


def native_batch_norm_legit_functional(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor,
    running_var: Tensor,
    training: bool,
    momentum: float,
    eps: float,
) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """As `native_batch_norm`, with the running mean and variance after it, which have no gradient."""
    parameters = _values_of(weight, bias, running_mean, running_var)
    op = build(NativeBatchNormLegitFunctionalOp, value_of(input), *parameters, training, momentum, eps)
    save_mean, save_invstd, mean_out, var_out = map(detach, tensors(op.results[1:]))
    return Tensor(op.result), save_mean, save_invstd, mean_out, var_out


def _values_of(
    weight: Tensor | None, bias: Tensor | None, running_mean: Tensor | None, running_var: Tensor | None
) -> tuple[SSAValue | None, SSAValue | None, SSAValue | None, SSAValue | None]:
    return (
        optional_value_of(weight),
        optional_value_of(bias),
        optional_value_of(running_mean),
        optional_value_of(running_var),
    )


def detach(input: Tensor) -> Tensor:
    """The tensor as it is, as a constant to whoever differentiates."""
    return result_of(DetachOp, value_of(input))


def group_norm(
    input: Tensor, num_groups: int, weight: Tensor | None = None, bias: Tensor | None = None, eps: float = 1e-5
) -> Tensor:
    """Normalises each group of channels of each sample."""
    return result_of(GroupNormOp, value_of(input), num_groups, optional_value_of(weight), optional_value_of(bias), eps)


def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Normalises each channel of each sample, by its own statistics or by running ones, which stay as they are."""
    parameters = _values_of(weight, bias, running_mean, running_var)
    return result_of(InstanceNormOp, value_of(input), *parameters, use_input_stats, momentum, eps)
