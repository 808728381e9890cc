"""The sizes of what a loop over batches gives, where it is called."""

from collections.abc import Mapping

from xdsl.dialects import func, scf, tensor
from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.ir import Block, OpResult, SSAValue

from adjoint.lowering.fusion.sizes import Size, tensor_type


def batch_result_sizes(block: Block, functions: Mapping[str, func.FuncOp]) -> dict[SSAValue, list[Size]]:
    """The sizes of the results of all calls of loops over batches in a block; `functions` are these loops, by name."""
    known: dict[SSAValue, list[Size]] = {}
    for op in block.ops:
        if isinstance(op, func.CallOp) and (function := functions.get(op.callee.string_value())) is not None:
            passed: dict[SSAValue, SSAValue] = dict(zip(function.body.block.args, op.arguments, strict=True))
            returned = function.body.block.last_op
            assert returned is not None
            for result, value in zip(op.res, returned.operands, strict=True):
                known[result] = [passed[size] if isinstance(size, SSAValue) else size for size in _sizes(value)]
    return known


def _sizes(value: SSAValue) -> list[Size]:
    """The sizes of what a loop returns: those of the `tensor.empty` that it has filled."""
    assert isinstance(value, OpResult)
    assert isinstance(value.op, scf.ForOp)
    empty = value.op.iter_args[value.index].owner
    assert isinstance(empty, tensor.EmptyOp)
    dynamic = iter(empty.dynamic_sizes)
    return [next(dynamic) if size == DYNAMIC_INDEX else size for size in tensor_type(value).get_shape()]
