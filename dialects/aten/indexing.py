"""Operators that take a part of a tensor at a place known when compiling, or put a part into zeros."""

from abc import ABC
from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_property
from adjoint.dialects.aten.shapes import Shape, describe_shape, normalize_dim, sizes_agree
from adjoint.dialects.aten.sizes import TargetSize, fold_known_elements, known_elements, split_size, target_shape


def require_dims(shape: Sequence[int]) -> None:
    """Raises VerifyException for a 0-d tensor, which has no dimension to index."""
    if not shape:
        raise VerifyException("expected at least one dimension, got a 0-d tensor")


def slice_bounds(size: int, start: int, end: int | None) -> tuple[int, int]:
    """The first and the end index of a slice of a known size: negative ones count from the end, all are clamped."""

    def clamped(index: int) -> int:
        return min(max(index + size if index < 0 else index, 0), size)

    first = clamped(start)
    return first, max(first, size if end is None else clamped(end))


def slice_size(size: int, start: int, end: int | None, step: int) -> int:
    """The number of elements of a slice; `?` where the size is."""
    if size == DYNAMIC_INDEX:
        return DYNAMIC_INDEX
    first, last = slice_bounds(size, start, end)
    return (last - first + step - 1) // step


class SliceParameters(AtenOp, ABC):
    """What `aten.slice` and its reverse share: every `step`-th index of `dim` from `start` up to `end`, excluded.

    Negative indices count from the end, and all are clamped into the dimension, as Python's slices do. Without an
    `end` the slice goes to the end of the dimension.
    """

    dim = prop_def(IntProperty, default_value=int_property(0))
    start = prop_def(IntProperty, default_value=int_property(0))
    end = opt_prop_def(IntProperty)
    step = prop_def(IntProperty, default_value=int_property(1))

    @staticmethod
    def slice_properties(dim: int, start: int, end: int | None, step: int):
        """The properties from the arguments of a constructor."""
        return {
            "dim": int_property(dim),
            "start": int_property(start),
            "end": None if end is None else int_property(end),
            "step": int_property(step),
        }

    def sliced_shape(self, shape: Shape) -> Shape:
        """The shape of a slice of a tensor of this shape."""
        require_dims(shape)
        if self.step.value.data <= 0:
            raise VerifyException(f"step must be positive, got {self.step.value.data}")
        dim = normalize_dim(self.dim.value.data, len(shape))
        end = None if self.end is None else self.end.value.data
        size = slice_size(shape[dim], self.start.value.data, end, self.step.value.data)
        return (*shape[:dim], size, *shape[dim + 1 :])


@irdl_op_definition
class SliceOp(SliceParameters):
    """`input[start:end:step]` along `dim`, with the clamping of Python's slices."""

    name = "aten.slice"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`dim` `=` $dim^)? (`start` `=` $start^)? (`end` `=` $end^)? (`step` `=` $step^)? attr-dict "
        "`:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, dim: int = 0, start: int = 0, end: int | None = None, step: int = 1):
        super().__init__([input], self.slice_properties(dim, start, end, step))

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        return [TensorType(type_.element_type, self.sliced_shape(type_.get_shape()))]

    def known_elements(self) -> Sequence[int | None] | None:
        if tensor_type(self.input).element_type != IndexType():
            return None
        elements = known_elements(self.input)
        end = None if self.end is None else self.end.value.data
        first, last = slice_bounds(len(elements), self.start.value.data, end)
        return elements[first : last : self.step.value.data]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        shape = tensor_type(self.input).get_shape()
        size = shape[normalize_dim(self.dim.value.data, len(shape))]
        to_the_end = self.end is None or (size != DYNAMIC_INDEX and self.end.value.data >= size)
        if self.start.value.data == 0 and to_the_end and self.step.value.data == 1:
            return self.folds_to(self.input)
        return fold_known_elements(self)


@irdl_op_definition
class SliceBackwardOp(SliceParameters, HasCanonicalizationPatternsInterface):
    """The reverse of `aten.slice`: zeros of the given shape, in which the slice is `grad_output`."""

    name = "aten.slice_backward"

    grad_output = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? "
        "(`dim` `=` $dim^)? (`start` `=` $start^)? (`end` `=` $end^)? (`step` `=` $step^)? attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(
        self,
        grad_output: Operand,
        size: TargetSize,
        dim: int = 0,
        start: int = 0,
        end: int | None = None,
        step: int = 1,
    ):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, size_operand],
            {"static_size": static_size, **self.slice_properties(dim, start, end, step)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.grad_output)
        target = target_shape(self.size, self.static_size)
        require_part(type_.get_shape(), self.sliced_shape(target), target, "slice")
        return [TensorType(type_.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)


class SelectParameters(AtenOp, ABC):
    """What `aten.select` and its reverse share: the place `index` of dimension `dim`, a negative one from the end."""

    dim = prop_def(IntProperty)
    index = prop_def(IntProperty)

    def selected_shape(self, shape: Shape) -> Shape:
        """The shape without the dimension."""
        require_dims(shape)
        dim, index = normalize_dim(self.dim.value.data, len(shape)), self.index.value.data
        size = shape[dim]
        if size != DYNAMIC_INDEX and not -size <= index < size:
            raise VerifyException(f"index {index} is out of range for dim {dim} of size {size}")
        return (*shape[:dim], *shape[dim + 1 :])


@irdl_op_definition
class SelectOp(SelectParameters):
    """The part of `input` at `index` of dimension `dim`, which the result does not have."""

    name = "aten.select"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input `dim` `=` $dim `index` `=` $index attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int, index: int):
        super().__init__([input], {"dim": int_property(dim), "index": int_property(index)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        return [TensorType(type_.element_type, self.selected_shape(type_.get_shape()))]

    def known_elements(self) -> Sequence[int | None] | None:
        type_ = tensor_type(self.input)
        if type_.element_type != IndexType() or type_.get_num_dims() != 1:
            return None
        return [known_elements(self.input)[self.index.value.data]]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return fold_known_elements(self)


@irdl_op_definition
class SelectBackwardOp(SelectParameters, HasCanonicalizationPatternsInterface):
    """The reverse of `aten.select`: zeros of the given shape, in which the selected part is `grad_output`."""

    name = "aten.select_backward"

    grad_output = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output (`,` $size^)? (`size` `=` $static_size^)? "
        "`dim` `=` $dim `index` `=` $index attr-dict `:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, size: TargetSize, dim: int, index: int):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, size_operand],
            {"static_size": static_size, "dim": int_property(dim), "index": int_property(index)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.grad_output)
        target = target_shape(self.size, self.static_size)
        require_part(type_.get_shape(), self.selected_shape(target), target, "selected part")
        return [TensorType(type_.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)


def require_part(shape: Shape, part: Shape, target: Shape, what: str) -> None:
    """Raises VerifyException where a cotangent cannot be that of a part of the target shape."""
    if len(shape) != len(part) or not all(map(sizes_agree, shape, part)):
        raise VerifyException(
            f"grad_output has shape {describe_shape(shape)}, "
            f"the {what} of {describe_shape(target)} has {describe_shape(part)}"
        )
