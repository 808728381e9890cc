"""How numbers are written in the assembly format: as Python writes them, `2.0`, `1.0e-05`, `inf`."""

import math

from xdsl.dialects.builtin import FloatAttr
from xdsl.irdl import IRDLOperation
from xdsl.irdl.declarative_assembly_format import (
    AttributeVariable,
    CustomDirective,
    ParsingState,
    PrintingState,
    irdl_custom_directive,
)
from xdsl.parser import Parser
from xdsl.printer import Printer

from adjoint.dialects.aten.properties import float_property


def print_number(value: float) -> str:
    """The shortest text that gives the float back, with the point that MLIR's floats have."""
    text = repr(value)
    if math.isinf(value) or math.isnan(value) or "." in text:
        return text
    mantissa, exponent = text.split("e")
    return f"{mantissa}.0e{exponent}"


def parse_number(parser: Parser) -> float:
    """A float or an int, `inf` or `nan`, with an optional minus."""
    sign = -1.0 if parser.parse_optional_punctuation("-") else 1.0
    for keyword in ("inf", "nan"):
        if parser.parse_optional_keyword(keyword):
            return sign * float(keyword)
    return sign * float(parser.parse_number(allow_boolean=False))


@irdl_custom_directive
class Number(CustomDirective):
    """A number kept as an f64 property. xDSL's own directive takes no integer, nor what it prints for an infinity."""

    attribute: AttributeVariable

    def parse(self, parser: Parser, state: ParsingState) -> None:
        self.attribute.set(state, float_property(parse_number(parser)))

    def print(self, printer: Printer, state: PrintingState, op: IRDLOperation) -> None:
        value = self.attribute.get(op)
        assert isinstance(value, FloatAttr)
        state.print_whitespace(printer)
        printer.print_string(print_number(value.value.data))

    def is_present(self, op: IRDLOperation) -> bool:
        return self.attribute.is_present(op)

    def is_anchorable(self) -> bool:
        return self.attribute.is_anchorable()
