"""Tensors whose elements are functions of their places."""

from collections.abc import Sequence
from math import ceil

from xdsl.dialects.builtin import AnyFloat, FloatAttr, IntegerAttr, IntegerType, TensorType, f64, i64
from xdsl.ir import Attribute, TypeAttribute
from xdsl.irdl import base, irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.literals import Number, number_attribute
from adjoint.dialects.aten.promotion import category, is_floating_point
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.tensor import Tensor, result_of

NUMBER = base(FloatAttr[AnyFloat]) | base(IntegerAttr[IntegerType])


def exact_number(value: Number) -> Attribute:
    """An int as i64, a float as f64."""
    return number_attribute(value, f64 if isinstance(value, float) else i64)


@irdl_op_definition
class ArangeOp(AtenOp):
    """`start`, `start + step`, … up to `end`, excluded, in the element type `dtype`.

    Floats are computed in f64 and rounded. Of an integer type `start`, `end` and `step` are truncated first.
    """

    name = "aten.arange"

    start = prop_def(NUMBER)
    end = prop_def(NUMBER)
    step = prop_def(NUMBER)
    dtype = prop_def(TypeAttribute)
    result = result_def(TENSOR)

    assembly_format = (
        "`start` `=` $start `end` `=` $end `step` `=` $step `dtype` `=` $dtype attr-dict `:` type($result)"
    )

    def __init__(self, start: Number, end: Number, step: Number, dtype: Attribute):
        numbers = {"start": exact_number(start), "end": exact_number(end), "step": exact_number(step)}
        super().__init__([], {**numbers, "dtype": dtype})

    @property
    def numbers(self) -> tuple[Number, Number, Number]:
        """start, end and step; ints for an integer type."""
        start, end, step = (attribute.value.data for attribute in (self.start, self.end, self.step))
        return (start, end, step) if is_floating_point(self.dtype) else (int(start), int(end), int(step))

    def infer_types(self) -> Sequence[AnyTensorType]:
        if category(self.dtype) == 0:
            raise VerifyException("a range of i1 is not defined")
        start, end, step = self.numbers
        if step == 0:
            raise VerifyException("step must not be 0")
        if (end - start) * step < 0:
            raise VerifyException(f"steps of {step} do not lead from {start} to {end}")
        is_integer = all(isinstance(number, int) for number in (start, end, step))
        count = -((start - end) // step) if is_integer else ceil((end - start) / step)
        return [TensorType(self.dtype, [int(count)])]


@irdl_op_definition
class LinspaceOp(AtenOp):
    """`steps` numbers from `start` to `end`, both included, at equal distances. The bounds are 0-d tensors.

    As in PyTorch the first half is counted from `start`, the other one from `end`.
    """

    name = "aten.linspace"

    start = operand_def(TENSOR)
    end = operand_def(TENSOR)
    steps = prop_def(IntProperty)
    dtype = prop_def(TypeAttribute)
    result = result_def(TENSOR)

    assembly_format = (
        "$start `,` $end `steps` `=` $steps `dtype` `=` $dtype attr-dict "
        "`:` type($start) `,` type($end) `->` type($result)"
    )

    def __init__(self, start: Operand, end: Operand, steps: int, dtype: Attribute):
        super().__init__([start, end], {"steps": int_property(steps), "dtype": dtype})

    def infer_types(self) -> Sequence[AnyTensorType]:
        category(self.dtype)
        if self.steps.value.data < 0:
            raise VerifyException(f"steps must not be negative, got {self.steps.value.data}")
        for name, bound in (("start", self.start), ("end", self.end)):
            if tensor_type(bound).get_num_dims():
                raise VerifyException(f"{name} must be a 0-d tensor, got {bound.type}")
        return [TensorType(self.dtype, [self.steps.value.data])]


@irdl_op_definition
class EyeOp(CompositeOp):
    """An n by m matrix with ones on the diagonal and zeros elsewhere."""

    name = "aten.eye"

    n = prop_def(IntProperty)
    m = prop_def(IntProperty)
    dtype = prop_def(TypeAttribute)
    result = result_def(TENSOR)

    assembly_format = "`n` `=` $n `m` `=` $m `dtype` `=` $dtype attr-dict `:` type($result)"

    def __init__(self, n: int, m: int, dtype: Attribute):
        super().__init__([], {"n": int_property(n), "m": int_property(m), "dtype": dtype})

    def decompose(self) -> Tensor:
        n, m = self.n.value.data, self.m.value.data
        for name, size in (("n", n), ("m", m)):
            if size < 0:
                raise VerifyException(f"{name} must not be negative, got {size}")
        rows, columns = (result_of(ArangeOp, 0, size, 1, i64) for size in (n, m))
        return (rows.unsqueeze(1) == columns).to(self.dtype)
