"""Peak memory of each contender, in a process of its own: of the data, with the compiler, of the whole process."""

import tempfile
from dataclasses import dataclass

from benchmarks.fresh_process import CACHE, measure
from benchmarks.workload import Workload


@dataclass(frozen=True)
class Peak:
    """Megabytes; None where a contender fails, or is not installed."""

    workload: Workload
    data: dict[str, float | None]
    """What calls need for their data, with all they keep between calls: above the process as a small batch left it."""
    compiling: dict[str, float | None]
    """The same with the compiler: above imports and arguments, up to the end of the first call."""
    process: dict[str, float | None]
    """The whole process, imports and arguments included."""

    def ratio(self, ours: str, reference: str) -> float | None:
        """Of what calls need for their data; None where that is less than a megabyte, some pages of libraries."""
        one, other = self.data.get(ours), self.data.get(reference)
        return one / other if one is not None and other is not None and other >= 1 else None


def peak_memory(workload: Workload, names: list[str]) -> Peak:
    """Of each of these contenders."""
    measured: dict[str, dict[str, float] | None] = {}
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            measured[name] = measure("memory", name, workload.name, {CACHE: folder})

    def of(kind: str) -> dict[str, float | None]:
        return {name: None if each is None else each[kind] for name, each in measured.items()}

    return Peak(workload, data=of("data"), compiling=of("compiling"), process=of("process"))
