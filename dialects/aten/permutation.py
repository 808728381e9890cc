"""Operators that put the dimensions of a tensor in another order."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from xdsl.dialects.builtin import TensorType
from xdsl.interfaces import HasCanonicalizationPatternsInterface
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import irdl_op_definition, operand_def, prop_def, result_def
from xdsl.pattern_rewriter import RewritePattern
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.aten.base import TENSOR, AnyTensorType, AtenOp, Operand, tensor_type
from adjoint.dialects.aten.properties import INT_LIST, IntProperty, int_list_property, int_property
from adjoint.dialects.aten.shapes import Shape, normalize_dim


def compose(outer: Shape, inner: Shape) -> Shape:
    """The permutation that the inner one and then the outer one make together."""
    return tuple(inner[dim] for dim in outer)


class PermutationOp(AtenOp, HasCanonicalizationPatternsInterface, ABC):
    """Dimension i of the result is dimension `permutation[i]` of the input."""

    input = operand_def(TENSOR)
    result = result_def(TENSOR)

    @property
    @abstractmethod
    def permutation(self) -> Shape:
        """For each dimension of the result, the dimension of the input that it is, counted from the front."""

    def infer_types(self) -> Sequence[AnyTensorType]:
        type_ = tensor_type(self.input)
        shape = type_.get_shape()
        return [TensorType(type_.element_type, [shape[dim] for dim in self.permutation])]

    def fold(self) -> Sequence[SSAValue | Attribute] | None:
        permutation, source = self.permutation, self.input
        if isinstance(owner := source.owner, PermutationOp):
            permutation, source = compose(permutation, owner.permutation), owner.input
        return self.folds_to(source) if permutation == tuple(range(len(permutation))) else None

    @classmethod
    def get_canonicalization_patterns(cls) -> tuple[RewritePattern, ...]:
        from adjoint.dialects.aten.canonicalization import PermutationOfPermutation

        return (PermutationOfPermutation(),)


@irdl_op_definition
class TOp(PermutationOp):
    """The transpose of a matrix; a tensor of rank 0 or 1 as it is."""

    name = "aten.t"

    assembly_format = "$input attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand):
        super().__init__([input])

    @property
    def permutation(self) -> Shape:
        rank = tensor_type(self.input).get_num_dims()
        if rank > 2:
            raise VerifyException(f"expected a tensor of rank 2 or less, got rank {rank}")
        return tuple(reversed(range(rank)))


@irdl_op_definition
class TransposeOp(PermutationOp):
    """Swaps the dimensions `dim0` and `dim1`."""

    name = "aten.transpose"

    dim0 = prop_def(IntProperty)
    dim1 = prop_def(IntProperty)

    assembly_format = "$input `dim0` `=` $dim0 `dim1` `=` $dim1 attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dim0: int, dim1: int):
        super().__init__([input], {"dim0": int_property(dim0), "dim1": int_property(dim1)})

    @property
    def permutation(self) -> Shape:
        rank = tensor_type(self.input).get_num_dims()
        first, second = normalize_dim(self.dim0.value.data, rank), normalize_dim(self.dim1.value.data, rank)
        permutation = list(range(rank))
        if rank:
            permutation[first], permutation[second] = second, first
        return tuple(permutation)


@irdl_op_definition
class PermuteOp(PermutationOp):
    """Puts the dimensions in the order `dims`: dimension i of the result is dimension `dims[i]` of the input."""

    name = "aten.permute"

    dims = prop_def(INT_LIST)

    assembly_format = "$input `dims` `=` $dims attr-dict `:` type($input) `->` type($result)"

    def __init__(self, input: Operand, dims: Sequence[int]):
        super().__init__([input], {"dims": int_list_property(dims)})

    @property
    def permutation(self) -> Shape:
        rank, dims = tensor_type(self.input).get_num_dims(), self.dims.get_values()
        if len(dims) != rank:
            raise VerifyException(f"dims {list(dims)} does not name the {rank} dimensions of the input")
        permutation = tuple(normalize_dim(dim, rank) for dim in dims)
        if len(set(permutation)) != rank:
            raise VerifyException(f"dims {list(dims)} names a dimension more than once")
        return permutation


@irdl_op_definition
class MovedimOp(PermutationOp):
    """Moves each dimension `source[i]` to the place `destination[i]`; the others keep their order."""

    name = "aten.movedim"

    source = prop_def(INT_LIST)
    destination = prop_def(INT_LIST)

    assembly_format = (
        "$input `source` `=` $source `destination` `=` $destination attr-dict `:` type($input) `->` type($result)"
    )

    def __init__(self, input: Operand, source: int | Sequence[int], destination: int | Sequence[int]):
        super().__init__([input], {"source": int_list_property(source), "destination": int_list_property(destination)})

    @property
    def permutation(self) -> Shape:
        rank = tensor_type(self.input).get_num_dims()
        listed = {"source": self.source.get_values(), "destination": self.destination.get_values()}
        source, destination = (tuple(normalize_dim(dim, rank) for dim in dims) for dims in listed.values())
        if len(source) != len(destination):
            raise VerifyException(
                f"expected as many dims in destination as in source, got {list(destination)} and {list(source)}"
            )
        for name, dims in (("source", source), ("destination", destination)):
            if len(set(dims)) != len(dims):
                raise VerifyException(f"{name} {list(listed[name])} names a dimension more than once")
        moved = dict(zip(destination, source, strict=True))
        others = iter(dim for dim in range(rank) if dim not in source)
        return tuple(moved[dim] if dim in moved else next(others) for dim in range(rank))
