"""Operators that put places in another order, repeat them, pad them, or take windows, triangles and diagonals."""

from math import prod

import torch
from hypothesis import strategies as st
from torch.nn import functional

from adjoint.dialects import aten
from operator_cases.case import Argument, Instance, OperatorCase, Shape, matrices, shapes, sizes, with_dims

offsets = st.integers(-2, 2)


@st.composite
def flip_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dims = draw(st.lists(st.sampled_from(range(len(shape))), unique=True))
    return Instance(lambda x: aten.flip(x, dims), lambda x: x.flip(dims), [Argument(shape)])


@st.composite
def roll_instances(draw: st.DrawFn) -> Instance:
    """By several dims, one of which may be named twice, or of all elements."""
    shape = draw(with_dims)
    dims = draw(st.lists(st.integers(-len(shape), len(shape) - 1), min_size=1, max_size=2))
    shifts = draw(st.lists(st.integers(-5, 5), min_size=len(dims), max_size=len(dims)))
    if draw(st.booleans()):
        return Instance(lambda x: aten.roll(x, shifts[0]), lambda x: x.roll(shifts[0]), [Argument(shape)])
    return Instance(lambda x: aten.roll(x, shifts, dims), lambda x: x.roll(shifts, dims), [Argument(shape)])


@st.composite
def triangle_instances(draw: st.DrawFn) -> Instance:
    shape = (*draw(shapes)[:1], *draw(matrices))
    diagonal = draw(offsets)
    if draw(st.booleans()):
        return Instance(lambda x: aten.tril(x, diagonal), lambda x: x.tril(diagonal), [Argument(shape)])
    return Instance(lambda x: aten.triu(x, diagonal), lambda x: x.triu(diagonal), [Argument(shape)])


@st.composite
def diagonal_parameters(draw: st.DrawFn) -> tuple[Shape, tuple[int, int, int]]:
    """A shape of at least two dimensions, and offset, dim1 and dim2 of a diagonal."""
    shape = (*draw(shapes)[:1], *draw(matrices))
    first, second = draw(st.permutations(range(len(shape))))[:2]
    return shape, (draw(offsets), first, second - len(shape))


@st.composite
def diagonal_instances(draw: st.DrawFn) -> Instance:
    shape, parameters = draw(diagonal_parameters())
    return Instance(
        lambda x: aten.diagonal(x, *parameters), lambda x: torch.diagonal(x, *parameters), [Argument(shape)]
    )


@st.composite
def diagonal_backward_instances(draw: st.DrawFn) -> Instance:
    shape, parameters = draw(diagonal_parameters())
    part = torch.diagonal(torch.empty(shape), *parameters).shape

    def eager(g: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return torch.ops.aten.diagonal_backward(g, x.shape, *parameters)

    return Instance(
        lambda g, x: aten.diagonal_backward(g, aten.size(x), *parameters),
        eager,
        [Argument(tuple(part)), Argument(shape)],
    )


@st.composite
def diag_embed_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)[:2]
    first, second = draw(st.permutations(range(len(shape) + 1)))[:2]
    offset = draw(offsets)
    return Instance(
        lambda x: aten.diag_embed(x, offset, first, second),
        lambda x: torch.diag_embed(x, offset, first, second),
        [Argument(shape)],
    )


@st.composite
def constant_pad_instances(draw: st.DrawFn) -> Instance:
    """Of every rank; what is there may be taken away."""
    shape = draw(with_dims)
    pad: list[int] = []
    for size in reversed(shape[-draw(st.integers(1, len(shape))) :]):
        before = draw(st.integers(-size, 2))
        pad += [before, draw(st.integers(-size - min(before, 0), 2))]
    return Instance(
        lambda x: aten.pad(x, pad, value=1.5), lambda x: functional.pad(x, pad, value=1.5), [Argument(shape)]
    )


