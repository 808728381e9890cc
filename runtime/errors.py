"""The one exception that users of `adjoint` see, and how every failure of the compiler reads as a message."""

from collections.abc import Generator
from contextlib import contextmanager

from xdsl.utils.exceptions import ArgSpecParseError, DiagnosticException, ParseError


class AdjointError(Exception):
    """A program, an argument or an option that `adjoint` cannot use; the message says what would be right."""


class CheckFailedError(AdjointError):
    """A check at run time failed: sizes that a version of the program does not take, or an index out of range."""


COMPILER_ERRORS = (AdjointError, ArgSpecParseError, DiagnosticException, ParseError, UnicodeDecodeError)
"""What parsing, verifying and compiling a bad input raises; anything else is a bug of the compiler."""


def describe_error(error: BaseException) -> str:
    """The failure as compilers print it: `file:line:column: error: message`, with the source line for a parse error."""
    match error:
        case ParseError():
            location = error.span.get_location()
            _, _, source = error.span.print_with_context().partition("\n")
            return f"{location}: error: {error.msg}\n{source.rstrip()}"
        case UnicodeDecodeError():
            return f"error: the input is not UTF-8 text: {error.reason} at byte {error.start}"
        case OSError():
            return f"error: {error.filename}: {error.strerror}" if error.strerror else f"error: {error}"
        case _:
            message = str(error)
            return message if "error: " in message else f"error: {message}"


@contextmanager
def as_adjoint_error() -> Generator[None]:
    """Within it, what the compiler raises on a bad input leaves as an AdjointError with the same message."""
    try:
        yield
    except AdjointError:
        raise
    except COMPILER_ERRORS as error:
        raise AdjointError(describe_error(error)) from None
