"""Operators that give a tensor another shape or order."""

from math import prod

import torch
from hypothesis import strategies as st

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, shapes, sizes

factors = st.lists(sizes, min_size=1, max_size=3).map(tuple)


@st.composite
def dim_of(draw: st.DrawFn, rank: int) -> int:
    """A dim of a tensor of the rank, counted from the front or from the back."""
    bound = max(rank, 1)
    return draw(st.integers(-bound, bound - 1))


@st.composite
def transpose_instances(draw: st.DrawFn) -> Instance:
    shape = draw(shapes)
    first, second = draw(dim_of(len(shape))), draw(dim_of(len(shape)))
    return Instance(
        lambda x: aten.transpose(x, first, second), lambda x: torch.transpose(x, first, second), [Argument(shape)]
    )


@st.composite
def permute_instances(draw: st.DrawFn) -> Instance:
    shape = draw(shapes)
    dims = [dim - len(shape) if draw(st.booleans()) else dim for dim in draw(st.permutations(range(len(shape))))]
    return Instance(lambda x: aten.permute(x, dims), lambda x: torch.permute(x, dims), [Argument(shape)])


@st.composite
def reshape_instances(draw: st.DrawFn) -> Instance:
    """To a static shape, with one -1 where that is not ambiguous."""
    shape = draw(shapes)
    target = list(
        draw(st.permutations(draw(st.sampled_from([[*shape], [prod(shape)], [1, *shape], [prod(shape), 1]]))))
    )
    position = draw(st.integers(0, len(target)))
    if position < len(target) and prod(target[:position] + target[position + 1 :]) != 0:
        target[position] = -1
    return Instance(lambda x: aten.reshape(x, target), lambda x: x.reshape(target), [Argument(shape)])


@st.composite
def view_by_size_instances(draw: st.DrawFn) -> Instance:
    """To the sizes of another tensor."""
    shape = draw(shapes)
    like = draw(st.permutations(shape))
    return Instance(
        lambda x, y: aten.view(x, aten.size(y)), lambda x, y: x.view(y.shape), [Argument(shape), Argument(tuple(like))]
    )


@st.composite
def flatten_instances(draw: st.DrawFn) -> Instance:
    shape = draw(shapes)
    bound = max(len(shape), 1)
    start = draw(st.integers(0, bound - 1))
    end = draw(st.integers(start, bound - 1))
    return Instance(
        lambda x: aten.flatten(x, start - bound, end), lambda x: torch.flatten(x, start - bound, end), [Argument(shape)]
    )


@st.composite
def expand_instances(draw: st.DrawFn) -> Instance:
    """To new leading dims and repeated dims of size 1, listed or as -1."""
    target = draw(shapes)
    repeated = [draw(st.booleans()) for _ in target]
    shape = tuple(1 if repeat else size for size, repeat in zip(target, repeated, strict=True))
    kept = [-1 if not repeat and draw(st.booleans()) else size for size, repeat in zip(target, repeated, strict=True)]
    sizes_listed = [*draw(shapes), *kept]
    return Instance(lambda x: aten.expand(x, sizes_listed), lambda x: x.expand(sizes_listed), [Argument(shape)])


@st.composite
def expand_to_size_instances(draw: st.DrawFn) -> Instance:
    """To the sizes of another tensor."""
    target = draw(shapes)
    shape = tuple(draw(st.sampled_from([1, size])) for size in target[draw(st.integers(0, len(target))) :])
    return Instance(
        lambda x, y: aten.expand(x, aten.size(y)), lambda x, y: x.expand(y.shape), [Argument(shape), Argument(target)]
    )


@st.composite
def squeeze_instances(draw: st.DrawFn) -> Instance:
    """All dims of size 1, or those of a list that have it; which ones have it is known when compiling."""
    shape = tuple(draw(st.lists(st.sampled_from([0, 1, 1, 2]), max_size=3)))
    listed = draw(st.none() | st.lists(st.sampled_from(range(len(shape))), unique=True) if shape else st.none())
    argument = Argument(shape, static_dims=tuple(range(len(shape))))
    if listed is None:
        return Instance(aten.squeeze, torch.squeeze, [argument])
    return Instance(lambda x: aten.squeeze(x, listed), lambda x: torch.squeeze(x, listed), [argument])


@st.composite
def unsqueeze_instances(draw: st.DrawFn) -> Instance:
    shape = draw(shapes)
    dim = draw(dim_of(len(shape) + 1))
    return Instance(lambda x: aten.unsqueeze(x, dim), lambda x: torch.unsqueeze(x, dim), [Argument(shape)])


def matrices_or_less() -> st.SearchStrategy[Instance]:
    """The shapes that `t` takes."""
    return st.lists(sizes, max_size=2).map(lambda shape: Instance(aten.t, torch.t, [Argument(tuple(shape))]))


SHAPE = [
    OperatorCase("t", matrices_or_less()),
    OperatorCase("transpose", transpose_instances()),
    OperatorCase("permute", permute_instances()),
    OperatorCase("reshape", reshape_instances()),
    OperatorCase("view_by_size", view_by_size_instances()),
    OperatorCase("flatten", flatten_instances()),
    OperatorCase("expand", expand_instances()),
    OperatorCase("expand_to_size", expand_to_size_instances()),
    OperatorCase("squeeze", squeeze_instances()),
    OperatorCase("unsqueeze", unsqueeze_instances()),
]
