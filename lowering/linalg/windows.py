"""Windows of dimensions, and their reverse: each place collects from the windows that have it."""

from collections.abc import Sequence
from dataclasses import dataclass

from adjoint.dialects import aten
from adjoint.dialects.aten.literals import number_attribute
from adjoint.dialects.aten.shapes import normalize_dim
from adjoint.dialects.aten.windows import Im2colParameters, UnfoldParameters
from adjoint.lowering.linalg.combiners import SUM
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.scalar import Scalar, maximum, minimum, select
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, Size, as_size, quotient
from adjoint.lowering.linalg.targets import target_shape
from adjoint.lowering.linalg.views import LoweredTensor, Splat, with_dims_inserted, without_dims


@dataclass(frozen=True)
class Windows:
    """Windows along a dimension of size `extent`: place k of window l is place `l · step + k · dilation - padding`."""

    extent: Size
    size: int
    step: int
    dilation: int = 1
    padding: int = 0

    @property
    def count(self) -> Size:
        """The number of windows; there is at least one."""
        remaining = self.extent + (2 * self.padding - self.dilation * (self.size - 1) - 1)
        return quotient(remaining, as_size(self.step)) + 1

    def require_one(self, op: aten.UnfoldOp | Im2colParameters | UnfoldParameters, sizes: Sizes, dim: int) -> None:
        """Requires that there is a window, and something in it."""
        length = self.dilation * (self.size - 1) + 1 - 2 * self.padding
        sizes.require_at_least(op, self.extent, max(length, 0), f"no window fits into dim {dim}")

    def place(self, lowering: FunctionLowering, window: Scalar, k: Scalar) -> tuple[Scalar, Scalar | None]:
        """The place in the dimension, clamped to it, and whether it is there: None where that is sure."""
        place = _scaled(window, self.step) + _scaled(k, self.dilation)
        if not self.padding:
            return place, None
        place, last = place - self.padding, lowering.scalar(self.extent - 1)
        return minimum(maximum(place, 0), last), place.compare("ge", 0) & place.compare("le", last)

    def window(self, lowering: FunctionLowering, place: Scalar, k: Scalar) -> tuple[Scalar, Scalar]:
        """The window that has the place as its place k, clamped to those that are there, and whether it has."""
        distance = place - _scaled(k, self.dilation)
        if self.padding:
            distance = distance + self.padding
        inside, window = distance.compare("ge", 0), maximum(distance, 0)
        if self.step != 1:
            distance, window = window, window // self.step
            inside = inside & distance.compare("eq", window * self.step)
        last = lowering.scalar(self.count - 1)
        return minimum(window, last), inside & window.compare("le", last)


def _scaled(index: Scalar, factor: int) -> Scalar:
    return index if factor == 1 else index * factor


def _unfold_windows(op: UnfoldParameters, shape: Shape) -> tuple[int, Windows]:
    """The dimension and its windows; a 0-d tensor has one place."""
    dim = normalize_dim(op.dimension.value.data, len(shape))
    return dim, Windows(shape[dim] if shape else ONE, op.window_size.value.data, op.step.value.data)


def _unfolded(op: UnfoldParameters, shape: Shape) -> Shape:
    dim, windows = _unfold_windows(op, shape)
    last = as_size(windows.size)
    return (*shape[:dim], windows.count, *shape[dim + 1 :], last) if shape else (last,)


