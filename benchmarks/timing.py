"""Timing that holds on a noisy machine: the contenders take turns, and what counts is the ratio within a turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one contender: the median over the turns, and the median ratio to the first contender."""

    milliseconds: float
    ratio: float


def time_side_by_side(
    contenders: Mapping[str, Callable[[], object]],
    *,
    turns: int = 15,
    seconds_per_turn: float = 0.05,
    processor_time: bool = False,
) -> dict[str, Timing]:
    """Times each contender once a turn, as many calls as fill the time, after a warm-up of each.

    The time of the processor, of all threads together, is that of the clock where nothing else runs and there is one
    thread; on a busy machine it does not count what others do, but for what they take from the caches.
    """
    clock = process_time if processor_time else perf_counter
    calls: dict[str, int] = {}
    for name, call in contenders.items():
        call()
        started = clock()
        call()
        calls[name] = max(1, round(seconds_per_turn / max(clock() - started, 1e-7)))
    turn_times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(turns):
        for name, call in contenders.items():
            started = clock()
            for _ in range(calls[name]):
                call()
            turn_times[name].append((clock() - started) / calls[name])
    first = turn_times[next(iter(contenders))]
    return {
        name: Timing(
            milliseconds=median(times) * 1e3,
            ratio=median(time / reference for time, reference in zip(times, first, strict=True)),
        )
        for name, times in turn_times.items()
    }
