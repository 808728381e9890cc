"""The xDSL plug-in: what `xdsl-opt` finds through the entry point `xdsl.universe` once `adjoint` is installed."""

from xdsl.universe import Universe
from xdsl.utils.target import Target

from adjoint.dialects import ALL_DIALECTS
from adjoint.lowering import LOWERING_PASSES
from adjoint.passes import ALL_PASSES


def _assembly() -> type[Target]:
    from adjoint.runtime.assembly import AssemblyTarget

    return AssemblyTarget


def _llvm_ir() -> type[Target]:
    from adjoint.lowering.llvm.translate import LLVMIRTarget

    return LLVMIRTarget


ADJOINT_UNIVERSE = Universe(
    all_dialects=ALL_DIALECTS,
    all_passes={**ALL_PASSES, **LOWERING_PASSES},
    all_targets={"assembly": _assembly, "llvm-ir": _llvm_ir},
)
