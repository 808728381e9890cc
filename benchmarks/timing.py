"""Timing that holds on a noisy machine: the contenders take turns, and what counts is the ratio within a turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one contender: the median over the turns, and the median ratio to the first contender."""

    milliseconds: float
    ratio: float


def time_side_by_side(
    contenders: Mapping[str, Callable[[], object]], *, turns: int = 15, seconds_per_turn: float = 0.05
) -> dict[str, Timing]:
    """Times each contender once a turn, as many calls as fill the time, after a warm-up of each."""
    calls: dict[str, int] = {}
    for name, call in contenders.items():
        call()
        started = perf_counter()
        call()
        calls[name] = max(1, round(seconds_per_turn / max(perf_counter() - started, 1e-7)))
    turn_times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(turns):
        for name, call in contenders.items():
            started = perf_counter()
            for _ in range(calls[name]):
                call()
            turn_times[name].append((perf_counter() - started) / calls[name])
    first = turn_times[next(iter(contenders))]
    return {
        name: Timing(
            milliseconds=median(times) * 1e3,
            ratio=median(time / reference for time, reference in zip(times, first, strict=True)),
        )
        for name, times in turn_times.items()
    }
