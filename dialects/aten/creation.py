"""Operators that make a tensor of given elements."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, cast

from xdsl.dialect_interfaces.constant_materialization import ConstantMaterializationInterface
from xdsl.dialects.builtin import (
    AnyFloat,
    DenseIntOrFPElementsAttr,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    TensorType,
    i64,
)
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Attribute, Operation, SSAValue, TypeAttribute
from xdsl.irdl import (
    AnyAttr,
    ParamAttrConstraint,
    VarConstraint,
    base,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.pattern_rewriter import RewritePattern
from xdsl.traits import ConstantLike, Pure
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.literals import DenseElements, Number, NumberAttr, dense_elements, number_attribute
from adjoint.dialects.aten.promotion import category
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_property
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.sizes import TargetSize, split_size, target_shape


@irdl_op_definition
class ConstantOp(AtenOp):
    """A tensor whose elements are known when compiling. A number of the program is a 0-d constant."""

    T: ClassVar = VarConstraint("T", base(TensorType[Attribute]))

    name = "aten.constant"

    value = prop_def(ParamAttrConstraint(DenseIntOrFPElementsAttr, (T, AnyAttr())))
    result = result_def(T)

    traits = traits_def(Pure(), ConstantLike())

    assembly_format = "attr-dict $value"

    def __init__(self, value: DenseElements):
        super().__init__([], {"value": value})

    def infer_types(self) -> Sequence[AnyTensorType]:
        category(self.value.get_element_type())
        return [cast(AnyTensorType, self.value.type)]

    def known_elements(self) -> Sequence[int | None] | None:
        if not isinstance(self.value.get_element_type(), IndexType):
            return None
        return [int(cast(int, element)) for element in self.value.get_values()]

    def fold(self) -> Sequence[SSAValue | Attribute]:
        return [self.value]


class MaterializeAtenConstant(ConstantMaterializationInterface):
    """What a fold of an aten op leaves as elements becomes an `aten.constant`."""

    def materialize_constant(self, value: Attribute, type: Attribute) -> Operation | None:
        """The constant of these elements, None where they are not those of a tensor of this type."""
        if not isinstance(value, DenseIntOrFPElementsAttr):
            return None
        elements = cast(DenseElements, value)
        return ConstantOp(elements) if elements.type == type else None


@irdl_op_definition
class FullOp(AtenOp, HasCanonicalizationPatternsInterface):
    """A tensor of the given shape whose every element is `fill_value`, a number of the element type.

    The shape is a static list `size = [2, 3]` or an operand, `(%s : tensor<2xindex>)`.
    """

    name = "aten.full"

    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    fill_value = prop_def(base(FloatAttr[AnyFloat]) | base(IntegerAttr[IntegerType | IndexType]))
    result = result_def(TENSOR)

    assembly_format = (
        "(`(` $size^ `:` type($size) `)`)? (`size` `=` $static_size^)? `fill_value` `=` $fill_value attr-dict "
        "`:` type($result)"
    )

    def __init__(self, size: TargetSize, fill_value: Number, dtype: Attribute):
        size_operand, static_size = split_size(size)
        super().__init__(
            [size_operand], {"static_size": static_size, "fill_value": number_attribute(fill_value, dtype)}
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        element_type = self.fill_value.type
        category(element_type)
        return [TensorType(element_type, target_shape(self.size, self.static_size))]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        type_ = tensor_type(self.result)
        return None if type_.get_num_dims() else [dense_elements([self.fill_value.value.data], type_)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)


class SizeFilledOp(AtenOp, HasCanonicalizationPatternsInterface, ABC):
    """One number of the class in a shape, a static list or an operand of sizes; of static shape it is `aten.full`."""

    FILL_VALUE: ClassVar[int]

    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    dtype = prop_def(TypeAttribute)
    result = result_def(TENSOR)

    assembly_format = (
        "(`(` $size^ `:` type($size) `)`)? (`size` `=` $static_size^)? `dtype` `=` $dtype attr-dict `:` type($result)"
    )

    def __init__(self, size: TargetSize, dtype: Attribute):
        size_operand, static_size = split_size(size)
        super().__init__([size_operand], {"static_size": static_size, "dtype": dtype})

    @property
    def number(self) -> NumberAttr:
        """The number, in the element type of the result."""
        return number_attribute(self.FILL_VALUE, self.dtype)

    def infer_types(self) -> Sequence[AnyTensorType]:
        category(self.dtype)
        return [TensorType(self.dtype, target_shape(self.size, self.static_size))]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import SizeFilledIsFull

        return (SizeFilledIsFull(),)


@irdl_op_definition
class ZerosOp(SizeFilledOp):
    """Zeros of the element type `dtype` in the given shape."""

    name = "aten.zeros"

    FILL_VALUE: ClassVar[int] = 0


@irdl_op_definition
class OnesOp(SizeFilledOp):
    """Ones of the element type `dtype` in the given shape."""

    name = "aten.ones"

    FILL_VALUE: ClassVar[int] = 1


@irdl_op_definition
class EmptyOp(SizeFilledOp):
    """A tensor of the element type `dtype` in the given shape whose elements nobody should rely on: zeros."""

    name = "aten.empty"

    FILL_VALUE: ClassVar[int] = 0


class FilledLikeOp(AtenOp, HasCanonicalizationPatternsInterface, ABC):
    """One number in the shape of `input`, whose elements do not matter; of static shape it is `aten.full`."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    @property
    @abstractmethod
    def number(self) -> NumberAttr:
        """The number, in the element type of the result."""

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(self.number.type, tensor_type(self.input).get_shape())]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import FilledLikeOfStaticShape

        return (FilledLikeOfStaticShape(),)


