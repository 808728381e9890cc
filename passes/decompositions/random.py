"""Random operators."""

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.decompositions.registry import decomposition


@decomposition(aten.DropoutOp)
def _dropout(op: aten.DropoutOp) -> Tensor:
    x = Tensor(op.input)
    if op.train is None:
        return x
    return x * aten.dropout_mask(x, Tensor(op.seed), op.p.value.data, op.offset.value.data)
