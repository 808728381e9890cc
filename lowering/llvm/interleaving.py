"""How many vectors of elements the innermost loops work on at a time.

A processor starts the next iterations of a loop while it waits for a result, as far as they are within the few hundred
instructions that it looks ahead. In a longer body, such as that of many functions of one another, it finds only what
does not wait for each other within one iteration. Where that is little, LLVM's vectoriser is asked to interleave
several iterations; by itself it only does so for a few instructions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xdsl.dialects import llvm
from xdsl.dialects.builtin import IntegerAttr, i32
from xdsl.ir import Block, Operation, SSAValue

INTERLEAVE_COUNT = "llvm.loop.interleave.count"
"""The attribute of the branch that closes a loop, named as the metadata that it becomes."""

_WINDOW = 256
"""Instructions that a processor looks ahead: 224 to 512 in those since 2015."""

_WANTED_AT_ONCE = 4
"""Instructions to find that do not wait for each other. Two units with a latency of 4 could use 8 of them, for which
LLVM would take twice the time."""

_FREE = (llvm.ConstantOp, llvm.ZeroOp, llvm.UndefOp, llvm.AddressOfOp)


@dataclass(frozen=True)
class _Extent:
    """Of straight code: its instructions, and those of its longest chain of one that waits for another."""

    count: int
    depth: int


def interleave_loops(ops: Iterable[Operation]) -> None:
    """Marks the innermost loops of the functions of a module that are to be interleaved."""
    functions = {op.sym_name.data: op for op in ops if isinstance(op, llvm.FuncOp)}
    extents: dict[str, _Extent | None] = {}
    for function in functions.values():
        for block in function.body.blocks:
            branch = block.last_op
            if isinstance(branch, llvm.BrOp) and _is_loop_body(block, branch.successor):
                extent = _extent(block, functions, extents)
                if extent is not None and (count := _interleave_count(extent)) > 1:
                    branch.attributes[INTERLEAVE_COUNT] = IntegerAttr(count, i32)


def _is_loop_body(block: Block, header: Block) -> bool:
    """Whether a header leads to the block or out of the loop: it has no loop within it, and no condition."""
    return isinstance(header.last_op, llvm.CondBrOp) and header.last_op.then_block is block


def _interleave_count(extent: _Extent) -> int:
    """A power of 2, as LLVM wants it."""
    count = 1
    while extent.count > _WINDOW and count * extent.count < _WANTED_AT_ONCE * extent.depth:
        count *= 2
    return count


def _extent(block: Block, functions: Mapping[str, llvm.FuncOp], extents: dict[str, _Extent | None]) -> _Extent | None:
    """None where something is called whose code is not known. `extents` holds those of functions, by name."""
    count = 0
    depths: dict[SSAValue, int] = {}
    for op in block.ops:
        if isinstance(op, _FREE):
            continue
        own = _Extent(1, 1)
        if isinstance(op, llvm.CallOp):
            called = None if op.callee is None else _called(op.callee.string_value(), functions, extents)
            if called is None:
                return None
            own = called
        count += own.count
        depth = max((depths.get(operand, 0) for operand in op.operands), default=0) + own.depth
        depths.update(dict.fromkeys(op.results, depth))
    return _Extent(count, max(depths.values(), default=0))


def _called(name: str, functions: Mapping[str, llvm.FuncOp], extents: dict[str, _Extent | None]) -> _Extent | None:
    if name not in extents:
        function = functions.get(name)
        if function is None or len(function.body.blocks) != 1:
            extents[name] = None
        else:
            extents[name] = _extent(function.body.block, functions, extents)
    return extents[name]
