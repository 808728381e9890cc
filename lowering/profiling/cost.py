"""What a step of a program costs: the bytes of its buffers, and the floating point operations of its products.

A buffer counts once, whole, however often a step reads and writes it; a thread's own scratch does not count. Operations
are those of matrix products and convolutions, wherever they stand: in loops, in threads, in kernels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from xdsl.dialects import arith, func, memref, scf
from xdsl.dialects.builtin import FixedBitwidthType, MemRefType
from xdsl.ir import Attribute, Block, Operation, SSAValue

from adjoint.lowering.profiling.expressions import Environment, Expressions, ends_of

_GEMM_SIZES = slice(3, 6)
"""Where CBLAS has M, N and K among its arguments."""

_CONVOLUTION_TENSORS = 3
_CONVOLUTION_FACTORS = (0, 1, 2, 3, *range(10, 16))
"""Samples, groups, channels, outputs, places in the kernel and of the output, by their positions in
`adjoint.runtime.convolution.SIZES`."""


@dataclass(frozen=True)
class Bounds:
    """What values are in the first and in the last iteration of the parallel loops around, of which a loop has its
    lower bound from the one and its upper bound from the other."""

    first: Environment
    last: Environment


NOTHING = Bounds({}, {})


class StepCost:
    """Writes code that computes what a step costs, in front of it."""

    def __init__(self, step: Operation, functions: Mapping[str, func.FuncOp]):
        self._step = step
        self._functions = functions
        self._expressions = Expressions(step)

    def bytes(self) -> SSAValue:
        """The bytes of its buffers. Those of which the size is known only inside are left out."""
        counts: list[SSAValue] = []
        for buffer in self._buffers():
            count = self._expressions.element_count(buffer, {})
            if count is not None:
                counts.append(self._expressions.product([count, self._expressions.constant(_element_bytes(buffer))]))
        return self._expressions.sum(counts)

    def flops(self) -> SSAValue:
        """The floating point operations of its products."""
        found = self._flops(self._step, NOTHING)
        return self._expressions.constant(0) if found is None else found

    def _buffers(self) -> list[SSAValue]:
        """The memrefs that its ops use and that are made outside of it."""
        found: dict[SSAValue, None] = {}
        for op in self._step.walk():
            if isinstance(op, memref.ViewOp):
                continue  # of the arena: a thread's own memory
            for operand in op.operands:
                if isinstance(operand.type, MemRefType) and not self._is_inside(operand):
                    found[operand] = None
        return list(found)

    def _is_inside(self, value: SSAValue) -> bool:
        owner = value.owner
        block: Block | None = owner if isinstance(owner, Block) else owner.parent
        return block is not self._step.parent

    def _flops(self, op: Operation, bounds: Bounds) -> SSAValue | None:
        """None where there are none, or nothing is known."""
        match op:
            case func.CallOp():
                return self._flops_of_call(op, bounds)
            case scf.ParallelOp():
                first, _ = ends_of(op, self._expressions, bounds.first)
                _, last = ends_of(op, self._expressions, bounds.last)
                return self._flops_of_block(op.body.block, Bounds(first, last))
            case scf.ForOp():
                inside = self._flops_of_block(op.body.block, bounds)
                begin = self._expressions.value(op.lb, bounds.first)
                end = self._expressions.value(op.ub, bounds.last)
                if inside is None or begin is None or end is None:
                    return None
                steps = self._expressions.append(arith.SubiOp(end, begin)).result
                return self._expressions.product([steps, inside])
            case _:
                return None

    def _flops_of_block(self, block: Block, bounds: Bounds) -> SSAValue | None:
        found = [flops for op in block.ops if (flops := self._flops(op, bounds)) is not None]
        return self._expressions.sum(found) if found else None

    def _flops_of_call(self, call: func.CallOp, bounds: Bounds) -> SSAValue | None:
        name = call.callee.string_value()
        arguments = call.arguments
        if name.startswith("cblas_") and name.endswith("gemm"):
            return self._twice_the_product(arguments[_GEMM_SIZES], bounds)
        if "convolution" in name and name.startswith("adjoint_"):
            numbers = arguments[_CONVOLUTION_TENSORS:]
            return self._twice_the_product([numbers[position] for position in _CONVOLUTION_FACTORS], bounds)
        callee = self._functions.get(name)
        if callee is None or not callee.body.blocks or not _has_calls(callee):
            return None
        return self._flops_of_block(callee.body.block, self._bound(call, callee, bounds))

    def _bound(self, call: func.CallOp, callee: func.FuncOp, bounds: Bounds) -> Bounds:
        first: dict[SSAValue, SSAValue] = {}
        last: dict[SSAValue, SSAValue] = {}
        for argument, value in zip(callee.body.block.args, call.arguments, strict=True):
            if isinstance(value.type, MemRefType):
                continue
            for inside, outside in ((first, bounds.first), (last, bounds.last)):
                found = self._expressions.value(value, outside)
                if found is not None:
                    inside[argument] = found
        return Bounds(first, last)

    def _twice_the_product(self, factors: Sequence[SSAValue], bounds: Bounds) -> SSAValue | None:
        known = [self._expressions.value(factor, bounds.last) for factor in factors]
        found = [factor for factor in known if factor is not None]
        if len(found) < len(known):
            return None
        return self._expressions.product([self._expressions.constant(2), *found])


def _has_calls(function: func.FuncOp) -> bool:
    """Whether there may be products in it; the arithmetic of other kernels is not copied for nothing."""
    return any(isinstance(op, func.CallOp) for op in function.walk())


def _element_bytes(buffer: SSAValue) -> int:
    element = cast(MemRefType[Attribute], buffer.type).element_type
    return max(1, element.bitwidth // 8) if isinstance(element, FixedBitwidthType) else 8
