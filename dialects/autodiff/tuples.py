"""Several values as one: what TorchScript's prim::TupleConstruct and prim::TupleUnpack do."""

from collections.abc import Sequence

from xdsl.dialects.builtin import TupleType
from xdsl.ir import SSAValue, TypeAttribute
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException


def tuple_of(values: Sequence[SSAValue]) -> TupleType:
    """The type of the tuple of the values."""
    types = [value.type for value in values]
    return TupleType(tuple(type_ for type_ in types if isinstance(type_, TypeAttribute)))


@irdl_op_definition
class TupleConstructOp(IRDLOperation):
    """One tuple from several values: `autodiff.tuple_construct %0, %1 : tuple<tensor<2xf32>, tensor<3xf32>>`."""

    name = "autodiff.tuple_construct"

    elements = var_operand_def()
    result = result_def(TupleType)

    traits = traits_def(Pure())

    assembly_format = "($elements^ `:` type($elements))? attr-dict `->` type($result)"

    def __init__(self, elements: Sequence[SSAValue]):
        super().__init__(operands=[elements], result_types=[tuple_of(elements)])

    def verify_(self) -> None:
        if tuple_of(self.elements) != self.result.type:
            raise VerifyException(f"the elements make a {tuple_of(self.elements)}, not a {self.result.type}")


@irdl_op_definition
class TupleUnpackOp(IRDLOperation):
    """The elements of a tuple: `%1, %2 = autodiff.tuple_unpack %0 : tuple<…> -> tensor<2xf32>, tensor<3xf32>`."""

    name = "autodiff.tuple_unpack"

    tuple = operand_def(TupleType)
    elements = var_result_def()

    traits = traits_def(Pure())

    assembly_format = "$tuple attr-dict `:` type($tuple) `->` type($elements)"

    def __init__(self, tuple: SSAValue):
        if not isinstance(tuple.type, TupleType):
            raise VerifyException(f"expected a tuple, got {tuple.type}")
        super().__init__(operands=[tuple], result_types=[list(tuple.type.types)])

    def verify_(self) -> None:
        if tuple_of(self.elements) != self.tuple.type:
            raise VerifyException(f"the elements of {self.tuple.type} are not a {tuple_of(self.elements)}")
