"""What `python -m benchmarks` does once the process is bound to its processors."""

from collections.abc import Collection, Sequence
from pathlib import Path

from rich.console import Console

from benchmarks import compilation, memory, report, scaling
from benchmarks.comparison import Comparison, compare
from benchmarks.contenders import contenders
from benchmarks.workload import Workload
from benchmarks.workloads import WITH_GOALS, chosen_workloads, convolution

_BATCHES = range(3, 23)
"""Twenty batch sizes."""


def run(
    words: Sequence[str],
    parts: Collection[str],
    threads: int,
    turns: int,
    processor_time: bool,
    peers: bool,
    chart: Path | None,
) -> None:
    """Measures and prints, part by part."""
    output = report.console()
    workloads = chosen_workloads(words)
    if "speed" in parts:
        _speed(output, workloads, threads, turns, processor_time, peers, chart)
        convolution.run(output, words, threads, turns)
    if "compilation" in parts and workloads:
        _compilation(output, workloads, peers)
    if "memory" in parts and workloads:
        names = list(contenders(peers))
        output.print(report.memory_table([memory.peak_memory(each, names) for each in workloads], names))
    if "scaling" in parts and threads > 1:
        for each in scaling.bound_by_bandwidth(workloads):
            found, bound = scaling.speedup(each, threads, turns)
            output.print(
                f"{each.name}: {found:.2f} times as fast on {threads} threads; moving its bytes {bound:.2f} times"
            )


def _speed(
    output: Console,
    workloads: Sequence[Workload],
    threads: int,
    turns: int,
    processor_time: bool,
    peers: bool,
    chart: Path | None,
) -> None:
    chosen = contenders(peers)
    comparisons: list[Comparison] = []
    for workload in workloads:
        found = compare(workload, chosen, threads, turns, processor_time)
        output.print(f"{workload.name}: {workload.about}: {'fails' if found is None else report.summary(found)}")
        comparisons += [found] if found is not None else []
    if comparisons:
        output.print(report.speed_table(comparisons, chosen, f"value and gradient, {threads} threads, milliseconds"))
        if chart is not None:
            from benchmarks.chart import draw

            chart.parent.mkdir(parents=True, exist_ok=True)
            draw(comparisons, chart, f"value and gradient, {threads} threads")


def _compilation(output: Console, workloads: Sequence[Workload], peers: bool) -> None:
    with_jax = "JAX" in contenders(peers)
    output.print(report.compilation_table([compilation.first_call(each, with_jax) for each in workloads]))
    if WITH_GOALS[0] in workloads:
        seconds, exponent = compilation.growth()
        listed = ", ".join("fails" if each is None else f"{each:.2f} s" for each in seconds)
        output.print(
            f"chain of 100, 400, 1600: {listed}; exponent {'unknown' if exponent is None else f'{exponent:.2f}'}"
        )
        for each in WITH_GOALS:
            output.print(f"{each.name}: {compilation.compilations(each, _BATCHES)} compilations for twenty batch sizes")
