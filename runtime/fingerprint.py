"""A hash of a program: the same for programs that compile to the same code with the same messages."""

from collections.abc import Iterable
from hashlib import sha256

from xdsl.dialects.builtin import DenseIntOrFPElementsAttr
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.dialects.location import describe_location
from adjoint.runtime.program import Program


def fingerprint(program: Program) -> str | None:
    """The hash of a function and of all that it calls, places in the source and names of arguments included.

    None where a part of it belongs to neither `adjoint` nor xDSL: nothing tells when that part changes.
    """
    writer = _Writer()
    for function in program.called():
        if not writer.write(function):
            return None
    return sha256("\n".join(writer.lines).encode()).hexdigest()


class _Writer:
    def __init__(self):
        self.lines: list[str] = []
        self._numbers: dict[SSAValue, int] = {}
        self._texts: dict[Attribute, str] = {}
        self._known: set[type[Operation]] = set()

    def write(self, op: Operation) -> bool:
        """Adds a line for each op, and for each block; False at an op of somebody else."""
        if type(op) not in self._known:
            if not type(op).__module__.startswith(("adjoint.", "xdsl.")):
                return False
            self._known.add(type(op))
        self.lines.append(
            f"{op.name} {[self._number(operand) for operand in op.operands]}"
            f" {self._named(op.properties.items())} {self._named(op.attributes.items())}"
            f" {self._values(op.results)} {describe_location(op.location)}"
        )
        return all(self._write_block(block) for region in op.regions for block in region.blocks)

    def _write_block(self, block: Block) -> bool:
        names = [argument.name_hint for argument in block.args]
        self.lines.append(f"{{ {self._values(block.args)} {names}")
        whole = all(self.write(op) for op in block.ops)
        self.lines.append("}")
        return whole

    def _number(self, value: SSAValue) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    def _values(self, values: Iterable[SSAValue]) -> list[tuple[int, str]]:
        return [(self._number(value), self._text(value.type)) for value in values]

    def _named(self, attributes: Iterable[tuple[str, Attribute]]) -> list[tuple[str, str]]:
        # Sorted: the order in which they were set says nothing.
        return sorted((name, self._text(attribute)) for name, attribute in attributes)

    def _text(self, attribute: Attribute) -> str:
        text = self._texts.get(attribute)
        if text is None:
            if isinstance(attribute, DenseIntOrFPElementsAttr):
                text = f"{attribute.parameters[0]} {sha256(attribute.data.data).hexdigest()}"
            else:
                text = str(attribute)
            self._texts[attribute] = text
        return text
