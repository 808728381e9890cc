"""Random operators. They are pure: each draws from a counter-based generator, a function of a seed and an offset.

The generator is Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11): element i of an
op takes the first word of the block with key = seed and counter = (i, offset), each of 64 bits, low word first.
"""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType, UnitAttr, i64
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_prop_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import FloatProperty, IntProperty, flag_property, float_property, int_property


class DropoutFamilyOp(AtenOp, ABC):
    """What dropout and its mask share: element i is kept where the random word w_i has `w_i / 2^32 >= p`.

    `seed` is a 0-d i64 tensor; `offset` tells apart the ops that draw from one seed.
    """

    input = operand_def(TENSOR)
    seed = operand_def(TENSOR)
    p = prop_def(FloatProperty, default_value=float_property(0.5))
    offset = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, seed = tensor_type(self.input), tensor_type(self.seed)
        require_floating_point(type_, "input")
        if seed != TensorType(i64, ()):
            raise VerifyException(f"seed must be a tensor<i64>, got {seed}")
        if not 0.0 <= self.p.value.data <= 1.0:
            raise VerifyException(f"p must be between 0 and 1, got {self.p.value.data}")
        if self.offset.value.data < 0:
            raise VerifyException(f"offset must not be negative, got {self.offset.value.data}")
        return [type_]


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
