"""Random operators. They are pure: each draws from a counter-based generator, a function of a seed and an offset.

The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11): element i of an
op takes the words of the block with key = seed and counter = (i, offset), each of 64 bits, low word first.
"""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType, UnitAttr, i64
from xdsl.ir import Attribute, SSAValue, TypeAttribute
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, flag_property, float_property, int_property


class RandomOp(AtenOp, ABC):
    """What is drawn for each element of `input`.

    `seed` is a 0-d i64 tensor; `offset` tells apart the ops that draw from one seed.
    """

    input = operand_def(TENSOR)
    seed = operand_def(TENSOR)
    offset = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        seed = tensor_type(self.seed)
        if seed != TensorType(i64, ()):
            raise VerifyException(f"seed must be a tensor<i64>, got {seed}")
        if self.offset.value.data < 0:
            raise VerifyException(f"offset must not be negative, got {self.offset.value.data}")
        return [tensor_type(self.input)]


class DropoutFamilyOp(RandomOp, ABC):
    """What dropout and its mask share: element i is kept where its first random word w has `w / 2^32 >= p`."""

    p = prop_def(FloatProperty, default_value=float_property(0.5))

    def infer_types(self) -> Sequence[AnyTensorType]:
        require_floating_point(tensor_type(self.input), "input")
        if not 0.0 <= self.p.value.data <= 1.0:
            raise VerifyException(f"p must be between 0 and 1, got {self.p.value.data}")
        return super().infer_types()


@irdl_op_definition
class DropoutOp(DropoutFamilyOp):
    """In training, zeroes each element with probability `p` and divides the others by `1 - p`; otherwise `input`.

    With p = 1 all elements are zero. Srivastava et al., https://jmlr.org/papers/v15/srivastava14a.html.
    """

    name = "aten.dropout"

    train = opt_prop_def(UnitAttr)

    assembly_format = (
        "$input `,` $seed (`p` `=` custom<Number>($p)^)? (`train` $train^)? (`offset` `=` $offset^)? attr-dict "
        "`:` type($input) `,` type($seed) `->` type($result)"
    )

    def __init__(self, input: Operand, seed: Operand, p: float = 0.5, train: bool = True, offset: int = 0):
        super().__init__(
            [input, seed],
            {"p": float_property(p), "train": flag_property(train), "offset": int_property(offset)},
        )

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if self.train is None or self.p.value.data == 0 else None


@irdl_op_definition
class DropoutMaskOp(DropoutFamilyOp):
    """What dropout in training multiplies its input by, 0 or `1 / (1 - p)`, in the shape and type of `input`.

    Only the shape of `input` matters. The reverse of dropout draws its mask again with it.
    """

    name = "aten.dropout_mask"

    assembly_format = (
        "$input `,` $seed (`p` `=` custom<Number>($p)^)? (`offset` `=` $offset^)? attr-dict "
        "`:` type($input) `,` type($seed) `->` type($result)"
    )

    def __init__(self, input: Operand, seed: Operand, p: float = 0.5, offset: int = 0):
        super().__init__([input, seed], {"p": float_property(p), "offset": int_property(offset)})


class RandomLikeOp(RandomOp, ABC):
    """Random numbers in the shape of `input`, of its element type or of `dtype`, which is floating point.

    Only the shape and type of `input` matter.
    """

    dtype = opt_prop_def(TypeAttribute)

    assembly_format = (
        "$input `,` $seed (`dtype` `=` $dtype^)? (`offset` `=` $offset^)? attr-dict "
        "`:` type($input) `,` type($seed) `->` type($result)"
    )

    def __init__(self, input: Operand, seed: Operand, dtype: Attribute | None = None, offset: int = 0):
        super().__init__([input, seed], {"dtype": dtype, "offset": int_property(offset)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        (type_,) = super().infer_types()
        drawn = type_ if self.dtype is None else TensorType(self.dtype, type_.get_shape())
        require_floating_point(drawn, "random numbers")
        return [drawn]


@irdl_op_definition
class RandLikeOp(RandomLikeOp):
    """Uniformly distributed numbers in [0, 1), with as many random bits as the element type has of mantissa.

    From the first word: 24 bits for f32, 11 for f16, 8 for bf16; for f64 53 bits of the first two, the first one high.
    """

    name = "aten.rand_like"


@irdl_op_definition
class RandnLikeOp(RandomLikeOp):
    """Numbers of the standard normal distribution: `sqrt(-2 log(1 - u)) · cos(2π v)`, u and v uniform in [0, 1).

    u and v are as in `rand_like`, of f32 from the first and the second word, of f64 from the first and the second pair
    of words; f16 and bf16 are f32, rounded. Box and Muller, https://doi.org/10.1214/aoms/1177706645.
    """

    name = "aten.randn_like"
