"""Pooling, upsampling and normalisation by channels as the interpreter runs them: by eager PyTorch."""

from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional
from xdsl.ir import Operation, SSAValue

from adjoint.dialects import aten
from adjoint.dialects.aten.adaptive_pooling import AdaptiveAvgPoolBackwardOp, AdaptiveAvgPoolOp
from adjoint.dialects.aten.average_pooling import AvgPoolBackwardOp, AvgPoolOp
from adjoint.dialects.aten.base import AtenOp
from adjoint.dialects.aten.max_pooling import MaxPoolFamilyOp, MaxPoolWithIndicesBackwardOp
from adjoint.dialects.aten.upsampling import UpsampleBackwardOp, UpsampleOp

EagerOperator = Callable[..., torch.Tensor | tuple[torch.Tensor, ...]]


def _avg_pool(op: Any, input: torch.Tensor) -> torch.Tensor:
    kernel, stride, padding, ceil_mode, include_pad, divisor = op.arguments
    function = getattr(functional, f"avg_pool{op.RANK}d")
    options = {} if op.RANK == 1 else {"divisor_override": divisor}
    return function(input, kernel, stride or kernel, padding, ceil_mode, include_pad, **options)


def _adaptive_avg_pool(op: Any, input: torch.Tensor) -> torch.Tensor:
    sizes = [None if size == -1 else size for size in op.output_size.get_values()]
    sizes *= op.RANK // len(sizes)
    kept = [own if size is None else size for size, own in zip(sizes, input.shape[-op.RANK :], strict=True)]
    return getattr(functional, f"adaptive_avg_pool{op.RANK}d")(input, kept)


def _adaptive_avg_pool_backward(
    op: AdaptiveAvgPoolBackwardOp, grad_output: torch.Tensor, size: torch.Tensor | None = None
) -> torch.Tensor:
    pool = getattr(functional, f"adaptive_avg_pool{op.RANK}d")
    return _transposed(lambda x: pool(x, grad_output.shape[-op.RANK :]), grad_output, _target(op, size))


def _max_pool(op: MaxPoolFamilyOp, input: torch.Tensor) -> Any:
    kernel, stride, padding, dilation, ceil_mode = op.arguments
    function = getattr(functional, f"max_pool{op.RANK}d")
    with_indices = len(op.results) == 2
    return function(input, kernel, stride or kernel, padding, dilation, ceil_mode, return_indices=with_indices)


def _max_pool_backward(
    op: MaxPoolWithIndicesBackwardOp, grad_output: torch.Tensor, indices: torch.Tensor, size: torch.Tensor | None = None
) -> torch.Tensor:
    target = _target(op, size)
    zeros = grad_output.new_zeros(target).flatten(-op.RANK)
    return zeros.scatter_add(-1, indices.flatten(-op.RANK), grad_output.flatten(-op.RANK)).reshape(target)


def _upsample(op: Any, input: torch.Tensor) -> torch.Tensor:
    size = None if op.output_size is None else list(op.output_size.get_values())
    return _interpolate(op, input, size)


def _interpolate(op: Any, input: torch.Tensor, size: list[int] | None) -> torch.Tensor:
    modes = {
        "nearest_exact": "nearest-exact",
        "cubic": "bicubic",
        "linear": ("linear", "bilinear", "trilinear")[op.RANK - 1],
    }
    corners = None if op.KIND.startswith("nearest") else op.align_corners is not None
    scales = None if op.scales is None else list(op.scales)
    mode = modes.get(op.KIND, op.KIND)
    return functional.interpolate(input, size, scales, mode, corners, recompute_scale_factor=False)


def _target(op: Any, size: torch.Tensor | None) -> list[int]:
    return list(op.static_size.get_values()) if size is None else size.tolist()


def _transposed(
    function: Callable[[torch.Tensor], torch.Tensor], grad_output: torch.Tensor, shape: list[int]
) -> torch.Tensor:
    """The transpose of a linear function of a tensor of the shape."""
    with torch.enable_grad():
        x = grad_output.new_zeros(shape).requires_grad_()
        return torch.autograd.grad(function(x), x, grad_output)[0]


def _given(op: AtenOp, operands: tuple[torch.Tensor, ...], *names: str) -> list[torch.Tensor | None]:
    """The values of the operands of these names, None where one is absent."""
    values = dict(zip(op.operands, operands, strict=True))
    given: list[SSAValue | None] = [getattr(op, name) for name in names]
    return [None if each is None else values[each] for each in given]


def _native_batch_norm(op: Any, *operands: torch.Tensor) -> tuple[torch.Tensor, ...]:
    parameters = _given(op, operands, "input", "weight", "bias", "running_mean", "running_var")
    copies = [None if each is None else each.clone() for each in parameters]
    return torch.native_batch_norm(*copies, op.training is not None, op.momentum.value.data, op.eps.value.data)


def _instance_norm(op: Any, *operands: torch.Tensor) -> torch.Tensor:
    input, *parameters = _given(op, operands, "input", "running_mean", "running_var", "weight", "bias")
    use_input_stats = op.use_input_stats is not None
    return functional.instance_norm(
        input, *parameters, use_input_stats=use_input_stats, momentum=0.0, eps=op.eps.value.data
    )


def _group_norm(op: aten.GroupNormOp, *operands: torch.Tensor) -> torch.Tensor:
    input, weight, bias = _given(op, operands, "input", "weight", "bias")
    return functional.group_norm(input, op.num_groups.value.data, weight, bias, op.eps.value.data)


_FAMILIES: list[tuple[type[AtenOp], EagerOperator]] = [
    (AvgPoolOp, _avg_pool),
    (
        AvgPoolBackwardOp,
        lambda op, grad_output, size=None: _transposed(lambda x: _avg_pool(op, x), grad_output, _target(op, size)),
    ),
    (AdaptiveAvgPoolOp, _adaptive_avg_pool),
    (AdaptiveAvgPoolBackwardOp, _adaptive_avg_pool_backward),
    (MaxPoolFamilyOp, _max_pool),
    (MaxPoolWithIndicesBackwardOp, _max_pool_backward),
    (UpsampleOp, _upsample),
    (
        UpsampleBackwardOp,
        lambda op, grad_output, size=None: _transposed(
            lambda x: _interpolate(op, x, list(grad_output.shape[2:]) if op.scales is None else None),
            grad_output,
            _target(op, size),
        ),
    ),
]

WINDOWED: dict[type[Operation], EagerOperator] = {
    op_type: eager for family, eager in _FAMILIES for op_type in aten.Aten.operations if issubclass(op_type, family)
} | {
    aten.BatchNormOp: lambda op, *operands: _native_batch_norm(op, *operands)[0],
    aten.NativeBatchNormOp: _native_batch_norm,
    aten.InstanceNormOp: _instance_norm,
    aten.GroupNormOp: _group_norm,
    aten.DetachOp: lambda op, input: input,
}
"""What the interpreter executes an op by: a function of the op and of its operands."""
