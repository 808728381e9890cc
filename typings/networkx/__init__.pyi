"""The part of networkx that this project uses."""

from collections.abc import Hashable
from typing import Generic, TypeVar

NodeT = TypeVar("NodeT", bound=Hashable)

class DiGraph(Generic[NodeT]):
    def __init__(self) -> None: ...
    def add_edge(self, u: NodeT, v: NodeT, *, capacity: int = ...) -> None: ...

def minimum_cut(graph: DiGraph[NodeT], source: NodeT, sink: NodeT) -> tuple[int, tuple[set[NodeT], set[NodeT]]]: ...
