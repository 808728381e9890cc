"""Random functions. Without an offset an op gets one that no other random op of the program being built has."""

from xdsl.ir import Attribute

from adjoint.dialects.aten.builder import next_random_offset
from adjoint.dialects.aten.handle import value_of
from adjoint.dialects.aten.random import DropoutMaskOp, DropoutOp, RandLikeOp, RandnLikeOp
from adjoint.dialects.aten.tensor import Tensor, result_of

__all__ = [
    "dropout",
    "dropout_mask",
    "rand_like",
    "randn_like",
]


def dropout(input: Tensor, seed: Tensor, p: float = 0.5, train: bool = True, offset: int | None = None) -> Tensor:
    """In training, each element is zero with probability `p`, and scaled by `1 / (1 - p)` otherwise.

    `seed` is a 0-d i64 tensor.
    """
    return result_of(DropoutOp, value_of(input), value_of(seed), p, train, _offset(offset))


def dropout_mask(input: Tensor, seed: Tensor, p: float = 0.5, offset: int = 0) -> Tensor:
    """0 or `1 / (1 - p)`, what the dropout of the same seed and offset multiplies by, in the shape of `input`."""
    return result_of(DropoutMaskOp, value_of(input), value_of(seed), p, offset)


def rand_like(input: Tensor, seed: Tensor, *, dtype: Attribute | None = None, offset: int | None = None) -> Tensor:
    """Uniformly distributed numbers in [0, 1) in the shape of `input`; `seed` is a 0-d i64 tensor."""
    return result_of(RandLikeOp, value_of(input), value_of(seed), dtype, _offset(offset))


def randn_like(input: Tensor, seed: Tensor, *, dtype: Attribute | None = None, offset: int | None = None) -> Tensor:
    """Numbers of the standard normal distribution in the shape of `input`; `seed` is a 0-d i64 tensor."""
    return result_of(RandnLikeOp, value_of(input), value_of(seed), dtype, _offset(offset))


def _offset(offset: int | None) -> int:
    return next_random_offset() if offset is None else offset