@st.composite
def repeating_pad_instances(draw: st.DrawFn) -> Instance:
    """What PyTorch takes: the last one or two of three or four dimensions."""
    mode, count = draw(st.sampled_from(["reflect", "replicate", "circular"])), draw(st.integers(1, 2))
    padded = draw(st.lists(st.integers(2, 3), min_size=count, max_size=count))
    pad: list[int] = []
    for size in reversed(padded):
        before = draw(st.integers(-1, size - 1))
        longest = size - 1 if mode == "reflect" or before < 0 else size
        pad += [before, draw(st.integers(-1 if before >= 0 else 0, longest))]
    shape = (2, draw(sizes) or 1, *padded)
    return Instance(lambda x: aten.pad(x, pad, mode), lambda x: functional.pad(x, pad, mode), [Argument(shape)])


@st.composite
def repeat_instances(draw: st.DrawFn) -> Instance:
    shape = draw(shapes)
    repeats = draw(st.lists(sizes, min_size=len(shape), max_size=len(shape) + 1))
    return Instance(lambda x: aten.repeat(x, repeats), lambda x: x.repeat(repeats), [Argument(shape)])


@st.composite
def tile_instances(draw: st.DrawFn) -> Instance:
    shape, dims = draw(shapes), draw(st.lists(sizes, max_size=3))
    return Instance(lambda x: aten.tile(x, dims), lambda x: x.tile(dims), [Argument(shape)])


@st.composite
def repeat_interleave_instances(draw: st.DrawFn) -> Instance:
    shape, repeats = draw(with_dims), draw(sizes)
    dim = draw(st.none() | st.integers(-len(shape), len(shape) - 1))
    return Instance(
        lambda x: aten.repeat_interleave(x, repeats, dim),
        lambda x: x.repeat_interleave(repeats, dim),
        [Argument(shape)],
    )


@st.composite
def repeat_interleave_by_tensor_instances(draw: st.DrawFn) -> Instance:
    """Each place as often as an argument says, and all together as often as a number says."""
    shape = list(draw(with_dims))
    dim, count = draw(st.integers(-len(shape), len(shape) - 1)), draw(st.integers(0, 2))
    total = shape[dim] * count
    return Instance(
        lambda x, repeats: aten.repeat_interleave(x, repeats, dim, output_size=total),
        lambda x, repeats: x.repeat_interleave(repeats, dim),
        [Argument(tuple(shape)), Argument((shape[dim],), count, count + 1, integers=True)],
    )


@st.composite
def unfold_instances(draw: st.DrawFn) -> Instance:
    """Windows that overlap, that follow each other, and with places between them."""
    shape = draw(with_dims)
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    size, step = draw(st.integers(0, shape[dim])), draw(st.integers(1, 3))
    return Instance(lambda x: aten.unfold(x, dim, size, step), lambda x: x.unfold(dim, size, step), [Argument(shape)])


@st.composite
def unfold_backward_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    dim = draw(st.integers(0, len(shape) - 1))
    size, step = draw(st.integers(0, shape[dim])), draw(st.integers(1, 3))
    windows = torch.empty(shape).unfold(dim, size, step).shape
    return Instance(
        lambda g, x: aten.unfold_backward(g, aten.size(x), dim, size, step),
        lambda g, x: torch.ops.aten.unfold_backward(g, x.shape, dim, size, step),
        [Argument(tuple(windows)), Argument(shape)],
    )


@st.composite
def image_windows(draw: st.DrawFn) -> tuple[Shape, list[tuple[int, int]]]:
    """The shape of images, and kernel size, dilation, padding and stride of windows of them."""
    height, width = draw(st.integers(3, 4)), draw(st.integers(3, 4))
    pairs = [(1, 2), (1, 2), (0, 1), (1, 2)]
    parameters = [(draw(st.integers(*bounds)), draw(st.integers(*bounds))) for bounds in pairs]
    return (*draw(st.sampled_from([(), (2,)])), draw(st.integers(1, 2)), height, width), parameters


