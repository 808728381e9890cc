"""From `aten` to LLVM: linalg, fusion into kernels, bufferization, loops, LLVM. `LOWERING_PASSES` names the passes."""

from collections.abc import Callable

from xdsl.passes import ModulePass


def _batch_contractions() -> type[ModulePass]:
    from adjoint.lowering.batching.batch_contractions import BatchContractionsPass

    return BatchContractionsPass


def _bufferize() -> type[ModulePass]:
    from adjoint.lowering.bufferization.bufferize import BufferizePass

    return BufferizePass


def _convert_aten_to_linalg() -> type[ModulePass]:
    from adjoint.lowering.linalg.convert_aten_to_linalg import ConvertAtenToLinalgPass

    return ConvertAtenToLinalgPass


def _convert_kernels_to_loops() -> type[ModulePass]:
    from adjoint.lowering.kernels.convert_kernels_to_loops import ConvertKernelsToLoopsPass

    return ConvertKernelsToLoopsPass


def _convert_to_llvm() -> type[ModulePass]:
    from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass

    return ConvertToLLVMPass


def _expand_math() -> type[ModulePass]:
    from adjoint.lowering.math.expand_math import ExpandMathPass

    return ExpandMathPass


def _lower_to_kernels() -> type[ModulePass]:
    from adjoint.lowering.pipelines import LowerToKernelsPass

    return LowerToKernelsPass


def _lower_to_linalg() -> type[ModulePass]:
    from adjoint.lowering.pipelines import LowerToLinalgPass

    return LowerToLinalgPass


def _lower_to_llvm() -> type[ModulePass]:
    from adjoint.lowering.pipelines import LowerToLLVMPass

    return LowerToLLVMPass


def _lower_to_loops() -> type[ModulePass]:
    from adjoint.lowering.pipelines import LowerToLoopsPass

    return LowerToLoopsPass


def _outline_kernels() -> type[ModulePass]:
    from adjoint.lowering.fusion.outline_kernels import OutlineKernelsPass

    return OutlineKernelsPass


def _profile_steps() -> type[ModulePass]:
    from adjoint.lowering.profiling.profile_steps import ProfileStepsPass

    return ProfileStepsPass


LOWERING_PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    "batch-contractions": _batch_contractions,
    "bufferize": _bufferize,
    "convert-aten-to-linalg": _convert_aten_to_linalg,
    "convert-kernels-to-loops": _convert_kernels_to_loops,
    "convert-to-llvm": _convert_to_llvm,
    "expand-math": _expand_math,
    "lower-to-kernels": _lower_to_kernels,
    "lower-to-linalg": _lower_to_linalg,
    "lower-to-llvm": _lower_to_llvm,
    "lower-to-loops": _lower_to_loops,
    "outline-kernels": _outline_kernels,
    "profile-steps": _profile_steps,
}
