"""Prints a table: each workload by each implementation that is installed, medians and ratios to `adjoint`."""

from benchmarks import digits
from benchmarks.timing import time_side_by_side

WORKLOADS = {"digits: a training step, batch 64": digits.contenders}


def main() -> None:
    for workload, contenders in WORKLOADS.items():
        print(workload)
        for name, timing in time_side_by_side(contenders()).items():
            print(f"  {name:20} {timing.milliseconds:9.3f} ms   {timing.ratio:6.2f}")


if __name__ == "__main__":
    main()
