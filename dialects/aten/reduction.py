"""Operators that combine the elements along some dimensions."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DenseArrayBase, TensorType, UnitAttr, i64
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, result_def

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.shapes import Shape, normalize_dims


def reduced_shape(shape: Sequence[int], dims: Shape, keepdim: bool) -> Shape:
    """The shape after a reduction over `dims`, which stay as size 1 where `keepdim` is set."""
    if keepdim:
        return tuple(1 if dim in dims else size for dim, size in enumerate(shape))
    return tuple(size for dim, size in enumerate(shape) if dim not in dims)


class ReductionOp(AtenOp, ABC):
    """Combines the elements along `dim`, or all of them where it is absent; `keepdim` leaves the dims as size 1."""

    input = operand_def(TENSOR)
    dim = opt_prop_def(DenseArrayBase.constr(i64))
    keepdim = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = "$input (`dim` `=` $dim^)? (`keepdim` $keepdim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: Sequence[int] | None = None, keepdim: bool = False):
        super().__init__(
            [input],
            {
                "dim": None if dim is None else DenseArrayBase.from_list(i64, dim),
                "keepdim": UnitAttr() if keepdim else None,
            },
        )

    @property
    def dims(self) -> Shape:
        """The reduced dimensions, counted from the front, in ascending order."""
        rank = tensor_type(self.input).get_num_dims()
        return normalize_dims(None if self.dim is None else self.dim.get_values(), rank)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape = reduced_shape(type_.get_shape(), self.dims, self.keepdim is not None)
        return [TensorType(self.infer_element_type(type_), shape)]

    def infer_element_type(self, type_: AnyTensorType):
        """The element type of the result."""
        return type_.element_type


@irdl_op_definition
class SumOp(ReductionOp):
    """The sum; 0 over no elements. Integers and bools are summed in i64."""

    name = "aten.sum"

    def infer_element_type(self, type_: AnyTensorType):
        return type_.element_type if is_floating_point(type_.element_type) else i64
