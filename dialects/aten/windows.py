"""Windows that slide along dimensions: views of them, and their reverse, which adds up where windows overlap."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.indexing import require_part
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_list_property, int_property
from adjoint.dialects.aten.shapes import Shape, count_elements, describe_shape, normalize_dim, sizes_agree
from adjoint.dialects.aten.sizes import TargetSize, split_size, target_shape


class UnfoldParameters(AtenOp, ABC):
    """What `aten.unfold` and its reverse share: windows of `size` places of `dimension`, each `step` after the last."""

    dimension = prop_def(IntProperty)
    window_size = prop_def(IntProperty)
    step = prop_def(IntProperty)

    @staticmethod
    def unfold_properties(dimension: int, size: int, step: int):
        """The properties from the arguments of a constructor."""
        return {
            "dimension": int_property(dimension),
            "window_size": int_property(size),
            "step": int_property(step),
        }

    def unfolded_shape(self, shape: Shape) -> Shape:
        """The shape of the windows of a tensor of this shape: their places are a dimension at the end."""
        dim = normalize_dim(self.dimension.value.data, len(shape))
        length, size, step = shape[dim] if shape else 1, self.window_size.value.data, self.step.value.data
        if step <= 0:
            raise VerifyException(f"step must be positive, got {step}")
        if size < 0:
            raise VerifyException(f"size must not be negative, got {size}")
        if length == DYNAMIC_INDEX:
            count = DYNAMIC_INDEX
        elif size > length:
            raise VerifyException(f"a window of size {size} is longer than dim {dim} of {describe_shape(shape)}")
        else:
            count = (length - size) // step + 1
        return (*shape[:dim], count, *shape[dim + 1 :], size) if shape else (size,)


@irdl_op_definition
class UnfoldOp(UnfoldParameters):
    """Every window of `size` places of `dimension`, `step` after the one before, its places as the last dimension.

    In the assembly `size` is called `window_size`.
    """

    name = "aten.unfold"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `dimension` `=` $dimension `window_size` `=` $window_size `step` `=` $step attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, dimension: int, size: int, step: int):
        super().__init__([input], self.unfold_properties(dimension, size, step))

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        return [TensorType(type_.element_type, self.unfolded_shape(type_.get_shape()))]


@irdl_op_definition
class UnfoldBackwardOp(UnfoldParameters, HasCanonicalizationPatternsInterface):
    """The reverse of `aten.unfold`: zeros of the given shape, to which every window of `grad_output` is added."""

    name = "aten.unfold_backward"

    grad_output = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? "
        "`dimension` `=` $dimension `window_size` `=` $window_size `step` `=` $step attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, input_size: TargetSize, dimension: int, size: int, step: int):
        size_operand, static_size = split_size(input_size)
        super().__init__(
            [grad_output, size_operand],
            {"static_size": static_size, **self.unfold_properties(dimension, size, step)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.grad_output)
        target = target_shape(self.size, self.static_size)
        require_part(type_.get_shape(), self.unfolded_shape(target), target, "array of windows")
        return [TensorType(type_.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)


class Im2colParameters(AtenOp, ABC):
    """What `aten.im2col` and its reverse share: the windows of a convolution, by rows and by columns."""

    kernel_size = prop_def(INT_LIST)
    dilation = prop_def(INT_LIST, default_value=int_list_property((1, 1)))
    padding = prop_def(INT_LIST, default_value=int_list_property((0, 0)))
    stride = prop_def(INT_LIST, default_value=int_list_property((1, 1)))

    @staticmethod
    def window_properties(
        kernel_size: Sequence[int], dilation: Sequence[int], padding: Sequence[int], stride: Sequence[int]
    ):
        """The properties from the arguments of a constructor."""
        return {
            "kernel_size": int_list_property(kernel_size),
            "dilation": int_list_property(dilation),
            "padding": int_list_property(padding),
            "stride": int_list_property(stride),
        }

    def check_parameters(self) -> None:
        """Raises VerifyException where there are not two numbers of each kind, or one is too small."""
        for name, values, smallest in (
            ("kernel_size", self.kernel_size.get_values(), 1),
            ("dilation", self.dilation.get_values(), 1),
            ("padding", self.padding.get_values(), 0),
            ("stride", self.stride.get_values(), 1),
        ):
            if len(values) != 2 or min(values) < smallest:
                raise VerifyException(f"{name} must be two numbers of at least {smallest}, got {list(values)}")

    def window_counts(self, sizes: Sequence[int]) -> Shape:
        """How many windows there are along rows and columns of an image of the given height and width."""
        counts: list[int] = []
        for dim, size in enumerate(sizes):
            if size == DYNAMIC_INDEX:
                counts.append(DYNAMIC_INDEX)
                continue
            extent = self.dilation.get_values()[dim] * (self.kernel_size.get_values()[dim] - 1) + 1
            remaining = size + 2 * self.padding.get_values()[dim] - extent
            if remaining < 0 or size == 0:
                raise VerifyException(
                    f"no window of extent {extent} fits into an image of {describe_shape(sizes)} "
                    f"with padding {list(self.padding.get_values())}"
                )
            counts.append(remaining // self.stride.get_values()[dim] + 1)
        return tuple(counts)


def _product(first: int, second: int) -> int:
    count = count_elements((first, second))
    return DYNAMIC_INDEX if count is None else count


@irdl_op_definition
class Im2colOp(Im2colParameters):
    """The windows of images as columns, `[n, c, h, w]` or `[c, h, w]`: `torch.nn.functional.unfold`.

    The result is `[n, c · kernel_size[0] · kernel_size[1], windows]`: a convolution is a matrix product with it.
    """

    name = "aten.im2col"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input `kernel_size` `=` $kernel_size (`dilation` `=` $dilation^)? (`padding` `=` $padding^)? "
        "(`stride` `=` $stride^)? attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        kernel_size: Sequence[int],
        dilation: Sequence[int] = (1, 1),
        padding: Sequence[int] = (0, 0),
        stride: Sequence[int] = (1, 1),
    ):
        super().__init__([input], self.window_properties(kernel_size, dilation, padding, stride))

    def infer_types(self) -> Sequence[AnyTensorType]:
        self.check_parameters()
        type_ = tensor_type(self.input)
        shape = type_.get_shape()
        if len(shape) not in (3, 4):
            raise VerifyException(f"expected [n, c, h, w] or [c, h, w], got {describe_shape(shape)}")
        rows, columns = self.window_counts(shape[-2:])
        kernel = self.kernel_size.get_values()
        channels = _product(shape[-3], kernel[0] * kernel[1])
        return [TensorType(type_.element_type, (*shape[:-3], channels, _product(rows, columns)))]


@irdl_op_definition
class Col2imOp(Im2colParameters):
    """Images of height and width `output_size` to which the windows in the columns of `input` are added.

    The reverse of `aten.im2col`, and `torch.nn.functional.fold`. `input` is `[n, c · kernel_size[0] · kernel_size[1],
    windows]`, or without n. The size is a static list or an operand.
    """

    name = "aten.col2im"

    input = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`,` $size^)? (`output_size` `=` $static_size^)? `kernel_size` `=` $kernel_size "
        "(`dilation` `=` $dilation^)? (`padding` `=` $padding^)? (`stride` `=` $stride^)? attr-dict "
        "`:` type($input) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        input: Operand,
        output_size: TargetSize,
        kernel_size: Sequence[int],
        dilation: Sequence[int] = (1, 1),
        padding: Sequence[int] = (0, 0),
        stride: Sequence[int] = (1, 1),
    ):
        size_operand, static_size = split_size(output_size)
        super().__init__(
            [input, size_operand],
            {"static_size": static_size, **self.window_properties(kernel_size, dilation, padding, stride)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        self.check_parameters()
        type_, target = tensor_type(self.input), target_shape(self.size, self.static_size)
        shape, kernel = type_.get_shape(), self.kernel_size.get_values()
        if len(shape) not in (2, 3):
            raise VerifyException(f"expected [n, c, windows] or [c, windows], got {describe_shape(shape)}")
        if len(target) != 2:
            raise VerifyException(f"output_size must be two sizes, got {describe_shape(target)}")
        windows = _product(*self.window_counts(target))
        if not sizes_agree(shape[-1], windows):
            raise VerifyException(
                f"an image of {describe_shape(target)} has {windows} windows, got {describe_shape(shape)}"
            )
        channels, area = shape[-2], kernel[0] * kernel[1]
        if channels != DYNAMIC_INDEX and channels % area:
            raise VerifyException(f"{channels} rows are no multiple of the {area} places of a window")
        channels = DYNAMIC_INDEX if channels == DYNAMIC_INDEX else channels // area
        return [TensorType(type_.element_type, (*shape[:-2], channels, *target))]
