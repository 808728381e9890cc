"""Operators that normalise along dimensions: softmax, its logarithm, and layer normalisation."""

from abc import ABC
from collections.abc import Sequence

from xdsl.irdl import AttrSizedOperandSegments, irdl_op_definition, operand_def, opt_operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import (
    INT_LIST,
    FloatProperty,
    IntProperty,
    float_property,
    int_list_property,
    int_property,
)
from adjoint.dialects.aten.shapes import Shape, describe_shape, normalize_dim, sizes_agree


class SoftmaxFamilyOp(AtenOp, ABC):
    """A normalisation of floating point numbers along `dim`, of the type of the input."""

    input = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$input `dim` `=` $dim attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int):
        super().__init__([input], {"dim": int_property(dim)})

    @property
    def normalized_dim(self) -> int:
        """The dimension, counted from the front."""
        return normalize_dim(self.dim.value.data, tensor_type(self.input).get_num_dims())

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        normalize_dim(self.dim.value.data, type_.get_num_dims())
        require_floating_point(type_, "input")
        return [type_]


@irdl_op_definition
class SoftmaxOp(SoftmaxFamilyOp):
    """`e^input / Σ e^input` along `dim`, computed without overflow."""

    name = "aten.softmax"


@irdl_op_definition
class LogSoftmaxOp(SoftmaxFamilyOp):
    """`input - log Σ e^input` along `dim`, computed without overflow."""

    name = "aten.log_softmax"


class NormalizedShapeOp(AtenOp, ABC):
    """A normalisation over the last dimensions, whose sizes are `normalized_shape`; the parameters have that shape."""

    input = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    normalized_shape = prop_def(INT_LIST)
    result = result_def(TENSOR)

    @property
    def dims(self) -> Shape:
        """The normalised dimensions, counted from the front, in ascending order."""
        rank = tensor_type(self.input).get_num_dims()
        return tuple(range(rank - len(self.normalized_shape), rank))

    def check_shapes(self) -> None:
        """Raises VerifyException where input or weight do not fit the normalized shape."""
        type_ = tensor_type(self.input)
        require_floating_point(type_, "input")
        shape, normalized = type_.get_shape(), self.normalized_shape.get_values()
        if not normalized or any(size < 0 for size in normalized):
            raise VerifyException(f"normalized_shape must list at least one size, got {list(normalized)}")
        last = shape[len(shape) - len(normalized) :]
        if len(shape) < len(normalized) or not all(map(sizes_agree, last, normalized)):
            raise VerifyException(
                f"input of shape {describe_shape(shape)} does not end in the normalized shape {list(normalized)}"
            )
        if self.weight is not None:
            self.check_parameter("weight", tensor_type(self.weight), type_)

    def check_parameter(self, name: str, parameter: AnyTensorType, input: AnyTensorType) -> None:
        """Raises VerifyException where weight or bias does not have the normalized shape and the input's type."""
        shape, normalized = parameter.get_shape(), self.normalized_shape.get_values()
        if len(shape) != len(normalized) or not all(map(sizes_agree, shape, normalized)):
            raise VerifyException(
                f"{name} must have the normalized shape {list(normalized)}, got {describe_shape(shape)}"
            )
        if parameter.element_type != input.element_type:
            raise VerifyException(f"{name} must be {input.element_type} as the input is, got {parameter.element_type}")


@irdl_op_definition
class LayerNormOp(NormalizedShapeOp):
    """Normalises over the last dimensions, `normalized_shape`: `(input - mean) / sqrt(var + eps) * weight + bias`.

    The variance is the population's. Weight and bias have the normalized shape, and each may be absent.
    Ba, Kiros and Hinton, https://arxiv.org/abs/1607.06450.
    """

    name = "aten.layer_norm"

    input = operand_def(TENSOR)
    weight = opt_operand_def(TENSOR)
    bias = opt_operand_def(TENSOR)
    eps = prop_def(FloatProperty, default_value=float_property(1e-5))

    irdl_options = (AttrSizedOperandSegments(as_property=True),)

    assembly_format = (
        "$input `normalized_shape` `=` $normalized_shape "
        "(`weight` `(` $weight^ `:` type($weight) `)`)? (`bias` `(` $bias^ `:` type($bias) `)`)? "
        "(`eps` `=` custom<Number>($eps)^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        normalized_shape: Sequence[int],
        weight: Operand | None = None,
        bias: Operand | None = None,
        eps: float = 1e-5,
    ):
        super().__init__(
            [input, weight, bias],
            {"normalized_shape": int_list_property(normalized_shape), "eps": float_property(eps)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        self.check_shapes()
        type_ = tensor_type(self.input)
        if self.bias is not None:
            self.check_parameter("bias", tensor_type(self.bias), type_)
        return [type_]
