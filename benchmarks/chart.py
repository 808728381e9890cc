"""The comparison as a chart: time of each contender over time of `adjoint`, on a logarithmic scale, as SVG."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

from benchmarks.comparison import Comparison
from benchmarks.contenders import OURS

matplotlib.use("Agg")

from matplotlib import pyplot, ticker  # the backend is chosen first

_COLORS = {"eager": "#c0504d", "TorchScript": "#d99694", "Inductor": "#e6a117", "JAX": "#4f81bd"}


def draw(comparisons: Sequence[Comparison], path: Path, caption: str) -> None:
    """A row for each workload, a point for each peer; the line at 1 is `adjoint`, the mark on a row is its goal."""
    with pyplot.rc_context({"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10}):
        figure, axes = pyplot.subplots(figsize=(8, 0.42 * len(comparisons) + 1.6), layout="constrained")
        for row, each in enumerate(comparisons):
            own = each.milliseconds[OURS]
            axes.axhline(row, color="#eeeeee", linewidth=8, zorder=0)
            for name, milliseconds in each.milliseconds.items():
                if name != OURS:
                    axes.plot(milliseconds / own, row, "o", color=_COLORS.get(name, "gray"), label=name)
            if each.workload.goal is not None:
                axes.plot(1 / each.workload.goal, row, "|", color="black", markersize=14, label="goal for the best")
        axes.axvline(1, color="#2e7d32", linewidth=2, label=f"{OURS} = 1")
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(ticker.LogLocator(base=10, subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(ticker.FormatStrFormatter("%g×"))
        axes.xaxis.set_minor_formatter(ticker.NullFormatter())
        axes.set_yticks(range(len(comparisons)), [_label(each) for each in comparisons])
        axes.invert_yaxis()
        axes.set_xlabel("time over time of adjoint: what is to the right of the line is slower")
        axes.set_title(caption, fontsize=10)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        handles, labels = axes.get_legend_handles_labels()
        once = dict(zip(labels, handles, strict=True))
        figure.legend(once.values(), once.keys(), loc="outside lower center", ncols=6, frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)


def _label(comparison: Comparison) -> str:
    own = comparison.milliseconds[OURS]
    return f"{comparison.workload.name}  ({own:.3g} ms)"
