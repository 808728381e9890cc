"""Time per pass, as a tree: pipelines and passes that consist of others contain them.

    timing = TimingTree()
    with timing_into(timing):
        LowerToLLVMPass().apply(ctx, module)
    print(timing.report())

A pass that runs others puts each in `timed(name)`, which costs nothing while nobody asks for the times.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Span:
    """What ran under one name, all times that it ran within the same parent taken together."""

    seconds: float = 0.0
    children: "dict[str, Span]" = field(default_factory=dict[str, "Span"])


class TimingTree:
    """Spans within spans, each begun and ended in turn."""

    def __init__(self) -> None:
        self._root = Span()
        self._open: list[tuple[Span, float]] = [(self._root, perf_counter())]

    def begin(self, name: str) -> None:
        """Starts a span within the one that is open."""
        parent, _ = self._open[-1]
        self._open.append((parent.children.setdefault(name, Span()), perf_counter()))

    def end(self) -> None:
        """Ends the span that was started last."""
        span, started = self._open.pop()
        span.seconds += perf_counter() - started

    @contextmanager
    def span(self, name: str) -> Generator[None]:
        """A span around the body, ended by an exception as well."""
        depth = len(self._open)
        self.begin(name)
        try:
            yield
        finally:
            while len(self._open) > depth:
                self.end()

    def report(self) -> str:
        """A line for each span, indented by its depth: milliseconds, the share of the whole, the name."""
        total = sum(child.seconds for child in self._root.children.values())
        lines = ["        ms       %  pass"]

        def add(span: Span, name: str, depth: int) -> None:
            percent = 100 * span.seconds / total if total else 0.0
            lines.append(f"{span.seconds * 1e3:10.2f}  {percent:5.1f}%  {'  ' * depth}{name}")
            for child_name, child in span.children.items():
                add(child, child_name, depth + 1)
            rest = span.seconds - sum(child.seconds for child in span.children.values())
            if span.children and rest > 0.05 * span.seconds:
                lines.append(f"{rest * 1e3:10.2f}  {100 * rest / total:5.1f}%  {'  ' * (depth + 1)}(rest)")

        for name, child in self._root.children.items():
            add(child, name, 0)
        lines.append(f"{total * 1e3:10.2f}  100.0%  total")
        return "\n".join(lines)


_active: ContextVar[TimingTree | None] = ContextVar("timing", default=None)


@contextmanager
def timing_into(tree: TimingTree) -> Generator[None]:
    """Lets `timed` add to a tree within the body."""
    token = _active.set(tree)
    try:
        yield
    finally:
        _active.reset(token)


@contextmanager
def timed(name: str) -> Generator[None]:
    """A span of the tree that is active, if one is."""
    tree = _active.get()
    if tree is None:
        yield
    else:
        with tree.span(name):
            yield
