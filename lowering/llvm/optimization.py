"""Which functions LLVM optimises: kernels, and what else has loops.

A program of hundreds of ops is a long straight line of launches, and a few functions for each of them. All of that
runs once a call and takes nanoseconds, but LLVM spent more time on it than on the kernels: two thirds of the time that
16 steps of an LSTM took it.
"""

from collections.abc import Mapping

from xdsl.dialects import scf
from xdsl.dialects.builtin import ArrayAttr, StringAttr
from xdsl.ir import Attribute, Block

ALWAYS_INLINED: Mapping[str, Attribute] = {"passthrough": ArrayAttr([StringAttr("alwaysinline")])}
NOT_INLINED: Mapping[str, Attribute] = {"passthrough": ArrayAttr([StringAttr("noinline")])}
NOT_OPTIMIZED: Mapping[str, Attribute] = {"passthrough": ArrayAttr([StringAttr("noinline"), StringAttr("optnone")])}
"""LLVM's function attributes; it wants `noinline` with `optnone`."""


def optimization_of(block: Block) -> Mapping[str, Attribute]:
    """The attributes of a function that is not a kernel, by its block, or that of its parallel loop."""
    return {} if _has_loop(block) else NOT_OPTIMIZED


def _has_loop(block: Block) -> bool:
    """Whether there is a loop that is not a parallel one: that is a function of its own."""
    for op in block.ops:
        if isinstance(op, scf.ForOp | scf.WhileOp):
            return True
        if not isinstance(op, scf.ParallelOp) and any(
            _has_loop(inner) for region in op.regions for inner in region.blocks
        ):
            return True
    return False
