"""Operators that give a tensor another shape. They emit nothing but where elements must lie in row-major order."""

from collections.abc import Sequence

from adjoint.dialects import aten
from adjoint.dialects.aten.permutation import PermutationOp
from adjoint.dialects.aten.shape import SameElementsOp
from adjoint.lowering.linalg.function_lowering import FunctionLowering
from adjoint.lowering.linalg.registry import linalg_lowering
from adjoint.lowering.linalg.sizes import Sizes, size_rule
from adjoint.lowering.linalg.symbolic import ONE, Shape, as_size, product, quotient
from adjoint.lowering.linalg.targets import target_sizes
from adjoint.lowering.linalg.views import LoweredTensor, expanded, permuted, with_dims_inserted, without_dims


@size_rule(PermutationOp)
def _permuted_sizes(op: PermutationOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    return [tuple(shape[dim] for dim in op.permutation)]


@linalg_lowering(PermutationOp)
def _permutation(op: PermutationOp, lowering: FunctionLowering) -> LoweredTensor:
    return permuted(lowering.tensor(op.input), op.permutation)


@size_rule(aten.UnsqueezeOp)
def _unsqueezed_sizes(op: aten.UnsqueezeOp, sizes: Sizes) -> Sequence[Shape]:
    shape, dim = sizes.shape(op.input), op.inserted_dim
    return [(*shape[:dim], ONE, *shape[dim:])]


@linalg_lowering(aten.UnsqueezeOp)
def _unsqueeze(op: aten.UnsqueezeOp, lowering: FunctionLowering) -> LoweredTensor:
    return with_dims_inserted(lowering.tensor(op.input), [op.inserted_dim])


@size_rule(aten.SqueezeOp)
def _squeezed_sizes(op: aten.SqueezeOp, sizes: Sizes) -> Sequence[Shape]:
    return [tuple(size for dim, size in enumerate(sizes.shape(op.input)) if dim not in op.dims)]


@linalg_lowering(aten.SqueezeOp)
def _squeeze(op: aten.SqueezeOp, lowering: FunctionLowering) -> LoweredTensor:
    return without_dims(lowering.tensor(op.input), op.dims)


@size_rule(aten.ExpandOp)
def _expanded_sizes(op: aten.ExpandOp, sizes: Sizes) -> Sequence[Shape]:
    shape = sizes.shape(op.input)
    target = target_sizes(op.size, op.static_size, sizes)
    new_dims = len(target) - len(shape)
    result = tuple(shape[dim - new_dims] if size is None else size for dim, size in enumerate(target))
    sizes.broadcast_to(op, shape, result)
    return [result]


@linalg_lowering(aten.ExpandOp)
def _expand(op: aten.ExpandOp, lowering: FunctionLowering) -> LoweredTensor:
    return expanded(lowering.tensor(op.input), lowering.shape(op.result))


@size_rule(SameElementsOp)
def _reshaped_sizes(op: SameElementsOp, sizes: Sizes) -> Sequence[Shape]:
    """The target, where a -1 is what remains of the number of elements."""
    count = product(sizes.shape(op.input))
    target = target_sizes(op.size, op.static_size, sizes)
    known = product(size for size in target if size is not None)
    result = tuple(quotient(count, known) if size is None else size for size in target)
    sizes.require_equal(op, product(result), count, "the target shape does not have as many elements as the input")
    return [result]


@linalg_lowering(SameElementsOp)
def _reshape(op: SameElementsOp, lowering: FunctionLowering) -> LoweredTensor:
    return lowering.reshape(lowering.tensor(op.input), lowering.shape(op.result))


@size_rule(aten.FlattenOp)
def _flattened_sizes(op: aten.FlattenOp, sizes: Sizes) -> Sequence[Shape]:
    shape, (start, end) = sizes.shape(op.input), op.dims
    return [(*shape[:start], product(shape[start : end + 1]), *shape[end + 1 :])]


@linalg_lowering(aten.FlattenOp)
def _flatten(op: aten.FlattenOp, lowering: FunctionLowering) -> LoweredTensor:
    return lowering.reshape(lowering.tensor(op.input), lowering.shape(op.result))


@size_rule(aten.UnflattenOp)
def _unflattened_sizes(op: aten.UnflattenOp, sizes: Sizes) -> Sequence[Shape]:
    shape, dim = sizes.shape(op.input), op.split_dim
    listed = op.sizes.get_values()
    known = product(as_size(size) for size in listed if size != -1)
    split = tuple(quotient(shape[dim], known) if size == -1 else as_size(size) for size in listed)
    sizes.require_equal(op, product(split), shape[dim], f"dim {dim} cannot have the sizes {list(listed)}")
    return [(*shape[:dim], *split, *shape[dim + 1 :])]


@linalg_lowering(aten.UnflattenOp)
def _unflatten(op: aten.UnflattenOp, lowering: FunctionLowering) -> LoweredTensor:
    return lowering.reshape(lowering.tensor(op.input), lowering.shape(op.result))


@size_rule(aten.SizeOp)
def _size_sizes(op: aten.SizeOp, sizes: Sizes) -> Sequence[Shape]:
    return [(as_size(len(sizes.shape(op.input))),)]
