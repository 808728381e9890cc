"""The transpose of a broadcast: the cotangent of an operand that was repeated is the sum over the repetitions.

The rule of an op that broadcasts gives cotangents in the shape of the op's result; this is the one place where they are
summed back to the sizes of the operands.
"""

from collections.abc import Sequence

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Operation

from adjoint.dialects import aten
from adjoint.dialects.aten.base import tensor_type
from adjoint.dialects.aten.elementwise import ElementwiseOp
from adjoint.dialects.aten.tensor import Tensor, emit
from adjoint.dialects.autodiff import GradSumToSizeOp, SizeIfNotEqualOp
from adjoint.passes.size_analysis import SizeAnalysis, Sizes, broadcast_dims, result_sizes, unknown_sizes


def broadcast_operands(op: Operation) -> Sequence[int]:
    """The operands that broadcast to the shape of the op's result."""
    match op:
        case ElementwiseOp():
            return range(len(op.operands)) if len(op.operands) > 1 else ()
        case aten.ExpandOp() | aten.AddmmOp():
            return (0,)
        case aten.LinearOp():
            return range(2, len(op.operands))
        case _:
            return ()


def sum_to_operand(cotangent: Tensor, op: Operation, index: int) -> Tensor:
    """The cotangent, in the shape of the op's result, summed back to the size of the operand that broadcast to it.

    Emits nothing where static sizes tell that nothing was repeated, and no size where the target is static.
    """
    operand = op.operands[index]
    dims = broadcast_dims(unknown_sizes(operand), _result_sizes(op))
    if dims == ():
        return cotangent
    shape = tensor_type(operand).get_shape()
    if DYNAMIC_INDEX not in shape:
        return Tensor(emit(GradSumToSizeOp(cotangent.value, None, shape)).result)
    size = emit(aten.SizeOp(operand)).result
    if dims is None:
        size = emit(SizeIfNotEqualOp(size, emit(aten.SizeOp(cotangent.value)).result)).result
    return Tensor(emit(GradSumToSizeOp(cotangent.value, size, shape)).result)


def sum_to_operand_assuming_equal(cotangent: Tensor, op: Operation, index: int) -> Tensor:
    """The same by `aten.sum`, where two sizes of which nothing is known are equal: what lowering checks at run time."""
    operand = op.operands[index]
    dims = broadcast_dims(unknown_sizes(operand), _result_sizes(op), assume_equal=True)
    assert dims is not None
    return emit_sum(cotangent, dims, tensor_type(operand).get_shape())


def _result_sizes(op: Operation) -> Sizes:
    """What operands and result type tell of the size that the operands broadcast to."""
    declared, inferred = unknown_sizes(op.results[0]), result_sizes(op, _OF_TYPES)
    if inferred is None:
        return declared
    return tuple(size if isinstance(size, int) else other for size, other in zip(declared, inferred[0], strict=True))


_OF_TYPES = SizeAnalysis()
"""Sizes as far as the types of values tell them."""


def emit_sum(cotangent: Tensor, dims: Sequence[int], shape: Sequence[int]) -> Tensor:
    """The sum over the dimensions `dims`, in the static knowledge `shape` of the target.

    The leading dimensions that the target lacks are summed away, the others of `dims` stay as size 1.
    """
    if not dims:
        return cotangent
    missing = cotangent.ndim - len(shape)
    kept = [dim - missing for dim in dims if dim >= missing]
    if not kept or not missing:
        every = len(dims) == cotangent.ndim
        return Tensor(emit(aten.SumOp(cotangent.value, None if every else dims, bool(kept))).result)
    total = Tensor(emit(aten.SumOp(cotangent.value, dims)).result)
    if len(kept) > 1 and DYNAMIC_INDEX not in shape:
        return total.reshape(shape)
    for dim in kept:
        total = total.unsqueeze(dim)
    return total
