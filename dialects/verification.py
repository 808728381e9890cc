"""Verification that names the op, its source location and what is wrong, without printing the module around it."""

from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.dominance import verify_dominance
from adjoint.dialects.location import located


def verify_module(module: ModuleOp) -> None:
    """Verifies every op of the module.

    Raises VerifyException with `file:line:column: error: 'dialect.op': message` for the first op that is wrong.
    """
    try:
        module.verify()
    except VerifyException as error:
        raise VerifyException(_with_place(module, str(error))) from None
    verify_dominance(module)


def _with_place(module: ModuleOp, message: str) -> str:
    """The message of the first op that does not verify on its own, or whose body has no end, located."""
    for op in module.walk():
        try:
            op.verify(verify_nested_ops=False)
        except VerifyException as error:
            return located(op, str(error))
        if any(not block.ops for region in op.regions for block in region.blocks) and op.name in message:
            return located(op, message)
    return f"error: {message}"
