"""The machine code of a module as text: the target `assembly` of the opt tools.

    adjoint-opt model.mlir -p lower-to-llvm -t assembly

It is what the engine runs, for the processor at hand.
"""

from dataclasses import dataclass
from typing import IO

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.target import Target

from adjoint.lowering.llvm.translate import translate_to_llvm_ir
from adjoint.runtime.code_generation import generate_assembly


@dataclass(frozen=True)
class AssemblyTarget(Target):
    """Prints what the engine would run, for the processor at hand, in the syntax of its assembler."""

    name = "assembly"

    def emit(self, ctx: Context, module: ModuleOp, output: IO[str]) -> None:
        output.write(generate_assembly(translate_to_llvm_ir(module)))
