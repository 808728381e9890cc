"""`memref`: pointer arithmetic on linear indices."""

from collections.abc import Sequence
from typing import cast

from xdsl.dialects import llvm, memref
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AnyDenseElement,
    DenseIntOrFPElementsAttr,
    IntegerAttr,
    MemRefType,
    TensorType,
    i1,
    i8,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.dialects.location import located
from adjoint.lowering.llvm.buffer import Buffer, Extents, static_extents
from adjoint.lowering.llvm.emitter import constant_integer
from adjoint.lowering.llvm.function_conversion import FunctionConversion, converts
from adjoint.lowering.llvm.module_output import ModuleOutput
from adjoint.lowering.llvm.types import POINTER, element_bytes, memory_type

_ALIGNMENT = 64
"""Of stack slots and globals: a cache line, and the widest vector."""

AnyMemRefType = MemRefType[Attribute]


def memref_type(value: SSAValue) -> AnyMemRefType:
    """The type of a value that is a ranked memref."""
    return cast(AnyMemRefType, value.type)


def _linear_index(function: FunctionConversion, op: Operation, buffer: Buffer, indices: Sequence[SSAValue]) -> SSAValue:
    """The element that the indices name, counted from the pointer."""
    if buffer.strides is not None:
        total = function.constant(0)
        for index, stride in zip(indices, buffer.strides, strict=True):
            total = function.add_index(total, function.multiply_index(index, function.extent(op, stride)))
        return total
    total = indices[0] if indices else function.constant(0)
    for index, size in zip(indices[1:], buffer.sizes[1:], strict=True):
        total = function.add_index(function.multiply_index(total, function.extent(op, size)), index)
    return total


def _element_pointer(
    function: FunctionConversion, op: Operation, source: SSAValue, indices: Sequence[SSAValue]
) -> SSAValue:
    pointer = function.value(source)
    index = _linear_index(function, op, function.buffer(source), function.values(indices))
    if constant_integer(index) == 0:
        return pointer
    return function.element_pointer(pointer, index, memory_type(memref_type(source).element_type))


@converts(memref.LoadOp)
def _convert_load(function: FunctionConversion, op: memref.LoadOp) -> None:
    pointer = _element_pointer(function, op, op.memref, op.indices)
    type_ = memory_type(op.res.type)
    value = function.load(pointer, type_)
    if op.res.type == i1:
        value = function.compare("ne", value, function.constant_of(IntegerAttr(0, i8), i8))
    function.set_value(op.res, value)


@converts(memref.StoreOp)
def _convert_store(function: FunctionConversion, op: memref.StoreOp) -> None:
    element_type = memref_type(op.memref).element_type
    if op.value.type != element_type:
        raise PassFailedException(located(op, f"stores a value of type {op.value.type} in a memref of {element_type}"))
    value = function.value(op.value)
    if op.value.type == i1:
        value = function.emit(llvm.ZExtOp, (value,), i8)
    function.store(value, _element_pointer(function, op, op.memref, op.indices))


@converts(memref.DimOp)
def _convert_dim(function: FunctionConversion, op: memref.DimOp) -> None:
    dim = constant_integer(function.value(op.index))
    if dim is None:
        raise PassFailedException(located(op, "the dimension must be an arith.constant"))
    sizes = function.buffer(op.source).sizes
    if not 0 <= dim < len(sizes):
        raise PassFailedException(located(op, f"dimension {dim} is out of range for a memref of rank {len(sizes)}"))
    function.set_value(op.result, function.extent(op, sizes[dim]))


@converts(memref.CastOp)
def _convert_cast(function: FunctionConversion, op: memref.CastOp) -> None:
    function.set_value(op.dest, function.value(op.source), function.buffer(op.source))


@converts(memref.ViewOp)
def _convert_view(function: FunctionConversion, op: memref.ViewOp) -> None:
    pointer = function.element_pointer(function.value(op.source), function.value(op.byte_shift), i8)
    sizes = _merge(function, static_extents(memref_type(op.result).get_shape()), op.sizes)
    function.set_value(op.result, pointer, Buffer(sizes))


