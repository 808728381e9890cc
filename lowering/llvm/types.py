"""Types of the loops stage as types of the llvm dialect.

`index` is i64, a memref is a bare pointer, an i1 in memory is a byte. f16 and bf16, which nothing computes in, are i16.
"""

from typing import cast

from xdsl.dialects import llvm
from xdsl.dialects.builtin import (
    AnyFloat,
    BFloat16Type,
    Float16Type,
    Float32Type,
    Float64Type,
    FloatAttr,
    IndexType,
    IntegerAttr,
    IntegerType,
    MemRefType,
    UnrankedMemRefType,
    i1,
    i8,
    i16,
    i64,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import VerifyException

POINTER = llvm.LLVMPointerType()


def bits_attribute(number: FloatAttr[AnyFloat]) -> IntegerAttr[IntegerType]:
    """The bits of an f16 or bf16 as an i16."""
    return IntegerAttr(int.from_bytes(number.type.pack((number.value.data,)), "little", signed=True), i16)


def value_type(type_: Attribute) -> Attribute:
    """The type that a value of `type_` has in a register; raises VerifyException for a type of another stage."""
    match type_:
        case IntegerType() | Float32Type() | Float64Type():
            return type_
        case Float16Type() | BFloat16Type():
            return i16
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
    if not isinstance(type_, IntegerType | Float32Type | Float64Type):
        raise VerifyException(f"type {type_} has no fixed size in memory")
    return type_.size
