"""Operators that take, replace or add to elements at places that tensors of indices, or masks, name.

Where elements are replaced no place is named twice: PyTorch leaves open which one stays, and its gradient is that of
all.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, Shape, shapes, sizes

some = st.integers(1, 3)
not_empty = st.lists(some, min_size=1, max_size=3).map(tuple)


def listed(dims: Sequence[int], indices: Sequence[object], other: object) -> list[object]:
    """ATen's list of indices, with what stands for a dim that is not indexed."""
    present = dict(zip(dims, indices, strict=True))
    return [present.get(dim, other) for dim in range(dims[-1] + 1)]


@st.composite
def indexed(draw: st.DrawFn) -> tuple[Shape, list[int], list[Argument]]:
    """A shape, the dims of it that are indexed, and index tensors that broadcast."""
    shape = draw(not_empty)
    dims = sorted(draw(st.lists(st.sampled_from(range(len(shape))), min_size=1, max_size=2, unique=True)))
    broadcast = draw(st.lists(sizes, max_size=2).map(tuple))
    other = draw(st.sampled_from([broadcast, broadcast[1:], (1,) * len(broadcast)]))
    return (
        shape,
        dims,
        [
            Argument(each, -shape[dim], shape[dim], integers=True)
            for dim, each in zip(dims, (broadcast, other), strict=False)
        ],
    )


@st.composite
def index_instances(draw: st.DrawFn) -> Instance:
    """By the list of indices, or by brackets."""
    shape, dims, indices = draw(indexed())
    brackets = draw(st.booleans())

    def eager(x: torch.Tensor, *places: torch.Tensor) -> torch.Tensor:
        return x[tuple(listed(dims, places, slice(None)))]

    def build(x: Tensor, *places: Tensor) -> Tensor:
        return x[tuple(listed(dims, places, slice(None)))] if brackets else aten.index(x, listed(dims, places, None))

    return Instance(build, eager, [Argument(shape), *indices])


@st.composite
def index_put_accumulate_instances(draw: st.DrawFn) -> Instance:
    """Values that may broadcast, as far as is known when compiling."""
    shape, dims, indices = draw(indexed())
    places = [torch.zeros(index.shape, dtype=torch.int64) for index in indices]
    result = tuple(torch.empty(shape)[tuple(listed(dims, places, slice(None)))].shape)
    cut = result[draw(st.integers(0, len(result))) :]
    values = tuple(draw(st.sampled_from([size, size, 1])) for size in cut)
    return Instance(
        lambda x, v, *places: aten.index_put(x, listed(dims, places, None), v, accumulate=True),
        lambda x, v, *places: torch.ops.aten.index_put(x, listed(dims, places, None), v, True),
        [Argument(shape), Argument(values), *indices],
    )


