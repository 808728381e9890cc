"""The `aten` dialect: the forward operators, named as in ATen, with ATen's argument names.

Tensors are operands; ints, floats, bools, lists of ints and enums are properties with ATen's defaults; a scalar known
only at run time is a 0-d tensor. Every op is pure, and infers its result types from its operands.
"""

from xdsl.ir import Dialect

from adjoint.dialects.aten.base import AtenOp as AtenOp
from adjoint.dialects.aten.binary import AddOp, GtOp, MulOp, SubOp
from adjoint.dialects.aten.linear_algebra import MmOp
from adjoint.dialects.aten.reduction import SumOp
from adjoint.dialects.aten.shape import SizeOp, TOp
from adjoint.dialects.aten.unary import ExpOp, GeluOp, NegOp, TanhOp

Aten = Dialect(
    "aten",
    [AddOp, ExpOp, GeluOp, GtOp, MmOp, MulOp, NegOp, SizeOp, SubOp, SumOp, TOp, TanhOp],
    [],
)
