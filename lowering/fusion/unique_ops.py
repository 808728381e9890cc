"""Structured ops that compute the same become one.

Two operators often need the same thing below their surface, softmax and its reverse the maximum of a row. Upstream's
`cse` does this for ops without regions; here the bodies are compared as well.
"""

from collections.abc import Hashable

from xdsl.dialects.linalg.ops import FillOp, GenericOp
from xdsl.ir import Block, SSAValue

from adjoint.lowering.fusion.equivalence import op_key, scalar_key, tensor_key
from adjoint.lowering.fusion.sizes import Sizes


def unify_equal_ops(block: Block, sizes: Sizes) -> None:
    """Replaces every structured op by an equal one that stands before it, if there is one."""
    known: dict[Hashable, SSAValue] = {}
    for op in list(block.ops):
        if not isinstance(op, GenericOp) or len(op.res) != 1:
            continue
        operands = [*(tensor_key(operand, _itself) for operand in op.inputs), _output_key(op)]
        key = op_key(op, operands, sizes.of(op.res[0]), _itself)
        first = known.setdefault(key, op.res[0])
        if first is not op.res[0]:
            op.res[0].replace_all_uses_with(first)
            block.erase_op(op)


def _output_key(op: GenericOp) -> Hashable:
    """What the op starts from, if its body looks at it."""
    output = op.outputs[0]
    if op.body.block.args[-1].first_use is None:
        return None
    if isinstance(output.owner, FillOp):
        return scalar_key(output.owner.inputs[0], _itself)
    return output


def _itself(value: SSAValue) -> Hashable:
    return value
