"""Prints a table: each workload by each implementation that is installed, medians and ratios to `adjoint`.

`python -m benchmarks` runs all of them, `python -m benchmarks "512 at 7"` those with one of the words in their name.
"""

import sys

from benchmarks import convolution, digits
from benchmarks.timing import time_side_by_side

WORKLOADS = {"digits: a training step, batch 64": digits.contenders, **convolution.workloads()}


def main() -> None:
    words = sys.argv[1:] or [""]
    for workload, contenders in WORKLOADS.items():
        if not any(word in workload for word in words):
            continue
        print(workload)
        for name, timing in time_side_by_side(contenders()).items():
            print(f"  {name:20} {timing.milliseconds:9.3f} ms   {timing.ratio:6.2f}")


if __name__ == "__main__":
    main()