@size_rule(aten.UnfoldOp)
def _unfold_sizes(op: aten.UnfoldOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    dim, windows = _unfold_windows(op, shape)
    windows.require_one(op, sizes, dim)
    return [_unfolded(op, shape)]


@linalg_lowering(aten.UnfoldOp)
def _unfold(op: aten.UnfoldOp, lowering: FunctionLowering) -> LoweredTensor:
    operand, shape = lowering.tensor(op.input), lowering.shape(op.result)
    if isinstance(operand, Splat):
        return Splat(operand.value, shape)
    if not operand.shape:
        return with_dims_inserted(operand, [0])
    dim, windows = _unfold_windows(op, operand.shape)
    read = lowering.reader(operand)

    def body(indices: Sequence[Scalar]) -> Scalar:
        *places, k = indices
        places[dim], _ = windows.place(lowering, places[dim], k)
        return read(places)

    return lowering.compute(shape, operand.element_type, body)


@size_rule(aten.UnfoldBackwardOp)
def _unfold_backward_sizes(op: aten.UnfoldBackwardOp, sizes: Sizes) -> Sequence[Shape]:
    target = target_shape(op.size, op.static_size, sizes)
    dim, windows = _unfold_windows(op, target)
    windows.require_one(op, sizes, dim)
    sizes.require_same_shape(op, sizes.shape(op.grad_output), _unfolded(op, target), "grad_output", "the windows")
    return [target]


@linalg_lowering(aten.UnfoldBackwardOp)
def _unfold_backward(op: aten.UnfoldBackwardOp, lowering: FunctionLowering) -> LoweredTensor:
    """Where windows do not overlap, one of them has the place; else the sum over the places that it may be in one."""
    operand, shape = lowering.tensor(op.grad_output), lowering.shape(op.result)
    dim, windows = _unfold_windows(op, shape)
    if not windows.size:
        return Splat(number_attribute(0, operand.element_type), shape)
    if not shape:
        return without_dims(operand, [0])
    read = lowering.reader(operand)

    def overlapping(indices: Sequence[Scalar]) -> Scalar:
        *places, k = indices
        places[dim], inside = windows.window(lowering, places[dim], k)
        return select(inside, read([*places, k]), 0)

    def apart(indices: Sequence[Scalar]) -> Scalar:
        places, last = list(indices), lowering.scalar(windows.count - 1)
        window = indices[dim] // windows.step
        k = indices[dim] - window * windows.step
        inside = k.compare("lt", windows.size) & window.compare("le", last)
        places[dim] = minimum(window, last)
        return select(inside, read([*places, minimum(k, windows.size - 1)]), 0)

    if windows.step >= windows.size:
        return lowering.compute(shape, operand.element_type, apart)
    parts = lowering.compute((*shape, as_size(windows.size)), operand.element_type, overlapping)
    return lowering.reduce(parts, [len(shape)], SUM, operand.element_type)


def _image_windows(op: Im2colParameters, image: Shape) -> tuple[Windows, Windows]:
    """The windows along rows and columns of images, whose height and width are the last sizes."""
    properties = (op.kernel_size, op.stride, op.dilation, op.padding)
    rows, columns = (Windows(image[axis - 2], *(each.get_values()[axis] for each in properties)) for axis in range(2))
    return rows, columns


def _columns_shape(op: Im2colParameters, image: Shape) -> Shape:
    rows, columns = _image_windows(op, image)
    return (*image[:-3], image[-3] * (rows.size * columns.size), rows.count * columns.count)


def _windows_shape(op: Im2colParameters, image: Shape) -> Shape:
    """[…, c, places of a window by rows and columns, windows by rows and columns]."""
    rows, columns = _image_windows(op, image)
    return (*image[:-2], as_size(rows.size), as_size(columns.size), rows.count, columns.count)


def _require_windows(op: Im2colParameters, sizes: Sizes, image: Shape) -> None:
    for position, windows in enumerate(_image_windows(op, image), len(image) - 2):
        windows.require_one(op, sizes, position)
        sizes.require_at_least(op, windows.extent, 1, f"dim {position} of the image is empty")


@size_rule(aten.Im2colOp)
def _im2col_sizes(op: aten.Im2colOp, sizes: Sizes) -> Sequence[Shape]:
    image = sizes.shape(op.input)
    _require_windows(op, sizes, image)
    return [_columns_shape(op, image)]


@linalg_lowering(aten.Im2colOp)
def _im2col(op: aten.Im2colOp, lowering: FunctionLowering) -> LoweredTensor:
    image, shape = lowering.tensor(op.input), lowering.shape(op.result)
    along = _image_windows(op, image.shape)
    read = lowering.reader(image)

    def body(indices: Sequence[Scalar]) -> Scalar:
        *others, row_place, column_place, row_window, column_window = indices
        row, row_inside = along[0].place(lowering, row_window, row_place)
        column, column_inside = along[1].place(lowering, column_window, column_place)
        element = read([*others, row, column])
        for inside in (row_inside, column_inside):
            element = element if inside is None else select(inside, element, 0)
        return element

    windows = lowering.compute(_windows_shape(op, image.shape), image.element_type, body)
    return lowering.reshape(windows, shape)


@size_rule(aten.Col2imOp)
def _col2im_sizes(op: aten.Col2imOp, sizes: Sizes) -> Sequence[Shape]:
    columns, (height, width) = sizes.shape(op.input), target_shape(op.size, op.static_size, sizes)
    area = as_size(op.kernel_size.get_values()[0] * op.kernel_size.get_values()[1])
    image = (*columns[:-2], quotient(columns[-2], area), height, width)
    _require_windows(op, sizes, image)
    sizes.require_same_shape(op, columns, _columns_shape(op, image), "input", "the windows")
    return [image]


@linalg_lowering(aten.Col2imOp)
def _col2im(op: aten.Col2imOp, lowering: FunctionLowering) -> LoweredTensor:
    """The sum over the places of a window of what the window that has the place there gives, if there is one."""
    image = lowering.shape(op.result)
    windows = lowering.reshape(lowering.tensor(op.input), _windows_shape(op, image))
    along = _image_windows(op, image)
    read = lowering.reader(windows)

    def body(indices: Sequence[Scalar]) -> Scalar:
        *others, row, column, row_place, column_place = indices
        row_window, row_inside = along[0].window(lowering, row, row_place)
        column_window, column_inside = along[1].window(lowering, column, column_place)
        element = read([*others, row_place, column_place, row_window, column_window])
        return select(row_inside & column_inside, element, 0)

    rank = len(image)
    sizes = (as_size(along[0].size), as_size(along[1].size))
    parts = lowering.compute((*image, *sizes), windows.element_type, body)
    return lowering.reduce(parts, [rank, rank + 1], SUM, windows.element_type)
