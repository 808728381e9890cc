"""Elementwise operators of one operand that are compositions of others."""

from abc import ABC
from math import pi

from xdsl.irdl import irdl_op_definition, operand_def, result_def

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.tensor import Tensor


class UnaryCompositeOp(CompositeOp, ABC):
    """`result[i] = f(input[i])`, a composition."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])


@irdl_op_definition
class SquareOp(UnaryCompositeOp):
    """`input ** 2`; of bools in i64."""

    name = "aten.square"

    def decompose(self) -> Tensor:
        return Tensor(self.input) ** 2


@irdl_op_definition
class Deg2radOp(UnaryCompositeOp):
    """An angle in degrees in radians, `input · π/180`; integers and bools are computed in f32."""

    name = "aten.deg2rad"

    def decompose(self) -> Tensor:
        return Tensor(self.input) * (pi / 180)
