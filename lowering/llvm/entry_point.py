"""Entry points: functions that are called from outside, with the C interface that docs/architecture.md states."""

from collections.abc import Sequence
from typing import cast

from xdsl.dialects import cf, func, llvm, memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, ArrayAttr, IndexType, MemRefType, StringAttr, UnitAttr, i64
from xdsl.ir import Attribute, BlockArgument, SSAValue
from xdsl.utils.exceptions import PassFailedException
from xdsl.utils.hints import isa

from adjoint.dialects.location import located
from adjoint.lowering.llvm.buffer import Buffer, SizeSlot
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.llvm.optimization import optimization_of
from adjoint.lowering.llvm.types import POINTER

MESSAGES = "adjoint.messages"
"""The attribute of an entry point with the messages of its asserts, which are numbered through the module from 1."""

PLAN_READS_ELEMENTS = "adjoint.plan_reads_elements"
"""The attribute of a plan function that reads elements of its arguments."""


class EntryPoint(FunctionConversion):
    """A public function: it takes arrays of pointers and of sizes, and returns the number of the assert that failed."""

    def __init__(self, module: ModuleOutput, name: str, tensors: Sequence[BlockArgument], *, is_plan: bool):
        last_types = (i64, POINTER) if is_plan else (POINTER, i64)
        super().__init__(module, name, (POINTER, POINTER, *last_types), i64)
        self._pointers, self._sizes, *last_two = self.arguments
        self._pointers.name_hint = "buffers"
        self._sizes.name_hint = "sizes"
        self.threads = last_two[0] if is_plan else last_two[1]
        """How many threads the caller grants, an i64."""
        self.messages: list[str] = []
        self._failure = self.new_block(i64)
        self._slots: dict[SizeSlot, SSAValue] = {}
        self._bind_tensors(tensors)

    def _bind_tensors(self, tensors: Sequence[BlockArgument]) -> None:
        """Reads the pointers of the arguments that are more than sizes, and notes where their sizes stand."""
        first_size = 0
        for position, tensor in enumerate(tensors):
            shape = cast(MemRefType[Attribute], tensor.type).get_shape()
            buffer = Buffer(
                tuple(SizeSlot(first_size + dim) if size == DYNAMIC_INDEX else size for dim, size in enumerate(shape))
            )
            first_size += len(shape)
            if all(isinstance(use.operation, memref.DimOp) for use in tensor.uses):
                self.set_buffer(tensor, buffer)
            else:
                slot = self.element_pointer_in_prologue(self._pointers, position, POINTER)
                self.set_value(tensor, self.load_in_prologue(slot, POINTER), buffer)

    def size_of_argument(self, slot: SizeSlot) -> SSAValue:
        if slot not in self._slots:
            pointer = self.element_pointer_in_prologue(self._sizes, slot.position, i64)
            self._slots[slot] = self.load_in_prologue(pointer, i64)
        return self._slots[slot]

    def return_unless(self, condition: SSAValue, message: str) -> None:
        """Returns the number of the message where the condition is false."""
        self.messages.append(message)
        holds = self.new_block()
        self.conditional_branch(condition, holds, self._failure, (self.constant(self.module.next_assert_number()),))
        self.start_block(holds)

    def return_success(self) -> None:
        """Ends the function, with the block that failed asserts branch to."""
        self.append(llvm.ReturnOp, (self.constant(0),))
        if self.messages:
            self.start_block(self._failure)
            self.append(llvm.ReturnOp, (self._failure.args[0],))


def convert_entry_point(module: ModuleOutput, source: func.FuncOp) -> None:
    """Adds what a public function becomes. Raises PassFailedException where its signature is another."""
    types = source.function_type.inputs.data
    is_program = len(types) > 1 and isinstance(types[-2], MemRefType) and isinstance(types[-1], IndexType)
    is_plan = len(types) > 1 and isinstance(types[-2], IndexType) and isinstance(types[-1], MemRefType)
    if not (is_program or is_plan) or not all(isinstance(type_, MemRefType) for type_ in types[:-2]):
        raise PassFailedException(
            located(
                source,
                "a public function takes memrefs and then either an arena (memref) and the number of threads (index), "
                f"or the number of threads and a plan (memref), got {source.function_type}",
            )
        )
    if source.function_type.outputs:
        raise PassFailedException(
            located(source, "a public function has no results: it writes to memrefs among its arguments")
        )
    arguments = source.body.block.args
    entry = EntryPoint(module, source.sym_name.data, arguments[:-2], is_plan=is_plan)
    for argument, value in zip(arguments[-2:], entry.arguments[-2:], strict=True):
        entry.set_value(argument, value)
    entry.convert_block(source.body.block)
    entry.return_success()

    attributes = {**optimization_of(source.body.block)}
    if entry.messages:
        attributes[MESSAGES] = ArrayAttr([StringAttr(message) for message in entry.messages])
    if PLAN_READS_ELEMENTS in source.attributes:
        attributes[PLAN_READS_ELEMENTS] = UnitAttr()
    module.add(entry.finish("external", attributes=attributes))


def assert_messages(function: llvm.FuncOp) -> list[str]:
    """The messages of the asserts of an entry point. The first of a module has number 1, which is what it returns."""
    messages = function.attributes.get(MESSAGES)
    if not isa(messages, ArrayAttr[StringAttr]):
        return []
    return [message.data for message in messages]


@converts(cf.AssertOp)
def _convert_assert(function: FunctionConversion, op: cf.AssertOp) -> None:
    if not isinstance(function, EntryPoint):
        raise PassFailedException(
            located(op, "an assert stands in a public function, outside of scf.parallel: only there it can return")
        )
    function.return_unless(function.value(op.arg), op.msg.data)
