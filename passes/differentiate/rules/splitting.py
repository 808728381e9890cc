"""Rules of the operators that split a tensor into parts: the parts' cotangents joined, zeros where one has none.

Only what is missing becomes zero (pytorch issue 14484: a chunk with some undefined cotangents).
"""

from adjoint.dialects import aten
from adjoint.dialects.aten.splitting import SplitFamilyOp
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.partial_cat import cat_with_zeros


@adjoint_rule(aten.SplitOp, aten.SplitWithSizesOp, aten.ChunkOp)
def split(op: SplitFamilyOp, *g: Tensor | None) -> Cotangents:
    return lambda: cat_with_zeros(g, op.part_sizes, op.split_dim)


@adjoint_rule(aten.UnbindOp)
def unbind(op: aten.UnbindOp, *g: Tensor | None) -> Cotangents:
    def cotangent() -> Tensor:
        dim = op.split_dim
        return cat_with_zeros([None if each is None else each.unsqueeze(dim) for each in g], op.part_sizes, dim)

    return cotangent
