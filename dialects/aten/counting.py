"""Counting elements."""

from collections.abc import Sequence

from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, result_def

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.properties import INT_LIST, optional_int_list_property
from adjoint.dialects.aten.tensor import Tensor


@irdl_op_definition
class CountNonzeroOp(CompositeOp):
    """The number of elements that are not 0 along `dim`, along all dimensions where it is absent or empty, as i64.

    NaN is not 0. It has no gradient.
    """

    name = "aten.count_nonzero"

    input = operand_def(TENSOR)
    dim = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = "$input (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int | Sequence[int] | None = None):
        super().__init__([input], {"dim": optional_int_list_property(dim)})

    def decompose(self) -> Tensor:
        return (Tensor(self.input) != 0).sum(None if self.dim is None else self.dim.get_values())
