"""Rules of upsampling: the reverse is an op of its own, linear, whose reverse is the upsampling of the cotangent."""

from collections.abc import Mapping

from adjoint.dialects import aten
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.upsampling import UpsampleBackwardOp, UpsampleOp
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import known_sizes, only_first, size_of

_BACKWARD: Mapping[type[UpsampleOp], type[UpsampleBackwardOp]] = {
    aten.UpsampleNearest1dOp: aten.UpsampleNearest1dBackwardOp,
    aten.UpsampleNearest2dOp: aten.UpsampleNearest2dBackwardOp,
    aten.UpsampleNearest3dOp: aten.UpsampleNearest3dBackwardOp,
    aten.UpsampleNearestExact1dOp: aten.UpsampleNearestExact1dBackwardOp,
    aten.UpsampleNearestExact2dOp: aten.UpsampleNearestExact2dBackwardOp,
    aten.UpsampleNearestExact3dOp: aten.UpsampleNearestExact3dBackwardOp,
    aten.UpsampleLinear1dOp: aten.UpsampleLinear1dBackwardOp,
    aten.UpsampleBilinear2dOp: aten.UpsampleBilinear2dBackwardOp,
    aten.UpsampleTrilinear3dOp: aten.UpsampleTrilinear3dBackwardOp,
    aten.UpsampleBicubic2dOp: aten.UpsampleBicubic2dBackwardOp,
}

_FORWARD: Mapping[type[UpsampleBackwardOp], type[UpsampleOp]] = {
    backward: forward for forward, backward in _BACKWARD.items()
}


@adjoint_rule(*_BACKWARD)
def upsample(op: UpsampleOp, g: Tensor) -> Cotangents:
    """To each element from the places that it is part of, by its part; only the size of the input is captured."""
    size = target_of(size_of(Tensor(op.input)))
    return lambda: result_of(_BACKWARD[type(op)], g.value, size, op.scales, op.align_corners is not None)


@adjoint_rule(*_FORWARD)
def upsample_backward(op: UpsampleBackwardOp, g: Tensor) -> Cotangents:
    """g upsampled to the size of grad_output."""
    forward, scales = _FORWARD[type(op)], op.scales
    size = None if scales is not None else known_sizes(Tensor(op.grad_output))[2:]
    return only_first(op, lambda: result_of(forward, g.value, size, scales, op.align_corners is not None))
