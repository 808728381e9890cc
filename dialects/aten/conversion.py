"""Conversion of the element type."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from xdsl.dialects.builtin import IndexType, IntegerType
from xdsl.ir import Attribute, SSAValue, TypeAttribute
from xdsl.irdl import irdl_op_definition, prop_def

from adjoint.dialects.aten.base import AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.constants import Elements
from adjoint.dialects.aten.elementwise import UnaryOp
from adjoint.dialects.aten.promotion import category, is_lossless


@irdl_op_definition
class ToOp(UnaryOp):
    """Converts the elements to `dtype`: to an integer by truncation towards zero, to i1 by comparison with zero.

    An integer wraps around where the type has fewer bits. A float that is not within an integer type becomes the
    nearest number that is, and NaN becomes 0 (in PyTorch both are unspecified).
    """

    name = "aten.to"

    dtype = prop_def(TypeAttribute)

    assembly_format = "$input `dtype` `=` $dtype attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dtype: Attribute):
        super(UnaryOp, self).__init__([input], {"dtype": dtype})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        category(self.dtype)
        return self.dtype

    def evaluate(self, *numbers: Elements) -> Elements | None:
        (number,) = numbers
        if number.dtype.kind not in "biu" and category(self.dtype) == 1:
            width = 64 if isinstance(self.dtype, IndexType) else cast(IntegerType, self.dtype).width.data
            return number if np.all(np.abs(number.astype(np.float64)) < 2.0 ** (width - 1)) else None
        return number

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if tensor_type(self.input).element_type == self.dtype:
            return self.folds_to(self.input)
        owner = self.input.owner
        if isinstance(owner, ToOp) and is_lossless(tensor_type(owner.input).element_type, owner.dtype):
            return self.folds_to(owner.input)
        return super().fold()
