"""What an `aten` value is while it is lowered: a view of a tensor, or one number in a shape.

Transposing, expanding, squeezing and unsqueezing change the view and emit nothing: what consumes the value reads the
source through its indexing map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType
from xdsl.ir import Attribute, SSAValue

from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.literals import NumberAttr
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size, as_size


@dataclass(frozen=True)
class View:
    """A tensor of the given shape; dimension i of it walks along dimension `source_dims[i]` of the source.

    None stands for a dimension along which the source is repeated, or one of size 1 that the source does not have.
    Source dimensions that no dimension walks along have size 1.
    """

    source: SSAValue
    shape: Shape
    source_dims: tuple[int | None, ...]

    @staticmethod
    def of(source: SSAValue, shape: Shape) -> View:
        """The source as it is."""
        return View(source, shape, tuple(range(len(shape))))

    @property
    def element_type(self) -> Attribute:
        """The type of the elements."""
        return tensor_type(self.source).element_type

    @property
    def source_rank(self) -> int:
        """The rank of the source."""
        return tensor_type(self.source).get_num_dims()

    @property
    def is_identity(self) -> bool:
        """Whether the view is its source."""
        return self.source_dims == tuple(range(self.source_rank))

    @property
    def is_row_major(self) -> bool:
        """Whether the view has the elements of its source, in that order: at most dimensions of size 1 differ."""
        walked = [dim for dim in self.source_dims if dim is not None]
        return walked == sorted(walked) and all(
            dim is not None or size == ONE for dim, size in zip(self.source_dims, self.shape, strict=True)
        )

    @property
    def source_shape(self) -> Shape:
        """The sizes of the source."""
        shape = [ONE] * self.source_rank
        for dim, size in zip(self.source_dims, self.shape, strict=True):
            if dim is not None:
                shape[dim] = size
        return tuple(shape)

    def rearrange(self, shape: Shape, dims: Sequence[int | None]) -> View:
        """The view whose dimension i is dimension `dims[i]` of this one, or one that is repeated."""
        return View(self.source, shape, tuple(None if dim is None else self.source_dims[dim] for dim in dims))


@dataclass(frozen=True)
class Splat:
    """One number in every place of a shape: a constant, or a size, which is an `index`."""

    value: NumberAttr | Size
    shape: Shape

    @property
    def element_type(self) -> Attribute:
        """The type of the elements."""
        return IndexType() if isinstance(self.value, Size) else self.value.type

    def rearrange(self, shape: Shape, dims: Sequence[int | None]) -> Splat:
        """The number in another shape."""
        return replace(self, shape=shape)


LoweredTensor = View | Splat


def is_number(tensor: LoweredTensor) -> bool:
    """Whether the tensor is one number that is known when compiling."""
    return isinstance(tensor, Splat) and not isinstance(tensor.value, Size)


def permuted(tensor: LoweredTensor, permutation: Sequence[int]) -> LoweredTensor:
    """Dimension i of the result is dimension `permutation[i]` of the tensor."""
    return tensor.rearrange(tuple(tensor.shape[dim] for dim in permutation), permutation)


def with_dims_inserted(tensor: LoweredTensor, dims: Sequence[int]) -> LoweredTensor:
    """Dimensions of size 1 inserted at `dims`, which count the dimensions of the result and ascend."""
    shape: list[Size] = list(tensor.shape)
    sources: list[int | None] = list(range(len(shape)))
    for dim in dims:
        shape.insert(dim, ONE)
        sources.insert(dim, None)
    return tensor.rearrange(tuple(shape), sources)


def without_dims(tensor: LoweredTensor, dims: Sequence[int]) -> LoweredTensor:
    """The tensor without the dimensions `dims`, which have size 1."""
    kept = [dim for dim in range(len(tensor.shape)) if dim not in dims]
    return tensor.rearrange(tuple(tensor.shape[dim] for dim in kept), kept)


def expanded(tensor: LoweredTensor, shape: Shape) -> LoweredTensor:
    """The tensor broadcast to a shape: dimensions of size 1 are repeated, and new ones stand in front."""
    offset = len(shape) - len(tensor.shape)
    dims = [
        None if dim < offset or (tensor.shape[dim - offset] == ONE and shape[dim] != ONE) else dim - offset
        for dim in range(len(shape))
    ]
    return tensor.rearrange(shape, dims)


def aligned_dims(shape: Shape, target: Shape) -> tuple[int | None, ...] | None:
    """For each dimension of a target that differs from the shape by dimensions of size 1 only, that of the shape.

    None in place of a dimension of size 1 that the shape does not have; None where the shapes differ otherwise.
    """
    dims = [dim for dim, size in enumerate(shape) if size != ONE]
    if [shape[dim] for dim in dims] != [size for size in target if size != ONE]:
        return None
    remaining = iter(dims)
    return tuple(None if size == ONE else next(remaining) for size in target)


def static_shape(shape: Sequence[Size | int]) -> list[int]:
    """The sizes as far as they are constants, `DYNAMIC_INDEX` in place of the others."""
    constants = [as_size(size).constant for size in shape]
    return [DYNAMIC_INDEX if constant is None else constant for constant in constants]
