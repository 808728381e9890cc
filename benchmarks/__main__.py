"""Measures `adjoint` against its peers: `python -m benchmarks [words]`.

Without words the workloads that have a goal; with words those, of all, with one of the words in their name. The words
"goals", "neighbours" and "convolutions" are groups. `--threads` is for all contenders: the process is bound to so many
processors before anything is imported.
"""

import argparse
import logging
import os
from pathlib import Path

PARTS = ("speed", "compilation", "memory", "scaling")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("words", nargs="*", help="parts of names of workloads, or groups")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default all)")
    parser.add_argument("--threads", type=int, default=2, help="of every contender (default 2)")
    parser.add_argument("--turns", type=int, default=15, help="how often each contender is timed (default 15)")
    parser.add_argument(
        "--processor-time",
        action="store_true",
        help="speed as time of the processor: with --threads 1 right on a busy machine as well",
    )
    parser.add_argument("--no-peers", action="store_true", help="only adjoint, and the limits")
    parser.add_argument("--chart", type=Path, metavar="SVG", help="draw the speed of all contenders")
    return parser.parse_args()


def _bind(threads: int) -> int:
    """Binds the process to that many processors, or as many as there are; all libraries count these."""
    processors = sorted(os.sched_getaffinity(0))[:threads]
    os.sched_setaffinity(0, processors)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ADJOINT_NUM_THREADS"):
        os.environ[variable] = str(len(processors))
    return len(processors)


def main() -> None:
    arguments = _arguments()
    threads = _bind(arguments.threads)
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    # Imported now, since libraries count processors when they are loaded.
    from benchmarks import run

    run.run(
        arguments.words,
        arguments.parts,
        threads,
        arguments.turns,
        arguments.processor_time,
        not arguments.no_peers,
        arguments.chart,
    )


if __name__ == "__main__":
    main()
