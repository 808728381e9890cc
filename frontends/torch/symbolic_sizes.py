"""The sizes of fake tensors: ints, or SymPy's expressions of symbols."""

from collections.abc import Iterable, Mapping
from typing import Protocol, cast

import torch
from xdsl.dialects.builtin import DYNAMIC_INDEX


class Expression(Protocol):
    """What is used of SymPy's expressions, of which PyTorch makes its symbolic sizes."""

    @property
    def is_Symbol(self) -> bool: ...
    @property
    def is_number(self) -> bool: ...
    @property
    def free_symbols(self) -> Iterable["Expression"]: ...
    def xreplace(self, rule: Mapping["Expression", int]) -> "Expression": ...
    def __int__(self) -> int: ...
    def __hash__(self) -> int: ...


def expression_of(size: object) -> Expression | None:
    """The expression of a size that is known only at run time, None where it is known when compiling."""
    if not isinstance(size, torch.SymInt):
        return None
    expression = cast(Expression, size.node.expr)  # pyright: ignore[reportUnknownMemberType]  # not typed
    return None if expression.is_number else expression


def static_size(size: int | torch.SymInt) -> int:
    """The size where it is known when compiling, else `DYNAMIC_INDEX`."""
    if expression_of(size) is not None:
        return DYNAMIC_INDEX
    if isinstance(size, torch.SymInt):
        return int(cast(Expression, size.node.expr))  # pyright: ignore[reportUnknownMemberType]  # not typed
    return size
