"""Where an op comes from, in the words that every error message uses: `file:line:column`."""

from xdsl.dialects.builtin import ArrayAttr, CallSiteLoc, FileLineColLoc, FusedLoc, NameLoc, UnregisteredOp
from xdsl.ir import Attribute, Operation
from xdsl.utils.hints import isa


def describe_location(location: Attribute) -> str | None:
    """`file:line:column` of a location, the innermost one of a compound location, None where it is unknown."""
    match location:
        case FileLineColLoc():
            return f"{location.filename.data}:{location.line.data}:{location.column.data}"
        case NameLoc():
            return describe_location(location.location)
        case CallSiteLoc():
            return describe_location(location.callee)
        case FusedLoc():
            if not isa(location.locations, ArrayAttr[Attribute]):
                return None
            described = (describe_location(inner) for inner in location.locations)
            return next((text for text in described if text is not None), None)
        case _:
            return None


def located(op: Operation, message: str) -> str:
    """The message with the source location of `op` in front, as compilers print it."""
    return located_at(op.location, name_of(op), message)


def name_of(op: Operation) -> str:
    """The name of the op as it is written, also where no loaded dialect knows the op."""
    return op.op_name.data if isinstance(op, UnregisteredOp) else op.name


def located_at(location: Attribute, op_name: str, message: str) -> str:
    """The message about an op that is not built yet, or could not be."""
    place = describe_location(location)
    return f"{place}: error: '{op_name}': {message}" if place else f"error: '{op_name}': {message}"
