"""What bufferization decided, for people: `adjoint-opt --log`."""

from logging import INFO, getLogger

from xdsl.dialects.func import CallOp

from adjoint.lowering.bufferization.program import Program
from adjoint.lowering.bufferization.storage import ArgumentHome, ConstantHome, ResultHome, View

logger = getLogger("adjoint.lowering.bufferization")

_OPERANDS = ("A", "B", "the result")


def log_decisions(program: Program) -> None:
    """Logs where results are copied, operands packed, and threads not worth it, and what the arena holds."""
    if not logger.isEnabledFor(INFO):
        return
    name = program.function.sym_name.data
    placement, layout = program.placement, program.arena.layout
    for position, view in placement.copied_results.items():
        logger.info("@%s: result %d is copied: it is %s", name, position, _description(view))
    for packed in placement.packed.values():
        for operand in packed:
            logger.info("@%s: %s of a contraction is packed: no GEMM takes it as it is", name, _OPERANDS[operand])
    for call, workspace in placement.workspaces.items():
        if workspace.work.is_for_one_thread:
            logger.info("@%s: %s has work for one thread", name, _callee(call))
    logger.info(
        "@%s: %d values in an arena of %d bytes and %d slots",
        name,
        len(layout.offsets),
        layout.fixed_bytes,
        len(layout.slots),
    )


def _description(view: View) -> str:
    match view.storage.home:
        case ArgumentHome():
            return "an argument"
        case ConstantHome():
            return "a constant"
        case ResultHome():
            return f"result {view.storage.home.position} as well"
        case _:
            return "a part of another value, or used as one"


def _callee(call: CallOp) -> str:
    return f"@{call.callee.string_value()}"
