"""The samples that are known to give something else than eager PyTorch, each with the reason."""

import re
from dataclasses import dataclass

from parity.report import Outcome


@dataclass(frozen=True)
class Difference:
    """Samples of one operator that are not compared with success."""

    operator: str
    """The name of the entry, with its variant; `*` for every operator."""
    samples: str
    """Which ones, for a person."""
    pattern: str
    """What the description of the sample, followed by the reason of the failure, matches."""
    reason: str

    def explains(self, outcome: Outcome) -> bool:
        """Whether this is the reason of a failure."""
        if outcome.failure is None or self.operator not in (outcome.operator, "*"):
            return False
        return re.search(self.pattern, f"{outcome.sample}\n{outcome.failure.reason}") is not None


_ORDER_OF_EQUAL_ELEMENTS = (
    "Of equal elements the first are chosen, and they keep their order. PyTorch promises no order, and has another."
)

DIFFERENCES: list[Difference] = [
    Difference("topk", "with equal elements", "value 1: .* elements differ", _ORDER_OF_EQUAL_ELEMENTS),
    Difference("kthvalue", "with equal elements", "value 1: .* elements differ", _ORDER_OF_EQUAL_ELEMENTS),
    Difference(
        "norm/nuc",
        "all",
        "singular value|linalg_svd",
        "It needs a singular value decomposition, which there is not.",
    ),
]


def explanation(outcome: Outcome) -> Difference | None:
    """The known difference that a failure is, if it is one."""
    return next((each for each in DIFFERENCES if each.explains(outcome)), None)
