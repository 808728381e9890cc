"""Parts of a tensor whose place is a size known only at run time: the parts that `aten.cat` joined."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, opt_operand_def, opt_prop_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.indexing import require_dims, require_part
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_property
from adjoint.dialects.aten.shapes import Shape, normalize_dim
from adjoint.dialects.aten.sizes import TargetSize, known_elements, split_size, target_shape

INDEX = TensorType(IndexType(), [])
"""A size as a value."""


def known_index(value: SSAValue) -> int:
    """The number that a 0-d index is, `DYNAMIC_INDEX` where it is known only at run time."""
    (element,) = known_elements(value)
    return DYNAMIC_INDEX if element is None else element


def narrowed_shape(shape: Shape, dim: int, start: int, length: int) -> Shape:
    """The shape of the part, as far as sizes, start and length are known.

    Raises VerifyException where they are known and the part is not within the tensor.
    """
    require_dims(shape)
    dim = normalize_dim(dim, len(shape))
    for name, value in (("start", start), ("length", length)):
        if value < 0 and value != DYNAMIC_INDEX:
            raise VerifyException(f"{name} must not be negative, got {value}")
    if DYNAMIC_INDEX not in (start, length, shape[dim]) and start + length > shape[dim]:
        raise VerifyException(f"start {start} and length {length} go beyond the {shape[dim]} places of dim {dim}")
    return (*shape[:dim], length, *shape[dim + 1 :])


@irdl_op_definition
class NarrowOp(AtenOp, HasCanonicalizationPatternsInterface):
    """The `length` places of dimension `dim` from `start` on, both 0-d indices: what `aten.slice` does for numbers.

    A part that is not within the input is an error at run time.
    """

    name = "aten.narrow"

    input = operand_def(TENSOR)
    start = operand_def(INDEX)
    length = operand_def(INDEX)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = "$input `,` $start `,` $length `dim` `=` $dim attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim: int, start: Operand, length: Operand):
        super().__init__([input, start, length], {"dim": int_property(dim)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        start, length = known_index(self.start), known_index(self.length)
        return [TensorType(type_.element_type, narrowed_shape(type_.get_shape(), self.dim.value.data, start, length))]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import NarrowAtKnownPlace

        return (NarrowAtKnownPlace(),)


@irdl_op_definition
class NarrowBackwardOp(AtenOp, HasCanonicalizationPatternsInterface):
    """The reverse of `aten.narrow`: zeros of the given shape, in which the part from `start` on is `grad_output`."""

    name = "aten.narrow_backward"

    grad_output = operand_def(TENSOR)
    start = operand_def(INDEX)
    size = opt_operand_def(TENSOR)
    static_size = opt_prop_def(INT_LIST)
    dim = prop_def(IntProperty)
    result = result_def(TENSOR)

    assembly_format = (
        "$grad_output `,` $start (`,` $size^)? (`size` `=` $static_size^)? `dim` `=` $dim attr-dict "
        "`:` type($grad_output) (`,` type($size)^)? `->` type($result)"
    )

    def __init__(self, grad_output: Operand, size: TargetSize, dim: int, start: Operand):
        size_operand, static_size = split_size(size)
        super().__init__([grad_output, start, size_operand], {"static_size": static_size, "dim": int_property(dim)})

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.grad_output)
        target, dim = target_shape(self.size, self.static_size), self.dim.value.data
        require_dims(target)
        length = type_.get_shape()[normalize_dim(dim, len(target))] if type_.get_num_dims() == len(target) else 0
        part = narrowed_shape(target, dim, known_index(self.start), length)
        require_part(type_.get_shape(), part, target, "part")
        return [TensorType(type_.element_type, target)]

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import NarrowBackwardAtKnownPlace, StaticTargetShape

        return StaticTargetShape(), NarrowBackwardAtKnownPlace()
