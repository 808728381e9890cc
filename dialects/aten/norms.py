"""Norms of vectors."""

from collections.abc import Sequence
from math import isinf

from xdsl.irdl import irdl_op_definition, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import FloatProperty, float_property
from adjoint.dialects.aten.reduction import ReductionOp


@irdl_op_definition
class LinalgVectorNormOp(ReductionOp):
    """`(Σ |input|^ord)^(1 / ord)` of floating point numbers.

    For `ord` 0 it is the number of elements that are not 0, for inf the largest and for -inf the smallest `|input|`.
    These two are not defined over no elements, nor is a negative `ord`; otherwise it is 0 there.
    """

    name = "aten.linalg_vector_norm"

    ord = prop_def(FloatProperty, default_value=float_property(2.0))

    assembly_format = (
        "$input (`ord` `=` custom<Number>($ord)^)? (`dim` `=` $dim^)? (`keepdim` $keepdim^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, ord: float = 2, dim: int | Sequence[int] | None = None, keepdim: bool = False):
        super().__init__(input, dim, keepdim, {"ord": float_property(ord)})

    @property
    def needs_elements(self) -> bool:
        """Whether the norm over no elements is not defined."""
        return self.ord.value.data < 0 or isinf(self.ord.value.data)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        for dim in self.dims:
            if type_.get_shape()[dim] == 0 and self.needs_elements:
                raise VerifyException(
                    f"the norm of order {self.ord.value.data:g} of no elements is not defined: dim {dim} has size 0"
                )
        return super().infer_types()

    def infer_element_type(self, type_: AnyTensorType):
        require_floating_point(type_, "input")
        return type_.element_type
