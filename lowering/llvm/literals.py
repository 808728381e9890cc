"""Types and constants in the syntax of LLVM IR (https://llvm.org/docs/LangRef.html)."""

import struct
from collections.abc import Sequence
from functools import cache
from typing import cast

from xdsl.dialects import llvm
from xdsl.dialects.builtin import (
    BFloat16Type,
    DenseIntOrFPElementsAttr,
    Float16Type,
    Float32Type,
    Float64Type,
    FloatAttr,
    IntAttr,
    IntegerAttr,
    IntegerType,
    StringAttr,
    VectorType,
    i1,
)
from xdsl.ir import Attribute
from xdsl.utils.exceptions import LLVMTranslationException
from xdsl.utils.hints import isa


@cache
def type_literal(type_: Attribute) -> str:
    """A type, `float` or `{ ptr, i64 }`. Raises LLVMTranslationException for one that LLVM does not have."""
    match type_:
        case IntegerType():
            return f"i{type_.width.data}"
        case Float16Type():
            return "half"
        case BFloat16Type():
            return "bfloat"
        case Float32Type():
            return "float"
        case Float64Type():
            return "double"
        case llvm.LLVMPointerType():
            space = type_.addr_space
            return f"ptr addrspace({space.data})" if isinstance(space, IntAttr) and space.data else "ptr"
        case llvm.LLVMVoidType():
            return "void"
        case llvm.LLVMArrayType():
            return f"[{type_.size.data} x {type_literal(type_.type)}]"
        case llvm.LLVMStructType():
            return "{ " + ", ".join(map(type_literal, type_.types)) + " }"
        case llvm.LLVMFunctionType():
            inputs = [*map(type_literal, type_.inputs), *(["..."] if type_.is_variadic else [])]
            return f"{type_literal(type_.output)} ({', '.join(inputs)})"
        case _ if isa(type_, VectorType) and type_.get_num_dims() == 1 and not type_.get_num_scalable_dims():
            return f"<{type_.get_shape()[0]} x {type_literal(type_.element_type)}>"
        case _:
            raise LLVMTranslationException(f"LLVM IR has no type for {type_}")


def overload_suffix(type_: Attribute) -> str:
    """How the names of overloaded intrinsics state a type: `f32`, `i64`, `v4f32`."""
    match type_:
        case llvm.LLVMPointerType():
            return "p0"
        case _ if isa(type_, VectorType):
            return f"v{type_.get_shape()[0]}{overload_suffix(type_.element_type)}"
        case _:
            return str(type_)


def float_literal(value: float, type_: Attribute) -> str:
    """A number as its bits: a `float` is written as the `double` of the same value."""
    match type_:
        case Float16Type():
            return f"0xH{struct.pack('>e', value).hex().upper()}"
        case Float32Type():
            return f"0x{struct.pack('>d', struct.unpack('f', struct.pack('f', value))[0]).hex().upper()}"
        case Float64Type():
            return f"0x{struct.pack('>d', value).hex().upper()}"
        case _:
            raise LLVMTranslationException(f"no constant of type {type_} in LLVM IR")


def constant_literal(value: Attribute, type_: Attribute) -> str:
    """A constant of `type_`, without the type: a number, the elements of a vector, or a string as an array of i8."""
    match value:
        case IntegerAttr() if type_ == i1:
            return "true" if value.value.data else "false"
        case IntegerAttr():
            return str(value.value.data)
        case FloatAttr():
            return float_literal(value.value.data, type_)
        case StringAttr():
            return bytes_literal(value.data.encode())
        case DenseIntOrFPElementsAttr():
            return _vector_literal(value)
        case _:
            raise LLVMTranslationException(f"no constant in LLVM IR for {value}")


def _vector_literal(value: DenseIntOrFPElementsAttr) -> str:
    element_type = value.get_element_type()
    is_integer = isinstance(element_type, IntegerType)
    name = type_literal(element_type)
    elements = (
        str(int(element)) if is_integer else float_literal(element, element_type)
        for element in cast(Sequence[float], value.get_values())
    )
    return "<" + ", ".join(f"{name} {element}" for element in elements) + ">"


def bytes_literal(data: bytes) -> str:
    """An array of i8: printable characters as they are, the others as two hexadecimal digits."""
    return 'c"' + "".join(map(_BYTES.__getitem__, data)) + '"'


_BYTES = [chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\{byte:02X}" for byte in range(256)]


def natural_alignment(type_: Attribute) -> int:
    """The bytes that a scalar in memory is aligned to: its size. A vector is aligned as its elements are."""
    match type_:
        case llvm.LLVMPointerType():
            return 8
        case IntegerType() | Float16Type() | BFloat16Type() | Float32Type() | Float64Type():
            return type_.size
        case _ if isa(type_, VectorType):
            return natural_alignment(type_.element_type)
        case _:
            return 1
