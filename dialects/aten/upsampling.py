"""Upsampling: the elements of [n, c, *] at more, or fewer, places, interpolated; and its reverse.

Place i of m along a dimension of size n is at x in the input, r being 1 / scale where a scale is given, and else n / m:

    nearest         floor(r i)
    nearest_exact   floor(r (i + 1/2))
    linear, cubic   between neighbours of x = r (i + 1/2) - 1/2, with align_corners of x = i (n - 1) / (m - 1)

Linear interpolation takes two neighbours, cubic (Keys, 1981, with a = -3/4) four; beyond the edge the last one counts.
"""

from abc import ABC
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import ClassVar, Literal

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, UnitAttr
from xdsl.irdl import operand_def, opt_prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.cotangents import CotangentOp
from adjoint.dialects.aten.elementwise import require_floating_point
from adjoint.dialects.aten.properties import (
    FLOAT_LIST,
    INT_LIST,
    flag_property,
    optional_float_list_property,
    optional_int_list_property,
)
from adjoint.dialects.aten.shapes import Shape, describe_shape
from adjoint.dialects.aten.sizes import TargetSize, split_size

InterpolationKind = Literal["nearest", "nearest_exact", "linear", "cubic"]
"""How an element between others is made of them."""


class InterpolatingOp(AtenOp, ABC):
    """What upsampling along the last `RANK` dimensions and its reverse share."""

    RANK: ClassVar[int]
    KIND: ClassVar[InterpolationKind]

    scale_factors = opt_prop_def(FLOAT_LIST)
    align_corners = opt_prop_def(UnitAttr)

    @property
    def scales(self) -> Sequence[float] | None:
        """How many times larger each dimension becomes, None where the sizes tell."""
        if self.scale_factors is None:
            return None
        scales = self.scale_factors.get_values()
        if len(scales) != self.RANK:
            raise VerifyException(f"scale_factors must have {self.RANK} elements, got {len(scales)}")
        if any(scale <= 0 for scale in scales):
            raise VerifyException(f"scale_factors must be greater than 0, got {list(scales)}")
        return scales

    def check_sizes(self, input: Shape, output: Shape) -> None:
        """Raises VerifyException where there are not [n, c, *] with sizes of the spatial dimensions above 0."""
        if len(input) != self.RANK + 2:
            described = self.name.removeprefix("aten.").removesuffix("_backward")
            raise VerifyException(f"{described} expects {self.RANK + 2}D input, got {describe_shape(input)}")
        if any(size < 1 and size != DYNAMIC_INDEX for size in (*input[2:], *output[2:])):
            raise VerifyException(
                f"input and output sizes should be greater than 0, but got input {describe_shape(input[2:])} "
                f"and output {describe_shape(output[2:])}"
            )


def scale_ratio(scale: float) -> Fraction:
    """A scale as the quotient of small integers that it stands for: 1.7 as 17/10."""
    return Fraction(scale).limit_denominator(1 << 20)


def scaled_size(size: int, scale: float) -> int:
    """The size of a dimension that becomes so many times larger."""
    return DYNAMIC_INDEX if size == DYNAMIC_INDEX else floor(float(size) * scale)


class UpsampleOp(InterpolatingOp, ABC):
    """Gives either the sizes `output_size`, or `floor(size * scale)` by `scale_factors`."""

    input = operand_def(TENSOR)
    output_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`output_size` `=` $output_size^)? (`scale_factors` `=` $scale_factors^)? "
        "(`align_corners` $align_corners^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        output_size: Sequence[int] | None = None,
        scale_factors: Sequence[float] | None = None,
        align_corners: bool = False,
    ):
        super().__init__(
            [input],
            {
                "output_size": optional_int_list_property(output_size),
                "scale_factors": optional_float_list_property(scale_factors),
                "align_corners": flag_property(align_corners),
            },
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        require_floating_point(type_, "input")
        shape, scales = type_.get_shape(), self.scales
        if (self.output_size is None) == (scales is None):
            raise VerifyException("must specify exactly one of output_size and scale_factors")
        self.check_sizes(shape, shape)
        if scales is not None:
            spatial = tuple(map(scaled_size, shape[2:], scales))
        else:
            assert self.output_size is not None
            spatial = self.output_size.get_values()
            if len(spatial) != self.RANK:
                raise VerifyException(f"output_size must have {self.RANK} elements, got {len(spatial)}")
        result = (*shape[:2], *spatial)
        self.check_sizes(shape, result)
        return [TensorType(type_.element_type, result)]


class UpsampleBackwardOp(InterpolatingOp, CotangentOp, ABC):
    """The reverse: each element gets from the places that it was taken for, by its part in them."""

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? (`scale_factors` `=` $scale_factors^)? "
        "(`align_corners` $align_corners^)? attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        size: TargetSize,
        scale_factors: Sequence[float] | None = None,
        align_corners: bool = False,
    ):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, size_operand],
            {
                "static_size": static_size,
                "scale_factors": optional_float_list_property(scale_factors),
                "align_corners": flag_property(align_corners),
            },
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        grad_output, target = tensor_type(self.grad_output), self.target
        require_floating_point(grad_output, "grad_output")
        shape, scales = grad_output.get_shape(), self.scales
        self.check_sizes(target, shape)
        spatial = shape[2:] if scales is None else tuple(map(scaled_size, target[2:], scales))
        return [self.cotangent_type((*target[:2], *spatial))]
