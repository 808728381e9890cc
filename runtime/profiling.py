"""Profiles: how long each step of a compiled program takes, beside what the machine allows.

A program is compiled with `profile-steps`, which lets native code read the clock around every kernel, matrix product,
convolution, copy and loop; nothing is measured from Python.
"""

from collections.abc import Sequence
from ctypes import c_int64, c_void_p
from dataclasses import dataclass
from statistics import median

import numpy as np
from xdsl.dialects.func import FuncOp

from adjoint.lowering.llvm.convert_to_llvm import ConvertToLLVMPass
from adjoint.lowering.pipelines import LowerToLoopsPass
from adjoint.lowering.profiling.profile_steps import ProfileStepsPass, profile_words, steps_of
from adjoint.passes.outline_data_sizes import OutlineDataSizesPass, data_sizes_of
from adjoint.runtime.arena import Arena
from adjoint.runtime.arguments import Array
from adjoint.runtime.compilation import Transform, transformed
from adjoint.runtime.compiled_function import CompiledFunction
from adjoint.runtime.context import compiler_context
from adjoint.runtime.engine import NativeModule
from adjoint.runtime.errors import AdjointError, CheckFailedError, as_adjoint_error
from adjoint.runtime.program import Program
from adjoint.runtime.specialization import Refinement, SpecializedProgram


@dataclass(frozen=True)
class Step:
    """One step of a program, in the order in which they run."""

    name: str
    seconds: float
    """The median over the calls."""
    bytes: int
    """Of its buffers, each counted once."""
    flops: int
    """Of its matrix products and convolutions."""


class ProfiledFunction:
    """A program that times its steps."""

    def __init__(self, native: NativeModule, planner: CompiledFunction, name: str, steps: Sequence[str]):
        self._entry = native.entry(name)
        self._native = native
        self._planner = planner
        self._names = tuple(steps)

    @property
    def plan_reads_elements(self) -> bool:
        return self._planner.plan_reads_elements

    def check(self, arrays: Sequence[Array]) -> None:
        """Raises CheckFailedError where the sizes of the arrays break what this version assumes."""
        self._planner.check(arrays)

    def profile(self, arrays: Sequence[Array], calls: int) -> list[Step]:
        """The steps of so many calls, after one that is not counted; raises CheckFailedError where a check fails."""
        shapes = tuple([array.shape for array in arrays])
        plan = self._planner.plan(shapes, [array.ctypes.data for array in arrays])
        described = zip(plan.result_shapes, self._planner.results, strict=True)
        results = [np.empty(shape, dtype=result.dtype) for shape, result in described]
        words = np.zeros(profile_words(len(self._names)), np.int64)
        buffers = [*arrays, *results, words]
        pointers = (c_void_p * len(buffers))(*(each.ctypes.data for each in buffers))
        # The cost of a step may depend on sizes of results: here they follow those of the arguments.
        flat = [size for shape in (*shapes, *plan.result_shapes) for size in shape]
        sizes = (c_int64 * len(flat))(*flat)
        arena = Arena(plan.arena_bytes)
        seconds: list[Array] = []
        for _ in range(calls + 1):
            status = self._entry(pointers, sizes, arena.address, plan.threads)
            if status:
                raise CheckFailedError(self._native.message(status))
            clock = words[: 2 * (len(self._names) + 1)].reshape(-1, 2)
            seconds.append(np.diff(clock[:, 0]) + np.diff(clock[:, 1]) * 1e-9)
        costs = words[2 * (len(self._names) + 1) :].reshape(-1, 2)
        return [
            Step(name, median(float(call[index]) for call in seconds[1:]), int(costs[index, 0]), int(costs[index, 1]))
            for index, name in enumerate(self._names)
        ]


def profiled(program: Program, transform: Transform) -> SpecializedProgram[ProfiledFunction]:
    """What the transform makes of a program, one function, compiled to time its steps.

    Raises AdjointError as compiling does, and where sizes depend on data: those would be a program of their own.
    """

    def build(refinement: Refinement) -> ProfiledFunction:
        ctx = compiler_context()
        module, (name,) = transformed(program, refinement, transform)
        with as_adjoint_error():
            OutlineDataSizesPass().apply(ctx, module)
            entry = Program.of(module, name)
            if data_sizes_of(entry.function) is not None:
                raise AdjointError(f"error: @{name} cannot be profiled: some of its sizes depend on data")
            parameters, results = entry.parameters(), entry.results()
            LowerToLoopsPass().apply(ctx, module)
            ProfileStepsPass().apply(ctx, module)
            steps = next(steps_of(op) for op in module.ops if isinstance(op, FuncOp) and op.sym_name.data == name)
            ConvertToLLVMPass().apply(ctx, module)
            native = NativeModule.compile(module)
        return ProfiledFunction(native, CompiledFunction(native, name, parameters, results), name, steps)

    return SpecializedProgram(program.parameters(), build)
