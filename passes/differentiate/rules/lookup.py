"""Rules of the operators that look elements up by tensors of indices, or write them there: each is the other's reverse.

Where a place is named more than once, what was written last stays, and yet every value that was written there gets the
cotangent of the place, as in PyTorch.
"""

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects import aten
from adjoint.dialects.aten.scatter import ScatterFamilyOp
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.location import located
from adjoint.passes.differentiate.registry import Cotangents, adjoint_rule
from adjoint.passes.differentiate.rules.sizes import only_first, size_of


def zeros_for(x: Tensor, g: Tensor) -> Tensor:
    """Zeros in the shape of x, of the element type of its cotangent."""
    return aten.full(size_of(x), 0, g.dtype)


@adjoint_rule(aten.EmbeddingOp)
def embedding(op: aten.EmbeddingOp, g: Tensor) -> Cotangents:
    """The rows of g, added to zeros where they were taken from; none to the row of padding."""
    weight, indices = Tensor(op.weight), Tensor(op.indices)
    padding, scale = op.padding_idx.value.data, op.scale_grad_by_freq is not None
    return only_first(op, lambda: aten.embedding_dense_backward(g, indices, size_of(weight), padding, scale))


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
    """g, added to zeros where its elements were picked."""
    x, dim = Tensor(op.input), op.dim.value.data
    return only_first(op, lambda: aten.scatter_add(zeros_for(x, g), dim, Tensor(op.index), g))


@adjoint_rule(aten.ScatterAddOp)
def scatter_add(op: aten.ScatterAddOp, g: Tensor) -> Cotangents:
    """g as it is; what was added gets the cotangent of its place."""
    return g, None, lambda: written_cotangent(op, g)


def written_cotangent(op: ScatterFamilyOp, g: Tensor) -> Tensor:
    """The cotangents of the places that src was written to, 0 for the elements of src that were not used."""
    src, index = Tensor(op.src), Tensor(op.index)
    gathered = aten.gather(g, op.dim.value.data, index)
    if src.ndim != index.ndim:  # one of them is 0-d, the other has one element
        return gathered.reshape(src.shape)
    sizes = [index.size(dim) for dim in range(index.ndim)]
    for dim, (size, used) in enumerate(zip(src.shape, index.shape, strict=True)):
        if DYNAMIC_INDEX in (size, used) or used < size:
            sizes[dim] = src.size(dim)
            gathered = aten.narrow_backward(gathered, sizes, dim, 0)
    return gathered


@adjoint_rule(aten.ScatterOp)
def scatter(op: aten.ScatterOp, g: Tensor) -> Cotangents:
    """0 for the elements that are replaced; what was written gets the cotangent of its place. None for a product."""
    dim, index = op.dim.value.data, Tensor(op.index)
    if op.reduce is not None and op.reduce.data == "multiply":
        raise PassFailedException(located(op, 'reduce = "multiply" has no gradient'))
    input_cotangent = g if op.reduce is not None else lambda: aten.scatter(g, dim, index, 0)
    return input_cotangent, None, lambda: written_cotangent(op, g)


@adjoint_rule(aten.IndexSelectOp)
def index_select(op: aten.IndexSelectOp, g: Tensor) -> Cotangents:
    """The slices of g, added to zeros where they were taken from."""
    x, dim = Tensor(op.input), op.dim.value.data
    return only_first(op, lambda: aten.index_add(zeros_for(x, g), dim, Tensor(op.index), g))


@adjoint_rule(aten.IndexAddOp)
def index_add(op: aten.IndexAddOp, g: Tensor) -> Cotangents:
    dim, alpha = op.dim.value.data, op.alpha.value.data

    def source_cotangent() -> Tensor:
        slices = aten.index_select(g, dim, Tensor(op.index))
        return slices if alpha == 1 else slices * alpha

    return g, None, source_cotangent


@adjoint_rule(aten.IndexCopyOp)
def index_copy(op: aten.IndexCopyOp, g: Tensor) -> Cotangents:
    """0 for the slices that are replaced; those that were written get the cotangents of their places."""
    dim, index = op.dim.value.data, Tensor(op.index)
    return lambda: aten.index_fill(g, dim, index, 0), None, lambda: aten.index_select(g, dim, index)


def listed_indices(op: aten.IndexOp | aten.IndexPutOp) -> list[Tensor | None]:
    """ATen's list of indices, None for a dimension that none of them indexes."""
    present = dict(zip(op.dims.get_values(), op.indices, strict=True))
    return [Tensor(present[dim]) if dim in present else None for dim in range(max(present) + 1)]


@adjoint_rule(aten.IndexOp)
def index(op: aten.IndexOp, g: Tensor) -> Cotangents:
    """g, added to zeros where its elements were taken from."""

    def cotangent() -> Tensor:
        values = [None if each is None else each.value for each in listed_indices(op)]
        return result_of(aten.IndexPutOp, zeros_for(Tensor(op.input), g).value, values, g.value, accumulate=True)

    return only_first(op, cotangent)


@adjoint_rule(aten.IndexPutOp)
def index_put(op: aten.IndexPutOp, g: Tensor) -> Cotangents:
    """0 for the elements that are replaced; what was written gets the cotangents of its places."""
    indices = listed_indices(op)

    def replaced() -> Tensor:
        return aten.index_put(g, indices, aten.constant(0, g.dtype))

    input_cotangent = replaced if op.accumulate is None else g
    return [input_cotangent, *[None] * len(op.indices), lambda: aten.index(g, indices)]
