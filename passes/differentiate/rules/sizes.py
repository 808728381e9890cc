"""How cotangents get the shape of an operand, by static sizes where they are known when compiling."""

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Operation

from adjoint.dialects.aten.builder import build
from adjoint.dialects.aten.reduction import ReductionOp
from adjoint.dialects.aten.tensor import Size, Tensor, result_of
from adjoint.dialects.autodiff import GradSumToSizeOp, SizeIfNotEqualOp
from adjoint.passes.differentiate.registry import Cotangent, Cotangents


def size_of(x: Tensor) -> Size:
    """The sizes of x: a static list where all are known when compiling."""
    return x.size() if DYNAMIC_INDEX in x.shape else x.shape


def known_sizes(x: Tensor) -> list[int]:
    """The sizes of x, -1 where one is known only at run time."""
    return [-1 if size == DYNAMIC_INDEX else size for size in x.shape]


def only_first(op: Operation, cotangent: Cotangent) -> Cotangents:
    """The cotangents of an op whose other operands, a size or indices, have none."""
    return [cotangent, *[None] * (len(op.operands) - 1)]


def reshape_like(g: Tensor, x: Tensor) -> Tensor:
    """The elements of g in the shape of x; one size that is not known when compiling is what remains, -1."""
    one_remains = x.shape.count(DYNAMIC_INDEX) == 1 and 0 not in x.shape
    return g.reshape(known_sizes(x) if one_remains else size_of(x))


def restore_dims(y: Tensor, op: ReductionOp) -> Tensor:
    """A value of the shape of the reduction's result, such that it broadcasts to the input's.

    Reduced dims come back with size 1, but for those in front of all others: they broadcast as they are.
    """
    if op.keepdim is not None:
        return y
    leading = sum(dim == position for position, dim in enumerate(op.dims))
    for dim in op.dims[leading:]:
        y = y.unsqueeze(dim - leading)
    return y


def expand_reduced(y: Tensor, op: ReductionOp) -> Tensor:
    """A value of the shape of the reduction's result, repeated along the reduced dims to the shape of the input."""
    x = Tensor(op.input)
    if not x.ndim:
        return y
    reduced_are_static = all(x.shape[dim] != DYNAMIC_INDEX for dim in op.dims)
    return restore_dims(y, op).expand(known_sizes(x) if reduced_are_static else x.size())


def sum_to_shape_of(operand: Tensor, cotangent: Tensor) -> Tensor:
    """The cotangent summed to the shape of an operand that may have been broadcast, as run time tells."""
    if DYNAMIC_INDEX not in operand.shape:
        return result_of(GradSumToSizeOp, cotangent.value, None, operand.shape)
    size = build(SizeIfNotEqualOp, operand.size().value, cotangent.size().value).result
    return result_of(GradSumToSizeOp, cotangent.value, size, operand.shape)
