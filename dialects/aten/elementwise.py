"""Base classes of the elementwise families: one operand, or several that broadcast against each other."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType, f32, i1
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import operand_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.constants import Elements, fold_numbers
from adjoint.dialects.aten.promotion import is_floating_point, promote_types
from adjoint.dialects.aten.shapes import broadcast_shapes


class ElementwiseOp(AtenOp, ABC):
    """One result element from the elements at the same place of every operand, after broadcasting.

    The element type is the promoted type of the operands.
    """

    def infer_types(self) -> Sequence[AnyTensorType]:
        types = [tensor_type(operand) for operand in self.operands]
        shape = broadcast_shapes(*(type_.get_shape() for type_ in types))
        return [TensorType(self.infer_element_type(types), shape)]

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        """The element type of the result, by PyTorch's promotion of the operands' types."""
        return promote_types(types)

    def evaluate(self, *numbers: Elements) -> Elements | None:
        """The function on numbers, for an operator whose result is the same wherever it is computed; else None."""
        return None

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        computed_in = promote_types([tensor_type(operand) for operand in self.operands])
        elements = fold_numbers(self.operands, computed_in, tensor_type(self.results[0]), self.evaluate)
        return None if elements is None else [elements]


class UnaryOp(ElementwiseOp, ABC):
    """`result[i] = f(input[i])`, of the type of the input."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])


class UnaryFloatOp(UnaryOp, ABC):
    """A unary function of the reals: an integer or bool input is computed in f32, as in PyTorch."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        return promoted if is_floating_point(promoted) else f32


class BinaryOp(ElementwiseOp, ABC):
    """`result[i] = f(input[i], other[i])`, the operands broadcast against each other and promoted to one type."""

    input = operand_def(TENSOR)
    other = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $other attr-dict `:` type($input) `,` type($other) `->` type($result)"

    def __init__(self, input: Operand, other: Operand):
        super().__init__([input, other])


class BinaryFloatOp(BinaryOp, ABC):
    """A function of two reals: integers and bools are computed in f32."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promoted = promote_types(types)
        return promoted if is_floating_point(promoted) else f32


class ComparisonOp(BinaryOp, ABC):
    """`result[i] = input[i] ? other[i]` as i1, compared in the promoted type of the operands. It has no gradient."""

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        promote_types(types)
        return i1


def require_floating_point(type_: AnyTensorType, what: str) -> None:
    """Raises VerifyException where the element type is not floating point."""
    if not is_floating_point(type_.element_type):
        raise VerifyException(f"{what} must be floating point, got {type_.element_type}")
