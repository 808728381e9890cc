"""Shape rules that operators share, in PyTorch's words. A dynamic size is `DYNAMIC_INDEX`, -2^63, printed as `?`."""

from collections.abc import Sequence
from math import prod

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.utils.exceptions import VerifyException

Shape = tuple[int, ...]


def describe_shape(shape: Sequence[int]) -> str:
    """A shape as PyTorch prints it, `?` for a dynamic size: `[?, 4]`."""
    return "[" + ", ".join("?" if size == DYNAMIC_INDEX else str(size) for size in shape) + "]"


def normalize_dim(dim: int, rank: int) -> int:
    """The dimension counted from the front; a 0-d tensor has the dimensions -1 and 0, as in PyTorch."""
    bound = max(rank, 1)
    if not -bound <= dim < bound:
        raise VerifyException(f"dim {dim} is out of range for a tensor of rank {rank}")
    return dim % bound


def normalize_dims(dims: Sequence[int] | None, rank: int) -> Shape:
    """The dimensions of a reduction in ascending order; none, or an empty list, means all."""
    if not dims:
        return tuple(range(rank))
    normalized = sorted(normalize_dim(dim, rank) for dim in dims)
    for first, second in zip(normalized, normalized[1:], strict=False):
        if first == second:
            raise VerifyException(f"dim {first} appears more than once in the list of dims")
    return tuple(dim for dim in normalized if dim < rank)


def broadcast_size(size: int, other: int) -> int | None:
    """The size two sizes broadcast to, None where they cannot; `?` and `n > 1` give n, and a check at run time."""
    if size == other or other == 1:
        return size
    if size == 1 or size == DYNAMIC_INDEX:
        return other
    if other == DYNAMIC_INDEX:
        return size
    return None


def broadcast_shapes(*shapes: Sequence[int]) -> Shape:
    """The shape that all the shapes broadcast to, aligned at the last dimension."""
    result: list[int] = []
    for shape in shapes:
        padding = len(shape) - len(result)
        if padding > 0:
            result[:0] = [1] * padding
        offset = len(result) - len(shape)
        for dim, size in enumerate(shape):
            combined = broadcast_size(result[offset + dim], size)
            if combined is None:
                described = " and ".join(describe_shape(each) for each in shapes)
                raise VerifyException(
                    f"shapes {described} cannot broadcast: "
                    f"sizes {result[offset + dim]} and {size} at dimension {offset + dim} differ and neither is 1"
                )
            result[offset + dim] = combined
    return tuple(result)


def sizes_agree(size: int, other: int) -> bool:
    """Whether two sizes can be equal at run time: `?` agrees with every size."""
    return size == other or DYNAMIC_INDEX in (size, other)


def common_size(size: int, other: int) -> int | None:
    """The size that two equal sizes have, known where one of them is; None where they differ."""
    if size in (DYNAMIC_INDEX, other):
        return other
    return size if other == DYNAMIC_INDEX else None


def expandable(shape: Sequence[int], target: Sequence[int]) -> bool:
    """Whether a shape broadcasts to the target without changing it, as far as is known when compiling."""
    if len(shape) > len(target):
        return False
    aligned = zip(reversed(shape), reversed(target), strict=False)
    return all(size == 1 or sizes_agree(size, expected) for size, expected in aligned)


def count_elements(shape: Sequence[int]) -> int | None:
    """The number of elements of a shape, None where it is known only at run time."""
    if 0 in shape:
        return 0
    return None if DYNAMIC_INDEX in shape else prod(shape)
