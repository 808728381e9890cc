"""Normalisation by the root of the mean square."""

from collections.abc import Sequence

from xdsl.dialects.builtin import f64
from xdsl.irdl import irdl_op_definition, opt_prop_def

from adjoint.dialects.aten.base import AnyTensorType, Operand, tensor_type
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.normalization import NormalizedShapeOp
from adjoint.dialects.aten.properties import FloatProperty, float_property, int_list_property
from adjoint.dialects.aten.tensor import Tensor


@irdl_op_definition
class RmsNormOp(NormalizedShapeOp, CompositeOp):
    """Divides by the root of the mean square over the last dimensions, `normalized_shape`.

    `input / sqrt(mean(input²) + eps) * weight`; without `eps` it is the machine epsilon of the type that is computed
    in: 2^-52 for f64, else 2^-23. Zhang and Sennrich, https://arxiv.org/abs/1910.07467.
    """

    name = "aten.rms_norm"

    eps = opt_prop_def(FloatProperty)

    assembly_format = (
        "$input `normalized_shape` `=` $normalized_shape (`weight` `(` $weight^ `:` type($weight) `)`)? "
        "(`eps` `=` custom<Number>($eps)^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        normalized_shape: Sequence[int],
        weight: Operand | None = None,
        eps: float | None = None,
    ):
        super().__init__(
            [input, weight],
            {
                "normalized_shape": int_list_property(normalized_shape),
                "eps": None if eps is None else float_property(eps),
            },
        )

    @property
    def epsilon(self) -> float:
        """What is added to the mean square."""
        if self.eps is not None:
            return self.eps.value.data
        return 2.0**-52 if tensor_type(self.input).element_type == f64 else 2.0**-23

    def infer_types(self) -> Sequence[AnyTensorType]:
        self.check_shapes()
        return [tensor_type(self.input)]

    def decompose(self) -> Tensor:
        self.check_shapes()
        x = Tensor(self.input)
        result = x * ((x * x).mean(self.dims, keepdim=True) + self.epsilon).rsqrt()
        return result if self.weight is None else result * Tensor(self.weight)
