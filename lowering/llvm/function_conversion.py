"""The conversion of one function: what its values became, and the table of the ops' conversions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from xdsl.dialects.builtin import MemRefType
from xdsl.ir import Attribute, Block, Operation, SSAValue
from xdsl.traits import IsTerminator
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.buffer import Buffer, Extent, SizeSlot, buffer_of_type
from adjoint.lowering.llvm.emitter import Emitter
from adjoint.lowering.llvm.module_output import ModuleOutput

OperationT = TypeVar("OperationT", bound=Operation)

Conversion = Callable[["FunctionConversion", OperationT], None]
"""Appends to a function what one op becomes, and records what its results became."""

_CONVERSIONS: dict[type[Operation], Conversion[Operation]] = {}


def converts(*op_types: type[OperationT]) -> Callable[[Conversion[OperationT]], Conversion[OperationT]]:
    """Registers a function as the conversion of these ops."""

    def register(convert: Conversion[OperationT]) -> Conversion[OperationT]:
        for op_type in op_types:
            _CONVERSIONS[op_type] = cast(Conversion[Operation], convert)
        return convert

    return register


class FunctionConversion(Emitter):
    """One function on its way from `func` to `llvm`. This class serves private functions; others derive from it."""

    def __init__(
        self,
        module: ModuleOutput,
        name: str,
        input_types: Sequence[Attribute],
        output: Attribute | None = None,
    ):
        super().__init__(name, input_types, output)
        self.module = module
        self._values: dict[SSAValue, SSAValue] = {}
        self._buffers: dict[SSAValue, Buffer] = {}

    # What source values became

    def value(self, source: SSAValue) -> SSAValue:
        """What a value of the source became; the pointer to the first element of a memref."""
        return self._values[source]

    def values(self, sources: Sequence[SSAValue]) -> list[SSAValue]:
        return [self.value(source) for source in sources]

    def set_value(self, source: SSAValue, value: SSAValue, buffer: Buffer | None = None) -> None:
        """Records what a value of the source became. Its name goes along; a memref is what its type says or more."""
        self._values[source] = value
        if value.name_hint is None:
            value.name_hint = source.name_hint
        type_ = source.type
        if isinstance(type_, MemRefType):
            self._buffers[source] = buffer or buffer_of_type(cast(MemRefType[Attribute], type_))

    def buffer(self, source: SSAValue) -> Buffer:
        """The sizes and strides of a memref of the source."""
        return self._buffers[source]

    def set_buffer(self, source: SSAValue, buffer: Buffer) -> None:
        """Records sizes of a memref that nothing but the sizes is asked of."""
        self._buffers[source] = buffer

    def extent(self, op: Operation, extent: Extent) -> SSAValue:
        """A size or a stride as an i64. Raises PassFailedException, at `op`, where it is unknown."""
        match extent:
            case int():
                return self.constant(extent)
            case SizeSlot():
                return self.size_of_argument(extent)
            case None:
                raise PassFailedException(
                    located(
                        op,
                        "a size of this memref is not known here: it must be static, or given by the "
                        "memref.reinterpret_cast or memref.view that makes the memref in the same function",
                    )
                )
            case _:
                return extent

    def size_of_argument(self, slot: SizeSlot) -> SSAValue:
        """A size that stands in the `sizes` array of an entry point."""
        raise NotImplementedError(f"@{self.name} has no array of sizes")

    # What ops become

    def convert_block(self, block: Block) -> Operation | None:
        """Converts the ops of a block, except its terminator, which it returns."""
        for op in block.ops:
            convert = _CONVERSIONS.get(type(op))
            if convert is not None:
                convert(self, op)
            elif op.has_trait(IsTerminator):
                return op
            else:
                raise PassFailedException(
                    located(
                        op,
                        "convert-to-llvm does not know this op; it takes the loops stage: "
                        "func, cf.assert, scf.for, scf.if, scf.parallel, memref, arith, math",
                    )
                )
        return None