@st.composite
def index_put_instances(draw: st.DrawFn) -> Instance:
    """Different places along one dimension, or of a diagonal."""
    shape = draw(not_empty)
    dim = draw(st.integers(0, len(shape) - 1))
    dims = [0, dim] if dim > 0 and draw(st.booleans()) else [dim]
    order = draw(st.permutations(range(min(shape[each] for each in dims))))
    places = np.array(order[: draw(st.integers(0, len(order)))], np.int64)
    result = tuple(torch.empty(shape)[tuple(listed(dims, [places] * len(dims), slice(None)))].shape)

    def build(x: Tensor, v: Tensor) -> Tensor:
        return aten.index_put(x, listed(dims, [aten.constant(places)] * len(dims), None), v)

    def eager(x: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        return torch.ops.aten.index_put(x, listed(dims, [torch.from_numpy(places)] * len(dims), None), v)

    return Instance(build, eager, [Argument(shape), Argument(result)])


@st.composite
def scatter_add_instances(draw: st.DrawFn) -> Instance:
    shape = draw(not_empty)
    dim = draw(st.integers(0, len(shape) - 1))
    part = tuple(draw(sizes) if each == dim else draw(st.integers(0, size)) for each, size in enumerate(shape))
    src = tuple(size + draw(st.sampled_from([0, 0, 1])) for size in part)
    return Instance(
        lambda x, index, src: aten.scatter_add(x, dim, index, src),
        lambda x, index, src: torch.scatter_add(x, dim, index, src[tuple(map(slice, index.shape))]),
        [Argument(shape), Argument(part, 0, shape[dim], integers=True), Argument(src)],
    )


@st.composite
def scatter_instances(draw: st.DrawFn) -> Instance:
    """Of a tensor, or of a number; by a rotation of the places along the dimension."""
    shape = draw(not_empty)
    dim, shift, number = draw(st.integers(-len(shape), len(shape) - 1)), draw(some), draw(st.booleans())
    positions = np.moveaxis(np.indices(shape)[dim], dim, 0)[: draw(st.integers(0, shape[dim]))]
    index = np.ascontiguousarray(np.moveaxis((positions + shift) % shape[dim], 0, dim))
    return Instance(
        lambda x, src: aten.scatter(x, dim, aten.constant(index), 1.5 if number else src),
        lambda x, src: torch.scatter(x, dim, torch.from_numpy(index), 1.5 if number else src),
        [Argument(shape), Argument(index.shape)],
    )


@st.composite
def index_along_instances(
    draw: st.DrawFn,
    build: Callable[[Tensor, int, Tensor, Tensor], Tensor],
    eager: Callable[[torch.Tensor, int, torch.Tensor, torch.Tensor], torch.Tensor],
    different: bool,
) -> Instance:
    """Slices along a dimension, each named once at most or as often as it comes."""
    shape = draw(not_empty)
    dim = draw(st.integers(0, len(shape) - 1))
    order = draw(st.permutations(range(shape[dim])))
    count = draw(st.integers(0, shape[dim])) if different else draw(sizes)
    source = Argument((*shape[:dim], count, *shape[dim + 1 :]))
    if different:
        places = np.array(order[:count], np.int64)
        return Instance(
            lambda x, y: build(x, dim, aten.constant(places), y),
            lambda x, y: eager(x, dim, torch.from_numpy(places), y),
            [Argument(shape), source],
        )
    return Instance(
        lambda x, y, index: build(x, dim, index, y),
        lambda x, y, index: eager(x, dim, index, y),
        [Argument(shape), source, Argument((count,), 0, shape[dim], integers=True)],
    )


@st.composite
def index_select_instances(draw: st.DrawFn) -> Instance:
    shape = draw(not_empty)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    return Instance(
        lambda x, index: aten.index_select(x, dim, index),
        lambda x, index: torch.index_select(x, dim, index),
        [Argument(shape), Argument((draw(sizes),), 0, shape[dim], integers=True)],
    )


@st.composite
def take_along_dim_instances(draw: st.DrawFn) -> Instance:
    """Sizes that broadcast in the other dimensions, or all elements as a vector."""
    shape = draw(not_empty)
    dim = draw(st.none() | st.integers(0, len(shape) - 1))
    input = tuple(size if each == dim else draw(st.sampled_from([size, 1])) for each, size in enumerate(shape))
    indices = tuple(
        draw(sizes) if each == dim else draw(st.sampled_from([size, size, 1])) for each, size in enumerate(shape)
    )
    low, high = (0, int(np.prod(input))) if dim is None else (-shape[dim], shape[dim])
    return Instance(
        lambda x, index: aten.take_along_dim(x, index, dim),
        lambda x, index: torch.take_along_dim(x, index, dim),
        [Argument(input), Argument(indices, low, high, integers=True)],
    )


@st.composite
def masked_fill_instances(draw: st.DrawFn) -> Instance:
    """The mask from a comparison; the value a number or a tensor."""
    shape, number = draw(shapes), draw(st.booleans())
    return Instance(
        lambda x, m, v: aten.masked_fill(x, m > 0, 2 if number else v),
        lambda x, m, v: torch.masked_fill(x, m > 0, 2 if number else v),
        [Argument(shape), Argument(shape[draw(st.integers(0, len(shape))) :], -1, 2, integers=True), Argument(())],
    )


@st.composite
def masked_put_instances(draw: st.DrawFn) -> Instance:
    """Values that are the same for every element that a mask chooses."""
    shape, accumulate = draw(not_empty), draw(st.booleans())
    rank = draw(st.integers(1, len(shape)))
    return Instance(
        lambda x, m, v: aten.index_put(x, [m > 0], v, accumulate),
        lambda x, m, v: torch.index_put(x, [m > 0], v, accumulate),
        [
            Argument(shape),
            Argument(shape[:rank], -1, 2, integers=True),
            Argument(shape[draw(st.integers(rank, len(shape))) :]),
        ],
    )


@st.composite
def scaled_embedding_instances(draw: st.DrawFn) -> Instance:
    """By its definition: the gradient of a row, divided by how often it is named."""
    rows, columns = draw(some), draw(some)

    def eager(weight: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
        taken, counts = weight[indices], torch.bincount(indices.flatten(), minlength=rows)[indices].unsqueeze(-1)
        return taken / counts + (taken - taken / counts).detach()

    return Instance(
        lambda weight, indices: aten.embedding(weight, indices, scale_grad_by_freq=True),
        eager,
        [Argument((rows, columns)), Argument(draw(shapes)[:2], 0, rows, integers=True)],
    )


ADVANCED_INDEXING = [
    OperatorCase("index", index_instances()),
    OperatorCase("index_put", index_put_instances()),
    OperatorCase("index_put_accumulate", index_put_accumulate_instances()),
    OperatorCase("index_put_mask", masked_put_instances()),
    OperatorCase("scatter", scatter_instances()),
    OperatorCase("scatter_add", scatter_add_instances()),
    OperatorCase("index_select", index_select_instances()),
    OperatorCase(
        "index_add",
        index_along_instances(
            lambda x, dim, index, source: aten.index_add(x, dim, index, source, alpha=2),
            lambda x, dim, index, source: torch.index_add(x, dim, index, source, alpha=2),
            different=False,
        ),
    ),
    OperatorCase("index_copy", index_along_instances(aten.index_copy, torch.index_copy, different=True)),
    OperatorCase(
        "index_fill",
        index_along_instances(
            lambda x, dim, index, source: aten.index_fill(x, dim, index, source.sum()),
            lambda x, dim, index, source: torch.index_fill(x, dim, index, source.sum()),
            different=False,
        ),
    ),
    OperatorCase("take_along_dim", take_along_dim_instances()),
    OperatorCase("masked_fill", masked_fill_instances()),
    OperatorCase("embedding_scaled", scaled_embedding_instances()),
]
