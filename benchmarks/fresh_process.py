"""One measurement in a process of its own: `python -m benchmarks.fresh_process KIND CONTENDER WORKLOAD` prints JSON.

Kinds: "first-call", the seconds from a program in memory to its first result; "compilation", the same with the
compiler imported before, and how long that took; "memory", how far the resident memory rises: above what a small batch
left, above imports and arguments, and above nothing.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from ctypes import CDLL
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent

CACHE = "ADJOINT_CACHE_DIR"
"""The variable that says where compiled programs are kept."""

_SMALL_BATCH = 3
"""Brings a contender into the state in which calls find it: libraries loaded, code compiled."""


def measure(
    kind: str, contender: str, workload: str, environment: Mapping[str, str] | None = None
) -> dict[str, float] | None:
    """What such a process prints; None where it fails."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.fresh_process", kind, contender, workload]
    done = subprocess.run(
        command,
        cwd=ROOT,
        # An installed package has its bytecode: without it imports take twice as long.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"{kind} of {workload} by {contender} fails: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


def _first_call(contender: str, name: str) -> dict[str, float]:
    from benchmarks.contenders import OURS, contenders, module_of
    from benchmarks.workloads import workload_named

    workload = workload_named(name)
    arguments = workload.arguments()
    if contender == OURS:
        import adjoint

        module = module_of(workload)
        started = perf_counter()
        adjoint.value_and_grad(module, wrt=workload.wrt)(*arguments)
    else:
        chosen = contenders()[contender]
        started = perf_counter()
        chosen(workload, arguments)()
    return {"seconds": perf_counter() - started}


def _compilation(contender: str, name: str) -> dict[str, float]:
    from adjoint.runtime.compilation import import_compiler

    started = perf_counter()
    import_compiler()
    imports = perf_counter() - started
    return {"imports": imports, **_first_call(contender, name)}


def _memory(contender: str, name: str) -> dict[str, float]:
    from benchmarks.contenders import contenders
    from benchmarks.workloads import workload_named

    workload = workload_named(name)
    chosen = contenders()[contender]
    arguments = workload.arguments()
    small = workload.arguments_of_batch(_SMALL_BATCH)
    before = _start_peak()
    chosen(workload, small)()
    first = _resident("VmHWM")
    compiled = _start_peak()
    call = chosen(workload, arguments)
    for _ in range(4):
        call()
    later = _resident("VmHWM")
    return {"data": later - compiled, "compiling": max(first, later) - before, "process": max(first, later)}


def _start_peak() -> float:
    """Lets the peak start from what is resident now; gives that, in megabytes.

    What is free goes back to the system before: calls would use it, and seem to need less.
    """
    gc.collect()
    with suppress(AttributeError, OSError):
        CDLL(None).malloc_trim(0)
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
    return _resident("VmRSS")


def _resident(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(field)


if __name__ == "__main__":
    kind, contender, workload = sys.argv[1:]
    kinds = {"first-call": _first_call, "compilation": _compilation, "memory": _memory}
    print(json.dumps(kinds[kind](contender, workload)))
