"""The named pipelines: from the `aten` stage to each of the later ones (docs/architecture.md, "The stages").

lower-to-linalg     inline-functions, symbol-dce, outline-data-sizes, decompose-aten, canonicalize, cse,
                    convert-aten-to-linalg: what operators of a function and of its reverse have in common is computed
                    once
lower-to-kernels    and batch-contractions, outline-kernels
lower-to-loops      and bufferize, convert-kernels-to-loops
lower-to-llvm       and convert-to-llvm
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.transforms.canonicalize import CanonicalizePass
from xdsl.transforms.common_subexpression_elimination import CommonSubexpressionElimination

from adjoint.lowering import LOWERING_PASSES
from adjoint.passes import ALL_PASSES
from adjoint.passes.timing import timed

TO_LINALG = (
    "inline-functions",
    "symbol-dce",
    "outline-data-sizes",
    "decompose-aten",
    "canonicalize",
    "cse",
    "convert-aten-to-linalg",
)
TO_KERNELS = (*TO_LINALG, "batch-contractions", "outline-kernels")
TO_LOOPS = (*TO_KERNELS, "bufferize", "convert-kernels-to-loops")
TO_LLVM = (*TO_LOOPS, "convert-to-llvm")


_PASSES: dict[str, Callable[[], type[ModulePass]]] = {
    **ALL_PASSES,
    **LOWERING_PASSES,
    CanonicalizePass.name: lambda: CanonicalizePass,
    CommonSubexpressionElimination.name: lambda: CommonSubexpressionElimination,
}


def import_passes() -> None:
    """Imports the passes down to LLVM, each of which is imported when it is first run otherwise."""
    for name in TO_LLVM:
        _PASSES[name]()


@dataclass(frozen=True)
class Pipeline(ModulePass):
    """Passes one after the other, each with its default options and without verification in between."""

    passes: ClassVar[tuple[str, ...]]

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for name in self.passes:
            with timed(name):
                _PASSES[name]()().apply(ctx, op)


@dataclass(frozen=True)
class LowerToLinalgPass(Pipeline):
    """To the linalg stage: upstream's linalg, tensor, arith, math."""

    name = "lower-to-linalg"
    passes = TO_LINALG


@dataclass(frozen=True)
class LowerToKernelsPass(Pipeline):
    """To the kernels stage: every fused cluster a function of its own."""

    name = "lower-to-kernels"
    passes = TO_KERNELS


@dataclass(frozen=True)
class LowerToLoopsPass(Pipeline):
    """To the loops stage: planned memory, and kernels that are loops."""

    name = "lower-to-loops"
    passes = TO_LOOPS


@dataclass(frozen=True)
class LowerToLLVMPass(Pipeline):
    """To the llvm stage, which the engine runs."""

    name = "lower-to-llvm"
    passes = TO_LLVM
