"""Rules of the operators that look elements up by tensors of indices."""

from xdsl.dialects.builtin import i64

from adjoint.dialects import aten
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.tensor import Tensor
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, reshape_like, size_of


@adjoint_rule(aten.EmbeddingOp)
def embedding(op: aten.EmbeddingOp, g: Tensor) -> Cotangents:
    """The rows of g, added to zeros where they were taken from; none to the row of padding."""
    weight, indices = Tensor(op.weight), Tensor(op.indices)
    padding = op.padding_idx.value.data
    return only_first(op, lambda: aten.embedding_dense_backward(g, indices, size_of(weight), padding))


@adjoint_rule(aten.EmbeddingDenseBackwardOp)
def embedding_dense_backward(op: aten.EmbeddingDenseBackwardOp, g: Tensor) -> Cotangents:
    """The rows of g that the indices name, 0 for the index of padding."""

    def cotangent() -> Tensor:
        indices, padding = Tensor(op.indices), op.padding_idx.value.data
        rows = aten.embedding(g, indices, padding)
        return rows if padding < 0 else aten.where((indices == padding).unsqueeze(-1), 0, rows)

    return only_first(op, cotangent)


@adjoint_rule(aten.GatherOp)
def gather(op: aten.GatherOp, g: Tensor) -> Cotangents:
    """g, added to zeros where its elements were picked: rows of one element, by their place in row-major order."""
    x, index = Tensor(op.input), Tensor(op.index)

    def cotangent() -> Tensor:
        places = linear_index(x, normalize_dim(op.dim.value.data, x.ndim), index)
        added = aten.embedding_dense_backward(g.unsqueeze(-1), places, [x.numel(), 1])
        return reshape_like(added, x)

    return only_first(op, cotangent)


def linear_index(x: Tensor, dim: int, index: Tensor) -> Tensor:
    """Where `gather` finds each element among those of x in row-major order.

    By Horner's rule over the dimensions, that of `dim` left out, to which index times its stride is added.
    """
    if index.dtype != i64:
        index = index.to(i64)
    place: Tensor | None = None
    for each in range(x.ndim):
        if place is not None:
            place = place.unsqueeze(-1) * x.size(each)
        if each != dim:
            here = aten.dim_arange(index, each)
            place = here if place is None else place + here
    along = index * aten.numel(x, range(dim + 1, x.ndim)) if dim + 1 < x.ndim else index
    return along if place is None else place + along
