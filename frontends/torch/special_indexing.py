"""Places that tensors of indices name, and padding."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adjoint.dialects.aten import functional as aten
from adjoint.dialects.aten.literals import Number
from adjoint.dialects.aten.tensor import Tensor


def _constant_pad(input: Tensor, pad: Sequence[int], value: Number = 0) -> Tensor:
    return aten.pad(input, pad, "constant", value)


def _reflection_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    return aten.pad(input, padding, "reflect")


def _replication_pad(input: Tensor, padding: Sequence[int]) -> Tensor:
    return aten.pad(input, padding, "replicate")


# Any: as in `special_operators`.
INDEXING_OPERATORS: Mapping[str, Callable[..., Any]] = {
    "_unsafe_index": aten.index,
    "_unsafe_index_put": aten.index_put,
    "constant_pad_nd": _constant_pad,
    "reflection_pad1d": _reflection_pad,
    "reflection_pad2d": _reflection_pad,
    "reflection_pad3d": _reflection_pad,
    "replication_pad1d": _replication_pad,
    "replication_pad2d": _replication_pad,
    "replication_pad3d": _replication_pad,
}
