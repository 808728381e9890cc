"""Elementwise operators of one operand."""

from abc import ABC
from collections.abc import Sequence
from typing import Literal

from xdsl.dialects.builtin import StringAttr, i1
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, opt_prop_def, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType, Operand
from adjoint.dialects.aten.constants import Elements
from adjoint.dialects.aten.elementwise import UnaryFloatOp, UnaryOp, require_floating_point
from adjoint.dialects.aten.promotion import is_floating_point
from adjoint.dialects.aten.properties import FloatProperty, float_property


class UnaryNumberOp(UnaryOp, ABC):
    """A unary function of integers and reals, of the type of its input; bools have none."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if types[0].element_type == i1:
            raise VerifyException("not defined on bools: convert with aten.to")
        return types[0].element_type


class ActivationOp(UnaryOp, ABC):
    """An activation function: a unary function of floating point numbers only."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        require_floating_point(types[0], "input")
        return types[0].element_type


@irdl_op_definition
class NegOp(UnaryNumberOp):
    """`-input`."""

    name = "aten.neg"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return -numbers[0]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if isinstance(negated := self.input.owner, NegOp):
            return self.folds_to(negated.input)
        return super().fold()


@irdl_op_definition
class AbsOp(UnaryNumberOp):
    """`|input|`."""

    name = "aten.abs"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return abs(numbers[0])

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if isinstance(self.input.owner, AbsOp) else super().fold()


@irdl_op_definition
class ReluOp(UnaryNumberOp):
    """`max(input, 0)`; NaN stays NaN."""

    name = "aten.relu"

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if isinstance(self.input.owner, ReluOp) else super().fold()


@irdl_op_definition
class ExpOp(UnaryFloatOp):
    """`e^input`; 0 at -inf, inf above the largest exponent of the type."""

    name = "aten.exp"


@irdl_op_definition
class Expm1Op(UnaryFloatOp):
    """`e^input - 1`, exact also where the input is small."""

    name = "aten.expm1"


@irdl_op_definition
class Exp2Op(UnaryFloatOp):
    """`2^input`; 0 at -inf, inf above the largest exponent of the type."""

    name = "aten.exp2"


@irdl_op_definition
class LogOp(UnaryFloatOp):
    """The natural logarithm; -inf at 0, NaN below."""

    name = "aten.log"


@irdl_op_definition
class Log2Op(UnaryFloatOp):
    """The binary logarithm; -inf at 0, NaN below."""

    name = "aten.log2"


@irdl_op_definition
class Log10Op(UnaryFloatOp):
    """The decimal logarithm; -inf at 0, NaN below."""

    name = "aten.log10"


@irdl_op_definition
class Log1pOp(UnaryFloatOp):
    """`log(1 + input)`, exact also where the input is small; -inf at -1, NaN below."""

    name = "aten.log1p"


@irdl_op_definition
class SqrtOp(UnaryFloatOp):
    """The square root; -0 at -0, NaN below."""

    name = "aten.sqrt"


@irdl_op_definition
class RsqrtOp(UnaryFloatOp):
    """`1 / sqrt(input)`; inf at 0, NaN below."""

    name = "aten.rsqrt"


@irdl_op_definition
class ReciprocalOp(UnaryFloatOp):
    """`1 / input`; inf at 0, -inf at -0."""

    name = "aten.reciprocal"


@irdl_op_definition
class SigmoidOp(UnaryFloatOp):
    """The logistic function `1 / (1 + e^-input)`, in [0, 1]."""

    name = "aten.sigmoid"


@irdl_op_definition
class SiluOp(ActivationOp):
    """The sigmoid linear unit `input · sigmoid(input)`."""

    name = "aten.silu"


@irdl_op_definition
class GeluOp(ActivationOp):
    """The Gaussian error linear unit: `x·Φ(x)` with Φ by erf ("none"), or its tanh approximation ("tanh").

    Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415.
    """

    name = "aten.gelu"

    approximate = prop_def(StringAttr, default_value=StringAttr("none"))

    assembly_format = "$input (`approximate` `=` $approximate^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, approximate: Literal["none", "tanh"] = "none"):
        super(UnaryOp, self).__init__([input], {"approximate": StringAttr(approximate)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if self.approximate.data not in ("none", "tanh"):
            raise VerifyException(f'approximate must be "none" or "tanh", got "{self.approximate.data}"')
        return super().infer_element_type(types)


@irdl_op_definition
class ClampOp(UnaryNumberOp):
    """`min(max(input, min), max)`, of the type of the input; NaN stays NaN, and `max` where `min > max`.

    At least one bound is present. The bounds of an integer tensor are integers.
    """

    name = "aten.clamp"

    min = opt_prop_def(FloatProperty)
    max = opt_prop_def(FloatProperty)

    assembly_format = (
        "$input (`min` `=` custom<Number>($min)^)? (`max` `=` custom<Number>($max)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, min: float | None = None, max: float | None = None):
        super(UnaryOp, self).__init__(
            [input],
            {
                "min": None if min is None else float_property(min),
                "max": None if max is None else float_property(max),
            },
        )

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        bounds = [bound.value.data for bound in (self.min, self.max) if bound is not None]
        if not bounds:
            raise VerifyException("at least one of min and max must be given")
        element_type = super().infer_element_type(types)
        for bound in bounds:
            if not is_floating_point(element_type) and not bound.is_integer():
                raise VerifyException(f"the bounds of a tensor of {element_type} must be integers, got {bound}")
        return element_type
