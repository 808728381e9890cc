"""Channels that become places, and places that become channels."""

from abc import ABC

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, Operand
from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.composite import CompositeOp
from adjoint.dialects.aten.division import DivOp
from adjoint.dialects.aten.handle import Handle
from adjoint.dialects.aten.operands import values_of
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import describe_shape
from adjoint.dialects.aten.tensor import Tensor


def _divided(size: int | Tensor, divisor: int) -> int | Tensor:
    """A size divided by one that divides it."""
    if not isinstance(size, Handle):
        return size // divisor
    return Tensor(build(DivOp, *values_of(size, divisor), rounding_mode="floor").result)


class ShuffleOp(CompositeOp, ABC):
    """Moves elements between the channels and the places of [*, c, h, w]."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    def check(self, factor: int, name: str) -> Tensor:
        """The input. Raises VerifyException where it has too few dimensions, or the factor is not positive."""
        x = Tensor(self.input)
        described = self.name.removeprefix("aten.")
        if x.ndim < 3:
            raise VerifyException(
                f"{described} expects input to have at least 3 dimensions, but got input with {x.ndim} dimension(s)"
            )
        if factor < 1:
            raise VerifyException(f"{described} expects a positive {name}, but got {factor}")
        return x

    def check_divisible(self, x: Tensor, dim: int, divisor: int, what: str) -> None:
        """Raises VerifyException where a size is not divisible by what it is divided by."""
        if x.shape[dim] != DYNAMIC_INDEX and x.shape[dim] % divisor:
            described = self.name.removeprefix("aten.")
            raise VerifyException(
                f"{described} expects {what} to be divisible by {divisor}, but got input of shape "
                f"{describe_shape(x.shape)}"
            )


@irdl_op_definition
class PixelShuffleOp(ShuffleOp):
    """[*, c r², h, w] as [*, c, h r, w r], r being `upscale_factor`.

    Each r² channels become the r × r places in place of one. Shi et al., https://arxiv.org/abs/1609.05158.
    """

    name = "aten.pixel_shuffle"

    upscale_factor = prop_def(IntProperty)

    assembly_format = "$input `upscale_factor` `=` $upscale_factor attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, upscale_factor: int):
        super().__init__([input], {"upscale_factor": int_property(upscale_factor)})

    def decompose(self) -> Tensor:
        r = self.upscale_factor.value.data
        x = self.check(r, "upscale_factor")
        self.check_divisible(x, -3, r * r, "the number of channels")
        batch = [x.size(dim) for dim in range(x.ndim - 3)]
        channels, height, width = _divided(x.size(-3), r * r), x.size(-2), x.size(-1)
        rank = len(batch)
        split = x.reshape([*batch, channels, r, r, height, width])
        order = [*range(rank + 1), rank + 3, rank + 1, rank + 4, rank + 2]
        return split.permute(order).reshape([*batch, channels, height * r, width * r])


@irdl_op_definition
class PixelUnshuffleOp(ShuffleOp):
    """[*, c, h r, w r] as [*, c r², h, w], r being `downscale_factor`: what `aten.pixel_shuffle` undoes."""

    name = "aten.pixel_unshuffle"

    downscale_factor = prop_def(IntProperty)

    assembly_format = "$input `downscale_factor` `=` $downscale_factor attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, downscale_factor: int):
        super().__init__([input], {"downscale_factor": int_property(downscale_factor)})

    def decompose(self) -> Tensor:
        r = self.downscale_factor.value.data
        x = self.check(r, "downscale_factor")
        self.check_divisible(x, -2, r, "height")
        self.check_divisible(x, -1, r, "width")
        batch = [x.size(dim) for dim in range(x.ndim - 3)]
        channels, height, width = x.size(-3), _divided(x.size(-2), r), _divided(x.size(-1), r)
        rank = len(batch)
        split = x.reshape([*batch, channels, height, r, width, r])
        order = [*range(rank + 1), rank + 2, rank + 4, rank + 1, rank + 3]
        return split.permute(order).reshape([*batch, channels * (r * r), height, width])
