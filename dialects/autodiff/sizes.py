"""The transpose of a broadcast, and the optional sizes that say where it has something to do."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.ir import SSAValue
from xdsl.irdl import (
    AnyOf,
    IRDLOperation,
    base,
    irdl_op_definition,
    operand_def,
    opt_operand_def,
    result_def,
    traits_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, tensor_type
from adjoint.dialects.aten.shapes import describe_shape
from adjoint.dialects.autodiff.attributes import OptionalSizeType


def _rank_of_size(value: SSAValue) -> int:
    """The rank of the tensor that the value holds the sizes of, present or not."""
    if isinstance(value.type, OptionalSizeType):
        return value.type.rank.data
    type_ = tensor_type(value)
    shape = type_.get_shape()
    if not isinstance(type_.element_type, IndexType) or len(shape) != 1 or shape[0] == DYNAMIC_INDEX:
        raise VerifyException(f"a size must be a tensor<nxindex> of static n, got {type_}")
    return shape[0]


@irdl_op_definition
class NoSizeOp(IRDLOperation):
    """The absent size: what `autodiff.size_if_not_equal` gives for equal sizes. TorchScript's `None`."""

    name = "autodiff.no_size"

    result = result_def(OptionalSizeType)

    traits = traits_def(Pure())

    assembly_format = "attr-dict `:` type($result)"

    def __init__(self, rank: int):
        super().__init__(result_types=[OptionalSizeType(rank)])


@irdl_op_definition
class SizeIfNotEqualOp(IRDLOperation):
    """`size`, or none where it equals `other`: there is nothing to sum then. TorchScript's aten::_size_if_not_equal.

    autodiff.size_if_not_equal %size, %other : tensor<1xindex>, tensor<2xindex> -> !autodiff.optional_size<1>
    """

    name = "autodiff.size_if_not_equal"

    size = operand_def(TENSOR)
    other = operand_def(TENSOR)
    result = result_def(OptionalSizeType)

    traits = traits_def(Pure())

    assembly_format = "$size `,` $other attr-dict `:` type($size) `,` type($other) `->` type($result)"

    def __init__(self, size: SSAValue, other: SSAValue):
        super().__init__(operands=[size, other], result_types=[OptionalSizeType(_rank_of_size(size))])

    def verify_(self) -> None:
        _rank_of_size(self.other)
        rank = _rank_of_size(self.size)
        if rank != _rank_of_size(self.result):
            raise VerifyException(f"a size of rank {rank} cannot become {self.result.type}")


@irdl_op_definition
class GradSumToSizeOp(IRDLOperation):
    """The transpose of a broadcast from `size`: sums what was repeated. TorchScript's aten::_grad_sum_to_size.

    Dimensions are aligned at the last one; those that `size` lacks are summed away, those in which it is 1 are summed
    and stay. An optional size that is none leaves the tensor as it is. Without a size the result type is the target
    and is static.

        autodiff.grad_sum_to_size %g : tensor<?x5xf32> -> tensor<5xf32>
        autodiff.grad_sum_to_size %g, %size : tensor<?x5xf32>, tensor<2xindex> -> tensor<?x5xf32>
    """

    name = "autodiff.grad_sum_to_size"

    input = operand_def(TENSOR)
    size = opt_operand_def(AnyOf((TENSOR, base(OptionalSizeType))))
    result = result_def(TENSOR)

    traits = traits_def(Pure())

    assembly_format = "$input (`,` $size^)? attr-dict `:` type($input) (`,` type($size)^)? `->` type($result)"

    def __init__(self, input: SSAValue, size: SSAValue | None, shape: Sequence[int]):
        """`shape` is what is known of the target when compiling."""
        type_: AnyTensorType = TensorType(tensor_type(input).element_type, shape)
        super().__init__(operands=[input, size], result_types=[type_])

    @property
    def plain_size(self) -> SSAValue | None:
        """The target as a plain size, if there is one: an optional size counts where it is known what it was made from.

        Summing to it is the same as summing to the optional size, which is none only where it makes no difference.
        """
        size = self.size
        if size is not None and isinstance(size.owner, SizeIfNotEqualOp):
            return size.owner.size
        return size if size is not None and isinstance(size.type, TensorType) else None

    def verify_(self) -> None:
        input, result = tensor_type(self.input), tensor_type(self.result)
        shape, target = input.get_shape(), result.get_shape()
        if input.element_type != result.element_type:
            raise VerifyException(f"element types {input.element_type} and {result.element_type} differ")
        if self.size is None:
            if DYNAMIC_INDEX in target:
                raise VerifyException(f"without a size operand the target must be static, got {describe_shape(target)}")
        elif _rank_of_size(self.size) != len(target):
            raise VerifyException(f"a size of rank {_rank_of_size(self.size)} is not that of a {result}")
        if not _can_have_been_broadcast(target, shape):
            raise VerifyException(f"shape {describe_shape(target)} cannot broadcast to {describe_shape(shape)}")


def _can_have_been_broadcast(target: Sequence[int], shape: Sequence[int]) -> bool:
    if len(target) > len(shape):
        return False
    aligned = shape[len(shape) - len(target) :]
    return all(
        size in (1, DYNAMIC_INDEX, other) or other == DYNAMIC_INDEX for size, other in zip(target, aligned, strict=True)
    )
