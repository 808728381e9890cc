"""Operators that combine the elements along some dimensions."""

from abc import ABC
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import TensorType, UnitAttr, f32, i1, i64
from xdsl.ir import Attribute
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import (
    INT_LIST,
    FloatProperty,
    flag_property,
    float_property,
    optional_int_list_property,
)
from adjoint.dialects.aten.shapes import Shape, normalize_dims


def reduced_shape(shape: Sequence[int], dims: Shape, keepdim: bool) -> Shape:
    """The shape after a reduction over `dims`, which stay as size 1 where `keepdim` is set."""
    if keepdim:
        return tuple(1 if dim in dims else size for dim, size in enumerate(shape))
    return tuple(size for dim, size in enumerate(shape) if dim not in dims)


def require_elements(shape: Sequence[int], dims: Sequence[int]) -> None:
    """Raises VerifyException where there is no element to choose along one of the dimensions."""
    for dim in dims:
        if shape[dim] == 0:
            raise VerifyException(f"dim {dim} has size 0: there is no element to choose")


class ReductionOp(AtenOp, ABC):
    """Combines the elements along `dim`, or all of them where it is absent or empty.

    `keepdim` leaves the reduced dimensions as size 1.
    """

    input = operand_def(TENSOR)
    dim = opt_prop_def(INT_LIST)
    keepdim = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = "$input (`dim` `=` $dim^)? (`keepdim` $keepdim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(
        self,
        input: Operand,
        dim: int | Sequence[int] | None = None,
        keepdim: bool = False,
        properties: Mapping[str, Attribute | None] | None = None,
    ):
        super().__init__(
            [input], {"dim": optional_int_list_property(dim), "keepdim": flag_property(keepdim), **(properties or {})}
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


@irdl_op_definition
class MeanOp(ReductionOp):
    """The mean of floating point numbers; NaN over no elements."""

    name = "aten.mean"

    def infer_element_type(self, type_: AnyTensorType):
        require_floating_point(type_, "input")
        return type_.element_type


@irdl_op_definition
class ProdOp(ReductionOp):
    """The product along one dimension or over all; 1 over no elements. Integers and bools are multiplied in i64."""

    name = "aten.prod"

    def infer_types(self) -> Sequence[AnyTensorType]:
        if len(self.dims) not in (0, 1, tensor_type(self.input).get_num_dims()):
            raise VerifyException(f"a product is along one dimension or over all, got dims {list(self.dims)}")
        return super().infer_types()

    def infer_element_type(self, type_: AnyTensorType):
        return type_.element_type if is_floating_point(type_.element_type) else i64


class VarianceOp(ReductionOp, ABC):
    """A measure of how far floating point numbers are from their mean, with a `correction` of their number."""

    correction = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input (`dim` `=` $dim^)? (`correction` `=` custom<Number>($correction)^)? (`keepdim` $keepdim^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        dim: int | Sequence[int] | None = None,
        *,
        correction: float = 1.0,
        keepdim: bool = False,
    ):
        super().__init__(input, dim, keepdim, {"correction": float_property(correction)})

    def infer_element_type(self, type_: AnyTensorType):
        require_floating_point(type_, "input")
        return type_.element_type


@irdl_op_definition
class VarOp(VarianceOp):
    """The variance: the squared deviations from the mean, summed and divided by `max(n - correction, 0)`.

    A correction of 1 (Bessel's) is the unbiased estimate, NaN for one element; 0 the population's.
    """

    name = "aten.var"


@irdl_op_definition
class StdOp(VarianceOp):
    """The standard deviation, the square root of `aten.var`."""

    name = "aten.std"


@irdl_op_definition
class LogsumexpOp(ReductionOp):
    """`log Σ e^input`, computed without overflow; -inf over no elements. Integers and bools are taken as f32."""

    name = "aten.logsumexp"

    def infer_element_type(self, type_: AnyTensorType):
        return type_.element_type if is_floating_point(type_.element_type) else f32


class TruthOp(ReductionOp, ABC):
    """What holds of the elements, each true where it is not 0 (NaN is not), as i1. It has no gradient."""

    def infer_element_type(self, type_: AnyTensorType):
        return i1


@irdl_op_definition
class AllOp(TruthOp):
    """Whether all elements are true; so it is for no elements."""

    name = "aten.all"


@irdl_op_definition
class AnyOp(TruthOp):
    """Whether one element at least is true; it is not for no elements."""

    name = "aten.any"


class ExtremumOp(ReductionOp, ABC):
    """A largest or smallest element, NaN where one is NaN; not defined over a dimension of size 0."""

    def infer_types(self) -> Sequence[AnyTensorType]:
        require_elements(tensor_type(self.input).get_shape(), self.dims)
        return super().infer_types()


@irdl_op_definition
class AmaxOp(ExtremumOp):
    """The largest elements. Equal ones share the gradient evenly."""

    name = "aten.amax"


@irdl_op_definition
class AminOp(ExtremumOp):
    """The smallest elements. Equal ones share the gradient evenly."""

    name = "aten.amin"