@converts(memref.ReinterpretCastOp)
def _convert_reinterpret_cast(function: FunctionConversion, op: memref.ReinterpretCastOp) -> None:
    pointer = function.value(op.source)
    (offset,) = _merge(function, static_extents(op.static_offsets.get_values()), op.offsets)
    if offset != 0:
        element_type = memory_type(memref_type(op.result).element_type)
        pointer = function.element_pointer(pointer, function.extent(op, offset), element_type)
    sizes = _merge(function, static_extents(op.static_sizes.get_values()), op.sizes)
    strides = _merge(function, static_extents(op.static_strides.get_values()), op.strides)
    function.set_value(op.result, pointer, Buffer(sizes, None if strides == (1,) else strides))


def _merge(function: FunctionConversion, static: Extents, dynamic: Sequence[SSAValue]) -> Extents:
    """The static numbers, with the values of the operands where there is none."""
    values = iter(dynamic)
    return tuple(function.value(next(values)) if number is None else number for number in static)


@converts(memref.AllocaOp)
def _convert_alloca(function: FunctionConversion, op: memref.AllocaOp) -> None:
    type_ = memref_type(op.memref)
    count = 1
    for size in type_.get_shape():
        if size == DYNAMIC_INDEX:
            raise PassFailedException(located(op, f"an alloca has static sizes, got {type_}: the arena has the others"))
        count *= size
    alignment = op.alignment.value.data if op.alignment else _ALIGNMENT
    pointer = function.emit_in_prologue(
        llvm.AllocaOp,
        (function.constant(count),),
        POINTER,
        {"elem_type": memory_type(type_.element_type), "alignment": IntegerAttr(alignment, i64)},
    )
    function.set_value(op.memref, pointer)


@converts(memref.CopyOp)
def _convert_copy(function: FunctionConversion, op: memref.CopyOp) -> None:
    """Both memrefs are contiguous and have the same sizes; a size known of either is known of both."""
    source, destination = function.buffer(op.source), function.buffer(op.destination)
    if source.strides is not None or destination.strides is not None:
        raise PassFailedException(located(op, "copies contiguous memrefs only; another layout needs a loop"))
    type_ = memref_type(op.source)
    length = function.constant(element_bytes(type_.element_type))
    for sizes in zip(source.sizes, destination.sizes, strict=True):
        known = next((size for size in sizes if size is not None), None)
        length = function.multiply_index(length, function.extent(op, known))
    is_volatile = function.constant_of(IntegerAttr(0, i1), i1)
    operands = (function.value(op.destination), function.value(op.source), length, is_volatile)
    function.intrinsic_without_result("llvm.memcpy.p0.p0.i64", operands)


@converts(memref.GetGlobalOp)
def _convert_get_global(function: FunctionConversion, op: memref.GetGlobalOp) -> None:
    pointer = function.emit_in_prologue(llvm.AddressOfOp, (), POINTER, {"global_name": op.name_})
    function.set_value(op.memref, pointer)


def convert_global(module: ModuleOutput, op: memref.GlobalOp) -> None:
    """Adds the array that a global becomes: zeros where it has no initial value."""
    type_ = op.type
    if not type_.has_static_shape():
        raise PassFailedException(located(op, f"a global has static sizes, got {type_}"))
    element_type = memory_type(type_.element_type)
    count = type_.element_count()
    value = op.initial_value if isinstance(op.initial_value, DenseIntOrFPElementsAttr) else None
    if value is not None and type_.element_type == i1:
        elements = [int(element != 0) for element in value.get_values()]
        value = DenseIntOrFPElementsAttr.from_list(TensorType(i8, [count]), elements)
    elif value is not None:
        value = DenseIntOrFPElementsAttr(TensorType(cast(AnyDenseElement, element_type), [count]), value.data)
    module.add(
        llvm.GlobalOp(
            llvm.LLVMArrayType(count, element_type),
            op.sym_name,
            "internal",
            constant=op.constant is not None,
            value=value,
            alignment=op.alignment.value.data if op.alignment else _ALIGNMENT,
        )
    )