@st.composite
def im2col_instances(draw: st.DrawFn) -> Instance:
    shape, parameters = draw(image_windows())
    return Instance(
        lambda x: aten.im2col(x, *parameters), lambda x: functional.unfold(x, *parameters), [Argument(shape)]
    )


@st.composite
def col2im_instances(draw: st.DrawFn) -> Instance:
    shape, parameters = draw(image_windows())
    columns = functional.unfold(torch.empty(shape), *parameters).shape
    size = shape[-2:]
    return Instance(
        lambda x: aten.fold(x, size, *parameters),
        lambda x: functional.fold(x, size, *parameters),
        [Argument(tuple(columns))],
    )


@st.composite
def unflatten_instances(draw: st.DrawFn) -> Instance:
    """One of the sizes may be -1, where the others have elements."""
    shape, split = list(draw(with_dims)), draw(st.lists(sizes, min_size=1, max_size=3))
    dim = draw(st.integers(-len(shape), len(shape) - 1))
    shape[dim] = prod(split)
    position = draw(st.integers(0, len(split) - 1))
    listed = [*split[:position], -1, *split[position + 1 :]]
    given = listed if prod(split[:position] + split[position + 1 :]) and draw(st.booleans()) else split
    return Instance(
        lambda x: aten.unflatten(x, dim, given), lambda x: torch.unflatten(x, dim, given), [Argument(tuple(shape))]
    )


@st.composite
def movedim_instances(draw: st.DrawFn) -> Instance:
    shape = draw(with_dims)
    source, destination = (draw(st.permutations(range(len(shape))))[:2] for _ in range(2))
    return Instance(
        lambda x: aten.movedim(x, source, destination), lambda x: x.movedim(source, destination), [Argument(shape)]
    )


@st.composite
def shape_of_other_instances(draw: st.DrawFn) -> Instance:
    """expand_as, broadcast_to its sizes, or view_as: all by the shape of another tensor."""
    target = draw(shapes)
    repeated = tuple(draw(st.sampled_from([1, size])) for size in target)
    which = draw(st.sampled_from(["expand_as", "broadcast_to", "view_as", "reshape_as"]))
    shape = repeated if which in ("expand_as", "broadcast_to") else tuple(reversed(target))
    if which == "broadcast_to":
        return Instance(
            lambda x, y: aten.broadcast_to(aten.contiguous(x), aten.size(y)),
            lambda x, y: x.contiguous().broadcast_to(y.shape),
            [Argument(shape), Argument(target)],
        )
    return Instance(getattr(aten, which), getattr(torch.Tensor, which), [Argument(shape), Argument(target)])


REARRANGEMENT = [
    OperatorCase("flip", flip_instances()),
    OperatorCase("roll", roll_instances()),
    OperatorCase("triangle", triangle_instances()),
    OperatorCase("diagonal", diagonal_instances()),
    OperatorCase("diagonal_backward", diagonal_backward_instances()),
    OperatorCase("diag_embed", diag_embed_instances()),
    OperatorCase("constant_pad", constant_pad_instances()),
    OperatorCase("repeating_pad", repeating_pad_instances()),
    OperatorCase("repeat", repeat_instances()),
    OperatorCase("tile", tile_instances()),
    OperatorCase("repeat_interleave", repeat_interleave_instances()),
    OperatorCase("repeat_interleave_by_tensor", repeat_interleave_by_tensor_instances()),
    OperatorCase("unfold", unfold_instances()),
    OperatorCase("unfold_backward", unfold_backward_instances()),
    OperatorCase("im2col", im2col_instances()),
    OperatorCase("col2im", col2im_instances()),
    OperatorCase("unflatten", unflatten_instances()),
    OperatorCase("movedim", movedim_instances()),
    OperatorCase("shape_of_other", shape_of_other_instances()),
]