class _NumberLikeOp(FilledLikeOp, ABC):
    """A number of the class in the element type of `input`."""

    FILL_VALUE: ClassVar[int]

    @property
    def number(self) -> NumberAttr:
        return number_attribute(self.FILL_VALUE, tensor_type(self.input).element_type)


@irdl_op_definition
class ZerosLikeOp(_NumberLikeOp):
    """Zeros in the shape and element type of `input`."""

    name = "aten.zeros_like"

    FILL_VALUE: ClassVar[int] = 0


@irdl_op_definition
class OnesLikeOp(_NumberLikeOp):
    """Ones in the shape and element type of `input`."""

    name = "aten.ones_like"

    FILL_VALUE: ClassVar[int] = 1


@irdl_op_definition
class EmptyLikeOp(_NumberLikeOp):
    """A tensor in the shape and element type of `input` whose elements nobody should rely on: zeros."""

    name = "aten.empty_like"

    FILL_VALUE: ClassVar[int] = 0


@irdl_op_definition
class FullLikeOp(FilledLikeOp):
    """`fill_value`, a number of the element type of the result, in the shape of `input`."""

    name = "aten.full_like"

    fill_value = prop_def(base(FloatAttr[AnyFloat]) | base(IntegerAttr[IntegerType | IndexType]))

    assembly_format = "$input `fill_value` `=` $fill_value attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, fill_value: Number, dtype: Attribute):
        super(FilledLikeOp, self).__init__([input], {"fill_value": number_attribute(fill_value, dtype)})

    @property
    def number(self) -> NumberAttr:
        return self.fill_value


@irdl_op_definition
class DimArangeOp(AtenOp):
    """The indices of dimension `dim` of `like`, 0 to n - 1, as i64."""

    name = "aten._dim_arange"

    like = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$like `dim` `=` $dim attr-dict `:` type($like) `->` type($result)"

    def __init__(self, like: Operand, dim: int):
        super().__init__([like], {"dim": int_property(dim)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        shape = tensor_type(self.like).get_shape()
        if not shape:
            raise VerifyException("expected at least one dimension, got a 0-d tensor")
        return [TensorType(i64, [shape[normalize_dim(self.dim.value.data, len(shape))]])]
