"""`convert-floats-to-f64`: the same program in double precision, for finite differences and as a reference.

    func.func @f(%x: tensor<?xf32>) -> tensor<?xf32> {
      %c = aten.constant dense<2.000000e+00> : tensor<f32>
      %y = aten.mul %x, %c : tensor<?xf32>, tensor<f32> -> tensor<?xf32>

becomes

    func.func @f(%x: tensor<?xf64>) -> tensor<?xf64> {
      %c = aten.constant dense<2.000000e+00> : tensor<f64>
      %y = aten.mul %x, %c : tensor<?xf64>, tensor<f64> -> tensor<?xf64>

So do f16 and bf16. A number that was rounded, such as 0.1, keeps its rounded value: it is the same program, not a
better one.
"""

from typing import TypeAlias

from xdsl.context import Context
from xdsl.dialects.builtin import (
    AnyFloat,
    ArrayAttr,
    BFloat16Type,
    DenseIntOrFPElementsAttr,
    DictionaryAttr,
    Float16Type,
    Float32Type,
    FloatAttr,
    FunctionType,
    ModuleOp,
    TensorType,
    f64,
)
from xdsl.ir import Attribute
from xdsl.passes import ModulePass
from xdsl.utils.hints import isa

from adjoint.dialects.aten.base import AnyTensorType, set_type

NarrowFloat: TypeAlias = Float16Type | BFloat16Type | Float32Type


def _widened(attribute: Attribute) -> Attribute:
    """The attribute with f64 in place of narrower floats, in types and in the numbers it holds."""
    if isinstance(attribute, NarrowFloat):
        return f64
    if isa(attribute, AnyTensorType):
        return TensorType(_widened(attribute.element_type), attribute.get_shape(), attribute.encoding)
    if isinstance(attribute, FunctionType):
        return FunctionType.from_lists(
            [_widened(type_) for type_ in attribute.inputs], [_widened(type_) for type_ in attribute.outputs]
        )
    if isa(attribute, FloatAttr[AnyFloat]):
        return FloatAttr(attribute.value.data, f64) if isinstance(attribute.type, NarrowFloat) else attribute
    if isa(attribute, DenseIntOrFPElementsAttr[NarrowFloat]):
        return DenseIntOrFPElementsAttr.from_list(TensorType(f64, attribute.get_shape()), attribute.get_values())
    if isa(attribute, ArrayAttr[Attribute]):
        return ArrayAttr(_widened(element) for element in attribute)
    if isinstance(attribute, DictionaryAttr):
        return DictionaryAttr({name: _widened(value) for name, value in attribute.data.items()})
    return attribute


class ConvertFloatsToF64Pass(ModulePass):
    """Replaces f16, bf16 and f32 by f64 in every type and constant of the module."""

    name = "convert-floats-to-f64"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for inner in op.walk():
            for result in inner.results:
                set_type(result, _widened(result.type))
            for region in inner.regions:
                for block in region.blocks:
                    for argument in block.args:
                        set_type(argument, _widened(argument.type))
            for name, attribute in inner.properties.items():
                inner.properties[name] = _widened(attribute)
            for name, attribute in inner.attributes.items():
                inner.attributes[name] = _widened(attribute)
