"""Rules of sorting, and of what is chosen by order: the indices have no gradient."""

from adjoint.dialects import aten
from adjoint.dialects.aten.extremum import ChoiceOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.extremum import at_indices
from adjoint.passes.differentiate.rules.lookup import zeros_for


@adjoint_rule(aten.SortOp, aten.TopkOp)
def sort(op: aten.SortOp | aten.TopkOp, g: Tensor | None, _: Tensor | None) -> Cotangents:
    """g where the elements came from, 0 where those came from that were not chosen."""
    if g is None:
        return None
    x, indices, cotangent = Tensor(op.input), Tensor(op.indices), g
    return lambda: aten.scatter_add(zeros_for(x, cotangent), op.ordered_dim, indices, cotangent)


@adjoint_rule(aten.KthvalueOp, aten.MedianDimOp)
def chosen(op: ChoiceOp, g: Tensor | None, _: Tensor | None) -> Cotangents:
    """g to the element that was chosen."""
    return None if g is None else lambda: at_indices(g, op)


@adjoint_rule(aten.MedianOp)
def median(op: aten.MedianOp, g: Tensor) -> Cotangents:
    """g divided among the elements that equal the median, or among those that are NaN where it is."""

    def cotangent() -> Tensor:
        x, y = Tensor(op.input), Tensor(op.result)
        shares = aten.where(x == y, 1, aten.where(x != x, aten.where(y != y, 1, 0), 0))
        return g / shares.sum() * shares

    return cotangent
