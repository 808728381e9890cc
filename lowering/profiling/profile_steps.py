"""`profile-steps`: a program of the loops stage that says when each of its steps began and ended, and what it cost.

    func.func @f(%in0: memref<?xf32>, %out0: memref<?xf32>, %arena: memref<?xi8>, %threads: index) {
      …
      func.call @kernel_0(…)
      func.return
    }

gets one more result before `%arena`, and reads the clock around every step:

    func.func @f(…, %out0: memref<?xf32>, %profile: memref<6xindex>, %arena: memref<?xi8>, %threads: index)
        attributes {adjoint.steps = ["kernel_0"]} {
      …
      func.call @clock_gettime(…, %profile at 0)
      func.call @kernel_0(…)
      func.call @clock_gettime(…, %profile at 2)
      memref.store %bytes, %profile[4]
      memref.store %flops, %profile[5]
      func.return
    }

A step is a kernel's launch, a call of CBLAS or of a convolution, a copy, or a loop. `%profile` holds seconds and
nanoseconds of the clock, once more than there are steps, and then the bytes and the floating point operations of each
(`cost`). The plan stays as it is: the size of `%profile` is known. The bytes of a result depend on its sizes: who calls
such a program gives the sizes of its results after those of its arguments.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import arith, func, memref, scf
from xdsl.dialects.builtin import (
    ArrayAttr,
    FunctionType,
    IndexType,
    IntegerAttr,
    MemRefType,
    ModuleOp,
    StridedLayoutAttr,
    StringAttr,
    i32,
)
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.utils.hints import isa

from adjoint.lowering.profiling.cost import StepCost

STEPS = "adjoint.steps"
"""The attribute of a program with the names of its steps, in order."""

CLOCK = "clock_gettime"
"""The C library's."""

_CLOCK_MONOTONIC = 1
_CLOCK_WORDS = 2
_COST_WORDS = 2

_TIME = MemRefType(IndexType(), [_CLOCK_WORDS], StridedLayoutAttr([1], None))


def profile_words(steps: int) -> int:
    """The size of `%profile`."""
    return _CLOCK_WORDS * (steps + 1) + _COST_WORDS * steps


@dataclass(frozen=True)
class ProfileStepsPass(ModulePass):
    """Lets programs of the loops stage time their steps."""

    name = "profile-steps"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        functions = {each.sym_name.data: each for each in op.ops if isinstance(each, func.FuncOp)}
        programs = [each for each in functions.values() if _is_program(each)]
        for program in programs:
            _profile(program, functions)
        if programs:
            clock = func.FuncOp.external(CLOCK, [i32, _TIME], [i32])
            Rewriter.insert_op(clock, InsertPoint.at_start(op.body.block))


def steps_of(program: func.FuncOp) -> list[str]:
    """The names of the steps of a program that the pass has seen."""
    names = program.attributes.get(STEPS)
    return [name.data for name in names] if isa(names, ArrayAttr[StringAttr]) else []


def _is_program(function: func.FuncOp) -> bool:
    types = function.function_type.inputs.data
    return (
        bool(function.body.blocks)
        and (function.sym_visibility is None or function.sym_visibility.data == "public")
        and len(types) > 1
        and isinstance(types[-2], MemRefType)
        and isinstance(types[-1], IndexType)
    )


def _profile(program: func.FuncOp, functions: dict[str, func.FuncOp]) -> None:
    block = program.body.block
    steps = [(op, name) for op in block.ops if (name := _step_name(op)) is not None]
    types = program.function_type.inputs.data
    profile_type = MemRefType(IndexType(), [profile_words(len(steps))])
    profile = block.insert_arg(profile_type, len(types) - 2)
    profile.name_hint = "profile"
    program.function_type = FunctionType.from_lists([*types[:-2], profile_type, *types[-2:]], [])
    program.attributes[STEPS] = ArrayAttr([StringAttr(name) for _, name in steps])

    _read_clock(profile, 0, InsertPoint.before(steps[0][0]) if steps else InsertPoint.at_start(block))
    costs_start = _CLOCK_WORDS * (len(steps) + 1)
    for number, (op, _) in enumerate(steps):
        after = InsertPoint.after(op)
        cost = StepCost(op, functions)
        words = [cost.bytes(), cost.flops()]
        _read_clock(profile, _CLOCK_WORDS * (number + 1), after)
        for position, word in enumerate(words):
            place = arith.ConstantOp(IntegerAttr.from_index_int_value(costs_start + _COST_WORDS * number + position))
            Rewriter.insert_op([place, memref.StoreOp.get(word, profile, [place])], after)


def _step_name(op: Operation) -> str | None:
    """None for what is no step: arithmetic, views, asserts."""
    match op:
        case func.CallOp():
            return op.callee.string_value()
        case scf.ParallelOp() | scf.ForOp():
            calls = [inner.callee.string_value() for inner in op.walk() if isinstance(inner, func.CallOp)]
            return calls[0] if calls else "loop"
        case scf.IfOp():
            return "branch"
        case memref.CopyOp():
            return "copy"
        case _:
            return None


def _read_clock(profile: SSAValue, word: int, point: InsertPoint) -> None:
    clock = arith.ConstantOp(IntegerAttr(_CLOCK_MONOTONIC, i32))
    place = memref.ReinterpretCastOp.from_dynamic(profile, [word], [_CLOCK_WORDS], [1], _TIME)
    Rewriter.insert_op([clock, place, func.CallOp(CLOCK, [clock, place], [i32])], point)
