"""What became of the samples: a table, an operator a line, and the reason of each difference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parity.trial import STAGES, Failure, Stage


@dataclass(frozen=True)
class Outcome:
    """One sample of an operator."""

    operator: str
    is_seed: bool
    dtype: str
    sample: str
    """The call, as one would write it."""
    stages: Sequence[Stage]
    """What there is to compare."""
    failure: Failure | None


@dataclass
class Row:
    """The samples of one operator: how many there are at each stage, and how many pass."""

    is_seed: bool
    total: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    passed: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(STAGES, 0))
    whole: int = 0
    """The samples that pass at every stage that they have."""

    def add(self, outcome: Outcome) -> None:
        """Counts a sample. A stage that comes after one that failed does not pass."""
        failed = len(STAGES) if outcome.failure is None else STAGES.index(outcome.failure.stage)
        for stage in outcome.stages:
            self.total[stage] += 1
            self.passed[stage] += STAGES.index(stage) < failed
        self.whole += outcome.failure is None


def rows(outcomes: Iterable[Outcome]) -> dict[str, Row]:
    """The rows by operator, in the order of the outcomes."""
    found: dict[str, Row] = {}
    for outcome in outcomes:
        found.setdefault(outcome.operator, Row(outcome.is_seed)).add(outcome)
    return found


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table with a line for each operator."""
    lines = ["| operator | seed | samples | value | gradient | second |", "|---|---|---|---|---|---|"]
    for name, row in sorted(rows(outcomes).items()):
        cells = [f"{row.passed[stage]}/{row.total[stage]}" if row.total[stage] else "" for stage in STAGES]
        lines.append(f"| {name} | {'yes' if row.is_seed else ''} | {row.total['value']} | {' | '.join(cells)} |")
    return "\n".join(lines)


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many samples pass, of the seed's operators and of the others."""
    lines: list[str] = []
    for title, is_seed in [("seed", True), ("beside", False)]:
        chosen = [outcome for outcome in outcomes if outcome.is_seed is is_seed]
        passed = sum(outcome.failure is None for outcome in chosen)
        share = f" ({passed / len(chosen):.1%})" if chosen else ""
        lines.append(f"{title}: {passed} of {len(chosen)} samples{share}")
    return "\n".join(lines)


def describe(outcome: Outcome) -> str:
    """A sample that fails, and why."""
    reason = "" if outcome.failure is None else f"\n    {outcome.failure.stage}: {outcome.failure.reason}"
    return f"{outcome.sample} [{outcome.dtype}]{reason}"
