"""One workload by all contenders, in turns, beside the limits of the machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.contenders import OURS, prepared
from benchmarks.limits import probes
from benchmarks.peers import Contender
from benchmarks.timing import time_side_by_side
from benchmarks.workload import Workload


@dataclass(frozen=True)
class Comparison:
    """Medians in milliseconds, and what they mean."""

    workload: Workload
    milliseconds: dict[str, float]
    """Of `adjoint` and of the peers that were not left out."""
    best_peer: str | None
    ratio: float | None
    """Time of `adjoint` over time of the best peer, the median of the ratios within a turn."""
    limit_kind: str | None
    """What bounds the workload: "bytes" or "GEMM", the one that takes longer."""
    limit: float | None
    """Milliseconds that it takes alone."""

    @property
    def percent_of_limit(self) -> float | None:
        """100 where nothing is left to gain."""
        return None if self.limit is None else 100 * self.limit / self.milliseconds[OURS]

    @property
    def reaches_goal(self) -> bool | None:
        """Whether the ratio is at most the goal; None where there is no goal, or no peer."""
        goal = self.workload.goal
        return None if goal is None or self.ratio is None else self.ratio <= goal


def compare(
    workload: Workload, chosen: Mapping[str, Contender], threads: int, turns: int = 15, processor_time: bool = False
) -> Comparison | None:
    """Times all contenders that are right; None where `adjoint` is not among them."""
    calls = prepared(workload, chosen)
    if OURS not in calls:
        return None
    limits = probes(workload, threads)
    timings = time_side_by_side(
        {**calls, **{kind: probe.call for kind, probe in limits.items()}}, turns=turns, processor_time=processor_time
    )
    peers = {name: timings[name].ratio for name in calls if name != OURS}
    best = min(peers, key=peers.__getitem__, default=None)
    bounds = {kind: timings[kind].milliseconds * probe.share for kind, probe in limits.items()}
    kind = max(bounds, key=bounds.__getitem__, default=None)
    return Comparison(
        workload,
        {name: timings[name].milliseconds for name in calls},
        best,
        None if best is None else 1 / peers[best],
        kind,
        None if kind is None else bounds[kind],
    )
