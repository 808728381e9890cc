"""Where an operation of a graph stands in the user's Python: PyTorch keeps the stack of the call as text."""

import re
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.fx import Node
from xdsl.dialects.builtin import FileLineColLoc, IntAttr, LocationAttr, StringAttr, UnknownLoc

_FRAME = re.compile(r'File "(?P<file>.+?)", line (?P<line>\d+)(?:, in \S+)?(?:\n +(?P<source>\S.*))?')

_OF_PYTORCH = str(Path(torch.__file__).parent)
"""Where frames are PyTorch's own, such as those of `torch.nn`."""

_OF_PYTHON = (sysconfig.get_paths()["stdlib"], "<", "torch/")
"""Where they are Python's, of generated code, or of what PyTorch adds to a graph."""


@dataclass(frozen=True)
class SourceLine:
    """A line of Python, as MLIR's location and as text."""

    location: LocationAttr
    text: str = ""


NO_SOURCE = SourceLine(UnknownLoc())


def source_line(node: Node) -> SourceLine:
    """The innermost line of the user's own code that led to the node.

    Where no frame is the user's, as in an `nn.Sequential` of PyTorch's modules, the innermost of `torch.nn`.
    """
    trace = node.meta.get("stack_trace")
    frames = list(_FRAME.finditer(trace)) if isinstance(trace, str) else []
    frames = [frame for frame in frames if not frame["file"].startswith(_OF_PYTHON)]
    if not frames:
        return NO_SOURCE
    own = [frame for frame in frames if not frame["file"].startswith(_OF_PYTORCH)]
    frame = own[-1] if own else frames[-1]
    location = FileLineColLoc(StringAttr(frame["file"]), IntAttr(int(frame["line"])), IntAttr(1))
    return SourceLine(location, (frame["source"] or "").strip())
