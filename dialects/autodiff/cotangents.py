"""Cotangents that may be known to be zero: a zero that is not materialised, and a sum in which it is neutral."""

from collections.abc import Sequence

from xdsl.dialects.builtin import i1
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    VarConstraint,
    irdl_op_definition,
    operand_def,
    result_def,
    traits_def,
    var_operand_def,
)
from xdsl.traits import HasFolder, Pure
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR


@irdl_op_definition
class ZeroOp(IRDLOperation):
    """A cotangent known to be zero, of which only the type exists: `autodiff.zero : tensor<2x?xf32>`.

    TorchScript's prim::AutogradZero, an undefined tensor.
    """

    name = "autodiff.zero"

    result = result_def(TENSOR)

    traits = traits_def(Pure())

    assembly_format = "attr-dict `:` type($result)"

    def __init__(self, type: Attribute):
        super().__init__(result_types=[type])


def is_zero(value: SSAValue) -> bool:
    """Whether the value is a cotangent known to be zero."""
    return isinstance(value.owner, ZeroOp)


_SAME_TYPE = VarConstraint("T", TENSOR)


class _AccumulateFolds(HasFolder):
    @classmethod
    def fold(cls, op: Operation) -> Sequence[SSAValue | Attribute] | None:
        first, second = op.operands
        if is_zero(first):
            return [second]
        if is_zero(second):
            return [first]
        return None


@irdl_op_definition
class AccumulateOp(IRDLOperation):
    """The sum of two cotangents of one value; a zero is its neutral element, and it never broadcasts.

    TorchScript's prim::AutogradAdd. Where a cotangent still has to be summed back to the size of the value, that is
    done before it gets here.
    """

    name = "autodiff.accumulate"

    first = operand_def(_SAME_TYPE)
    second = operand_def(_SAME_TYPE)
    result = result_def(_SAME_TYPE)

    traits = traits_def(Pure(), _AccumulateFolds())

    assembly_format = "$first `,` $second attr-dict `:` type($result)"

    def __init__(self, first: SSAValue, second: SSAValue):
        super().__init__(operands=[first, second], result_types=[first.type])


@irdl_op_definition
class AnyNonzeroOp(IRDLOperation):
    """False where every operand is a cotangent known to be zero; it guards the ops that are linear in them.

    TorchScript's prim::AutogradAnyNonZero. A tensor that exists counts as nonzero, whatever its elements are: 0 · inf
    stays NaN. As what is guarded is linear, true is always a right answer.
    """

    name = "autodiff.any_nonzero"

    cotangents = var_operand_def(TENSOR)
    result = result_def(i1)

    traits = traits_def(Pure())

    assembly_format = "$cotangents attr-dict `:` type($cotangents)"

    def __init__(self, cotangents: Sequence[SSAValue]):
        super().__init__(operands=[cotangents], result_types=[i1])

    def verify_(self) -> None:
        if not self.cotangents:
            raise VerifyException("expected at least one cotangent")
