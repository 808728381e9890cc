"""Tensors with other elements at the places along a dimension that a tensor of indices names."""

from abc import ABC
from collections.abc import Sequence
from typing import Literal

from xdsl.dialects.builtin import DYNAMIC_INDEX, StringAttr
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.advanced_indexing import require_same_element_type
from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.lookup import require_index_along
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import describe_shape

ScatterReduction = Literal["add", "multiply"]
"""What an element becomes where one is written that it is not replaced by."""


class ScatterFamilyOp(AtenOp, ABC):
    """Writes `src` into the input along `dim`: for dim 0 of a matrix, at `[index[i][j]][j]` the element `src[i][j]`.

    Input, index and src have one rank; index, i32 or i64, is nowhere longer than src, of which the rest is not used,
    nor than input but along `dim`. Its elements are within 0 and the size of `dim`, excluded; others are an error at
    run time. A 0-d tensor counts as a vector of one element.
    """

    input = operand_def(TENSOR)
    index = operand_def(TENSOR)
    src = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, index, src = (tensor_type(operand) for operand in self.operands)
        require_index_along(input, index, self.dim.value.data)
        require_same_element_type(input, src, "src")
        shape, index_shape = src.get_shape() or (1,), index.get_shape() or (1,)
        pairs = zip(shape, index_shape, strict=False)
        if len(shape) != len(index_shape) or any(DYNAMIC_INDEX != size < used for size, used in pairs):
            raise VerifyException(
                f"index of shape {describe_shape(index.get_shape())} is longer than src of shape "
                f"{describe_shape(src.get_shape())}, or of another rank"
            )
        return [input]


@irdl_op_definition
class ScatterOp(ScatterFamilyOp):
    """The input with elements of `src` at the places along `dim` that `index` names, the inverse of `aten.gather`.

    `result[index[i][j]][j] = src[i][j]` for dim 0 of a matrix. Where a place is named more than once the last element
    in row-major order stays, for any number of threads. With `reduce`, "add" or "multiply", all of them are added to
    the element of the input, or multiplied with it. A product has no gradient, as in PyTorch.
    """

    name = "aten.scatter"

    reduce = opt_prop_def(StringAttr)

    assembly_format = (
        "$input `,` $index `,` $src `dim` `=` $dim (`reduce` `=` $reduce^)? attr-dict "
        "`:` type($input) `,` type($index) `,` type($src) `->` type($result)"
    )

    def __init__(
        self, input: Operand, dim: int, index: Operand, src: Operand, *, reduce: ScatterReduction | None = None
    ):
        reduction = None if reduce is None else StringAttr(reduce)
        super().__init__([input, index, src], {"dim": int_property(dim), "reduce": reduction})

    def infer_types(self) -> Sequence[AnyTensorType]:
        if self.reduce is not None and self.reduce.data not in ("add", "multiply"):
            raise VerifyException(f'reduce must be "add" or "multiply", got "{self.reduce.data}"')
        return super().infer_types()


@irdl_op_definition
class ScatterAddOp(ScatterFamilyOp):
    """The input with the elements of `src` added at the places along `dim` that `index` names: the reverse of a gather.

    `result[index[i][j]][j] += src[i][j]` for dim 0 of a matrix, in row-major order where a place is named more than
    once, for any number of threads.
    """

    name = "aten.scatter_add"

    assembly_format = (
        "$input `,` $index `,` $src `dim` `=` $dim attr-dict "
        "`:` type($input) `,` type($index) `,` type($src) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int, index: Operand, src: Operand):
        super().__init__([input, index, src], {"dim": int_property(dim)})
