"""Operators that take parts of tensors, join tensors, put a part into zeros, or look elements up."""

import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, Shape, shapes, sizes, with_dims

bounds = st.integers(-4, 4)


@st.composite
def slice_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    start, end, step = draw(bounds), draw(st.none() | bounds), draw(st.integers(1, 2))
    return Instance(
        lambda x: aten.slice(x, dim, start, end, step),
        lambda x: torch.ops.aten.slice(x, dim, start, end, step),
        [Argument(shape)],
    )


@st.composite
def slice_backward_instances(draw: st.DrawFn) -> Instance:
    """The slice as the last argument tells it; the size from a list or from a tensor that has it."""
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    start, end, step = draw(bounds), draw(st.none() | bounds), draw(st.integers(1, 2))
    part = torch.ops.aten.slice(torch.empty(shape), dim, start, end, step).shape
    return Instance(
        lambda g, x: aten.slice_backward(g, aten.size(x), dim, start, end, step),
        lambda g, x: torch.ops.aten.slice_backward(g, x.shape, dim, start, 9 if end is None else end, step),
        [Argument(tuple(part)), Argument(shape)],
    )


@st.composite
def not_empty_along(draw: st.DrawFn) -> tuple[Shape, int, int]:
    """A shape, a dim of it that is not empty, and an index into that dim."""
    shape = list(draw(with_dims))
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    shape[dim] = max(shape[dim], 1)
    return tuple(shape), dim, draw(st.integers(-shape[dim], shape[dim] - 1))


@st.composite
def select_instances(draw: st.DrawFn) -> Instance:
    shape, dim, index = draw(not_empty_along())
    return Instance(lambda x: aten.select(x, dim, index), lambda x: x.select(dim, index), [Argument(shape)])


@st.composite
def select_backward_instances(draw: st.DrawFn) -> Instance:
    shape, dim, index = draw(not_empty_along())
    return Instance(
        lambda g: aten.select_backward(g, shape, dim, index),
        lambda g: torch.ops.aten.select_backward(g, shape, dim, index),
        [Argument(tuple(torch.empty(shape).select(dim, index).shape))],
    )


@st.composite
def cat_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    arguments: list[Argument] = []
    for size in draw(st.lists(sizes, min_size=1, max_size=4)):
        joined = list(shape)
        joined[dim] = size
        arguments.append(Argument(tuple(joined)))
    return Instance(lambda *xs: aten.cat(xs, dim), lambda *xs: torch.cat(xs, dim), arguments)


@st.composite
def narrow_instances(draw: st.DrawFn) -> Instance:
    """The part whose start is the size of one tensor and whose length is that of another."""
    start, length, rest = draw(sizes), draw(sizes), draw(sizes)
    shape = [*draw(shapes)[:2], start + length + rest]
    return Instance(
        lambda x, a, b: aten.narrow(x, -1, a.size(0), b.size(0)),
        lambda x, a, b: x.narrow(-1, a.shape[0], b.shape[0]),
        [Argument(tuple(shape)), Argument((start,)), Argument((length,))],
    )


@st.composite
def narrow_backward_instances(draw: st.DrawFn) -> Instance:
    start, length, rest = draw(sizes), draw(sizes), draw(sizes)
    leading = draw(shapes)[:2]

    def eager(g: torch.Tensor, a: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x.new_zeros((*leading, start)), g, x.new_zeros((*leading, rest))], -1)

    return Instance(
        lambda g, a, x: aten.narrow_backward(g, aten.size(x), -1, a.size(0)),
        eager,
        [Argument((*leading, length)), Argument((start,)), Argument((*leading, start + length + rest))],
    )


@st.composite
def gather_instances(draw: st.DrawFn) -> Instance:
    shape, dim, _ = draw(not_empty_along())
    dim %= len(shape)
    index_shape = tuple(draw(sizes) if each == dim else draw(st.integers(0, size)) for each, size in enumerate(shape))
    return Instance(
        lambda x, index: aten.gather(x, dim, index),
        lambda x, index: torch.gather(x, dim, index),
        [Argument(shape), Argument(index_shape, 0, shape[dim], integers=True)],
    )


# By their definitions: PyTorch's own cannot be differentiated twice where something is empty.


@st.composite
def embedding_instances(draw: st.DrawFn) -> Instance:
    rows, columns = draw(st.integers(1, 3)), draw(sizes)
    padding = draw(st.integers(-1, rows - 1))

    def eager(weight: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        return torch.where((indices == padding).unsqueeze(-1), weight.detach()[indices], weight[indices])

    return Instance(
        lambda weight, indices: aten.embedding(weight, indices, padding),
        eager,
        [Argument((rows, columns)), Argument(draw(shapes)[:2], 0, rows, integers=True)],
    )


@st.composite
def embedding_dense_backward_instances(draw: st.DrawFn) -> Instance:
    rows, columns, batch = draw(st.integers(1, 3)), draw(sizes), draw(shapes)[:2]
    padding = draw(st.integers(-1, rows - 1))

    def eager(g: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        added = torch.where((indices == padding).unsqueeze(-1), 0, g).reshape(indices.numel(), columns)
        return g.new_zeros(rows, columns).index_add(0, indices.flatten(), added)

    return Instance(
        lambda g, indices: aten.embedding_dense_backward(g, indices, [rows, columns], padding),
        eager,
        [Argument((*batch, columns)), Argument(batch, 0, rows, integers=True)],
    )


INDEXING = [
    OperatorCase("slice", slice_instances()),
    OperatorCase("select", select_instances()),
    OperatorCase("cat", cat_instances()),
    OperatorCase("narrow", narrow_instances()),
    OperatorCase("gather", gather_instances()),
    OperatorCase("embedding", embedding_instances()),
    OperatorCase("slice_backward", slice_backward_instances()),
    OperatorCase("select_backward", select_backward_instances()),
    OperatorCase("narrow_backward", narrow_backward_instances()),
    OperatorCase("embedding_dense_backward", embedding_dense_backward_instances()),
]
