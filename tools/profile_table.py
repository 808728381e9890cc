"""`adjoint-run --profile`: what each step of a program took, beside the limits of the machine, as a table.

    step           calls        ms     %        MB     GB/s  % memory   GFLOP/s  % GEMM
    cblas_sgemm        2     1.234    61      12.3     10.0        45     105.1      93
    kernel_0           1     0.790    39      ...

Bytes are those of the buffers of a step, each once. Memory is as fast as sums of arrays that no cache holds; a step
whose buffers are in a cache may be faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from adjoint.gradients import normalized_wrt
from adjoint.passes.differentiate import api
from adjoint.runtime.arguments import Array
from adjoint.runtime.machine import bytes_per_second, flops_per_second
from adjoint.runtime.profiling import Step, profiled
from adjoint.runtime.program import Program
from adjoint.runtime.threads import thread_count

_HEADINGS = ("ms", "%", "MB", "GB/s", "% memory", "GFLOP/s", "% GEMM")


@dataclass(frozen=True)
class _Row:
    """All steps of one name: a kernel that is launched several times is one row."""

    name: str
    calls: int
    seconds: float
    bytes: int
    flops: int

    @staticmethod
    def of(name: str, steps: Sequence[Step]) -> "_Row":
        return _Row(
            name,
            len(steps),
            sum(step.seconds for step in steps),
            sum(step.bytes for step in steps),
            sum(step.flops for step in steps),
        )


def profile_table(program: Program, wrt: Sequence[int] | None, values: Sequence[Array], calls: int) -> str:
    """The table of a program, or with `wrt` of its value and gradients as one function, on these arguments.

    Raises AdjointError where the program, or an argument, is wrong.
    """
    gradient_of = None if wrt is None else normalized_wrt(wrt, program)
    specialized = profiled(
        program,
        lambda module, name: (
            [name] if gradient_of is None else [api.value_and_grad_function(module, name, gradient_of)]
        ),
    )
    arrays = specialized.convert(values)
    steps = specialized.version_for(arrays).profile(arrays, calls)
    dtype = np.dtype(np.float64 if any(array.dtype == np.float64 for array in arrays) else np.float32)
    return _formatted(steps, thread_count(), dtype)


def _formatted(steps: Sequence[Step], threads: int, dtype: "np.dtype[np.generic]") -> str:
    names = dict.fromkeys(step.name for step in steps)
    rows = [_Row.of(name, [step for step in steps if step.name == name]) for name in names]
    rows.sort(key=lambda row: row.seconds, reverse=True)
    total = _Row.of("total", steps)
    memory, gemm = bytes_per_second(threads), flops_per_second(threads, dtype)
    width = max(12, *(len(row.name) for row in rows)) if rows else 12
    lines = [f"{'step':{width}} {'calls':>6}" + "".join(f" {heading:>9}" for heading in _HEADINGS)]
    lines += [_line(row, total.seconds, memory, gemm, width) for row in [*rows, total]]
    threads_in_words = "1 thread" if threads == 1 else f"{threads} threads"
    lines.append(
        f"limits measured on {threads_in_words}: memory {memory / 1e9:.1f} GB/s, "
        f"GEMM of {dtype} {gemm / 1e9:.0f} GFLOP/s"
    )
    return "\n".join(lines)


def _line(row: _Row, total: float, memory: float, gemm: float, width: int) -> str:
    seconds = max(row.seconds, 1e-9)
    percent = 100 * row.seconds / max(total, 1e-9)
    bandwidth, rate = row.bytes / seconds, row.flops / seconds
    numbers = [
        f"{row.seconds * 1e3:.3f}",
        f"{percent:.0f}",
        f"{row.bytes / 1e6:.3f}",
        f"{bandwidth / 1e9:.1f}",
        f"{100 * bandwidth / memory:.0f}",
        f"{rate / 1e9:.1f}" if row.flops else "",
        f"{100 * rate / gemm:.0f}" if row.flops else "",
    ]
    return (f"{row.name:{width}} {row.calls:6}" + "".join(f" {number:>9}" for number in numbers)).rstrip()
