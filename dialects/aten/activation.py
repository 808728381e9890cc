"""Activation functions with bounds and slopes. What is a plain function of the input is in unary.py."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, Operand
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.dimensions import UnflattenOp
from adjoint.dialects.aten.elementwise import UnaryOp
from adjoint.dialects.aten.indexing import SliceOp
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, float_property, int_property
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim
from adjoint.dialects.aten.tensor import Tensor, result_of
from adjoint.dialects.aten.unary import ActivationOp, UnaryNumberOp


@irdl_op_definition
class HardsigmoidOp(ActivationOp):
    """`min(max(input + 3, 0), 6) / 6`: a sigmoid of three straight lines, in [0, 1]; NaN stays NaN."""

    name = "aten.hardsigmoid"


@irdl_op_definition
class HardswishOp(ActivationOp):
    """`input · min(max(input + 3, 0), 6) / 6`; NaN at -inf.

    Howard et al., https://arxiv.org/abs/1905.02244.
    """

    name = "aten.hardswish"


@irdl_op_definition
class LogSigmoidOp(ActivationOp):
    """`log(1 / (1 + e^-input))`, at most 0; exact also where the sigmoid is 0 or 1."""

    name = "aten.log_sigmoid"


@irdl_op_definition
class HardshrinkOp(ActivationOp):
    """0 where `|input| <= lambd`, the input elsewhere and at NaN."""

    name = "aten.hardshrink"

    lambd = prop_def(FloatProperty, default_value=float_property(0.5))

    assembly_format = "$input (`lambd` `=` custom<Number>($lambd)^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, lambd: float = 0.5):
        super(UnaryOp, self).__init__([input], {"lambd": float_property(lambd)})


@irdl_op_definition
class SoftshrinkOp(ActivationOp):
    """The input moved by `lambd` towards 0, and 0 where `|input| <= lambd`; NaN stays NaN."""

    name = "aten.softshrink"

    lambd = prop_def(FloatProperty, default_value=float_property(0.5))

    assembly_format = "$input (`lambd` `=` custom<Number>($lambd)^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, lambd: float = 0.5):
        super(UnaryOp, self).__init__([input], {"lambd": float_property(lambd)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        if self.lambd.value.data < 0:
            raise VerifyException(f"lambd must not be negative, got {self.lambd.value.data}")
        return super().infer_element_type(types)


@irdl_op_definition
class HardtanhOp(UnaryNumberOp):
    """`min(max(input, min_val), max_val)`, of the type of the input; NaN stays NaN."""

    name = "aten.hardtanh"

    min_val = prop_def(FloatProperty, default_value=float_property(-1.0))
    max_val = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input (`min_val` `=` custom<Number>($min_val)^)? (`max_val` `=` custom<Number>($max_val)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, min_val: float = -1.0, max_val: float = 1.0):
        super(UnaryOp, self).__init__([input], {"min_val": float_property(min_val), "max_val": float_property(max_val)})

    def infer_element_type(self, types: Sequence[AnyTensorType]):
        low, high = self.min_val.value.data, self.max_val.value.data
        if low > high:
            raise VerifyException(f"min_val cannot be greater than max_val, got {low} and {high}")
        return super().infer_element_type(types)


@irdl_op_definition
class LeakyReluOp(ActivationOp):
    """The input where it is positive, `negative_slope · input` elsewhere."""

    name = "aten.leaky_relu"

    negative_slope = prop_def(FloatProperty, default_value=float_property(0.01))

    assembly_format = (
        "$input (`negative_slope` `=` custom<Number>($negative_slope)^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, negative_slope: float = 0.01):
        super(UnaryOp, self).__init__([input], {"negative_slope": float_property(negative_slope)})


@irdl_op_definition
class ThresholdOp(UnaryNumberOp):
    """`value` where `input <= threshold`, the input elsewhere and at NaN; of the type of the input."""

    name = "aten.threshold"

    threshold = prop_def(FloatProperty)
    value = prop_def(FloatProperty)

    assembly_format = (
        "$input `threshold` `=` custom<Number>($threshold) `value` `=` custom<Number>($value) attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, threshold: float, value: float):
        super(UnaryOp, self).__init__([input], {"threshold": float_property(threshold), "value": float_property(value)})


@irdl_op_definition
class EluOp(ActivationOp):
    """`scale · input` above 0, `scale · alpha (e^(input_scale · input) - 1)` below.

    With alpha alone the exponential linear unit of Clevert et al., https://arxiv.org/abs/1511.07289; `aten.selu` and
    `aten.celu` are made of it.
    """

    name = "aten.elu"

    alpha = prop_def(FloatProperty, default_value=float_property(1.0))
    scale = prop_def(FloatProperty, default_value=float_property(1.0))
    input_scale = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = (
        "$input (`alpha` `=` custom<Number>($alpha)^)? (`scale` `=` custom<Number>($scale)^)? "
        "(`input_scale` `=` custom<Number>($input_scale)^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0):
        super(UnaryOp, self).__init__(
            [input],
            {
                "alpha": float_property(alpha),
                "scale": float_property(scale),
                "input_scale": float_property(input_scale),
            },
        )


@irdl_op_definition
class SoftplusOp(ActivationOp):
    """`log(1 + e^(beta · input)) / beta`, and the input itself where `beta · input > threshold`."""

    name = "aten.softplus"

    beta = prop_def(FloatProperty, default_value=float_property(1.0))
    threshold = prop_def(FloatProperty, default_value=float_property(20.0))

    assembly_format = (
        "$input (`beta` `=` custom<Number>($beta)^)? (`threshold` `=` custom<Number>($threshold)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, beta: float = 1.0, threshold: float = 20.0):
        super(UnaryOp, self).__init__([input], {"beta": float_property(beta), "threshold": float_property(threshold)})


class CompositeActivationOp(CompositeOp, ABC):
    """An activation function that others make up."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])


