"""Loops and conditions as blocks and branches."""

from xdsl.dialects import llvm, scf

from adjoint.lowering.llvm.emitter import NO_SIGNED_WRAP
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.types import value_type


@converts(scf.ForOp)
def _convert_for(function: FunctionConversion, op: scf.ForOp) -> None:
    """A header that holds the induction variable and the iter_args, a body, and what comes after."""
    counter, *carried = op.body.block.args
    header = function.new_block(*(value_type(argument.type) for argument in op.body.block.args))
    body = function.new_block()
    after = function.new_block()
    function.branch(header, function.value(op.lb), *function.values(op.iter_args))

    function.start_block(header)
    for source, argument in zip((counter, *carried), header.args, strict=True):
        function.set_value(source, argument)
    in_range = function.compare("slt", header.args[0], function.value(op.ub))
    function.conditional_branch(in_range, body, after)

    function.start_block(body)
    yield_op = function.convert_block(op.body.block)
    next_counter = function.emit(
        llvm.AddOp, (header.args[0], function.value(op.step)), header.args[0].type, NO_SIGNED_WRAP
    )
    function.branch(header, next_counter, *function.values(yield_op.operands if yield_op else ()))

    function.start_block(after)
    for result, argument in zip(op.results, header.args[1:], strict=True):
        function.set_value(result, argument)


@converts(scf.IfOp)
def _convert_if(function: FunctionConversion, op: scf.IfOp) -> None:
    """A block for each region that is there, and one that takes the results."""
    after = function.new_block(*(value_type(result.type) for result in op.results))
    regions = [region for region in (op.true_region, op.false_region) if region.blocks]
    blocks = [function.new_block() for _ in regions]
    function.conditional_branch(function.value(op.cond), blocks[0], blocks[1] if len(blocks) > 1 else after)
    for region, block in zip(regions, blocks, strict=True):
        function.start_block(block)
        yield_op = function.convert_block(region.block)
        function.branch(after, *function.values(yield_op.operands if yield_op else ()))
    function.start_block(after)
    for result, argument in zip(op.results, after.args, strict=True):
        function.set_value(result, argument)
