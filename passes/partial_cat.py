"""Tensors joined of which some are known to be zero."""

from collections.abc import Sequence

from adjoint.dialects import aten
from adjoint.dialects.aten.tensor import Tensor


def cat_with_zeros(parts: Sequence[Tensor | None], sizes: Sequence[int], dim: int) -> Tensor:
    """The parts, of the given sizes along `dim`, joined; None stands for zeros, which are not made but padded with.

    At least one part is there. The other sizes may be known only at run time.
    """
    present: list[Tensor] = []
    zeros = [0]
    for part, size in zip(parts, sizes, strict=True):
        if part is None:
            zeros[-1] += size
        else:
            present.append(part)
            zeros.append(0)
    before, *after = zeros
    padded = [
        _pad(part, dim, 0 if position else before, behind)
        for position, (part, behind) in enumerate(zip(present, after, strict=True))
    ]
    return padded[0] if len(padded) == 1 else aten.cat(padded, dim)


def _pad(part: Tensor, dim: int, before: int, after: int) -> Tensor:
    if before == after == 0:
        return part
    return aten.pad(part, [*[0, 0] * (part.ndim - 1 - dim), before, after])