@irdl_op_definition
class Relu6Op(CompositeActivationOp):
    """`min(max(input, 0), 6)`, of the type of the input; NaN stays NaN."""

    name = "aten.relu6"

    def decompose(self) -> Tensor:
        return result_of(HardtanhOp, self.input, 0.0, 6.0)


@irdl_op_definition
class SeluOp(CompositeActivationOp):
    """The exponential linear unit scaled so that activations keep mean 0 and variance 1.

    Klambauer et al., https://arxiv.org/abs/1706.02515.
    """

    name = "aten.selu"

    def decompose(self) -> Tensor:
        return result_of(EluOp, self.input, 1.6732632423543772848170429916717, 1.0507009873554804934193349852946)


@irdl_op_definition
class CeluOp(CompositeActivationOp):
    """The input above 0, `alpha (e^(input / alpha) - 1)` below. Barron, https://arxiv.org/abs/1704.07483."""

    name = "aten.celu"

    alpha = prop_def(FloatProperty, default_value=float_property(1.0))

    assembly_format = "$input (`alpha` `=` custom<Number>($alpha)^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, alpha: float = 1.0):
        super(CompositeActivationOp, self).__init__([input], {"alpha": float_property(alpha)})

    def decompose(self) -> Tensor:
        alpha = self.alpha.value.data
        if alpha == 0:
            raise VerifyException("alpha must not be 0")
        return result_of(EluOp, self.input, alpha, input_scale=1 / alpha)


@irdl_op_definition
class MishOp(CompositeActivationOp):
    """`input · tanh(softplus(input))`. Misra, https://arxiv.org/abs/1908.08681."""

    name = "aten.mish"

    def decompose(self) -> Tensor:
        return Tensor(self.input) * result_of(SoftplusOp, self.input).tanh()


@irdl_op_definition
class SoftsignOp(CompositeActivationOp):
    """`input / (1 + |input|)`, in [-1, 1]; NaN at an infinity. Integers are computed in f32."""

    name = "aten.softsign"

    def decompose(self) -> Tensor:
        x = Tensor(self.input)
        return x / (x.abs() + 1)


@irdl_op_definition
class TanhshrinkOp(CompositeActivationOp):
    """`input - tanh(input)`; integers are computed in f32."""

    name = "aten.tanhshrink"

    def decompose(self) -> Tensor:
        x = Tensor(self.input)
        return x - x.tanh()


@irdl_op_definition
class GluOp(CompositeActivationOp):
    """The gated linear unit `a · sigmoid(b)` with a and b the halves of the input along `dim`, whose size is even.

    Dauphin et al., https://arxiv.org/abs/1612.08083.
    """

    name = "aten.glu"

    dim = prop_def(IntProperty, default_value=int_property(-1))

    assembly_format = "$input (`dim` `=` $dim^)? attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int = -1):
        super(CompositeActivationOp, self).__init__([input], {"dim": int_property(dim)})

    def decompose(self) -> Tensor:
        first, second = self._halves()
        return first * second.sigmoid()

    def _halves(self) -> tuple[Tensor, Tensor]:
        x = Tensor(self.input)
        dim = normalize_dim(self.dim.value.data, x.ndim)
        if not x.ndim:
            raise VerifyException("a 0-d tensor has no halves")
        size = x.shape[dim]
        if size == DYNAMIC_INDEX:
            halves = result_of(UnflattenOp, self.input, dim, [2, -1])
            return halves.select(dim, 0), halves.select(dim, 1)
        if size % 2:
            raise VerifyException(f"the size of dim {dim} must be even, got shape {describe_shape(x.shape)}")
        return (
            result_of(SliceOp, self.input, dim, 0, size // 2),
            result_of(SliceOp, self.input, dim, size // 2, size),
        )
