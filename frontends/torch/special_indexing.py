"""Places that tensors of indices name, sums by place, and padding."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xdsl.dialects.builtin import AnyFloat

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.tensor import Tensor


def _constant_pad(input: Tensor, pad: Sequence[int], value: Number = 0) -> Tensor:
    return aten.pad(input, pad, "constant", value)


def _reflection_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    return aten.pad(input, padding, "reflect")


def _replication_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    return aten.pad(input, padding, "replicate")


def _embedding_bag(
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    scale_grad_by_freq: bool = False,
    mode: int = 0,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int = -1,
) -> tuple[Tensor, None, None, None]:
    """Sums, or means, of the rows that the indices from each offset to the next one name. The other three results are
    what PyTorch's own backward takes.

    Raises ValueError for the mode "max".
    """
    if mode not in (_SUM, _MEAN):
        raise ValueError("the mode 'max' is not supported, only 'sum' and 'mean'")
    if include_last_offset:
        offsets = aten.narrow(offsets, 0, 0, offsets.size(0) - 1)
    begun = aten.dim_arange(indices, 0).unsqueeze(1) >= offsets.unsqueeze(0)
    bags = begun.sum([1]) - 1
    rows = aten.embedding(weight, indices, padding_idx, scale_grad_by_freq)
    counted = aten.ones_like(indices, weight.dtype)
    if per_sample_weights is not None:
        rows = rows * per_sample_weights.unsqueeze(1)
    if padding_idx != -1:
        is_padding = indices == padding_idx
        rows, counted = aten.masked_fill(rows, is_padding.unsqueeze(1), 0), aten.masked_fill(counted, is_padding, 0)
    sums = aten.index_add(aten.full([offsets.size(0), weight.size(1)], 0, weight.dtype), 0, bags, rows)
    if mode == _SUM:
        return sums, None, None, None
    counts = aten.index_add(aten.full([offsets.size(0)], 0, weight.dtype), 0, bags, counted)
    return sums / aten.clamp(counts, 1).unsqueeze(1), None, None, None


_SUM, _MEAN = 0, 1
"""Modes of `embedding_bag`."""


def _scatter_reduce(
    input: Tensor, dim: int, index: Tensor, src: Tensor, reduce: str, include_self: bool = True
) -> Tensor:
    """Sums and means of floating-point numbers. Raises ValueError for other reductions."""
    if reduce not in ("sum", "mean") or (reduce == "mean" and not isinstance(input.dtype, AnyFloat)):
        raise ValueError(f"the reduction {reduce!r} of {input.dtype} is not supported, only sums, and means of floats")
    start = input if include_self else aten.scatter(input, dim, index, value=0)
    sums = aten.scatter_add(start, dim, index, src)
    if reduce == "sum":
        return sums
    ones = aten.ones_like(input)
    counts = aten.scatter_add(
        ones if include_self else aten.scatter(ones, dim, index, value=0), dim, index, aten.ones_like(src)
    )
    return sums / counts


def _diagonal_scatter(input: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """What functionalization makes of writing to a diagonal: `x.diagonal().fill_(0)`."""
    matrices = aten.movedim(input, [dim1, dim2], [0, 1])
    steps = aten.dim_arange(src, -1)
    places = [steps + max(-offset, 0), steps + max(offset, 0)]
    changed = aten.index_put(matrices, places, aten.movedim(src, -1, 0).to(input.dtype))
    return aten.movedim(changed, [0, 1], [dim1, dim2])


def _nonzero_numpy(input: Tensor) -> tuple[Tensor, ...]:
    """TorchScript's `nonzero(as_tuple=True)`."""
    return aten.nonzero(input, as_tuple=True)


# Any: as in `special_operators`.
INDEXING_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "nonzero_numpy": _nonzero_numpy,
    "_embedding_bag": _embedding_bag,
    "_unsafe_index": aten.index,
    "_unsafe_index_put": aten.index_put,
    "constant_pad_nd": _constant_pad,
    "diagonal_scatter": _diagonal_scatter,
    "reflection_pad1d": _reflection_pad,
    "reflection_pad2d": _reflection_pad,
    "reflection_pad3d": _reflection_pad,
    "replication_pad1d": _replication_pad,
    "replication_pad2d": _replication_pad,
    "replication_pad3d": _replication_pad,
    "scatter_reduce": _scatter_reduce,
}
