"""The circular and hyperbolic functions and their inverses; of integers and bools they are computed in f32."""

from xdsl.irdl import irdl_op_definition

from adjoint.dialects.aten.elementwise import UnaryFloatOp


@irdl_op_definition
class SinOp(UnaryFloatOp):
    """The sine of an angle in radians; NaN at an infinity."""

    name = "aten.sin"


@irdl_op_definition
class CosOp(UnaryFloatOp):
    """The cosine of an angle in radians; NaN at an infinity."""

    name = "aten.cos"


@irdl_op_definition
class TanOp(UnaryFloatOp):
    """The tangent of an angle in radians; NaN at an infinity."""

    name = "aten.tan"


@irdl_op_definition
class AsinOp(UnaryFloatOp):
    """The angle in [-π/2, π/2] whose sine is the input; NaN outside of [-1, 1]."""

    name = "aten.asin"


@irdl_op_definition
class AcosOp(UnaryFloatOp):
    """The angle in [0, π] whose cosine is the input; NaN outside of [-1, 1]."""

    name = "aten.acos"


@irdl_op_definition
class AtanOp(UnaryFloatOp):
    """The angle in [-π/2, π/2] whose tangent is the input."""

    name = "aten.atan"


@irdl_op_definition
class SinhOp(UnaryFloatOp):
    """The hyperbolic sine `(e^input - e^-input) / 2`."""

    name = "aten.sinh"


@irdl_op_definition
class CoshOp(UnaryFloatOp):
    """The hyperbolic cosine `(e^input + e^-input) / 2`."""

    name = "aten.cosh"


@irdl_op_definition
class TanhOp(UnaryFloatOp):
    """The hyperbolic tangent, in [-1, 1]."""

    name = "aten.tanh"


@irdl_op_definition
class AsinhOp(UnaryFloatOp):
    """The number whose hyperbolic sine is the input."""

    name = "aten.asinh"


@irdl_op_definition
class AcoshOp(UnaryFloatOp):
    """The number from 0 up whose hyperbolic cosine is the input; NaN below 1."""

    name = "aten.acosh"


@irdl_op_definition
class AtanhOp(UnaryFloatOp):
    """The number whose hyperbolic tangent is the input; ±inf at ±1, NaN beyond."""

    name = "aten.atanh"
