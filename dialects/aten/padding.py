"""Tensors with places added at, or taken from, the ends of dimensions."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from xdsl.dialects.builtin import DYNAMIC_INDEX, StringAttr, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import INT_LIST, FloatProperty, float_property, int_list_property
from adjoint.dialects.aten.shapes import describe_shape

PaddingMode: TypeAlias = Literal["constant", "reflect", "replicate", "circular"]
"""What stands in the places that are added."""


@irdl_op_definition
class PadOp(AtenOp):
    """`pad[0]` places before and `pad[1]` places after those of the last dimension, and so on from the back.

    A negative number takes places away. What is added is `value`, with `mode = "reflect"` the mirror image at the first
    or last place, with `"replicate"` that place, with `"circular"` what stands at the other end, after places were
    taken away. The mirror image and the other end must be long enough; that is checked at run time for a `?`.
    """

    name = "aten.pad"

    input = operand_def(TENSOR)
    pad = prop_def(INT_LIST)
    mode = prop_def(StringAttr, default_value=StringAttr("constant"))
    value = prop_def(FloatProperty, default_value=float_property(0.0))
    result = result_def(TENSOR)

    assembly_format = (
        "$input `pad` `=` $pad (`mode` `=` $mode^)? (`value` `=` custom<Number>($value)^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, pad: Sequence[int], mode: PaddingMode = "constant", value: float = 0.0):
        super().__init__(
            [input], {"pad": int_list_property(pad), "mode": StringAttr(mode), "value": float_property(value)}
        )

    @property
    def widths(self) -> dict[int, tuple[int, int]]:
        """The places before and after each dimension, counted from the front, that has some; negative: taken away."""
        pad, rank = self.pad.get_values(), tensor_type(self.input).get_num_dims()
        pairs = zip(pad[::2], pad[1::2], strict=True)
        return {rank - 1 - position: pair for position, pair in enumerate(pairs) if pair != (0, 0)}

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_, pad, mode = tensor_type(self.input), self.pad.get_values(), self.mode.data
        shape = list(type_.get_shape())
        if mode not in ("constant", "reflect", "replicate", "circular"):
            raise VerifyException(f'mode must be "constant", "reflect", "replicate" or "circular", got "{mode}"')
        if len(pad) % 2 or len(pad) > 2 * len(shape):
            raise VerifyException(
                f"pad must have two numbers for each of at most {len(shape)} dimensions, got {list(pad)}"
            )
        if mode != "constant" and self.value.value.data:
            raise VerifyException(f'mode "{mode}" takes no value')
        for dim, (before, after) in self.widths.items():
            if shape[dim] == DYNAMIC_INDEX:
                continue
            if shape[dim] == 0 and mode != "constant":
                raise VerifyException(f'mode "{mode}" needs something to repeat, dim {dim} is empty')
            size = shape[dim] + before + after
            smallest = 0 if mode == "constant" else 1
            if size < smallest:
                raise VerifyException(
                    f"pad {list(pad)} leaves size {size} of dim {dim} of {describe_shape(shape)}, "
                    f"it must be at least {smallest}"
                )
            longest = longest_padding(mode, shape[dim], before, after)
            if longest is not None and max(before, after) > longest:
                raise VerifyException(
                    f'pad {list(pad)} is too long for mode "{mode}": '
                    f"dim {dim} of {describe_shape(shape)} allows at most {longest}"
                )
            shape[dim] = size
        return [TensorType(type_.element_type, shape)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.input) if not self.widths else None


def longest_padding(mode: str, size: int, before: int, after: int) -> int | None:
    """How many places may be added at one end, None where the mode sets no bound; what is taken away is negative."""
    match mode:
        case "reflect":
            return size - 1
        case "circular":
            return size + min(before, 0) + min(after, 0)
        case _:
            return None
