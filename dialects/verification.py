"""Verification that names the op, its source location and what is wrong, without printing the module around it."""

from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import Operation
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.dominance import verify_dominance
from adjoint.dialects.location import describe_location, located


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
    redefinition = _redefinition(module)
    if redefinition is not None:
        return redefinition
    for op in module.walk():
        try:
            op.verify(verify_nested_ops=False)
        except VerifyException as error:
            return located(op, str(error))
        if any(not block.ops for region in op.regions for block in region.blocks) and op.name in message:
            return located(op, message)
    return f"error: {message}"


def _redefinition(module: ModuleOp) -> str | None:
    """The message about the first symbol that is defined twice, at its second definition."""
    defined: dict[str, Operation] = {}
    for op in module.ops:
        name = op.get_attr_or_prop("sym_name")
        if isinstance(name, StringAttr):
            first = defined.setdefault(name.data, op)
            if first is not op:
                place = describe_location(first.location)
                return located(op, f"@{name.data} is defined already{f', at {place}' if place else ''}")
    return None
