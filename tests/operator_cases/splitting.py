"""Operators that split a tensor into a list, or make a list of tensors one: some parts are used, others are not."""

from collections.abc import Callable, Sequence

import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor
from operator_cases.case import Argument, Instance, OperatorCase, shapes, sizes, vectors, with_dims


def of_some(
    split: Callable[[Tensor], Sequence[Tensor]],
    eager: Callable[[torch.Tensor], Sequence[torch.Tensor]],
    used: Sequence[bool],
    argument: Argument,
) -> Instance:
    """Of the parts of a tensor, the products of those that are used with 1, 2, …, in one vector."""

    def ours(x: Tensor) -> Tensor:
        parts = [part * (i + 1) for i, (part, use) in enumerate(zip(split(x), used, strict=False)) if use]
        return aten.cat([part.flatten() for part in parts]) if parts else x * 2

    def theirs(x: torch.Tensor) -> torch.Tensor:
        parts = [part * (i + 1) for i, (part, use) in enumerate(zip(eager(x), used, strict=False)) if use]
        return torch.cat([part.flatten() for part in parts]) if parts else x * 2

    return Instance(ours, theirs, [argument])


uses = st.lists(st.booleans(), min_size=4, max_size=4)


@st.composite
def split_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    length = draw(st.integers(1, 3))
    argument = Argument(shape, static_dims=(dim % len(shape),))
    return of_some(lambda x: aten.split(x, length, dim), lambda x: x.split(length, dim), draw(uses), argument)


@st.composite
def split_with_sizes_instances(draw: st.DrawFn) -> Instance:
    """The size along the dim may be known at run time only."""
    shape = list(draw(with_dims))
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    lengths = draw(st.lists(sizes, min_size=1, max_size=3))
    shape[dim] = sum(lengths)
    return of_some(
        lambda x: aten.split_with_sizes(x, lengths, dim),
        lambda x: x.split_with_sizes(lengths, dim),
        draw(uses),
        Argument(tuple(shape)),
    )


@st.composite
def chunk_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    count = draw(st.integers(1, 4))
    known = shape[dim] % count or not shape[dim]
    argument = Argument(shape, static_dims=(dim % len(shape),) if known else ())
    return of_some(lambda x: aten.chunk(x, count, dim), lambda x: x.chunk(count, dim), draw(uses), argument)


@st.composite
def unbind_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    argument = Argument(shape, static_dims=(dim % len(shape),))
    return of_some(lambda x: aten.unbind(x, dim), lambda x: x.unbind(dim), draw(uses), argument)


@st.composite
def stack_instances(draw: st.DrawFn) -> Instance:
    shape, count = draw(shapes), draw(st.integers(1, 3))
    dim = draw(st.integers(-len(shape) - 1, len(shape)))
    return Instance(lambda *xs: aten.stack(xs, dim), lambda *xs: torch.stack(xs, dim), [Argument(shape)] * count)


@st.composite
def meshgrid_instances(draw: st.DrawFn) -> Instance:
    vector_shapes = draw(st.lists(vectors | st.just(()), min_size=1, max_size=3))
    indexing = draw(st.sampled_from(["ij", "xy"]))

    def ours(*xs: Tensor) -> Tensor:
        grids = aten.meshgrid(*xs, indexing=indexing)
        return grids[0] * grids[-1]

    def theirs(*xs: torch.Tensor) -> torch.Tensor:
        grids = torch.meshgrid(*xs, indexing=indexing)
        return grids[0] * grids[-1]

    return Instance(ours, theirs, [Argument(shape) for shape in vector_shapes])


@st.composite
def cat_with_nothing_instances(draw: st.DrawFn) -> Instance:
    """Among others a tensor of shape [0]."""
    shape = draw(st.tuples(sizes, sizes))
    position = draw(st.integers(0, 2))
    arguments = [Argument(shape), Argument(shape)]
    arguments.insert(position, Argument((0,), static_dims=(0,)))
    return Instance(lambda *xs: aten.cat(xs, 1), lambda *xs: torch.cat(xs, 1), arguments)


SPLITTING = [
    OperatorCase("split", split_instances()),
    OperatorCase("split_with_sizes", split_with_sizes_instances()),
    OperatorCase("chunk", chunk_instances()),
    OperatorCase("unbind", unbind_instances()),
    OperatorCase("stack", stack_instances()),
    OperatorCase("meshgrid", meshgrid_instances()),
    OperatorCase("cat_with_nothing", cat_with_nothing_instances()),
]
