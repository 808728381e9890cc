"""Verification that names the op, its source location and what is wrong, without printing the module around it."""

from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.location import located


def verify_module(module: ModuleOp) -> None:
    """Verifies every op of the module.

    Raises VerifyException with `file:line:column: error: 'dialect.op': message` for the first op that is wrong.
    """
    try:
        module.verify()
    except VerifyException as error:
        raise VerifyException(_with_place(module, str(error))) from None


def _with_place(module: ModuleOp, message: str) -> str:
    """The message of the first op that does not verify on its own, located.

    What only holds between ops, such as dominance, fails on no op alone: the message then stays as it is.
    """
    for op in module.walk():
        try:
            op.verify(verify_nested_ops=False)
        except VerifyException as error:
            return located(op, str(error))
    return f"error: {message}"
