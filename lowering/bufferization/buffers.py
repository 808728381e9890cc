"""The memrefs of the function being written: the flat buffer of every storage, and parts of it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from xdsl.dialects import memref
from xdsl.dialects.builtin import DYNAMIC_INDEX, DenseArrayBase, MemRefType, i32, i64
from xdsl.ir import Attribute, SSAValue
from xdsl.utils.exceptions import PassFailedException

from adjoint.lowering.bufferization.arena_code import ArenaOffsets
from adjoint.lowering.bufferization.globals import Globals
from adjoint.lowering.bufferization.scope import Index, Scope
from adjoint.lowering.bufferization.sizes import tensor_type
from adjoint.lowering.bufferization.storage import ArenaHome, ArgumentHome, ConstantHome, ResultHome, Storage, View
from adjoint.lowering.kernels.interface import element_bytes, flat_type, part_type, slot_alignment


def _vector_properties(offset: int) -> Mapping[str, Attribute]:
    """The properties of a `memref.reinterpret_cast` to a vector of a size known at run time."""
    segments = [1, int(offset == DYNAMIC_INDEX), 1, 0]
    return {
        "static_offsets": DenseArrayBase.from_list(i64, [offset]),
        "static_sizes": DenseArrayBase.from_list(i64, [DYNAMIC_INDEX]),
        "static_strides": DenseArrayBase.from_list(i64, [1]),
        "operandSegmentSizes": DenseArrayBase.from_list(i32, segments),
    }


_FLAT = _vector_properties(0)
_FROM_OFFSET = _vector_properties(DYNAMIC_INDEX)


class Buffers(ABC):
    """Where storages are in memory."""

    def __init__(
        self,
        arguments: Mapping[SSAValue, SSAValue],
        results: Sequence[SSAValue],
        global_constants: Globals,
    ):
        self._arguments = arguments
        self._results = results
        self._globals = global_constants

    def whole(self, scope: Scope, storage: Storage) -> SSAValue:
        """The flat memref of a storage."""
        buffer = self._base(scope, storage)
        type_ = flat_type(storage.element_type)
        if buffer.type == type_:
            return buffer
        operands = [buffer, scope.product(storage.count)]
        return scope.once(
            ("flat", buffer),
            lambda: memref.ReinterpretCastOp.create(operands=operands, result_types=[type_], properties=dict(_FLAT)),
            buffer.name_hint and f"{buffer.name_hint}_flat",
        )

    def _base(self, scope: Scope, storage: Storage) -> SSAValue:
        """The memref that a storage is known by, in whatever shape."""
        match storage.home:
            case ArgumentHome():
                return self._arguments[storage.home.argument]
            case ResultHome():
                return self._results[storage.home.position]
            case ConstantHome():
                return self._globals.get(scope, storage.home.elements)
            case _:
                return self._temporary(scope, storage)

    @abstractmethod
    def _temporary(self, scope: Scope, storage: Storage) -> SSAValue:
        """The flat memref of a storage that is no argument, result or constant."""

    def part(self, scope: Scope, view: View) -> SSAValue:
        """The flat memref of a contiguous view, which starts at the beginning of its storage or is in the arena."""
        if not view.offset:
            return self.whole(scope, view.storage)
        raise PassFailedException(f"{view.storage.home} has no memref with identity layout that starts inside it")

    def from_offset(self, scope: Scope, view: View, offset: Index) -> SSAValue:
        """What follows an element of a view's storage, for CBLAS: a vector that may start anywhere in a buffer."""
        storage = view.storage
        buffer = self._base(scope, storage)
        operands = [buffer, scope.index(offset), scope.product(storage.count)]
        return scope.once(
            ("from", buffer, offset),
            lambda: memref.ReinterpretCastOp.create(
                operands=operands, result_types=[part_type(storage.element_type)], properties=dict(_FROM_OFFSET)
            ),
            buffer.name_hint,
        )

    def offset(self, scope: Scope, view: View) -> Index:
        """The position of a view's first element in its storage."""
        return scope.sum(scope.evaluate(term) for term in view.offset)

    def thread_slot(self, scope: Scope, storage: Storage, thread: Index) -> SSAValue:
        """The flat memref of what one thread has of a storage that every thread has."""
        raise NotImplementedError

    def all_slots(self, scope: Scope, storage: Storage, threads: Index) -> SSAValue:
        """The flat memref of what the first threads have of a storage."""
        raise NotImplementedError


class ArenaBuffers(Buffers):
    """The buffers of a main function, of which those in between are in its arena."""

    def __init__(
        self,
        arguments: Mapping[SSAValue, SSAValue],
        results: Sequence[SSAValue],
        arena: SSAValue,
        offsets: ArenaOffsets,
        global_constants: Globals,
    ):
        super().__init__(arguments, results, global_constants)
        self._arena = arena
        self._offsets = offsets

    def _temporary(self, scope: Scope, storage: Storage) -> SSAValue:
        return self._in_arena(scope, storage, self._offsets.offset(storage), scope.evaluate(storage.count))

    def part(self, scope: Scope, view: View) -> SSAValue:
        if not view.offset or not isinstance(view.storage.home, ArenaHome):
            return super().part(scope, view)
        bytes_before = scope.multiply(self.offset(scope, view), element_bytes(view.storage.element_type))
        start = scope.add(self._offsets.offset(view.storage), bytes_before)
        return self._in_arena(scope, view.storage, start, scope.evaluate(view.count))

    def thread_slot(self, scope: Scope, storage: Storage, thread: Index) -> SSAValue:
        """The flat memref of what one thread has of a storage that every thread has."""
        bytes_per_thread = scope.multiply(self.thread_stride(scope, storage), element_bytes(storage.element_type))
        start = scope.add(self._offsets.offset(storage), scope.multiply(thread, bytes_per_thread))
        return self._in_arena(scope, storage, start, scope.evaluate(storage.count))

    def all_slots(self, scope: Scope, storage: Storage, threads: Index) -> SSAValue:
        """The flat memref of what the first threads have of a storage."""
        length = scope.multiply(self.thread_stride(scope, storage), threads)
        return self._in_arena(scope, storage, self._offsets.offset(storage), length)

    def thread_stride(self, scope: Scope, storage: Storage) -> Index:
        """The elements from the beginning of one thread's slot to that of the next."""
        return scope.round_up(scope.evaluate(storage.count), slot_alignment(storage.element_type))

    def _in_arena(self, scope: Scope, storage: Storage, start: Index, length: Index) -> SSAValue:
        type_ = flat_type(storage.element_type)
        return scope.once(
            ("arena", start, length, type_),
            lambda: memref.ViewOp.create(
                operands=[self._arena, scope.index(start), scope.index(length)], result_types=[type_]
            ),
            storage.name,
        )


def memref_type(tensor: SSAValue) -> MemRefType[Attribute]:
    """The type of the memref that holds a tensor in row-major order."""
    type_ = tensor_type(tensor)
    return MemRefType(type_.element_type, type_.get_shape())
