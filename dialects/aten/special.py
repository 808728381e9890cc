"""Special functions: the gamma and error functions and their relatives, of the reals."""

from collections.abc import Sequence

from xdsl.irdl import irdl_op_definition, opt_prop_def, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AnyTensorType, Operand
from adjoint.dialects.aten.elementwise import UnaryFloatOp, UnaryOp
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, float_property, int_property


@irdl_op_definition
class ErfOp(UnaryFloatOp):
    """The error function `2/√π ∫₀^input e^-t² dt`, in [-1, 1]."""

    name = "aten.erf"


@irdl_op_definition
class ErfcOp(UnaryFloatOp):
    """`1 - erf(input)`, in [0, 2], exact also where it is small."""

    name = "aten.erfc"


@irdl_op_definition
class ErfinvOp(UnaryFloatOp):
    """The number whose error function is the input; ±inf at ±1, NaN beyond."""

    name = "aten.erfinv"


@irdl_op_definition
class LgammaOp(UnaryFloatOp):
    """`log |Γ(input)|`; inf at 0, at the negative integers and at infinities."""

    name = "aten.lgamma"


@irdl_op_definition
class DigammaOp(UnaryFloatOp):
    """`Γ'(input) / Γ(input)`; -inf at 0, inf at -0, NaN at the negative integers."""

    name = "aten.digamma"


@irdl_op_definition
class PolygammaOp(UnaryFloatOp):
    """The n-th derivative of the digamma function, the digamma function for n = 0.

    Abramowitz and Stegun 6.4. At 0 and the negative integers it is inf, for an even n > 0 NaN.
    """

    name = "aten.polygamma"

    n = prop_def(IntProperty)

    assembly_format = "$input `n` `=` $n attr-dict `:` type($input) `->` type($result)"

    def __init__(self, n: int, input: Operand):
        super(UnaryOp, self).__init__([input], {"n": int_property(n)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if self.n.value.data < 0:
            raise VerifyException(f"n must not be negative, got {self.n.value.data}")
        return super().infer_element_type(types)


@irdl_op_definition
class LogitOp(UnaryFloatOp):
    """`log(z / (1 - z))` of z, the input itself or, with `eps`, the input clamped to [eps, 1 - eps].

    Without eps it is ±inf at 0 and 1, and NaN outside.
    """

    name = "aten.logit"

    eps = opt_prop_def(FloatProperty)

    assembly_format = "$input (`eps` `=` custom<Number>($eps)^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, eps: float | None = None):
        super(UnaryOp, self).__init__([input], {"eps": None if eps is None else float_property(eps)})


@irdl_op_definition
class SincOp(UnaryFloatOp):
    """`sin(π input) / (π input)`, 1 at 0."""

    name = "aten.sinc"
