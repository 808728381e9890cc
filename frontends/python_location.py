"""Source locations in the user's Python: the innermost frame that is not part of `adjoint` itself."""

import sys
from collections.abc import Callable
from importlib import import_module
from itertools import islice
from pathlib import Path
from types import FrameType

from xdsl.dialects.builtin import FileLineColLoc, IntAttr, LocationAttr, StringAttr, UnknownLoc

_OWN_FOLDERS = tuple(
    str(Path(str(import_module(name).__file__)).parent) for name in ("adjoint.dialects", "adjoint.frontends")
)
"""Between the user's code and an op that is built there are only frames of these."""


def location_of_caller() -> LocationAttr:
    """The line and column of the expression that the user's code is evaluating."""
    frame = sys._getframe(1)  # pyright: ignore[reportPrivateUsage]  # the documented way to read frames cheaply
    while frame is not None and frame.f_code.co_filename.startswith(_OWN_FOLDERS):
        frame = frame.f_back
    if frame is None:
        return UnknownLoc()
    return FileLineColLoc(StringAttr(frame.f_code.co_filename), IntAttr(frame.f_lineno), IntAttr(_column(frame)))


def location_of_function(function: Callable[..., object]) -> LocationAttr:
    """The line of the function's definition."""
    code = getattr(function, "__code__", None)
    if code is None:
        return UnknownLoc()
    return FileLineColLoc(StringAttr(code.co_filename), IntAttr(code.co_firstlineno), IntAttr(1))


def _column(frame: FrameType) -> int:
    """The 1-based column of the expression that the frame is evaluating, 1 where the code has no positions."""
    start_column = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None))[2]
    return 1 if start_column is None else start_column + 1
