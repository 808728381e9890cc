"""The execution engine: a module of the llvm stage as machine code in this process.

Generating the code and loading it are two steps: `NativeCode` can be kept in a file.
"""

from collections.abc import Callable
from ctypes import CFUNCTYPE, c_int64, c_void_p
from dataclasses import dataclass
from typing import Any

from xdsl.dialects.builtin import ModuleOp

from adjoint.runtime.code_cache import cached_object_code
from adjoint.runtime.code_generation import converts_f16
from adjoint.runtime.linking import LoadedObject

Pointer = Any
"""What ctypes takes for a pointer: an array of ctypes, or an address."""

NativeFunction = Callable[[Pointer, Pointer, Pointer, int], int]
"""`(buffers, sizes, arena, threads)`; see docs/architecture.md, "The llvm stage and the native interface"."""

PlanFunction = Callable[[Pointer, Pointer, int, Pointer], int]
"""`(buffers, sizes, threads, plan)`."""

_PROGRAM = CFUNCTYPE(c_int64, c_void_p, c_void_p, c_void_p, c_int64)
_PLAN = CFUNCTYPE(c_int64, c_void_p, c_void_p, c_int64, c_void_p)


@dataclass(frozen=True)
class NativeCode:
    """The object code of a module for the processor at hand, and what the caller has to know about it."""

    object_code: bytes
    externals: tuple[str, ...]
    """The functions that it calls and does not define."""
    messages: tuple[str, ...]
    """Message k - 1 belongs to the status k."""
    plans_reading_elements: frozenset[str]
    """The plan functions, by name, that read elements of their arguments."""

    @staticmethod
    def generate(module: ModuleOp) -> "NativeCode":
        """Compiles a module of the llvm dialect.

        Raises PassFailedException at an op that LLVM IR does not have, AdjointError where LLVM refuses the code.
        """
        # Not at the top: code that was kept is loaded without the compiler.
        from xdsl.dialects import llvm

        from adjoint.lowering.llvm.convert_storage_floats import replace_f16_instructions
        from adjoint.lowering.llvm.entry_point import PLAN_READS_ELEMENTS, assert_messages
        from adjoint.lowering.llvm.translate import translate_to_llvm_ir

        if not converts_f16():
            replace_f16_instructions(module)
        functions = [op for op in module.ops if isinstance(op, llvm.FuncOp)]
        return NativeCode(
            cached_object_code(translate_to_llvm_ir(module)),
            tuple(op.sym_name.data for op in functions if not op.body.blocks),
            tuple(message for op in functions for message in assert_messages(op)),
            frozenset(op.sym_name.data for op in functions if PLAN_READS_ELEMENTS in op.attributes),
        )


class NativeModule:
    """Machine code, loaded. It is freed when neither the module nor one of its functions is in use."""

    def __init__(self, code: NativeCode):
        """Loads the code. Raises AdjointError where a function that it calls is nowhere."""
        self.code = code
        self._loaded = LoadedObject(code.object_code, code.externals)

    @staticmethod
    def compile(module: ModuleOp) -> "NativeModule":
        """Compiles and loads a module of the llvm dialect; raises what `NativeCode.generate` raises."""
        return NativeModule(NativeCode.generate(module))

    def entry(self, name: str) -> NativeFunction:
        """The program `@name`: it returns 0, or a status that `message` explains."""
        return self._function(_PROGRAM, name)

    def address(self, name: str) -> int:
        """Where the program `@name` begins."""
        return self._loaded.address(name)

    def plan(self, name: str) -> PlanFunction:
        """The plan function of the program `@name`."""
        return self._function(_PLAN, f"{name}.plan")

    def plan_reads_elements(self, name: str) -> bool:
        """Whether a plan of the program `@name` holds for these elements only, and not for all of the same sizes."""
        return f"{name}.plan" in self.code.plans_reading_elements

    def message(self, status: int) -> str:
        """What a status other than 0 means."""
        return self.code.messages[status - 1]

    def _function(self, prototype: Callable[[int], Any], name: str) -> Any:
        function = prototype(self._loaded.address(name))
        function.module = self._loaded
        return function
