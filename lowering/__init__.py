"""From `aten` to LLVM: linalg, fusion into kernels, bufferization, loops, LLVM. `LOWERING_PASSES` names the passes."""

from collections.abc import Callable

from xdsl.passes import ModulePass


def _outline_kernels() -> type[ModulePass]:
    from adjoint.lowering.fusion.outline_kernels import OutlineKernelsPass

    return OutlineKernelsPass


LOWERING_PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "outline-kernels": _outline_kernels,
}
