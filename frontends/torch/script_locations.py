"""Where an operation of a TorchScript graph stands in the source, as an MLIR location."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from linecache import getline
from pathlib import Path

import torch
from xdsl.dialects.builtin import FileLineColLoc, IntAttr, LocationAttr, StringAttr, UnknownLoc

from adjoint.frontends.torch.script_ir import ScriptNode

_SOURCE_COMMENT = re.compile(r" # (\S.*):(\d+):(\d+)$")
_PYTORCH = str(Path(torch.__file__).parent)


@dataclass(frozen=True)
class Place:
    """A line of source."""

    location: LocationAttr
    source: str
    """The line itself; empty where it is not known."""

    @property
    def is_of_user(self) -> bool:
        """Whether it is not in PyTorch's own Python code."""
        return isinstance(self.location, FileLineColLoc) and not self.location.filename.data.startswith(_PYTORCH)


NOWHERE = Place(UnknownLoc(), "")


def place_of(node: ScriptNode) -> Place:
    """The place of a node. Columns count from 1; what was traced has the first of its line."""
    match_ = _SOURCE_COMMENT.search(str(node).partition("\n")[0])
    if match_ is None:
        return NOWHERE
    file, line, column = match_[1], int(match_[2]), int(match_[3])
    location = FileLineColLoc(StringAttr(file), IntAttr(line), IntAttr(column + 1))
    return Place(location, getline(file, line).strip() or _highlighted_line(node))


def _highlighted_line(node: ScriptNode) -> str:
    """The line that PyTorch marks in the source that it keeps, for a file that is not on this machine."""
    lines = node.sourceRange().splitlines()
    marked = next((index for index, line in enumerate(lines) if line.lstrip().startswith("~")), 0)
    return lines[marked - 1].strip() if marked else ""


def innermost_of_user(places: Sequence[Place]) -> Place:
    """Of a stack of calls, the innermost place that is not in PyTorch's own code; else the innermost known one."""
    known = [place for place in places if place is not NOWHERE]
    of_user = [place for place in known if place.is_of_user]
    return next(reversed(of_user or known), NOWHERE)
