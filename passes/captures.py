"""What the reverse of a function uses of the function's own values. TorchScript's getReverseCaptures."""

from collections.abc import Iterator, Sequence

from xdsl.dialects import func
from xdsl.ir import Block, Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.autodiff import GradOfOp, ReverseOp
from adjoint.dialects.location import located
from adjoint.passes.functions import body_block, return_of


def find_reverse(function: func.FuncOp) -> ReverseOp | None:
    """The reverse of the function, None where it has none."""
    reverse = return_of(function).prev_op
    return reverse if isinstance(reverse, ReverseOp) else None


def reverse_of(function: func.FuncOp) -> ReverseOp:
    """The reverse of the function. Raises PassFailedException where it has none."""
    reverse = find_reverse(function)
    if reverse is None:
        raise PassFailedException(
            located(function, f"@{function.sym_name.data} has no 'autodiff.reverse': run add-reverse first")
        )
    return reverse


def needed_operands(op: Operation) -> Sequence[SSAValue]:
    """The operands whose values the op needs: the primals of `autodiff.grad_of` are only mentioned."""
    return op.cotangents if isinstance(op, GradOfOp) else op.operands


def forward_uses(function: func.FuncOp, reverse: ReverseOp) -> Iterator[tuple[Operation, SSAValue]]:
    """The ops of the reverse that need a value of the function, each with the value, in order."""
    block = body_block(function)
    for op in reverse.body.walk():
        for operand in needed_operands(op):
            owner = operand.owner
            if owner is block or (isinstance(owner, Operation) and owner.parent is block):
                yield op, operand


def forward_values(block: Block) -> Iterator[SSAValue]:
    """The arguments of the function, then the results of its ops, in order."""
    yield from block.args
    for op in block.ops:
        yield from op.results


def reverse_captures(function: func.FuncOp, reverse: ReverseOp) -> list[SSAValue]:
    """The values of the function that the reverse needs, in the order in which they are computed."""
    used = {value for _, value in forward_uses(function, reverse)}
    return [value for value in forward_values(body_block(function)) if value in used]
