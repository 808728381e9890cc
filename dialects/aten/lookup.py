"""Operators that look elements or rows up by tensors of indices."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType, UnitAttr, i32, i64
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.linear_algebra import require_rank
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, flag_property, int_property
from adjoint.dialects.aten.shapes import describe_shape, normalize_dim, sizes_agree
from adjoint.dialects.aten.sizes import TargetSize, split_size, target_shape


def require_indices(type_: AnyTensorType, what: str) -> None:
    """Raises VerifyException where the elements cannot be indices."""
    if type_.element_type not in (i32, i64):
        raise VerifyException(f"{what} must be i32 or i64, got {type_.element_type}")


def require_index_along(input: AnyTensorType, index: AnyTensorType, dim: int) -> None:
    """Raises VerifyException where the index cannot name one element along `dim` for each of its own elements."""
    shape, index_shape = input.get_shape() or (1,), index.get_shape() or (1,)
    dim = normalize_dim(dim, len(shape))
    require_indices(index, "index")
    if len(shape) != len(index_shape):
        raise VerifyException(
            f"input and index must have the same rank, got {input.get_num_dims()} and {index.get_num_dims()}"
        )
    for other_dim, (size, index_size) in enumerate(zip(shape, index_shape, strict=True)):
        if other_dim != dim and DYNAMIC_INDEX not in (size, index_size) and index_size > size:
            raise VerifyException(
                f"index of shape {describe_shape(index_shape)} is longer than input of shape "
                f"{describe_shape(shape)} at dimension {other_dim}, which is not dim {dim}"
            )


@irdl_op_definition
class GatherOp(AtenOp):
    """Picks along `dim`: `result[i][j] = input[index[i][j]][j]` for dim 0 of a matrix, in the shape of `index`.

    Input and index have the same rank, and index is nowhere longer than input but along `dim`. Elements of index are
    within 0 and the size of `dim`, excluded; others are an error at run time. A 0-d tensor counts as a vector.
    """

    name = "aten.gather"

    input = operand_def(TENSOR)
    index = operand_def(TENSOR)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $index `dim` `=` $dim attr-dict `:` type($input) `,` type($index) `->` type($result)"

    def __init__(self, input: Operand, dim: int, index: Operand):
        super().__init__([input, index], {"dim": int_property(dim)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        input, index = tensor_type(self.input), tensor_type(self.index)
        require_index_along(input, index, self.dim.value.data)
        return [TensorType(input.element_type, index.get_shape())]


@irdl_op_definition
class EmbeddingOp(AtenOp):
    """The rows of `weight`, a matrix of n×d, that `indices` name: in shape [*, d] for indices of shape [*].

    The row `padding_idx` gets no gradient; -1 means that there is none. With `scale_grad_by_freq` the gradient of a row
    is divided by the number of times that it is named. An index outside of 0 to n - 1 is an error at run time.
    """

    name = "aten.embedding"

    weight = operand_def(TENSOR)
    indices = operand_def(TENSOR)
    padding_idx = prop_def(IntProperty, default_value=int_property(-1))
    scale_grad_by_freq = opt_prop_def(UnitAttr)
    result = result_def(TENSOR)

    assembly_format = (
        "$weight `,` $indices (`padding_idx` `=` $padding_idx^)? (`scale_grad_by_freq` $scale_grad_by_freq^)? "
        "attr-dict `:` type($weight) `,` type($indices) `->` type($result)"
    )

    def __init__(self, weight: Operand, indices: Operand, padding_idx: int = -1, scale_grad_by_freq: bool = False):
        super().__init__(
            [weight, indices],
            {"padding_idx": int_property(padding_idx), "scale_grad_by_freq": flag_property(scale_grad_by_freq)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        weight, indices = tensor_type(self.weight), tensor_type(self.indices)
        require_rank(weight, 2, "weight")
        require_indices(indices, "indices")
        return [TensorType(weight.element_type, (*indices.get_shape(), weight.get_shape()[1]))]


@irdl_op_definition
class EmbeddingDenseBackwardOp(AtenOp, HasCanonicalizationPatternsInterface):
    """The cotangent of an embedding's weight: zeros of shape `size`, to whose rows those of `grad_output` are added.

    The rows of `grad_output`, of shape [*, d], go where `indices`, of shape [*], say; `size` is [n, d]. Those of the
    index `padding_idx` are left out. Rows are added in the order of the indices, for any number of threads.
    """

    name = "aten.embedding_dense_backward"

    grad_output = operand_def(TENSOR)
    indices = operand_def(TENSOR)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    padding_idx = prop_def(IntProperty, default_value=int_property(-1))
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output `,` $indices (`,` $size^)? (`size` `=` $static_size^)? "
        "(`padding_idx` `=` $padding_idx^)? attr-dict "
        "`:` type($grad_output) `,` type($indices) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, indices: Operand, size: TargetSize, padding_idx: int = -1):
        size_operand, static_size = split_size(size)
        super().__init__(
            [grad_output, indices, size_operand],
            {"static_size": static_size, "padding_idx": int_property(padding_idx)},
        )

    def infer_types(self) -> Sequence[AnyTensorType]:
        grad_output, indices = tensor_type(self.grad_output), tensor_type(self.indices)
        require_indices(indices, "indices")
        target = target_shape(self.size, self.static_size)
        if len(target) != 2:
            raise VerifyException(f"size must be that of a matrix, got {describe_shape(target)}")
        shape, expected = grad_output.get_shape(), (*indices.get_shape(), target[1])
        if len(shape) != len(expected) or not all(map(sizes_agree, shape, expected)):
            raise VerifyException(
                f"grad_output has shape {describe_shape(shape)}, the embedding has {describe_shape(expected)}"
            )
        return [TensorType(grad_output.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import StaticTargetShape

        return (StaticTargetShape(),)
