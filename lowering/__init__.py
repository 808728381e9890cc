"""From `aten` to LLVM: linalg, fusion into kernels, bufferization, loops, LLVM. `LOWERING_PASSES` names the passes."""

from collections.abc import Callable

from xdsl.passes import ModulePass

LOWERING_PASSES: dict[str, Callable[[], type[ModulePass]]] = {}
