"""Functions whose result is as large as their data says."""

from typing import Literal, overload

from adjoint.dialects.aten.data_sized import NonzeroOp, RepeatInterleaveIndicesOp
from adjoint.dialects.aten.functional.splitting import unbind
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = ["argwhere", "nonzero", "repeat_interleave_indices"]


@overload
def nonzero(input: Tensor, *, as_tuple: Literal[False] = False) -> Tensor: ...
@overload
def nonzero(input: Tensor, *, as_tuple: Literal[True]) -> tuple[Tensor, ...]: ...
def nonzero(input: Tensor, *, as_tuple: bool = False) -> Tensor | tuple[Tensor, ...]:
    """The places of the elements that are not 0, [n, rank], or the indices of each dimension, [n], as a tuple."""
    if not as_tuple:
        return result_of(NonzeroOp, value_of(input))
    return tuple(unbind(nonzero(input if input.ndim else input.unsqueeze(0)), 1))


def argwhere(input: Tensor) -> Tensor:
    """The places of the elements that are not 0, [n, rank]."""
    return nonzero(input)


def repeat_interleave_indices(repeats: Tensor) -> Tensor:
    """Each place of the 1-d tensor `repeats` as often as its number says."""
    return result_of(RepeatInterleaveIndicesOp, value_of(repeats))
