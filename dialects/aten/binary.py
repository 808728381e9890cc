"""Elementwise arithmetic of two operands that broadcast against each other."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import i1
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.constants import Elements, is_additive_identity, is_positive_zero, splat_of
from adjoint.dialects.aten.elementwise import BinaryOp, ElementwiseOp
from adjoint.dialects.aten.promotion import is_floating_point, promote_types
from adjoint.dialects.aten.properties import FloatProperty, float_property


class ScaledBinaryOp(BinaryOp, ABC):
    """A sum or difference of which one term is scaled by the number `alpha`."""

    alpha = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input `,` $other (`alpha` `=` custom<Number>($alpha)^)? attr-dict "
        "`:` type($input) `,` type($other) `->` type($result)"
    )

    def __init__(self, input: Operand, other: Operand, *, alpha: float = 1.0):
        super(BinaryOp, self).__init__([input, other], {"alpha": float_property(alpha)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        alpha = self.alpha.value.data
        if not is_floating_point(promoted) and not alpha.is_integer():
            raise VerifyException(f"alpha must be an integer for operands of integers, got {alpha}")
        return promoted


@irdl_op_definition
class AddOp(ScaledBinaryOp):
    """`input + alpha * other`; of two bools it is their disjunction."""

    name = "aten.add"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] + numbers[1] if self.alpha.value.data == 1 else None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if self.alpha.value.data == 1 and is_additive_identity(self.other):
            return self.folds_to(self.input)
        return super().fold()


class DifferenceOp(ScaledBinaryOp, ABC):
    """A difference, which bools do not have."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if any(type_.element_type == i1 for type_ in types):
            raise VerifyException("a difference of bools is not defined: use aten.ne, or convert with aten.to")
        return super().infer_element_type(types)


@irdl_op_definition
class SubOp(DifferenceOp):
    """`input - alpha * other`; not defined on bools."""

    name = "aten.sub"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] - numbers[1] if self.alpha.value.data == 1 else None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if self.alpha.value.data == 1 and is_positive_zero(self.other):
            return self.folds_to(self.input)
        return super().fold()


@irdl_op_definition
class RsubOp(DifferenceOp):
    """`other - alpha * input`; not defined on bools."""

    name = "aten.rsub"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[1] - numbers[0] if self.alpha.value.data == 1 else None


@irdl_op_definition
class MulOp(BinaryOp):
    """`input * other`; of two bools it is their conjunction."""

    name = "aten.mul"

    def evaluate(self, *numbers: Elements) -> Elements | None:
        return numbers[0] * numbers[1]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        for factor, one in ((self.input, self.other), (self.other, self.input)):
            if splat_of(one) == 1 and self.folds_to(factor):
                return [factor]
        return super().fold()


@irdl_op_definition
class MaximumOp(BinaryOp):
    """The larger of `input` and `other`; NaN where one is NaN."""

    name = "aten.maximum"

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if self.input == self.other else None


@irdl_op_definition
class MinimumOp(BinaryOp):
    """The smaller of `input` and `other`; NaN where one is NaN."""

    name = "aten.minimum"

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if self.input == self.other else None


@irdl_op_definition
class FmaxOp(BinaryOp):
    """The larger of `input` and `other`, the other one where one is NaN."""

    name = "aten.fmax"


@irdl_op_definition
class FminOp(BinaryOp):
    """The smaller of `input` and `other`, the other one where one is NaN."""

    name = "aten.fmin"


@irdl_op_definition
class PowOp(ElementwiseOp, HasCanonicalizationPatternsInterface):
    """`input ** exponent`, broadcast and promoted; a number as exponent is a 0-d constant.

    `x ** 0` is 1, for NaN too; a negative base is NaN for an exponent that is not an integer.
    """

    name = "aten.pow"

    input = operand_def(TENSOR)
    exponent = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $exponent attr-dict `:` type($input) `,` type($exponent) `->` type($result)"

    def __init__(self, input: Operand, exponent: Operand):
        super().__init__([input, exponent])

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        if promoted == i1:
            raise VerifyException("a power of bools is not defined: convert with aten.to")
        number = None if tensor_type(self.exponent).get_num_dims() else splat_of(self.exponent)
        if number is not None and number < 0 and not is_floating_point(promoted):
            raise VerifyException("integers to negative integer powers are not allowed")
        return promoted

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if splat_of(self.exponent) == 1 else None

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import PowerOfNumber

        return (PowerOfNumber(),)
