"""Where an op comes from, in the words that every error message uses: `file:line:column`."""

from xdsl.dialects.builtin import ArrayAttr, CallSiteLoc, FileLineColLoc, FusedLoc, NameLoc
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
    place = describe_location(op.location)
    return f"{place}: error: '{op.name}': {message}" if place else f"error: '{op.name}': {message}"
