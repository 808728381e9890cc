"""Operators that merge dimensions, leave dimensions of size 1 out or insert them."""

from collections.abc import Sequence
from math import prod

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import (
    INT_LIST,
    IntProperty,
    int_list_property,
    int_property,
    optional_int_list_property,
)
from adjoint.dialects.aten.shapes import Shape, count_elements, normalize_dim, normalize_dims
from adjoint.dialects.aten.sizes import fold_known_elements, known_elements


@irdl_op_definition
class FlattenOp(AtenOp):
    """Merges the dimensions from `start_dim` to `end_dim`, both included, into one; a 0-d tensor becomes 1-d."""

    name = "aten.flatten"

    input = operand_def(TENSOR)
    start_dim = prop_def(IntProperty, default_value=int_property(0))
    end_dim = prop_def(IntProperty, default_value=int_property(-1))
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`start_dim` `=` $start_dim^)? (`end_dim` `=` $end_dim^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, start_dim: int = 0, end_dim: int = -1):
        super().__init__([input], {"start_dim": int_property(start_dim), "end_dim": int_property(end_dim)})

    @property
    def dims(self) -> tuple[int, int]:
        """The first and the last merged dimension, counted from the front."""
        rank = tensor_type(self.input).get_num_dims()
        start, end = self.start_dim.value.data, self.end_dim.value.data
        return normalize_dim(start, rank), normalize_dim(end, rank)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape, (start, end) = type_.get_shape(), self.dims
        if start > end:
            raise VerifyException(f"start_dim {start} comes after end_dim {end}")
        merged = count_elements(shape[start : end + 1])
        flat = (*shape[:start], DYNAMIC_INDEX if merged is None else merged, *shape[end + 1 :])
        return [TensorType(type_.element_type, flat)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        start, end = self.dims
        return self.folds_to(self.input) if start == end else None


@irdl_op_definition
class UnflattenOp(AtenOp):
    """Splits dimension `dim` into dimensions of the given sizes; one of them may be -1: what remains."""

    name = "aten.unflatten"

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    sizes = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input `dim` `=` $dim `sizes` `=` $sizes attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int, sizes: Sequence[int]):
        super().__init__([input], {"dim": int_property(dim), "sizes": int_list_property(sizes)})

    @property
    def split_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, sizes = tensor_type(self.input), self.sizes.get_values()
        shape, dim = type_.get_shape(), self.split_dim
        if not shape:
            raise VerifyException("expected at least one dimension, got a 0-d tensor")
        if not sizes:
            raise VerifyException("sizes must not be empty")
        if any(size < -1 for size in sizes) or sizes.count(-1) > 1:
            raise VerifyException(f"sizes must not be negative, but for one -1, got {list(sizes)}")
        known = prod(size for size in sizes if size != -1)
        if shape[dim] == DYNAMIC_INDEX:
            remaining = DYNAMIC_INDEX
        else:
            fits = known == shape[dim] if -1 not in sizes else known and shape[dim] % known == 0
            if not fits:
                raise VerifyException(f"dim {dim} of size {shape[dim]} cannot have the sizes {list(sizes)}")
            remaining = shape[dim] // known if known else 0
        split = (remaining if size == -1 else size for size in sizes)
        return [TensorType(type_.element_type, (*shape[:dim], *split, *shape[dim + 1 :]))]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if len(self.sizes) == 1 else None


@irdl_op_definition
class SqueezeOp(AtenOp):
    """Leaves out those of the dimensions `dim` that have size 1, all of them where `dim` is absent.

    Whether a size known only at run time is left out would be a question of rank: without `dim` such dimensions
    stay, and in `dim` they are an error.
    """

    name = "aten.squeeze"

    input = operand_def(TENSOR)
    dim = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int | Sequence[int] | None = None):
        super().__init__([input], {"dim": optional_int_list_property(dim)})

    @property
    def dims(self) -> Shape:
        """The dimensions that are left out, counted from the front, in ascending order."""
        shape = tensor_type(self.input).get_shape()
        if self.dim is None:
            return tuple(dim for dim, size in enumerate(shape) if size == 1)
        listed = normalize_dims(self.dim.get_values(), len(shape)) if len(self.dim) else ()
        for dim in listed:
            if shape[dim] == DYNAMIC_INDEX:
                raise VerifyException(
                    f"the size of dim {dim} is known only at run time, and with it the rank of the result: "
                    "use aten.select or aten.reshape"
                )
        return tuple(dim for dim in listed if shape[dim] == 1)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, dims = tensor_type(self.input), self.dims
        squeezed = [size for dim, size in enumerate(type_.get_shape()) if dim not in dims]
        return [TensorType(type_.element_type, squeezed)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        dims = self.dims
        if not dims:
            return self.folds_to(self.input)
        if isinstance(owner := self.input.owner, UnsqueezeOp) and dims == (owner.inserted_dim,):
            return self.folds_to(owner.input)
        return None


@irdl_op_definition
class UnsqueezeOp(AtenOp):
    """Inserts a dimension of size 1 at `dim`, which counts the dimensions of the result."""

    name = "aten.unsqueeze"

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$input `dim` `=` $dim attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int):
        super().__init__([input], {"dim": int_property(dim)})

    @property
    def inserted_dim(self) -> int:
        """The inserted dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims() + 1)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape, dim = type_.get_shape(), self.inserted_dim
        return [TensorType(type_.element_type, (*shape[:dim], 1, *shape[dim:]))]

    def known_elements(self) -> Sequence[int | None] | None:
        type_ = tensor_type(self.input)
        return known_elements(self.input) if type_ == TensorType(IndexType(), []) else None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        owner = self.input.owner
        if isinstance(owner, SqueezeOp) and owner.dims == (self.inserted_dim,):
            return self.folds_to(owner.input)
        return fold_known_elements(self)
