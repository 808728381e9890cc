"""Peak memory: how far each contender rises above imports and arguments, in a process of its own."""

from dataclasses import dataclass

from benchmarks.fresh_process import measure
from benchmarks.workload import Workload


@dataclass(frozen=True)
class Peak:
    """Megabytes; None where a contender fails, or is not installed."""

    workload: Workload
    first: dict[str, float | None]
    """Up to the end of the first call: with what compiling takes."""
    later: dict[str, float | None]
    """In the calls after that: with what remains of compiling."""

    def ratio(self, ours: str, reference: str) -> float | None:
        """Of the later calls."""
        one, other = self.later.get(ours), self.later.get(reference)
        return one / other if one is not None and other else None


def peak_memory(workload: Workload, names: list[str]) -> Peak:
    """Of each of these contenders."""
    measured = {name: measure("memory", name, workload.name) for name in names}
    return Peak(
        workload,
        {name: each and each["first"] for name, each in measured.items()},
        {name: each and each["later"] for name, each in measured.items()},
    )
