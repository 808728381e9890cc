"""What was measured, as tables."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.comparison import Comparison
from benchmarks.compilation import FirstCall
from benchmarks.contenders import OURS
from benchmarks.memory import Peak


def console() -> Console:
    """Wide enough for the tables where the output is a file."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=140)


def summary(comparison: Comparison) -> str:
    """One line, for whoever waits for the table."""
    times = ", ".join(f"{name} {_number(each)}" for name, each in comparison.milliseconds.items())
    return times if comparison.ratio is None else f"{times}; ratio {comparison.ratio:.2f}"


def speed_table(comparisons: Sequence[Comparison], contenders: Iterable[str], title: str) -> Table:
    """A row for each workload: medians in milliseconds, the ratio to the best peer and its goal, and the limit."""
    names = list(contenders)
    result = _table(title, (*names, "ratio", "goal", "limit", "of limit"))
    for each in comparisons:
        times = [_milliseconds(each.milliseconds.get(name), name == each.best_peer) for name in names]
        color = {None: "default", True: "green", False: "red"}[each.reaches_goal]
        ratio = "" if each.ratio is None else f"[{color}]{each.ratio:.2f}[/]"
        goal = "" if each.workload.goal is None else f"{each.workload.goal:.2f}"
        limit = "" if each.limit is None else f"{each.limit:.2f} {each.limit_kind}"
        percent = "" if each.percent_of_limit is None else f"{each.percent_of_limit:.0f} %"
        result.add_row(each.workload.name, *times, ratio, goal, limit, percent)
    return result


def compilation_table(calls: Sequence[FirstCall]) -> Table:
    """A row for each workload: seconds of the first call, and, when it is cold, of imports before it."""
    result = _table("first call, seconds", ("cold", "imports", "from the cache", "JAX", "ratio"))
    for each in calls:
        ratio = f"{each.cold / each.jax:.2f}" if each.cold is not None and each.jax is not None else ""
        seconds = ["–" if value is None else f"{value:.3f}" for value in (each.cold, each.imports, each.warm, each.jax)]
        result.add_row(each.workload.name, *seconds, ratio)
    return result


def memory_table(peaks: Sequence[Peak], names: Sequence[str]) -> Table:
    """A row for each workload: megabytes of the data of calls, with the compiler, and of the whole process."""
    title = "peak memory, MB: what calls need for their data (with the compiler; the whole process)"
    result = _table(title, (*names, "ratio to eager"))
    for each in peaks:
        cells = [
            "–"
            if (data := each.data[name]) is None
            else f"{data:.1f} ({each.compiling[name]:.0f}; {each.process[name]:.0f})"
            for name in names
        ]
        ratio = each.ratio(OURS, "eager")
        result.add_row(each.workload.name, *cells, "" if ratio is None else f"{ratio:.2f}")
    return result


def _table(title: str, headings: Iterable[str]) -> Table:
    result = Table(title=title)
    result.add_column("workload", no_wrap=True)
    for heading in headings:
        result.add_column(heading, justify="right", no_wrap=True)
    return result


def _milliseconds(value: float | None, best: bool) -> str:
    if value is None:
        return "–"
    return f"[bold]{_number(value)}[/]" if best else _number(value)


def _number(milliseconds: float) -> str:
    return f"{milliseconds:.3f}" if milliseconds < 10 else f"{milliseconds:.1f}"
