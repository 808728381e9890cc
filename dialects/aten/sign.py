"""Signs of numbers."""

from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.elementwise import BinaryFloatOp, UnaryOp


@irdl_op_definition
class SignOp(UnaryOp):
    """-1, 0 or 1 as the input is negative, 0 or positive; 0 at NaN. A bool is its own sign."""

    name = "aten.sign"


@irdl_op_definition
class SgnOp(UnaryOp):
    """The same as `aten.sign` on reals, under the name that PyTorch extends to complex numbers."""

    name = "aten.sgn"


@irdl_op_definition
class CopysignOp(BinaryFloatOp):
    """`|input|` with the sign of `other`, in which -0 is negative; of integers and bools in f32."""

    name = "aten.copysign"
