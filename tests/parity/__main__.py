"""`python -m parity [names] [--tenth] [--dtype float32 float64 …] [--output table.md]`."""

import argparse
import os
import sys
from pathlib import Path

from parity.differences import explanation
from parity.frontends import FRONTENDS
from parity.operators import operators, selected
from parity.report import Outcome, describe, summary, table
from parity.trial import STAGES, Way
from parity.workers import run_all


def main() -> int:
    """Runs the suite; 0 where every sample passes that is not an explained difference."""
    parser = argparse.ArgumentParser(prog="python -m parity", description="PyTorch's operator suite by the compiler.")
    parser.add_argument("names", nargs="*", help="operators, as in op_db or in adjoint.aten; all if none is given")
    parser.add_argument("--dtype", nargs="+", default=["float32"], help="of the samples: float32, bfloat16, int64, …")
    parser.add_argument("--stage", default="second", choices=STAGES, help="how far to go: value, gradient, second")
    parser.add_argument("--tenth", action="store_true", help="a fixed tenth of the samples, at least one an operator")
    parser.add_argument("--dynamic", action="store_true", help="sizes are not known when compiling; no second")
    parser.add_argument("--through", default="aten", choices=FRONTENDS, help="which frontend makes the program")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one sample in N, always the same ones")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--output", type=Path, help="where to write the table as Markdown")
    parser.add_argument("--failures", type=int, default=40, help="how many differences to print")
    options = parser.parse_args()
    try:
        names = [each.name for each in (selected(options.names) if options.names else operators())]
    except KeyError as error:
        print(f"error: no operator is called {error.args[0]!r}", file=sys.stderr)
        return 1
    last = "gradient" if options.dynamic and options.stage == "second" else options.stage
    stages = STAGES[: STAGES.index(last) + 1]
    outcomes: list[Outcome] = []
    unexplained = 0
    way = Way(options.through, options.dynamic)
    every = 10 if options.tenth else options.every
    for outcome in run_all(names, options.dtype, stages, every, options.processes, way):
        outcomes.append(outcome)
        if outcome.failure is not None and explanation(outcome) is None:
            unexplained += 1
            if unexplained <= options.failures:
                print(describe(outcome), flush=True)
        if sys.stderr.isatty():
            print(f"\r{len(outcomes)} samples: {outcome.operator:50}", end="", file=sys.stderr)
    if unexplained > options.failures:
        print(f"… and {unexplained - options.failures} more")
    if options.output:
        options.output.write_text(table(outcomes) + "\n", encoding="utf-8")
    if options.names or options.output is None:
        print(table(outcomes))
    print(summary(outcomes))
    explained = [each for each in outcomes if explanation(each) is not None]
    print(f"{len(explained)} differences are explained in docs/operators.md, {unexplained} are not")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
