"""Rules of pooling: the reverse is an op of its own, linear, whose reverse is the pooling of the cotangent."""

from collections.abc import Mapping

from adjoint.dialects import aten
from adjoint.dialects.aten.adaptive_pooling import AdaptiveAvgPoolBackwardOp, AdaptiveAvgPoolOp
from adjoint.dialects.aten.average_pooling import AvgPoolBackwardOp, AvgPoolOp
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.max_pooling import (
    MaxPoolOp,
    MaxPoolWithIndicesBackwardOp,
    MaxPoolWithIndicesOp,
)
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule, forward_rewrite
from adjoint.passes.differentiate.rules.sizes import known_sizes, only_first, reshape_like, size_of

_AVG_POOL: Mapping[type[AvgPoolOp], type[AvgPoolBackwardOp]] = {
    aten.AvgPool1dOp: aten.AvgPool1dBackwardOp,
    aten.AvgPool2dOp: aten.AvgPool2dBackwardOp,
    aten.AvgPool3dOp: aten.AvgPool3dBackwardOp,
}

_AVG_POOL_OF: Mapping[type[AvgPoolBackwardOp], type[AvgPoolOp]] = {
    backward: forward for forward, backward in _AVG_POOL.items()
}

_ADAPTIVE_AVG_POOL: Mapping[type[AdaptiveAvgPoolOp], type[AdaptiveAvgPoolBackwardOp]] = {
    aten.AdaptiveAvgPool1dOp: aten.AdaptiveAvgPool1dBackwardOp,
    aten.AdaptiveAvgPool2dOp: aten.AdaptiveAvgPool2dBackwardOp,
    aten.AdaptiveAvgPool3dOp: aten.AdaptiveAvgPool3dBackwardOp,
}

_ADAPTIVE_AVG_POOL_OF: Mapping[type[AdaptiveAvgPoolBackwardOp], type[AdaptiveAvgPoolOp]] = {
    backward: forward for forward, backward in _ADAPTIVE_AVG_POOL.items()
}

_WITH_INDICES: Mapping[type[MaxPoolOp], type[MaxPoolWithIndicesOp]] = {
    aten.MaxPool1dOp: aten.MaxPool1dWithIndicesOp,
    aten.MaxPool2dOp: aten.MaxPool2dWithIndicesOp,
    aten.MaxPool3dOp: aten.MaxPool3dWithIndicesOp,
}

_MAX_POOL: Mapping[type[MaxPoolWithIndicesOp], type[MaxPoolWithIndicesBackwardOp]] = {
    aten.MaxPool1dWithIndicesOp: aten.MaxPool1dWithIndicesBackwardOp,
    aten.MaxPool2dWithIndicesOp: aten.MaxPool2dWithIndicesBackwardOp,
    aten.MaxPool3dWithIndicesOp: aten.MaxPool3dWithIndicesBackwardOp,
}


@adjoint_rule(*_AVG_POOL)
def avg_pool(op: AvgPoolOp, g: Tensor) -> Cotangents:
    """To each element its share of g from the windows that it is in; only the size of the input is captured."""
    size = target_of(size_of(Tensor(op.input)))
    return lambda: result_of(_AVG_POOL[type(op)], g.value, size, *op.arguments)


@adjoint_rule(*_AVG_POOL.values())
def avg_pool_backward(op: AvgPoolBackwardOp, g: Tensor) -> Cotangents:
    """The means of g over the windows."""
    return only_first(op, lambda: result_of(_AVG_POOL_OF[type(op)], g.value, *op.arguments))


@adjoint_rule(*_ADAPTIVE_AVG_POOL)
def adaptive_avg_pool(op: AdaptiveAvgPoolOp, g: Tensor) -> Cotangents:
    """To each element its share of g from the windows that it is in; only the size of the input is captured."""
    size = target_of(size_of(Tensor(op.input)))
    return lambda: result_of(_ADAPTIVE_AVG_POOL[type(op)], g.value, size)


@adjoint_rule(*_ADAPTIVE_AVG_POOL.values())
def adaptive_avg_pool_backward(op: AdaptiveAvgPoolBackwardOp, g: Tensor) -> Cotangents:
    """The means of g over as many windows as grad_output has elements."""
    forward = _ADAPTIVE_AVG_POOL_OF[type(op)]
    return only_first(op, lambda: result_of(forward, g.value, known_sizes(Tensor(op.grad_output))[-op.RANK :]))


@forward_rewrite(*_WITH_INDICES)
def max_pool(op: MaxPoolOp) -> MaxPoolWithIndicesOp:
    """The reverse needs to know which element of a window is the largest."""
    return build(_WITH_INDICES[type(op)], op.input, *op.arguments)


@adjoint_rule(*_MAX_POOL)
def max_pool_with_indices(op: MaxPoolWithIndicesOp, g: Tensor, _: None) -> Cotangents:
    """g to the largest element of each window, the first of equal ones."""
    backward, size, indices = _MAX_POOL[type(op)], target_of(size_of(Tensor(op.input))), op.indices
    return lambda: result_of(backward, g.value, size, *op.arguments, indices)


@adjoint_rule(*_MAX_POOL.values())
def max_pool_with_indices_backward(op: MaxPoolWithIndicesBackwardOp, g: Tensor) -> Cotangents:
    """The elements of g at the indices."""

    def cotangent() -> Tensor:
        places, indices = g, Tensor(op.indices)
        if op.RANK > 1:
            places, indices = g.flatten(-op.RANK), indices.flatten(-op.RANK)
        return reshape_like(places.gather(-1, indices), Tensor(op.indices))

    return only_first(op, cotangent)
