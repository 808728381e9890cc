"""Tensors joined along a dimension."""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX, IndexType, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, prop_def, result_def, var_operand_def
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.indexing import require_dims
from adjoint.dialects.aten.promotion import promote_element_types
from adjoint.dialects.aten.properties import IntProperty, int_property
from adjoint.dialects.aten.shapes import common_size, describe_shape, normalize_dim
from adjoint.dialects.aten.sizes import fold_known_elements, known_elements


@irdl_op_definition
class CatOp(AtenOp):
    """Tensors of equal rank joined along `dim`, promoted to one element type; the other sizes are equal.

    As in PyTorch, a tensor of shape [0] may stand among tensors of another rank, and adds nothing.
    """

    name = "aten.cat"

    tensors = var_operand_def(TENSOR)
    dim = prop_def(IntProperty, default_value=int_property(0))
    result = result_def(TENSOR)

    assembly_format = "$tensors (`dim` `=` $dim^)? attr-dict `:` type($tensors) `->` type($result)"

    def __init__(self, tensors: Sequence[Operand], dim: int = 0):
        super().__init__([tensors], {"dim": int_property(dim)})

    @property
    def joined(self) -> Sequence[SSAValue]:
        """The tensors without those of shape [0], which PyTorch leaves out where others have another rank."""
        tensors = list(self.tensors)
        with_places = [tensor for tensor in tensors if tensor_type(tensor).get_shape() != (0,)]
        return with_places if any(tensor_type(tensor).get_num_dims() != 1 for tensor in with_places) else tensors

    def infer_types(self) -> Sequence[AnyTensorType]:
        types = [tensor_type(operand) for operand in self.tensors]
        if not types:
            raise VerifyException("expected at least one tensor")
        shapes = [tensor_type(operand).get_shape() for operand in self.joined]
        require_dims(shapes[0])
        joined = list(shapes[0])
        dim = normalize_dim(self.dim.value.data, len(joined))
        for shape in shapes[1:]:
            if len(shape) != len(joined):
                raise VerifyException(
                    f"ranks {len(joined)} and {len(shape)} differ: tensors that are joined have one rank"
                )
            for other_dim, (size, other) in enumerate(zip(joined, shape, strict=True)):
                if other_dim == dim:
                    joined[dim] = DYNAMIC_INDEX if DYNAMIC_INDEX in (size, other) else size + other
                    continue
                common = common_size(size, other)
                if common is None:
                    raise VerifyException(
                        f"shapes {describe_shape(shapes[0])} and {describe_shape(shape)} cannot be joined along "
                        f"dim {dim}: sizes {size} and {other} at dimension {other_dim} differ"
                    )
                joined[other_dim] = common
        return [TensorType(promote_element_types([type_.element_type for type_ in types]), joined)]

    def known_elements(self) -> Sequence[int | None] | None:
        types = [tensor_type(operand) for operand in self.tensors]
        if any(type_.element_type != IndexType() or type_.get_num_dims() != 1 for type_ in types):
            return None
        return [element for operand in self.tensors for element in known_elements(operand)]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        return self.folds_to(self.joined[0]) if len(self.joined) == 1 else fold_known_elements(self)
