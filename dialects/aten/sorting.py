"""Operators that order the elements along a dimension, or choose among them by order. NaN comes after all numbers."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, BoolAttr, TensorType, UnitAttr, i64
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.extremum import ChoiceOp
from adjoint.dialects.aten.properties import IntProperty, flag_property, int_property
from adjoint.dialects.aten.shapes import normalize_dim


class OrderedOp(AtenOp, ABC):
    """Elements along `dim` in an order, and where each was, as i64."""

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty, default_value=int_property(-1))
    values = result_def(TENSOR)
    indices = result_def(TENSOR)

    @property
    def ordered_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())


@irdl_op_definition
class SortOp(OrderedOp):
    """The elements along `dim` in ascending order, or in descending one, and where each was, as i64.

    NaN is greater than all numbers. Equal elements keep their order.
    """

    name = "aten.sort"

    descending = opt_prop_def(UnitAttr)

    assembly_format = (
        "$input (`dim` `=` $dim^)? (`descending` $descending^)? attr-dict "
        "`:` type($input) `->` type($values) `,` type($indices)"
    )

    def __init__(self, input: Operand, dim: int = -1, descending: bool = False):
        super().__init__([input], {"dim": int_property(dim), "descending": flag_property(descending)}, result_count=2)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        normalize_dim(self.dim.value.data, type_.get_num_dims())
        return [type_, TensorType(i64, type_.get_shape())]


def require_rank_of_element(k: int, size: int, dim: int) -> None:
    """Raises VerifyException where there are no k elements."""
    if size != DYNAMIC_INDEX and k > size:
        raise VerifyException(f"k = {k} is out of range: dim {dim} has size {size}")


@irdl_op_definition
class TopkOp(OrderedOp):
    """The `k` largest elements along `dim`, or the smallest, in order, and where each was, as i64.

    NaN is greater than all numbers. Of equal elements the first are chosen, and they keep their order. That fewer than
    k elements are there is an error.
    """

    name = "aten.topk"

    k = prop_def(IntProperty)
    largest = prop_def(BoolAttr, default_value=BoolAttr.from_bool(True))

    assembly_format = (
        "$input `k` `=` $k (`dim` `=` $dim^)? (`largest` `=` $largest^)? attr-dict "
        "`:` type($input) `->` type($values) `,` type($indices)"
    )

    def __init__(self, input: Operand, k: int, dim: int = -1, largest: bool = True):
        super().__init__(
            [input],
            {"k": int_property(k), "dim": int_property(dim), "largest": BoolAttr.from_bool(largest)},
            result_count=2,
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, k = tensor_type(self.input), self.k.value.data
        shape, dim = type_.get_shape(), self.ordered_dim
        if k < 0:
            raise VerifyException(f"k = {k} must not be negative")
        require_rank_of_element(k, shape[dim] if shape else 1, dim)
        chosen = (*shape[:dim], k, *shape[dim + 1 :]) if shape else ()
        return [TensorType(type_.element_type, chosen), TensorType(i64, chosen)]


@irdl_op_definition
class KthvalueOp(ChoiceOp):
    """The `k`-th smallest element along `dim`, counted from 1, and where the first that equals it is, as i64.

    NaN is greater than all numbers. The element that is chosen gets the whole gradient, also where others equal it.
    """

    name = "aten.kthvalue"

    k = prop_def(IntProperty)

    assembly_format = (
        "$input `k` `=` $k `dim` `=` $dim (`keepdim` $keepdim^)? attr-dict "
        "`:` type($input) `->` type($values) `,` type($indices)"
    )

    def __init__(self, input: Operand, k: int, dim: int = -1, keepdim: bool = False):
        super().__init__(input, dim, keepdim, {"k": int_property(k)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        k, shape, dims = self.k.value.data, tensor_type(self.input).get_shape(), self.dims
        if k < 1:
            raise VerifyException(f"k = {k} must be at least 1")
        require_rank_of_element(k, shape[dims[0]] if dims else 1, dims[0] if dims else 0)
        return super().infer_types()


@irdl_op_definition
class MedianDimOp(ChoiceOp):
    """The median along `dim`, the lower one of an even number of elements, and where the first that equals it is.

    It is the first NaN where there is one. The element that is chosen gets the whole gradient.
    """

    name = "aten.median.dim"


@irdl_op_definition
class MedianOp(AtenOp):
    """The median of all elements, the lower one of an even number; NaN where one is NaN, or of no elements.

    Elements that equal it share the gradient evenly.
    """

    name = "aten.median"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(tensor_type(self.input).element_type, [])]
