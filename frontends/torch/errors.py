"""What is wrong with a program of PyTorch, in the words of who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import FileLineColLoc, LocationAttr, UnknownLoc

from adjoint.runtime.errors import AdjointError


@dataclass(frozen=True)
class Problem:
    """One operation that cannot be imported."""

    operator: str
    """Its name, `aten.foo.default`."""
    reason: str
    location: LocationAttr = UnknownLoc()
    """Where the user's code calls it."""
    source: str = ""
    """The line of the user's code."""

    def __str__(self) -> str:
        place = f"{location_text(self.location)}: " if isinstance(self.location, FileLineColLoc) else ""
        source = f"\n    {self.source}" if self.source else ""
        return f"{place}error: {self.operator}: {self.reason}{source}"


class UnsupportedProgramError(AdjointError):
    """A program of PyTorch that cannot be imported; `problems` has every operation that is in the way."""

    def __init__(self, problems: Sequence[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def location_text(location: FileLineColLoc) -> str:
    """`file:line`: PyTorch keeps no columns."""
    return f"{location.filename.data}:{location.line.data}"
