"""Types of the loops stage as types of the llvm dialect.

`index` is i64, a memref is a bare pointer, an i1 in memory is a byte.
"""

from typing import cast

from xdsl.dialects import llvm
from xdsl.dialects.builtin import (
    Float16Type,
    Float32Type,
    Float64Type,
    IndexType,
    IntegerType,
    MemRefType,
    UnrankedMemRefType,
    i1,
    i8,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException

POINTER = llvm.LLVMPointerType()


def value_type(type_: Attribute) -> Attribute:
    """The type that a value of `type_` has in a register; raises VerifyException for a type of another stage."""
    match type_:
        case IntegerType() | Float16Type() | Float32Type() | Float64Type():
            return type_
        case IndexType():
            return i64
        case MemRefType() | UnrankedMemRefType():
            return POINTER
        case _:
            raise VerifyException(f"type {type_} is not one of the loops stage: integer, index, float or memref")


def integer_type(value: SSAValue) -> IntegerType:
    """The type of a value that is known to be an integer."""
    type_ = value.type
    assert isinstance(type_, IntegerType)
    return cast(IntegerType, type_)


def memory_type(element_type: Attribute) -> Attribute:
    """The type of an element in memory: that of the value, and i8 for i1."""
    type_ = value_type(element_type)
    return i8 if type_ == i1 else type_


def element_bytes(element_type: Attribute) -> int:
    """The bytes of one element in memory."""
    type_ = memory_type(element_type)
    if not isinstance(type_, IntegerType | Float16Type | Float32Type | Float64Type):
        raise VerifyException(f"type {type_} has no fixed size in memory")
    return type_.size
