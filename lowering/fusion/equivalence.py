"""Keys that are equal where structured ops compute the same."""

from collections.abc import Callable, Hashable, Sequence

from xdsl.dialects import arith, tensor
from xdsl.dialects.builtin import IndexType, TensorType
from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block, Operation, SSAValue

from adjoint.lowering.fusion.sizes import Size, tensor_type
from adjoint.lowering.fusion.views import ViewOp, is_view

ValueKey = Callable[[SSAValue], Hashable]
"""The key of a tensor or a size."""


def op_key(op: GenericOp | FillOp, operands: Sequence[Hashable], sizes: Sequence[Size], outside: ValueKey) -> Hashable:
    """The key of a structured op.

    Args:
        operands: the keys of its operands.
        sizes: of its iteration dimensions.
        outside: gives the keys of values of the block around the op.
    """
    if isinstance(op, GenericOp):
        computation: Hashable = (op.indexing_maps, op.iterator_types, _body_key(op.body.block, outside))
    else:
        computation = scalar_key(op.inputs[0], outside)
    extents = tuple(size if isinstance(size, int) else (outside(size),) for size in sizes)
    return (tuple(operands), computation, tensor_type(op.res[0]), extents)


def scalar_key(value: SSAValue, outside: ValueKey) -> Hashable:
    """The key of a scalar: by how it is computed from constants, sizes and elements of tensors."""
    owner = value.owner
    if isinstance(value.type, TensorType):
        return tensor_key(value, outside)
    if not isinstance(owner, Operation):
        return outside(value)
    if isinstance(value.type, IndexType) and not isinstance(owner, arith.ConstantOp):
        return outside(value)
    operands = tuple(scalar_key(operand, outside) for operand in owner.operands)
    return (type(owner), operands, tuple(owner.properties.items()), value.type)


def tensor_key(value: SSAValue, outside: ValueKey) -> Hashable:
    """The key of a tensor, of a view by what it is a view of; one that gives only sizes by these."""
    if isinstance(value.owner, tensor.EmptyOp):
        return (value.type, *map(outside, value.owner.dynamic_sizes))
    if is_view(view := value.owner):
        assert isinstance(view, ViewOp)
        return (type(view), tensor_key(view.src, outside), view.reassociation, value.type)
    return outside(value)


def _body_key(body: Block, outside: ValueKey) -> Hashable:
    local: dict[SSAValue, int] = {argument: position for position, argument in enumerate(body.args)}
    key: list[Hashable] = []
    for op in body.ops:
        operands = tuple(
            local[operand] if operand in local else (scalar_key(operand, outside),) for operand in op.operands
        )
        key.append((type(op), operands, tuple(op.properties.items()), op.result_types))
        for result in op.results:
            local[result] = len(local)
    return tuple(key)
