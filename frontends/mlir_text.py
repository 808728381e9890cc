"""MLIR text to a verified module whose ops know where they stand in the text.

xDSL's parser keeps a location only where the text spells one out (`loc(...)`). Here every other op gets the position
at which it starts, so that an error in a later pass can still say `file:line:column`.
"""

from bisect import bisect_right

from xdsl.context import Context
from xdsl.dialects.builtin import FileLineColLoc, IntAttr, ModuleOp, StringAttr, UnknownLoc
from xdsl.ir import Operation
from xdsl.parser import Parser
from xdsl.utils.exceptions import VerifyException

from adjoint.dialects.verification import verify_module


class LocatingParser(Parser):
    """xDSL's parser; an op without a location of its own gets the position of its first character."""

    def __init__(self, ctx: Context, input: str | bytes, name: str, line_offset: int = 0):
        """`line_offset` is added to the line numbers, for text that is a piece of a larger file."""
        super().__init__(ctx, input, name)
        text = self.lexer.input.content
        self._line_starts = [0, *(position + 1 for position, character in enumerate(text) if character == "\n")]
        self._line_offset = line_offset
        self._file_name = StringAttr(name)

    def parse_operation(self) -> Operation:
        first = self._current_token.span
        start = first.start
        try:
            op = super().parse_operation()
        except VerifyException as error:
            # A type that does not fit, found while the op is put together: it has no location yet.
            self.raise_error(str(error), first.start, first.end)
        if isinstance(op.location, UnknownLoc):
            line = bisect_right(self._line_starts, start)
            column = start - self._line_starts[line - 1] + 1
            op.location = FileLineColLoc(self._file_name, IntAttr(line + self._line_offset), IntAttr(column))
        return op


def parse_module(ctx: Context, text: str | bytes, name: str, *, line_offset: int = 0, verify: bool = True) -> ModuleOp:
    """The module that the text spells, verified unless told otherwise.

    `name` is the file's name in messages. Raises ParseError where the text is not MLIR of the dialects that `ctx`
    knows, VerifyException with the place of the op that is wrong, UnicodeDecodeError where bytes are not UTF-8.
    """
    try:
        module = LocatingParser(ctx, text, name, line_offset).parse_module()
        if verify:
            verify_module(module)
    except RecursionError:
        raise VerifyException(f"{name}:1:1: error: regions or attributes are nested too deeply") from None
    return module
