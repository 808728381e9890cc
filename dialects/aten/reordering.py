"""Operators that put the places of dimensions in another order."""

from collections.abc import Sequence

from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import INT_LIST, int_list_property
from adjoint.dialects.aten.shapes import Shape, normalize_dim, normalize_dims


@irdl_op_definition
class FlipOp(AtenOp):
    """The places of each of the dimensions `dims` in reverse order."""

    name = "aten.flip"

    input = operand_def(TENSOR)
    dims = prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input `dims` `=` $dims attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dims: int | Sequence[int]):
        super().__init__([input], {"dims": int_list_property(dims)})

    @property
    def flipped_dims(self) -> Shape:
        """The dimensions, counted from the front, in ascending order."""
        rank = tensor_type(self.input).get_num_dims()
        return normalize_dims(self.dims.get_values(), rank) if len(self.dims) else ()

    def infer_types(self) -> Sequence[AnyTensorType]:
        _ = self.flipped_dims  # raises where a dimension is not there
        return [tensor_type(self.input)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        shape = tensor_type(self.input).get_shape()
        return self.folds_to(self.input) if all(shape[dim] == 1 for dim in self.flipped_dims) else None


@irdl_op_definition
class RollOp(AtenOp):
    """The places of dimension `dims[i]` moved on by `shifts[i]`; what goes beyond the end comes back at the start.

    Without `dims` the elements are moved in row-major order, by the one shift.
    """

    name = "aten.roll"

    input = operand_def(TENSOR)
    shifts = prop_def(INT_LIST)
    dims = prop_def(INT_LIST, default_value=int_list_property(()))
    result = result_def(TENSOR)

    assembly_format = "$input `shifts` `=` $shifts (`dims` `=` $dims^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, shifts: int | Sequence[int], dims: int | Sequence[int] = ()):
        super().__init__([input], {"shifts": int_list_property(shifts), "dims": int_list_property(dims)})

    @property
    def shift_of_dim(self) -> dict[int, int]:
        """The shift of each dimension that has one, counted from the front; shifts of one dimension add up."""
        rank, dims = tensor_type(self.input).get_num_dims(), self.dims.get_values()
        shifts: dict[int, int] = {}
        for dim, shift in zip(dims, self.shifts.get_values(), strict=True):
            dim = normalize_dim(dim, rank)
            if rank:
                shifts[dim] = shifts.get(dim, 0) + shift
        return shifts

    def infer_types(self) -> Sequence[AnyTensorType]:
        shifts, dims = self.shifts.get_values(), self.dims.get_values()
        if not dims and len(shifts) != 1:
            raise VerifyException(f"without dims expected one shift, got {list(shifts)}")
        if dims and len(shifts) != len(dims):
            raise VerifyException(f"expected one shift for each dim, got shifts {list(shifts)} and dims {list(dims)}")
        _ = self.shift_of_dim if dims else {}  # raises where a dimension is not there
        return [tensor_type(self.input)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if not any(self.shifts.get_values()) else None
