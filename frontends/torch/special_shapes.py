"""Views, copies and conversions: of values, most are the value itself. Parts of a tensor."""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

from xdsl.ir import Attribute

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.tensor import Tensor

Size = int | Tensor

_NO_END = 2**63 - 1
"""The end of a slice that goes on to the last element."""


def _same(input: Tensor) -> Tensor:
    return input


def _to(input: Tensor, dtype: Attribute | None = None) -> Tensor:
    return input if dtype is None or dtype == input.dtype else input.to(dtype)


def _to_other(input: Tensor, other: Tensor) -> Tensor:
    return _to(input, other.dtype)


def _view(input: Tensor, size: Sequence[Size]) -> Tensor:
    """-1 may stand beside sizes that are known only at run time."""
    if -1 in [each for each in size if isinstance(each, int)] and any(isinstance(each, Tensor) for each in size):
        at = next(index for index, each in enumerate(size) if isinstance(each, int) and each == -1)
        others = prod([*size[:at], *size[at + 1 :]])
        size = [*size[:at], input.numel() // others, *size[at + 1 :]]
    return input.view(size)


def _reshape(input: Tensor, shape: Sequence[Size]) -> Tensor:
    return _view(input, shape)


def _reshape_alias(input: Tensor, size: Sequence[Size], stride: Sequence[Size]) -> Tensor:
    return _view(input, size)


def _squeeze_dims(input: Tensor, dim: Sequence[int]) -> Tensor:
    return input.squeeze(dim) if dim else input


def _slice(input: Tensor, dim: int = 0, start: Size | None = None, end: Size | None = None, step: int = 1) -> Tensor:
    """Bounds that are known only at run time are not negative; where they lie beyond the end, they are the end."""
    end = None if isinstance(end, int) and end == _NO_END else end
    if not isinstance(start, Tensor) and not isinstance(end, Tensor):
        return aten.slice(input, dim, start, end, step)
    size = input.size(dim)
    first = _bound(start, size, 0)
    last = _bound(end, size, size)
    length = last if isinstance(first, int) and not first else last - first
    taken = aten.narrow(input, dim, first, length)
    return taken if step == 1 else aten.slice(taken, dim, step=step)


def _bound(bound: Size | None, size: Size, absent: Size) -> Size:
    """A bound of a slice as a place from 0 to the size."""
    if bound is None or (isinstance(bound, int) and not bound):
        return absent if bound is None else 0
    if isinstance(bound, int) and bound < 0:
        return size + bound
    if isinstance(bound, int) and isinstance(size, int):
        return min(bound, size)
    return aten.minimum(bound, size)


def _select(input: Tensor, dim: int, index: Size) -> Tensor:
    return aten.narrow(input, dim, index, 1).squeeze(dim) if isinstance(index, Tensor) else input.select(dim, index)


def _split(input: Tensor, split_size: Size | Sequence[Size], dim: int = 0) -> tuple[Tensor, ...]:
    if isinstance(split_size, Sequence):
        return _split_with_sizes(input, split_size, dim)
    if isinstance(split_size, Tensor):
        raise ValueError("into how many parts must be known when compiling: the split size is known only at run time")
    return aten.split(input, split_size, dim)


def _split_with_sizes(input: Tensor, split_sizes: Sequence[Size], dim: int = 0) -> tuple[Tensor, ...]:
    static = [size for size in split_sizes if isinstance(size, int)]
    if len(static) == len(split_sizes):
        return aten.split_with_sizes(input, static, dim)
    start: Size = 0
    parts: list[Tensor] = []
    for size in split_sizes:
        parts.append(aten.narrow(input, dim, start, size))
        start = start + size
    return tuple(parts)


def _slice_scatter(
    input: Tensor, src: Tensor, dim: int = 0, start: Size | None = None, end: Size | None = None, step: int = 1
) -> Tensor:
    """The input with `src` in place of the slice."""
    end = None if isinstance(end, int) and end == _NO_END else end
    first = 0 if start is None else start
    if isinstance(first, int) and not isinstance(end, Tensor) and step == 1:
        if first == 0 and end is None:
            return aten.expand_as(src, input)
        if end is None or (first <= end and (first < 0) == (end < 0)):
            parts = [aten.slice(input, dim, 0, first)] if first else []
            parts += [src] if end is None else [src, aten.slice(input, dim, end)]
            return aten.cat(parts, dim)
    places = _slice(aten.dim_arange(input, dim), 0, start, end, step)
    return aten.index_copy(input, dim, places, src)


def _select_scatter(input: Tensor, src: Tensor, dim: int, index: int) -> Tensor:
    """The input with `src` in place of the part at `index`."""
    dim %= input.ndim
    places = aten.dim_arange(input, dim)
    chosen = places == (input.size(dim) + index if index < 0 else index)
    for _ in range(input.ndim - dim - 1):
        chosen = chosen.unsqueeze(-1)
    return aten.where(chosen, src.unsqueeze(dim), input)


def _copy(input: Tensor, src: Tensor) -> Tensor:
    """What the input holds after `src`, which broadcasts, was copied into it."""
    return aten.expand_as(_to(src, input.dtype), input)


def _broadcast_tensors(tensors: Sequence[Tensor]) -> list[Tensor]:
    """The tensors, all of the shape that they broadcast to."""
    rank = max((len(each.shape) for each in tensors), default=0)
    sizes: list[Size] = [1] * rank
    for each in tensors:
        for dim in range(-len(each.shape), 0):
            size = sizes[dim]
            if isinstance(size, int) and size == 1 and each.shape[dim] != 1:
                sizes[dim] = each.size(dim)
    return [_expand(each, sizes) for each in tensors]


def _expand(input: Tensor, size: Sequence[Size]) -> Tensor:
    """-1 keeps a size."""
    if any(isinstance(each, Tensor) for each in size):
        added = len(size) - input.ndim
        kept = [
            input.size(dim - added) if isinstance(each, int) and each == -1 else each for dim, each in enumerate(size)
        ]
        return input.expand(kept)
    return input.expand(size)


def _transposed_matrices(input: Tensor) -> Tensor:
    return input.transpose(-2, -1)


def _size(input: Tensor, dim: int | None = None) -> Size | list[Size]:
    return [input.size(each) for each in range(input.ndim)] if dim is None else input.size(dim)


# Any: as in `special_operators`.
SHAPE_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "_reshape_alias": _reshape_alias,
    "_to_copy": _to,
    "_unsafe_view": _view,
    "alias": _same,
    "broadcast_tensors": _broadcast_tensors,
    "clone": _same,
    "copy": _copy,
    "expand": _expand,
    "lift": _same,
    "lift_fresh": _same,
    "lift_fresh_copy": _same,
    "mT": _transposed_matrices,
    "reshape": _reshape,
    "select": _select,
    "select_scatter": _select_scatter,
    "size": _size,
    "slice": _slice,
    "slice_scatter": _slice_scatter,
    "split": _split,
    "split_with_sizes": _split_with_sizes,
    "squeeze.dims": _squeeze_dims,
    "sym_numel": aten.numel,
    "sym_size": _size,
    "to": _to,
    "to.other": _to_other,
    "unsafe_chunk": aten.chunk,
    "unsafe_split": _split,
    "unsafe_split_with_sizes": _split_with_sizes,
    "view": _view,
}
