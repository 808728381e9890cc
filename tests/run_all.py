"""Runs every check of the project, or the named ones, and ends with a summary: `python tests/run_all.py [lit ...]`.

All of them run even after one has failed; the exit code is 1 where any did.
"""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def _typed_sources() -> list[str]:
    """The sources for pyright where PyTorch is not installed, those that do not import it; nothing means all."""
    if find_spec("torch"):
        return []
    folders = ["dialects", "passes", "lowering", "runtime", "tools"]
    files = [path for folder in ("adjoint", "frontends") for path in (ROOT / folder).glob("*.py")]
    return [*folders, *[str(path.relative_to(ROOT)) for path in files if path.name != "torch.py"]]


CHECKS: dict[str, list[list[str]]] = {
    "ruff": [["ruff", "check", "."], ["ruff", "format", "--check", "."]],
    "pyright": [["pyright", "--pythonpath", sys.executable, *_typed_sources()]],
    "lit": [["lit", "-j2", "-v", "tests/filecheck"]],
    "pytest": [["pytest", "-n", "2"]],
}

_RESULT_LINES = {
    "ruff": re.compile(r"All checks passed!|Found \d+ errors?|\d+ files? would be reformatted"),
    "pyright": re.compile(r"\d+ errors?, \d+ warnings?"),
    "lit": re.compile(r"^\s+(?:Passed|Failed|Unsupported|Unresolved)\s*: \d+.*", re.MULTILINE),
    "pytest": re.compile(r"^(?:=* )?((?:\d+ \w+(?:, )?)+) in .*$", re.MULTILINE),
}


def run(name: str) -> tuple[bool, str, float]:
    """Runs one check with its output on the terminal: whether it passed, its own closing words, and the seconds."""
    started = perf_counter()
    passed, output = True, ""
    for command in CHECKS[name]:
        print(f"\n== {' '.join(command)}", flush=True)
        process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            output += line
        passed = process.wait() == 0 and passed
    found = [" ".join(match.group(0).split()) for match in _RESULT_LINES[name].finditer(output)]
    return passed, "; ".join(found), perf_counter() - started


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        print(f"error: no check named {', '.join(unknown)}; there are {', '.join(CHECKS)}", file=sys.stderr)
        return 1
    results = {name: run(name) for name in names or CHECKS}
    print("\n== summary")
    for name, (passed, words, seconds) in results.items():
        print(f"{'ok    ' if passed else 'FAILED'}  {name:8} {seconds:6.1f} s  {words}")
    failed = sum(not passed for passed, _, _ in results.values())
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
