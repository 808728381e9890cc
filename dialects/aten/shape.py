"""Operators that give a tensor another shape, or tell its shape, without arithmetic on its elements."""

from abc import ABC
from collections.abc import Sequence
from math import prod

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import INT_LIST
from adjoint.dialects.aten.shapes import Shape, count_elements, describe_shape
from adjoint.dialects.aten.sizes import TargetSize, check_sizes, fold_known_elements, split_size, target_size


@irdl_op_definition
class SizeOp(AtenOp, HasCanonicalizationPatternsInterface):
    """The sizes of a tensor of rank n as a tensor of n indices: `tensor<?x4xf32> -> tensor<2xindex>`."""

    name = "aten.size"

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    def infer_types(self) -> Sequence[AnyTensorType]:
        return [TensorType(IndexType(), [tensor_type(self.input).get_num_dims()])]

    def known_elements(self) -> Sequence[int | None]:
        return [None if size == DYNAMIC_INDEX else size for size in tensor_type(self.input).get_shape()]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if isinstance(owner := self.input.owner, TargetShapeOp) and owner.size is not None:
            return self.folds_to(owner.size)
        return fold_known_elements(self)

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import SizeOfSameShape

        return (SizeOfSameShape(),)


class TargetShapeOp(AtenOp, HasCanonicalizationPatternsInterface, ABC):
    """Gives `input` a target shape, a static list `size = [2, 3]` or an operand of sizes."""

    input = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    result = result_def(TENSOR)

    assembly_format = (
        "$input (`,` $size^)? (`size` `=` $static_size^)? attr-dict "
        "`:` type($input) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, input: Operand, size: TargetSize):
        size_operand, static_size = split_size(size)
        super().__init__([input, size_operand], {"static_size": static_size})

    @property
    def target(self) -> TargetSize:
        """The target shape, as the constructor takes it."""
        if self.size is not None:
            return self.size
        return () if self.static_size is None else self.static_size.get_values()

    def has_size_of(self, value: SSAValue) -> bool:
        """Whether the target shape is the operand `aten.size` of this value."""
        return self.size is not None and isinstance(owner := self.size.owner, SizeOp) and owner.input == value


class SameElementsOp(TargetShapeOp, ABC):
    """The same elements, in row-major order, in another shape."""

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        target = target_size(self.size, self.static_size)
        return [TensorType(type_.element_type, self.infer_shape(type_.get_shape(), target))]

    def infer_shape(self, shape: Shape, target: Shape) -> Shape:
        """The target shape, in which the number of elements determines one size that is open."""
        check_sizes(target, smallest=-1)
        if target.count(-1) > 1:
            raise VerifyException(f"at most one size can be -1, got {describe_shape(target)}")
        given = [size for size in target if size not in (-1, DYNAMIC_INDEX)]
        open_count, given_count, count = len(target) - len(given), prod(given), count_elements(shape)
        if -1 in target and given_count == 0:
            raise VerifyException(f"shape {describe_shape(target)} is ambiguous: it has 0 elements whatever -1 is")
        remaining = DYNAMIC_INDEX
        if count is not None and open_count < 2:
            fits = count % given_count == 0 if open_count and given_count else count == given_count
            if not fits:
                raise VerifyException(
                    f"shape {describe_shape(target)} is invalid for the {count} elements of {describe_shape(shape)}"
                )
            remaining = count // given_count if given_count else DYNAMIC_INDEX
        return tuple(remaining if size in (-1, DYNAMIC_INDEX) else size for size in target)

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        shape = tensor_type(self.result).get_shape()
        # Two shapes of one open size have the same elements only where that size is the same.
        one_shape = shape.count(DYNAMIC_INDEX) <= 1 and 0 not in shape
        if (one_shape and self.static_size is not None) or self.has_size_of(self.input):
            return self.folds_to(self.input)
        return None

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import ReshapeOfReshape, StaticTargetShape

        return StaticTargetShape(), ReshapeOfReshape()


@irdl_op_definition
class ReshapeOp(SameElementsOp):
    """The elements in row-major order in another shape. One -1 in the list stands for what remains."""

    name = "aten.reshape"


@irdl_op_definition
class ViewOp(SameElementsOp):
    """The same as `aten.reshape`, which it becomes: values have no strides, every shape of the elements is a view."""

    name = "aten.view"

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import ViewIsReshape

        return (ViewIsReshape(),)


@irdl_op_definition
class ExpandOp(TargetShapeOp):
    """Broadcasts to a shape: dimensions of size 1 are repeated, and new ones stand in front.

    A -1 in the list keeps the size of its dimension.
    """

    name = "aten.expand"

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape, target = type_.get_shape(), target_size(self.size, self.static_size)
        new_dims = len(target) - len(shape)
        if new_dims < 0:
            raise VerifyException(f"a tensor of rank {len(shape)} cannot expand to {len(target)} dimensions")
        check_sizes(target, smallest=-1)
        if -1 in target[:new_dims]:
            raise VerifyException(
                f"-1 keeps the size of a dimension that is there, in {describe_shape(target)} it is new"
            )
        expanded = [
            self.expanded_size(size, expected, dim)
            for dim, (size, expected) in enumerate(zip(shape, target[new_dims:], strict=True), new_dims)
        ]
        return [TensorType(type_.element_type, (*target[:new_dims], *expanded))]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        if self.static_size is not None or self.has_size_of(self.input):
            return self.folds_to(self.input)
        return None

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import ExpandOfExpand, StaticTargetShape

        return StaticTargetShape(), ExpandOfExpand()

    def expanded_size(self, size: int, target: int, dim: int) -> int:
        """The size of dimension `dim` of the result."""
        if target == -1:
            return size
        if target == DYNAMIC_INDEX:
            return DYNAMIC_INDEX if size == 1 else size
        if size not in (1, target, DYNAMIC_INDEX):
            raise VerifyException(f"size {size} cannot expand to {target} at dimension {dim}: only size 1 expands")
        return target
