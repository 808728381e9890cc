"""The workloads: those with a goal, and their neighbours of other sizes, element types and functions."""

from collections.abc import Sequence

from benchmarks.workload import Workload
from benchmarks.workloads import elementwise, images, matrices, rows

WITH_GOALS: list[Workload] = [
    elementwise.BIAS_GELU,
    rows.SOFTMAX_XENT,
    rows.LAYERNORM,
    matrices.MLP,
    matrices.LSTM,
    matrices.ATTENTION,
    images.CONVNET,
    elementwise.CHAIN,
    elementwise.TINY,
    matrices.MATMUL_SMALL,
]
NEIGHBOURS: list[Workload] = [*elementwise.NEIGHBOURS, *rows.NEIGHBOURS, *matrices.NEIGHBOURS, *images.NEIGHBOURS]


def chosen_workloads(words: Sequence[str]) -> list[Workload]:
    """Those with a goal; with words, those of all with a word in their name, or in that of their group."""
    if not words:
        return WITH_GOALS
    groups = {"goals": WITH_GOALS, "neighbours": NEIGHBOURS}
    return [
        workload
        for group, workloads in groups.items()
        for workload in workloads
        if any(word == group or word in workload.name for word in words)
    ]


def workload_named(name: str) -> Workload:
    """Raises KeyError where there is none of that name."""
    return {workload.name: workload for workload in (*WITH_GOALS, *NEIGHBOURS, *elementwise.CHAINS)}[name]
