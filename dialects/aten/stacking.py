"""Lists of tensors put into one tensor, or into one shape."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from xdsl.dialects.builtin import StringAttr
from xdsl.irdl import irdl_op_definition, opt_prop_def, prop_def, result_def, var_operand_def, var_result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.joining import CatOp
from adjoint.dialects.aten.operands import target_of
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shape import ExpandOp
from adjoint.dialects.aten.shapes import common_size, describe_shape, normalize_dim
from adjoint.dialects.aten.tensor import Tensor, result_of

Indexing: TypeAlias = Literal["ij", "xy"]
"""Whether the first two dimensions of a grid are those of the first two tensors, or of the second and the first."""


@irdl_op_definition
class StackOp(CompositeOp):
    """Tensors of one shape joined along a new dimension `dim`, promoted to one element type."""

    name = "aten.stack"

    tensors = var_operand_def(TENSOR)
    dim = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    assembly_format = "$tensors (`dim` `=` $dim^)? attr-dict `:` type($tensors) `->` type($result)"

    def __init__(self, tensors: Sequence[Operand], dim: int = 0):
        super().__init__([tensors], {"dim": int_property(dim)})

    def decompose(self) -> Tensor:
        if not self.tensors:
            raise VerifyException("expected at least one tensor")
        shapes = [tensor_type(operand).get_shape() for operand in self.tensors]
        for shape in shapes[1:]:
            sizes = zip(shapes[0], shape, strict=False)
            if len(shape) != len(shapes[0]) or any(common_size(*pair) is None for pair in sizes):
                raise VerifyException(
                    f"shapes {describe_shape(shapes[0])} and {describe_shape(shape)} differ: "
                    "tensors that are stacked have one shape"
                )
        dim = normalize_dim(self.dim.value.data, len(shapes[0]) + 1)
        return result_of(CatOp, [Tensor(operand).unsqueeze(dim).value for operand in self.tensors], dim)


@irdl_op_definition
class MeshgridOp(CompositeOp):
    """A grid of the places of n vectors: for each, a tensor of n dimensions that varies along its own only.

    A 0-d tensor counts as a vector of one. With `indexing = "xy"` the first two dimensions are swapped.
    """

    name = "aten.meshgrid"

    tensors = var_operand_def(TENSOR)
    indexing = opt_prop_def(StringAttr)
    grids = var_result_def(TENSOR)

    assembly_format = "$tensors (`indexing` `=` $indexing^)? attr-dict `:` type($tensors) `->` type($grids)"

    def __init__(self, tensors: Sequence[Operand], indexing: Indexing | None = None):
        super().__init__(
            [tensors],
            {"indexing": None if indexing is None else StringAttr(indexing)},
            result_count=len(tensors),
            results_are_a_list=True,
        )

    def decompose(self) -> Sequence[Tensor]:
        vectors = [Tensor(operand) for operand in self.tensors]
        indexing = "ij" if self.indexing is None else self.indexing.data
        if not vectors:
            raise VerifyException("expected at least one tensor")
        if indexing not in ("ij", "xy"):
            raise VerifyException(f'indexing must be "ij" or "xy", got "{indexing}"')
        for vector in vectors:
            if vector.ndim > 1:
                raise VerifyException(f"expected vectors or 0-d tensors, got shape {describe_shape(vector.shape)}")
            if vector.dtype != vectors[0].dtype:
                raise VerifyException(f"element types {vectors[0].dtype} and {vector.dtype} differ")
        vectors = [vector if vector.ndim else vector.unsqueeze(0) for vector in vectors]
        places = list(range(len(vectors)))
        if indexing == "xy":
            places[:2] = reversed(places[:2])
        size = target_of([vectors[place].size(0) for place in places])  # swapping two places is its own inverse
        rows = [_along(vector, place, len(vectors)) for vector, place in zip(vectors, places, strict=True)]
        return [result_of(ExpandOp, row.value, size) for row in rows]


def _along(vector: Tensor, dim: int, rank: int) -> Tensor:
    """A vector along one dimension of a tensor of the rank, the others having size 1."""
    for _ in range(rank - 1 - dim):
        vector = vector.unsqueeze(-1)
    return vector
