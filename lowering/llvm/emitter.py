"""Emits the ops of one `llvm.func`: blocks, a prologue, and the llvm dialect's frequent ops."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar

from xdsl.dialects import llvm
from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseArrayBase,
    DictionaryAttr,
    IntegerAttr,
    StringAttr,
    SymbolRefAttr,
    UnitAttr,
    i1,
    i32,
    i64,
)
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue

from adjoint.lowering.llvm.types import POINTER

OperationT = TypeVar("OperationT", bound=Operation)

NO_FASTMATH = llvm.FastMathAttr(None)

NO_SIGNED_WRAP: Mapping[str, Attribute] = {"overflowFlags": IntegerAttr(1, 32)}

_NO_BUNDLES = DenseArrayBase.from_list(i32, ())
_CALL_PROPERTIES: Mapping[str, Attribute] = {
    "fastmathFlags": NO_FASTMATH,
    "CConv": llvm.CallingConventionAttr("ccc"),
    "TailCallKind": llvm.TailCallKindAttr(llvm.TailCallKind.NONE),
    "op_bundle_sizes": _NO_BUNDLES,
}


def constant_integer(value: SSAValue) -> int | None:
    """The number that a value of the llvm dialect is known to be, None where it is not known."""
    match value.owner:
        case llvm.ConstantOp(value=IntegerAttr() as attribute):
            return attribute.value.data
        case _:
            return None


class Emitter:
    """One function under construction.

    Constants, stack slots and what is read from the arguments stand in a prologue at the start of the function, each
    once: there they dominate every use, and a stack slot in a loop does not grow the stack.
    """

    def __init__(self, name: str, input_types: Sequence[Attribute], output: Attribute | None = None):
        self.name = name
        self.block = Block(arg_types=input_types)
        """Where the next op goes."""
        self.arguments = self.block.args
        self._type = llvm.LLVMFunctionType(input_types, output)
        self._blocks = [self.block]
        self._prologue: list[Operation] = []
        self._constants: dict[tuple[Attribute, Attribute], SSAValue] = {}

    def finish(
        self,
        linkage: str,
        argument_attributes: Sequence[Mapping[str, Attribute]] | None = None,
        attributes: Mapping[str, Attribute] | None = None,
    ) -> llvm.FuncOp:
        """The function; its last block must have its terminator."""
        entry = self._blocks[0]
        if entry.first_op is not None:
            entry.insert_ops_before(self._prologue, entry.first_op)
        properties: dict[str, Attribute | None] = {}
        if argument_attributes is not None:
            properties["arg_attrs"] = ArrayAttr([DictionaryAttr(attributes) for attributes in argument_attributes])
        return llvm.FuncOp(
            self.name,
            self._type,
            linkage=llvm.LinkageAttr(linkage),
            body=Region(self._blocks),
            other_props=properties,
            extra_attrs=attributes,
        )

    # Blocks

    def new_block(self, *argument_types: Attribute) -> Block:
        """A block, not yet part of the function: `start_block` adds it, in the order of the text."""
        return Block(arg_types=argument_types)

    def start_block(self, block: Block) -> None:
        """Adds a block to the function; the next op goes there."""
        self._blocks.append(block)
        self.block = block

    def branch(self, block: Block, *arguments: SSAValue) -> None:
        self.append(llvm.BrOp, arguments, successors=(block,))

    def conditional_branch(
        self, condition: SSAValue, then_block: Block, else_block: Block, else_arguments: Sequence[SSAValue] = ()
    ) -> None:
        self.append(
            llvm.CondBrOp,
            (condition, *else_arguments),
            properties={"operandSegmentSizes": _segments(1, 0, len(else_arguments))},
            successors=(then_block, else_block),
        )

    # Ops

    def append(
        self,
        op_type: type[OperationT],
        operands: Sequence[SSAValue] = (),
        result_types: Sequence[Attribute] = (),
        properties: Mapping[str, Attribute] | None = None,
        successors: Sequence[Block] = (),
    ) -> OperationT:
        """Appends an op. `create` takes what it is given as it is: three times as fast as the op's constructor."""
        op = op_type.create(
            operands=operands, result_types=result_types, properties=properties or {}, successors=successors
        )
        self.block.add_op(op)
        return op

    def emit(
        self,
        op_type: type[Operation],
        operands: Sequence[SSAValue],
        result_type: Attribute,
        properties: Mapping[str, Attribute] | None = None,
    ) -> SSAValue:
        """Appends an op of one result and gives the result."""
        return self.append(op_type, operands, (result_type,), properties).results[0]

    def emit_in_prologue(
        self,
        op_type: type[Operation],
        operands: Sequence[SSAValue],
        result_type: Attribute,
        properties: Mapping[str, Attribute] | None = None,
    ) -> SSAValue:
        """An op at the start of the function; its operands are arguments or of the prologue."""
        op = op_type.create(operands=operands, result_types=(result_type,), properties=properties or {})
        self._prologue.append(op)
        return op.results[0]

    def constant(self, value: int) -> SSAValue:
        """An i64."""
        return self.constant_of(IntegerAttr(value, i64), i64)

    def constant_of(self, value: Attribute, type_: Attribute) -> SSAValue:
        """A constant of any type, the same SSA value for the same constant."""
        key = (value, type_)
        constant = self._constants.get(key)
        if constant is None:
            constant = self.emit_in_prologue(llvm.ConstantOp, (), type_, {"value": value})
            self._constants[key] = constant
        return constant

    def add_index(self, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """The sum of two i64 that does not wrap."""
        if constant_integer(lhs) == 0:
            return rhs
        if constant_integer(rhs) == 0:
            return lhs
        return self.emit(llvm.AddOp, (lhs, rhs), i64, NO_SIGNED_WRAP)

    def multiply_index(self, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """The product of two i64 that does not wrap."""
        if constant_integer(lhs) == 1 or constant_integer(rhs) == 0:
            return rhs
        if constant_integer(rhs) == 1 or constant_integer(lhs) == 0:
            return lhs
        return self.emit(llvm.MulOp, (lhs, rhs), i64, NO_SIGNED_WRAP)

    def element_pointer(self, base: SSAValue, index: SSAValue | int, element_type: Attribute) -> SSAValue:
        """The pointer to element `index` of an array at `base`, which has that element."""
        if index == 0:
            return base
        return self.append(llvm.GEPOp, *_element_pointer(base, index, element_type)).results[0]

    def element_pointer_in_prologue(self, base: SSAValue, index: int, element_type: Attribute) -> SSAValue:
        if index == 0:
            return base
        operands, (result_type,), properties = _element_pointer(base, index, element_type)
        return self.emit_in_prologue(llvm.GEPOp, operands, result_type, properties)

    def load(self, pointer: SSAValue, type_: Attribute) -> SSAValue:
        return self.emit(llvm.LoadOp, (pointer,), type_, _LOAD_PROPERTIES)

    def load_in_prologue(self, pointer: SSAValue, type_: Attribute) -> SSAValue:
        return self.emit_in_prologue(llvm.LoadOp, (pointer,), type_, _LOAD_PROPERTIES)

    def store(self, value: SSAValue, pointer: SSAValue) -> None:
        self.append(llvm.StoreOp, (value, pointer), properties=_LOAD_PROPERTIES)

    def compare(self, predicate: str, lhs: SSAValue, rhs: SSAValue) -> SSAValue:
        """Compares two integers."""
        return self.emit(llvm.ICmpOp, (lhs, rhs), i1, _predicate(predicate))

    def intrinsic(
        self,
        name: str,
        operands: Sequence[SSAValue],
        result_type: Attribute,
        fastmath: llvm.FastMathAttr = NO_FASTMATH,
    ) -> SSAValue:
        """Calls an intrinsic of one result; its name ends in the types that it is overloaded on."""
        return self.append(
            llvm.CallIntrinsicOp, operands, (result_type,), _intrinsic_properties(name, len(operands), fastmath)
        ).results[0]

    def intrinsic_without_result(self, name: str, operands: Sequence[SSAValue]) -> None:
        self.append(llvm.CallIntrinsicOp, operands, (), _intrinsic_properties(name, len(operands), NO_FASTMATH))

    def call(self, callee: str, operands: Sequence[SSAValue], result_types: Sequence[Attribute] = ()) -> llvm.CallOp:
        """Calls a function of the module, by its name."""
        properties = {
            **_CALL_PROPERTIES,
            "callee": SymbolRefAttr(callee),
            "operandSegmentSizes": _segments(len(operands), 0),
        }
        return self.append(llvm.CallOp, operands, result_types, properties)


_LOAD_PROPERTIES: Mapping[str, Attribute] = {"ordering": IntegerAttr(0, i64)}

_INBOUNDS = UnitAttr()
_NO_WRAP_FLAGS = IntegerAttr(0, 32)
_SSA_INDEX = DenseArrayBase.from_list(i32, [llvm.GEP_USE_SSA_VAL])


def _element_pointer(
    base: SSAValue, index: SSAValue | int, element_type: Attribute
) -> tuple[tuple[SSAValue, ...], tuple[Attribute], Mapping[str, Attribute]]:
    operands = (base,) if isinstance(index, int) else (base, index)
    constants = _static_index(index) if isinstance(index, int) else _SSA_INDEX
    return (
        operands,
        (POINTER,),
        {
            "elem_type": element_type,
            "inbounds": _INBOUNDS,
            "noWrapFlags": _NO_WRAP_FLAGS,
            "rawConstantIndices": constants,
        },
    )


# Attributes cost more than ops: those that recur are made once.


@cache
def _segments(*sizes: int) -> Attribute:
    return DenseArrayBase.from_list(i32, sizes)


@cache
def _predicate(predicate: str) -> Mapping[str, Attribute]:
    return {"predicate": IntegerAttr(llvm.ICmpPredicateFlag(predicate).to_int(), i64)}


@cache
def _static_index(index: int) -> Attribute:
    return DenseArrayBase.from_list(i32, [index])


@cache
def _intrinsic_properties(name: str, operand_count: int, fastmath: llvm.FastMathAttr) -> Mapping[str, Attribute]:
    return {
        "intrin": StringAttr(name),
        "fastmathFlags": fastmath,
        "op_bundle_sizes": _NO_BUNDLES,
        "operandSegmentSizes": _segments(operand_count, 0),
    }
