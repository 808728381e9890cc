"""What the asserts of a compiled program say when they fail."""

from xdsl.dialects.builtin import NameLoc
from xdsl.ir import Operation

from adjoint.dialects.location import located_at


def operator_name(op: Operation) -> str:
    """The name of the operator that the program has: of an op that a decomposition made, that of the decomposed one."""
    return op.location.desc.data if isinstance(op.location, NameLoc) else op.name


def describe(op: Operation, message: str) -> str:
    """The message with the place and the name of the operator in front: `file:line:column: error: 'aten.add': …`."""
    return located_at(op.location, operator_name(op), message)
