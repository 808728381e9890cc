"""Convolutions: contractions that no kernel takes, and whose zeros around the input need no memory."""

from xdsl.dialects import tensor
from xdsl.dialects.linalg.ops import GenericOp
from xdsl.ir import Operation
from xdsl.ir.affine import AffineBinaryOpExpr


def is_window_contraction(op: Operation) -> bool:
    """Whether an operand is walked along by sums of loops: a convolution or a gradient of one."""
    return isinstance(op, GenericOp) and any(
        isinstance(place, AffineBinaryOpExpr) and len({*place.used_dims()}) > 1
        for map_ in op.indexing_maps
        for place in map_.data.results
    )


def pads_windows(op: Operation) -> bool:
    """Whether an insertion does nothing but put zeros around the input of convolutions."""
    return isinstance(op, tensor.InsertSliceOp) and all(is_window_contraction(use.operation) for use in op.result.uses)
