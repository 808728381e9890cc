"""Modules from MLIR text."""

from os import PathLike
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from adjoint.frontends.mlir_text import parse_module
from adjoint.runtime.context import compiler_context
from adjoint.runtime.errors import AdjointError, as_adjoint_error, describe_error


def parse(text: str, name: str = "<text>") -> ModuleOp:
    """The verified module that MLIR text spells; `name` stands for the file in messages.

    Raises AdjointError with `file:line:column: error: …` where the text is wrong.
    """
    with as_adjoint_error():
        return parse_module(compiler_context(), text, name)


def load(path: str | PathLike[str]) -> ModuleOp:
    """The verified module in an MLIR file.

    Raises AdjointError where the file cannot be read, or with `file:line:column: error: …` where it is wrong.
    """
    try:
        text = Path(path).read_bytes()
    except OSError as error:
        raise AdjointError(describe_error(error)) from None
    with as_adjoint_error():
        return parse_module(compiler_context(), text, str(path))
