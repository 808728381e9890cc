"""The windows that pooling slides over the last dimensions, and the shapes that follow, in PyTorch's words."""

from abc import ABC
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from xdsl.dialects.builtin import DYNAMIC_INDEX, UnitAttr
from xdsl.ir import Attribute
from xdsl.irdl import opt_prop_def, prop_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import AtenOp
from adjoint.dialects.aten.properties import INT_LIST, IntListProperty, flag_property, int_list_property
from adjoint.dialects.aten.shapes import Shape, describe_shape

Ints = int | Sequence[int]
"""A number for every dimension, or one for each."""


@dataclass(frozen=True)
class Window:
    """How a window slides along one dimension: what it covers is `kernel` places, each `dilation` after the other."""

    kernel: int
    stride: int
    padding: int = 0
    dilation: int = 1
    ceil_mode: bool = False

    @property
    def span(self) -> int:
        """From the first place that it covers to the last, both counted."""
        return self.dilation * (self.kernel - 1) + 1

    def output_size(self, size: int) -> int:
        """How many windows there are; with `ceil_mode` a last one may go beyond the padding, but must start before it.

        `DYNAMIC_INDEX` where the size is. Not above 0 where the window does not fit.
        """
        if size == DYNAMIC_INDEX:
            return DYNAMIC_INDEX
        room = size + 2 * self.padding - self.span
        if not self.ceil_mode:
            return room // self.stride + 1
        return min(-(-room // self.stride) + 1, (size + self.padding - 1) // self.stride + 1)


def spatial_dims(shape: Shape, rank: int) -> Shape:
    """The sizes that windows slide along: the last `rank`, after one of channels, and one of the batch or none."""
    if len(shape) not in (rank + 1, rank + 2):
        raise VerifyException(
            f"expected {rank + 1}D or {rank + 2}D (batch mode) tensor for input, got {describe_shape(shape)}"
        )
    spatial = shape[-rank:]
    if 0 in spatial:
        raise VerifyException(f"input of shape {describe_shape(shape)} must have no size 0 but that of the batch")
    return spatial


WINDOW_FORMAT = (
    "`kernel_size` `=` $kernel_size (`stride` `=` $stride^)? (`padding` `=` $padding^)? (`ceil_mode` $ceil_mode^)? "
)
"""How the properties of windows are written."""


def window_properties(
    kernel_size: Ints, stride: Ints | None, padding: Ints, ceil_mode: bool
) -> Mapping[str, Attribute | None]:
    """The properties of every window; a stride that is absent is the kernel's size."""
    return {
        "kernel_size": int_list_property(kernel_size),
        "stride": int_list_property(() if stride is None else stride),
        "padding": int_list_property(padding),
        "ceil_mode": flag_property(ceil_mode),
    }


class SlidingOp(AtenOp, ABC):
    """An operator on windows along the last `RANK` dimensions of [c, *] or [n, c, *], or the reverse of one."""

    RANK: ClassVar[int]


class WindowedOp(SlidingOp, ABC):
    """What pooling and its reverse share. One number holds for every dimension; a stride of none is `kernel_size`."""

    kernel_size = prop_def(INT_LIST)
    stride = prop_def(INT_LIST, default_value=int_list_property(()))
    padding = prop_def(INT_LIST, default_value=int_list_property(0))
    ceil_mode = opt_prop_def(UnitAttr)

    @property
    def windows(self) -> Sequence[Window]:
        """One for each dimension that they slide along."""
        kernels = self._by_dim("kernel_size", self.kernel_size)
        windows = [
            Window(*numbers, self.ceil_mode is not None)
            for numbers in zip(
                kernels,
                self._by_dim("stride", self.stride) if self.stride.get_values() else kernels,
                self._by_dim("padding", self.padding),
                self._dilations(),
                strict=True,
            )
        ]
        for window in windows:
            _check(window)
        return windows

    @property
    def window_arguments(self) -> tuple[Ints, Ints, Ints]:
        """Kernel size, stride and padding as constructors take them."""
        return self.kernel_size.get_values(), self.stride.get_values(), self.padding.get_values()

    def pooled_shape(self, shape: Shape) -> Shape:
        """The shape of the result for that of the input."""
        spatial = spatial_dims(shape, self.RANK)
        pooled = [window.output_size(size) for window, size in zip(self.windows, spatial, strict=True)]
        if any(size < 1 and size != DYNAMIC_INDEX for size in pooled):
            raise VerifyException(
                f"given input size {describe_shape(shape)}, calculated output size {describe_shape(pooled)}: "
                "output size is too small"
            )
        return (*shape[: -self.RANK], *pooled)

    def _dilations(self) -> Sequence[int]:
        return [1] * self.RANK

    def _by_dim(self, name: str, property: IntListProperty) -> Sequence[int]:
        return by_dim(name, property.get_values(), self.RANK)


def by_dim(name: str, values: Sequence[int], rank: int) -> Sequence[int]:
    """One number for each of `rank` dimensions, from a list of as many or of one."""
    if len(values) not in (1, rank):
        raise VerifyException(f"{name} must be a single int, or a list of {rank} ints, got {list(values)}")
    return values if len(values) == rank else list(values) * rank


def _check(window: Window) -> None:
    """Raises VerifyException where a window is none."""
    if window.kernel < 1:
        raise VerifyException(f"kernel size should be greater than zero, but got {window.kernel}")
    if window.stride < 1:
        raise VerifyException(f"stride should be greater than zero, but got {window.stride}")
    if window.dilation < 1:
        raise VerifyException(f"dilation should be greater than zero, but got {window.dilation}")
    if window.padding < 0:
        raise VerifyException(f"pad must be non-negative, but got pad={window.padding}")
    if window.padding > window.span // 2:
        raise VerifyException(
            f"pad should be at most half of effective kernel size, but got pad={window.padding}, "
            f"kernel_size={window.kernel} and dilation={window.dilation}"
        )
