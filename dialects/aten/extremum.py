"""The largest or smallest element along a dimension, and where it is."""

from abc import ABC
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import TensorType, UnitAttr, i64
from xdsl.ir import Attribute
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import IntProperty, flag_property, int_property
from adjoint.dialects.aten.reduction import reduced_shape, require_elements
from adjoint.dialects.aten.shapes import Shape, normalize_dim


class ChoiceOp(AtenOp, ABC):
    """Chooses one element along `dim`: which, and where it is as i64. `keepdim` leaves the dimension as size 1.

    A 0-d tensor has one element, at 0. A dimension of size 0 has none to choose.
    """

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    keepdim = opt_prop_def(UnitAttr)
    values = result_def(TENSOR)
    indices = result_def(TENSOR)

    assembly_format = (
        "$input `dim` `=` $dim (`keepdim` $keepdim^)? attr-dict `:` type($input) `->` type($values) `,` type($indices)"
    )

    def __init__(
        self,
        input: Operand,
        dim: int,
        keepdim: bool = False,
        properties: Mapping[str, Attribute | None] | None = None,
    ):
        super().__init__(
            [input],
            {"dim": int_property(dim), "keepdim": flag_property(keepdim), **(properties or {})},
            result_count=2,
        )

    @property
    def dims(self) -> Shape:
        """The dimension, counted from the front; none of a 0-d tensor."""
        rank = tensor_type(self.input).get_num_dims()
        dim = normalize_dim(self.dim.value.data, rank)
        return (dim,) if rank else ()

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        require_elements(type_.get_shape(), self.dims)
        shape = reduced_shape(type_.get_shape(), self.dims, self.keepdim is not None)
        return [TensorType(type_.element_type, shape), TensorType(i64, shape)]


@irdl_op_definition
class MaxDimOp(ChoiceOp):
    """The largest elements along `dim` and the first place of each; NaN where one is NaN.

    The element that is chosen gets the whole gradient, also where others equal it.
    """

    name = "aten.max.dim"


@irdl_op_definition
class MinDimOp(ChoiceOp):
    """The smallest elements along `dim` and the first place of each; NaN where one is NaN.

    The element that is chosen gets the whole gradient, also where others equal it.
    """

    name = "aten.min.dim"


class PlaceOp(AtenOp, ABC):
    """Where an element is: its index along `dim`, or among all elements in row-major order, as i64."""

    input = operand_def(TENSOR)
    dim = opt_prop_def(IntProperty)
    keepdim = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = "$input (`dim` `=` $dim^)? (`keepdim` $keepdim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int | None = None, keepdim: bool = False):
        super().__init__(
            [input],
            {"dim": None if dim is None else int_property(dim), "keepdim": flag_property(keepdim)},
        )

    @property
    def dims(self) -> Shape:
        """The dimensions that the index is along, counted from the front: one, or all."""
        rank = tensor_type(self.input).get_num_dims()
        if self.dim is None:
            return tuple(range(rank))
        dim = normalize_dim(self.dim.value.data, rank)
        return (dim,) if rank else ()

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        require_elements(type_.get_shape(), self.dims)
        return [TensorType(i64, reduced_shape(type_.get_shape(), self.dims, self.keepdim is not None))]


@irdl_op_definition
class ArgmaxOp(PlaceOp):
    """The first place of the largest element; of the first NaN, where there is one. It has no gradient."""

    name = "aten.argmax"


@irdl_op_definition
class ArgminOp(PlaceOp):
    """The first place of the smallest element; of the first NaN, where there is one. It has no gradient."""

    name = "aten.argmin"
