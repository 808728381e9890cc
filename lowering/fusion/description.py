"""A structured op in the words of a log."""

from adjoint.dialects.location import describe_location
from adjoint.lowering.fusion.structured_op import StructuredOp


def describe(member: StructuredOp) -> str:
    """The name of its value, if it has one, what it computes last, and where it comes from."""
    yielded = member.body.last_op
    last = yielded.operands[0].owner if yielded is not None and yielded.operands else None
    computes = getattr(last, "name", member.op.name)
    kind = "reduction by " if member.is_reduction else ""
    name = f"%{member.result.name_hint} " if member.result.name_hint else ""
    place = describe_location(member.op.location)
    return f"{name}({kind}{computes}{f' at {place}' if place else ''})"
