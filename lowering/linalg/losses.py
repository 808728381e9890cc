"""The elements of losses that are no composition of other operators."""

from adjoint.dialects import aten
from adjoint.lowering.linalg.activations import log_sigmoid
from adjoint.lowering.linalg.registry import elementwise_lowering
from adjoint.lowering.linalg.scalar import Scalar, log, log1p, maximum


@elementwise_lowering(aten.BinaryCrossEntropyLossesOp)
def _binary_cross_entropy(op: aten.BinaryCrossEntropyLossesOp, x: Scalar, target: Scalar) -> Scalar:
    return (target - 1) * maximum(log1p(-x), -100) - target * maximum(log(x), -100)


@elementwise_lowering(aten.BinaryCrossEntropyWithLogitsLossesOp)
def _binary_cross_entropy_with_logits(
    op: aten.BinaryCrossEntropyWithLogitsLossesOp, x: Scalar, target: Scalar, pos_weight: Scalar | None = None
) -> Scalar:
    loss = log_sigmoid(x)
    if pos_weight is not None:
        loss = loss * (1 + (pos_weight - 1) * target)
    return (1 - target) * x - loss
